"""A pause ends when its time has passed, whatever is done to the clock on the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from posture_watch.camera_switch import CameraSwitch
from posture_watch.core.instant import Instant

NOW = Instant(1000.0, datetime(2026, 3, 2, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    ("mono_s", "wall_s", "over"),
    [(599, 599, False), (600, 600, True), (0, 600, True), (600, -3600, True), (599, -86_400 * 365, False)],
    ids=["not yet", "in time", "slept through", "the clock was set back", "set back, not yet"],
)
def test_a_pause_of_ten_minutes(mono_s: float, wall_s: float, *, over: bool) -> None:
    switch = CameraSwitch()
    switch.pause(NOW, 600)
    later = Instant(NOW.mono_s + mono_s, NOW.utc + timedelta(seconds=wall_s))
    assert switch.pause_is_over(later) is over
    switch.resume()
    assert not switch.pause_is_over(NOW.shifted(7200))


def test_a_pause_without_an_end_has_none() -> None:
    switch = CameraSwitch()
    switch.pause(NOW, None)
    assert not switch.pause_is_over(NOW.shifted(1e7))
    assert switch.paused_until_s is None
