"""Films for the fake webcam: no two pictures alike, an empty chair when nobody is there, shown by the clock."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
from benchmarking.film import FPS, Camera, Film, shoot
from benchmarking.sides import Camera as Webcam
from benchmarking.stillness import of_jpegs
from benchmarking.story import Part, Story

from posture_watch.demo.story import UPRIGHT, Stance

HERE_AND_GONE = Story(
    5,
    6.0,
    (Part(0.0, 2.0, "still", "sits"), Part(2.0, 6.0, "away", "leaves", Stance(present=0.0), 1.0)),
    (),
    (),
)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return shoot(HERE_AND_GONE, tmp_path_factory.mktemp("film"), workers=1)


def test_a_film_has_fifteen_pictures_a_second_and_the_truth_beside_it(film: Film) -> None:
    assert film.pictures == 6 * FPS
    assert [number for number, _ in film.encoded(step=30)] == [0, 30, 60]
    assert len(film.path.with_name("truth.jsonl").read_text().splitlines()) == len(HERE_AND_GONE.parts)


def test_no_two_pictures_are_alike_also_of_an_empty_chair(film: Film) -> None:
    assert len({encoded for _, encoded in film.encoded()}) == film.pictures


def test_a_picture_is_the_same_whenever_it_is_made() -> None:
    assert Camera(HERE_AND_GONE).picture(11) == Camera(HERE_AND_GONE).picture(11)


def test_the_background_stays_when_somebody_leaves(film: Film) -> None:
    pictures = [cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR) for _, one in film.encoded(step=75)]
    seated, empty = (np.asarray(one, np.float32) for one in pictures[:2])
    assert abs(seated[:200, 420:].mean() - empty[:200, 420:].mean()) < 3
    assert np.abs(seated[250:, 250:400] - empty[250:, 250:400]).mean() > 20


def test_it_is_less_still_than_real_clips_whose_noise_compression_took_out(film: Film) -> None:
    """0.5, 0.27 and 1.0 are the most that the clips in docs/footprint.md come to."""
    stirring = of_jpegs([one for _, one in islice(film.encoded(), 2 * FPS)], FPS)
    assert stirring.pixel > 0.55
    assert stirring.cell > 0.28


_SHOWN = """
import cv2, sys, time
camera = cv2.VideoCapture(0, cv2.CAP_V4L2)
camera.set(cv2.CAP_PROP_CONVERT_RGB, 0)
for _ in range(4):
    assert camera.grab()
_, picture = camera.retrieve()
sys.stdout.buffer.write(picture.tobytes().rstrip(b"\\0"))
"""


def _shown(environment: dict[str, str]) -> bytes:
    """The fourth picture that a program gets."""
    return subprocess.run([sys.executable, "-c", _SHOWN], env=environment, check=True, capture_output=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the fake webcam is for Linux")
def test_the_webcam_shows_the_picture_of_the_moment(film: Film, tmp_path: Path) -> None:
    began_s = time.monotonic() - 3.0
    environment = Webcam(tmp_path).environment(film.path, tmp_path / "home", began_s, FPS)
    shown = _shown(environment)
    numbers = [number for number, encoded in film.encoded() if encoded.rstrip(b"\0") == shown]
    assert len(numbers) == 1
    assert 3 * FPS <= numbers[0] <= (time.monotonic() - began_s) * FPS


@pytest.mark.skipif(sys.platform != "linux", reason="the fake webcam is for Linux")
def test_the_last_picture_stays_when_the_film_is_over(film: Film, tmp_path: Path) -> None:
    environment = Webcam(tmp_path).environment(film.path, tmp_path / "home", time.monotonic() - 60.0, FPS)
    *_, (_, last) = film.encoded()
    assert _shown(environment) == last.rstrip(b"\0")


def test_stances_are_reached() -> None:
    assert HERE_AND_GONE.part(1.0).stance == UPRIGHT
