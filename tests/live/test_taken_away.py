"""The camera is taken away in the middle of something: a reminder that is open, settings that change, a lock untold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from soaking.desk import Desk
from soaking.soak import FAR, MORNING_UTC
from soaking.told_camera import Use
from soaking.told_clock import ToldClock

from posture_watch.camera_switch import UNKNOWN_S, CameraSwitch
from posture_watch.core.around import Around
from posture_watch.core.instant import Instant
from posture_watch.store.log import Log

TAKE_AWAY: Mapping[str, Callable[[Desk], object]] = {
    "busy": lambda desk: setattr(desk, "busy", True),
    "paused": lambda desk: desk.ask("pause", seconds=None),
    "locked": lambda desk: desk.set_around(locked=True),
}


@pytest.mark.parametrize("use", ["open", "bursts"])
@pytest.mark.parametrize("how", list(TAKE_AWAY))
def test_an_open_reminder_is_taken_back_and_was_not_ignored(tmp_path: Path, use: Use, how: str) -> None:
    clock, seen = ToldClock(MORNING_UTC), dict[str, Mapping[str, Any]]()
    with Desk(tmp_path, clock, use) as desk:
        clock.at(400, lambda: setattr(desk, "posture", "slump"))
        clock.at(845, lambda: seen.update(before=desk.ask("status")))
        clock.at(850, lambda: TAKE_AWAY[how](desk))
        clock.at(870, lambda: seen.update(after=desk.ask("status")))
        clock.at(1300, lambda: desk.ask("stop"))
        desk.live.run()
    assert desk.notifier.withdrawn >= 1
    assert seen["before"]["reminder"]
    assert seen["after"]["reminder"] is None
    with Log.open_readonly(desk.paths.database_file) as log:
        assert [reminder.outcome for reminder in log.reminders(*FAR)] == [None]


def test_a_period_changed_during_a_pause_is_the_one_that_gaps_are_measured_by(tmp_path: Path) -> None:
    clock = ToldClock(MORNING_UTC)
    with Desk(tmp_path, clock, "bursts", interval_s=15.0) as desk:

        def change() -> None:
            desk.interval_s = 120.0

        clock.at(400, lambda: desk.ask("pause", seconds=None))
        clock.at(410, change)
        clock.at(420, lambda: desk.ask("resume"))
        clock.at(3000, lambda: desk.ask("stop"))
        desk.live.run()
    with Log.open_readonly(desk.paths.database_file) as log:
        sat_s = sum(i.duration_s for i in log.intervals(*FAR) if i.sitting)
    assert sat_s > 2500


@pytest.mark.parametrize(("after_s", "off"), [(10.0, "locked"), (UNKNOWN_S - 1, "locked"), (UNKNOWN_S + 1, None)])
def test_a_lock_that_cannot_be_told_any_more_is_not_taken_for_unlocked_at_once(after_s: float, off: str | None) -> None:
    switch, locked = CameraSwitch(), Instant(100.0, MORNING_UTC)
    assert switch.turn(Around(locked=True), locked) == "off"
    assert switch.turn(Around(), locked.shifted(after_s)) == (None if off else "on")
    assert switch.off == off


def test_unlocked_is_believed_at_once_and_what_was_never_known_is_no_lock() -> None:
    switch, at = CameraSwitch(), Instant(100.0, MORNING_UTC)
    assert switch.turn(Around(), at) is None
    switch.turn(Around(locked=True), at)
    assert switch.turn(Around(locked=False), at.shifted(1)) == "on"
    assert switch.turn(Around(), at.shifted(2)) is None


def test_a_camera_that_is_gone_is_not_waited_for_through_five_long_periods(tmp_path: Path) -> None:
    clock, seen = ToldClock(MORNING_UTC), dict[str, Mapping[str, Any]]()
    with Desk(tmp_path, clock, "bursts", interval_s=120.0) as desk:
        clock.at(1000, lambda: setattr(desk, "gone", True))
        clock.at(1000 + 120 + 30, lambda: seen.update(gone=desk.ask("status")))
        clock.at(1400, lambda: setattr(desk, "gone", False))
        clock.at(2000, lambda: desk.ask("stop"))
        desk.live.run()
    assert seen["gone"]["state"] == "camera_trouble"
    with Log.open_readonly(desk.paths.database_file) as log:
        spans = [((i.start_utc - MORNING_UTC).seconds, (i.end_utc - MORNING_UTC).seconds) for i in log.intervals(*FAR)]
    assert not any(start_s < 1300 < end_s for start_s, end_s in spans), spans


def test_a_slump_between_two_seldom_looks_is_not_taken_for_a_moved_camera(tmp_path: Path) -> None:
    clock = ToldClock(MORNING_UTC)
    with Desk(tmp_path, clock, "open", interval_s=10.0) as desk:
        clock.at(400, lambda: setattr(desk, "posture", "slump"))
        clock.at(1000, lambda: desk.ask("stop"))
        desk.live.run()
    with Log.open_readonly(desk.paths.database_file) as log:
        assert len(log.reminders(*FAR)) == 1


def test_a_moment_of_silence_between_two_looks_takes_an_open_reminder_back_for_good(tmp_path: Path) -> None:
    clock, seen = ToldClock(MORNING_UTC), dict[str, Mapping[str, Any]]()
    with Desk(tmp_path, clock, "bursts") as desk:
        clock.at(400, lambda: setattr(desk, "posture", "slump"))

        def hush() -> None:
            seen.update(before=desk.ask("status"))
            desk.set_around(full_screen=True)

        clock.at(844.1, hush)
        clock.at(846.1, lambda: desk.set_around(full_screen=False))  # seen each time: a change wakes the loop
        clock.at(848, lambda: seen.update(after=desk.ask("status")))
        clock.at(1300, lambda: desk.ask("stop"))
        desk.live.run()
    assert seen["before"]["reminder"]
    assert seen["after"]["reminder"] is None
    with Log.open_readonly(desk.paths.database_file) as log:
        assert [reminder.outcome for reminder in log.reminders(*FAR)][:1] == [None]
