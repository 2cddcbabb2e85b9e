"""How much of a clip has been read: it rises from frame to frame, and is all of it at the end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import pytest

from posture_watch.capture.source import EndOfSource, Source
from tests.capture.clips import opened, write_video
from tests.capture.test_recording import scene, write
from tests.rigs.mjpegd import numbered_picture


def shares(source: Source) -> list[float | None]:
    """After each frame, and at the end."""
    found: list[float | None] = []
    with source:
        try:
            while True:
                source.read(0.0)
                found.append(source.done)
        except EndOfSource:
            return [*found, source.done]


def a_video(folder: Path) -> Source:
    return opened(write_video(folder / "a.avi", frames=50), interval_s=0.2)


def a_recording(folder: Path) -> Source:
    return opened(write(folder / "a.jsonl", *(scene(n / 2) for n in range(12))))


def some_pictures(folder: Path) -> Source:
    pictures = folder / "pictures"
    pictures.mkdir()
    for number in range(10):
        cv2.imwrite(str(pictures / f"{number}.png"), numbered_picture(number))
    return opened(pictures)


@pytest.mark.parametrize("clip", [a_video, a_recording, some_pictures])
def test_it_rises_to_all_of_it(tmp_path: Path, clip: Callable[[Path], Source]) -> None:
    told = [share for share in shares(clip(tmp_path)) if share is not None]
    assert len(told) > 9
    assert all(before <= after for before, after in pairwise(told))
    assert told[0] < 0.35
    assert told[-1] == pytest.approx(1.0, abs=0.05)


def test_a_loop_ends_when_it_was_asked_to(tmp_path: Path) -> None:
    told = shares(opened(write_video(tmp_path / "a.avi", frames=25), interval_s=0.4, loop_s=5.0))
    assert told[-1] == pytest.approx(0.96, abs=0.06)
    assert told[3] == pytest.approx(0.25, abs=0.06)
