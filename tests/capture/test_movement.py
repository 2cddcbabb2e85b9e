"""What the tiny grey picture tells: a person who moves, through a sensor's noise, and no light that dims."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from posture_watch.capture.movement import Movement
from posture_watch.capture.picture import SMALL_PX, Picture, encoded_picture, picture_of, upright
from posture_watch.capture.pictures import Image
from posture_watch.capture.source import CameraOptions
from tests.portraits import empty_desk, sitting

DICE = np.random.default_rng(7)


def seen(image: Image, *, noise: float = 3.0, light: float = 1.0) -> Picture:
    """As a webcam sends it: with a sensor's noise, as a JPEG."""
    pixels = np.clip(image.astype(np.float32) * light + DICE.normal(0.0, noise, image.shape), 0, 255)
    done, jpeg = cv2.imencode(".jpg", pixels.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert done
    picture = encoded_picture(jpeg.tobytes())
    assert picture is not None
    return picture


def after(first: Picture) -> Movement:
    movement = Movement()
    movement.look(first.small)
    return movement


@pytest.mark.parametrize("light", [1.0, 0.5, 0.3])
@pytest.mark.parametrize("noise", [1.0, 4.0, 8.0])
def test_noise_is_no_movement(light: float, noise: float) -> None:
    movement = after(seen(sitting(), noise=noise, light=light))
    assert {movement.since(seen(sitting(), noise=noise, light=light).small) for _ in range(20)} == {"none"}


@pytest.mark.parametrize("light", [1.0, 0.5, 0.3])
def test_a_share_of_any_limit_is_a_movement(light: float) -> None:
    movement = after(seen(sitting(), light=light))
    for pose in ({"tilt_deg": 4.5}, {"tilt_deg": -4.5}, {"head_drop": 0.03}, {"body_sink": 0.02}, {"closeness": 1.05}):
        assert movement.since(seen(sitting(**pose), light=light).small) != "none", pose
    assert movement.since(seen(empty_desk(), light=light).small) == "much"


@pytest.mark.parametrize("closeness", [1.0, 0.6, 0.45])
def test_somebody_far_away_is_told_by_half_a_limit_or_a_little_more(closeness: float) -> None:
    movement = after(seen(sitting(closeness=closeness)))
    for pose in ({"tilt_deg": 7.0}, {"tilt_deg": -7.0}, {"head_drop": 0.05}, {"body_sink": 0.03}):
        assert movement.since(seen(sitting(closeness=closeness, **pose)).small) != "none", pose


@pytest.mark.parametrize("closeness", [1.0, 0.7])
def test_half_a_limit_of_somebody_who_is_not_small_is_much(closeness: float) -> None:
    """More than any of these takes somebody who is far from all limits (core/looking.py) to one of them."""
    movement = after(seen(sitting(closeness=closeness)))
    nearer = {"closeness": 1.08 * closeness}
    for pose in ({"tilt_deg": 6.0}, {"tilt_deg": -6.0}, {"head_drop": 0.05}, {"body_sink": 0.04}, nearer):
        assert movement.since(seen(sitting(**{"closeness": closeness, **pose})).small) == "much", pose


@pytest.mark.parametrize(("across_px", "down_px"), [(2.2, 0.0), (0.0, 2.2)])
def test_what_goes_a_little_is_told_apart(across_px: float, down_px: float) -> None:
    shift = np.array([[1.0, 0.0, across_px], [0.0, 1.0, down_px]], np.float32)
    image = sitting()
    moved = cv2.warpAffine(image, shift, (image.shape[1], image.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    assert after(seen(image)).since(seen(moved.astype(np.uint8)).small) == "little"


@pytest.mark.parametrize(("across_px", "down_px"), [(1.2, 0.0), (0.0, 1.2), (-1.0, 0.8), (0.7, -1.0)])
def test_breath_and_sway_are_no_movement(across_px: float, down_px: float) -> None:
    """The whole picture is shifted, which is more than a person does who breathes."""
    image = sitting()
    shift = np.array([[1.0, 0.0, across_px], [0.0, 1.0, down_px]], np.float32)
    swayed = cv2.warpAffine(image, shift, (image.shape[1], image.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    assert after(seen(image)).since(seen(swayed.astype(np.uint8)).small) == "none"


def test_who_comes_to_an_empty_desk_is_noticed() -> None:
    movement = after(seen(empty_desk()))
    assert movement.since(seen(empty_desk()).small) == "none"
    assert movement.since(seen(sitting(closeness=0.5)).small) == "much"


def test_a_slow_slump_adds_up() -> None:
    movement = after(seen(sitting()))
    steps = [seen(sitting(head_drop=0.002 * n)) for n in range(20)]
    assert any(movement.since(step.small) != "none" for step in steps), "no step of it is larger than the noise"


@pytest.mark.parametrize("gain", [0.85, 0.95, 1.04])
def test_light_that_changes_alike_everywhere_is_no_movement(gain: float) -> None:
    movement = after(seen(sitting(), light=0.8))
    assert movement.since(seen(sitting(), light=0.8 * gain).small) == "none"


def test_in_doubt_something_has_moved() -> None:
    assert Movement().since(seen(sitting()).small) == "much", "nothing to compare with"
    movement = after(seen(sitting()))
    assert movement.since(picture_of(np.zeros((480, 270, 3), np.uint8)).small) == "much", "another size"
    assert movement.since(seen(sitting(), light=0.5).small) == "much", "the light was halved"
    dark = after(seen(sitting(), light=0.06, noise=8.0))
    assert dark.since(seen(sitting(), light=0.06, noise=8.0).small) == "much", "noise hides everything"


@pytest.mark.parametrize(("height", "width"), [(480, 640), (1080, 1920), (120, 160), (3, 2), (1, 1)])
def test_a_small_picture_of_any(height: int, width: int) -> None:
    small = picture_of(np.full((height, width, 3), 90, np.uint8)).small
    assert max(small.shape) <= SMALL_PX
    assert small.shape[0] / small.shape[1] == pytest.approx(height / width, rel=0.1)
    assert np.all(np.abs(small.astype(int) - 90) <= 1)


@pytest.mark.parametrize("encoded", [b"", b"rubbish", b"\xff\xd8\xff\xe0 no picture"])
def test_what_is_no_picture_is_none(encoded: bytes) -> None:
    assert encoded_picture(encoded) is None


def test_it_is_turned_upright_when_it_is_looked_at() -> None:
    image = np.zeros((20, 40, 3), np.uint8)
    image[:, :20] = 200
    turned = upright(picture_of(image), CameraOptions(40, 20, rotate_deg=90)).whole()
    assert turned is not None
    assert turned.shape == (40, 20, 3)
    assert turned[0].mean() > 150 > turned[-1].mean()
