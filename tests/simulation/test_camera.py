"""The pinhole, against projections worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from simulation.body import points_of, upright
from simulation.camera import LOWEST_SHOULDERS, Aim, aim, focal_px, middle, project, px_per_cm
from simulation.people import Floats, draw_people


def camera(*, pitch_deg: float = 0, yaw_deg: float = 0, roll_deg: float = 0, turned_deg: float = 0) -> Aim:
    """A metre before the origin, 1000 px of focal length, 1280x720."""
    turned = np.radians(turned_deg)
    one = np.ones(1)
    return Aim(
        at_cm=np.array([[100 * np.cos(turned), 100 * np.sin(turned), 0.0]]),
        turned_deg=one * turned_deg,
        yaw_deg=one * yaw_deg,
        pitch_deg=one * pitch_deg,
        roll_deg=one * roll_deg,
        focal_px=one * 1000,
        width_px=one * 1280,
        height_px=one * 720,
    )


def seen(aim_: Aim, x: float, y: float, z: float) -> tuple[float, float]:
    px: Floats = project(aim_, {"nose": np.array([[x, y, z]])})["nose"][0]
    return float(px[0]), float(px[1])


def test_straight_ahead() -> None:
    level = camera()
    assert seen(level, 0, 0, 0) == pytest.approx((640, 360))
    # 10 cm to the subject's left and 10 up, at 100 cm: 100 px to the picture's right and up
    assert seen(level, 0, 10, 10) == pytest.approx((740, 260))
    # twice as near is twice as large
    assert seen(level, 50, 10, 10) == pytest.approx((840, 160))


def test_pitched_up_the_picture_sinks() -> None:
    # 20 degrees up: what was in the middle is 1000 tan 20 below it
    assert seen(camera(pitch_deg=20), 0, 0, 0) == pytest.approx((640, 360 + 1000 * np.tan(np.radians(20))))
    # on the axis
    assert seen(camera(pitch_deg=20), 0, 0, 100 * np.tan(np.radians(20))) == pytest.approx((640, 360))


def test_yawed_to_its_right_the_picture_goes_left() -> None:
    assert seen(camera(yaw_deg=10), 0, 0, 0) == pytest.approx((640 - 1000 * np.tan(np.radians(10)), 360))


def test_rolled_clockwise_the_picture_turns_the_other_way() -> None:
    assert seen(camera(roll_deg=90), 0, 10, 20) == pytest.approx((440, 260))


def test_from_the_subjects_left_they_look_to_the_pictures_left() -> None:
    from_left, from_right = camera(turned_deg=90), camera(turned_deg=-90)
    assert seen(from_left, 10, 0, 0) == pytest.approx((540, 360))
    assert seen(from_right, 10, 0, 0) == pytest.approx((740, 360))


def test_what_is_behind_the_lens_stays_finite() -> None:
    assert np.isfinite(seen(camera(), 200, 10, 10)).all()


def test_focal_length_by_hand() -> None:
    # 90 degrees across 1280 px: 640 px
    assert focal_px(np.array([90.0]), np.array([1280.0]))[0] == pytest.approx(640)
    assert px_per_cm(camera(), np.zeros((1, 3)))[0] == pytest.approx(10)


@pytest.mark.parametrize("side", [False, True])
def test_people_aim_their_cameras_at_themselves(side: bool) -> None:
    people = draw_people(300, 2, side=side)
    seated = points_of(people, upright(people))
    picture = project(aim(people, seated), seated)
    height, width = people.camera["height_px"], people.camera["width_px"]
    ears, shoulders = middle(picture, "ear"), middle(picture, "shoulder")
    as_wished = shoulders[:, 1] / height < LOWEST_SHOULDERS - 0.02
    assert as_wished.mean() > 0.8
    assert np.abs(ears[as_wished, 1] / height[as_wished] - people.camera["face_y"][as_wished]).max() < 0.03
    assert (shoulders[:, 1] / height < LOWEST_SHOULDERS + 0.03).all()
    assert np.abs(ears[:, 0] / width - 0.5).max() < 0.5


def test_simulated_upright_people_look_like_the_measured_ones() -> None:
    """Medians of 217 upright frames of nine sittings: 0.35-0.40, 0.58-0.65, 0.50-0.57, and face points over ears."""
    people = draw_people(1000, 1)
    seated = points_of(people, upright(people))
    p = project(aim(people, seated), seated)

    def apart(a: Floats, b: Floats) -> Floats:
        return np.linalg.norm(a - b, axis=1)

    ears, shoulders = apart(p["left_ear"], p["right_ear"]), apart(p["left_shoulder"], p["right_shoulder"])
    neck, eyes = apart(middle(p, "ear"), middle(p, "shoulder")), apart(p["left_eye"], p["right_eye"])
    assert 0.34 < np.median(ears / shoulders) < 0.42
    assert 0.56 < np.median(neck / shoulders) < 0.66
    assert 0.49 < np.median(eyes / ears) < 0.57
    below = {name: (p[name] - middle(p, "ear"))[:, 1] / ears for name in ("nose", "left_eye", "mouth_left")}
    assert 0.05 < np.median(below["nose"]) < 0.25
    assert -0.18 < np.median(below["left_eye"]) < -0.05
    assert 0.38 < np.median(below["mouth_left"]) < 0.54
