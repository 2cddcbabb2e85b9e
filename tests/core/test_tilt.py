"""Head tilt when it is not simple: a baseline taken while moving, and a head that is turned as well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.core.deviations import deviations_from
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.metrics import measure
from tests.core.stories import baseline_of
from tests.sim import HEIGHT_PX, START_UTC, UPRIGHT, WIDTH_PX, Pose, figure, settings_for

UPRIGHT_BASE = baseline_of()


def values_of(person: Landmarks) -> dict[str, float]:
    sample = measure(person, Scene(Instant(0.0, START_UTC), WIDTH_PX, HEIGHT_PX), settings_for().gate)
    assert sample is not None
    return dict(sample.values)


def moved(person: Landmarks, **by_px: tuple[float, float]) -> Landmarks:
    points = dict(person.points)
    for name, (x_px, y_px) in by_px.items():
        p = points[name]
        points[name] = Landmark(p.x_px + x_px, p.y_px + y_px, p.visibility)
    return Landmarks(points)


@pytest.mark.parametrize(("spread_deg", "expected"), [(0.0, 12.0), (3.0, 12.0), (5.0, 8.0), (9.0, 0.0), (20.0, 0.0)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_restless_baseline_leaves_room(spread_deg: float, expected: float, sign: int) -> None:
    base = replace(UPRIGHT_BASE, spreads={**UPRIGHT_BASE.spreads, "head_tilt_deg": spread_deg})
    values = {**UPRIGHT_BASE.medians, "head_tilt_deg": UPRIGHT_BASE.medians["head_tilt_deg"] + sign * 12.0}
    assert deviations_from(base, values)["head_tilt_deg"] == pytest.approx(sign * expected)


def test_a_restless_turn_or_height_is_taken_as_it_is() -> None:
    spreads = {**UPRIGHT_BASE.spreads, "head_turn_deg": 20.0, "head_drop_ratio": 0.2}
    values = {**UPRIGHT_BASE.medians, "head_turn_deg": 30.0, "head_drop_ratio": -0.3}
    told = deviations_from(replace(UPRIGHT_BASE, spreads=spreads), values)
    plain = deviations_from(UPRIGHT_BASE, values)
    assert (told["head_turn_deg"], told["head_drop_ratio"]) == (plain["head_turn_deg"], plain["head_drop_ratio"])


def test_ears_that_tilt_because_the_head_is_turned_are_no_tilt() -> None:
    """Turned by 20° before a camera above the eyes: one ear is lower, the neck stands as it did."""
    turned = moved(figure(Pose(turn_deg=20.0)), left_ear=(0.0, 8.0), right_ear=(0.0, -8.0))
    values = values_of(turned)
    assert abs(values["head_tilt_deg"]) > 10
    assert abs(deviations_from(UPRIGHT_BASE, values)["head_tilt_deg"]) < 2


def test_a_head_that_is_turned_and_tilted_is_tilted() -> None:
    values = values_of(figure(Pose(turn_deg=15.0, head_tilt_deg=18.0)))
    assert deviations_from(UPRIGHT_BASE, values)["head_tilt_deg"] > 10


def test_without_a_turn_the_lines_of_the_face_are_believed() -> None:
    tilted = moved(figure(UPRIGHT), left_ear=(0.0, 8.0), right_ear=(0.0, -8.0))
    assert deviations_from(UPRIGHT_BASE, values_of(tilted))["head_tilt_deg"] > 10
