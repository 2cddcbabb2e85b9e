"""The screen is locked and unlocked, the computer goes to sleep and wakes: the camera is let go of and taken again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from soaking.desk import Desk
from soaking.soak import FAR, MORNING_UTC
from soaking.told_camera import ToldCamera, Use
from soaking.told_clock import ToldClock

from posture_watch.live import POLL_S
from posture_watch.store.log import Log
from tests.desktop_session import DesktopSession, desktop_session, wait_for
from tests.live.conftest import Start
from tests.live.monitor import START_S, MonitorProcess
from tests.silence.mocks import LogindMock

TURN_S = POLL_S
"""One turn of the loop waits no longer than this (s)."""


@pytest.mark.parametrize("use", ["open", "bursts"])
def test_within_a_turn_of_the_loop_the_camera_is_closed_and_opened_again(tmp_path: Path, use: Use) -> None:
    seen: dict[str, Mapping[str, Any]] = {}
    closed: dict[str, bool] = {}
    clock = ToldClock(MORNING_UTC)
    with Desk(tmp_path, clock, use) as desk:
        first = desk.camera

        def look(name: str, at_s: float) -> None:
            def note() -> None:
                seen[name], closed[name] = desk.ask("status"), desk.camera.closed

            clock.at(at_s, note)

        clock.at(300.1, lambda: desk.set_around(locked=True))
        look("locked", 300.1 + 2 * TURN_S)
        look("still locked", 1199)
        clock.at(1200.1, lambda: desk.set_around(locked=False))
        look("unlocked", 1200.1 + 2 * TURN_S)
        look("later", 1499)
        clock.at(1500, lambda: desk.ask("stop"))
        desk.live.run()
        assert first.closed
        assert desk.cameras == 2
    assert closed == {"locked": True, "still locked": True, "unlocked": False, "later": False}
    for name in ("locked", "still locked"):
        assert (seen[name]["state"], seen[name]["camera_state"], seen[name]["camera_on"]) == ("locked", "off", False)
        assert seen[name]["text"] == "The screen is locked, the camera is off"
        assert seen[name]["silent"] == "the screen is locked"
        assert not seen[name]["person"]
    assert seen["unlocked"]["state"] != "locked"
    assert (seen["later"]["state"], seen["later"]["silent"]) == ("good", "")
    assert seen["still locked"]["sitting_s"] == 0, "a break has passed"
    assert 300 - 30 < seen["later"]["sitting_s"] <= 300
    require_nothing_counted(desk, 300.1 + TURN_S, 1200.1)


def test_a_change_around_wakes_whoever_waits_for_the_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Desk(tmp_path, ToldClock(MORNING_UTC), "bursts") as desk:
        woken: list[ToldCamera] = []

        def wake(camera: ToldCamera) -> None:
            woken.append(camera)

        monkeypatch.setattr(ToldCamera, "wake", wake)
        desk.live.wake()
        assert woken == [desk.camera]


def require_nothing_counted(desk: Desk, from_s: float, to_s: float) -> None:
    with Log.open_readonly(desk.paths.database_file) as log:
        spans = [(seconds(i.start_utc), seconds(i.end_utc)) for i in log.intervals(*FAR)]
        topics = [notice.topic for notice in log.notices(*FAR)]
    assert all(end_s <= from_s or start_s >= to_s for start_s, end_s in spans), spans
    assert "frames_stopped" not in topics


def seconds(moment: Any) -> float:
    return (moment - MORNING_UTC).total_seconds()


@pytest.mark.parametrize("way", ["locked", "asleep", "paused"])
def test_a_minute_off_between_two_bursts_is_not_counted_either(tmp_path: Path, way: str) -> None:
    """Shorter than the silence that the fold takes for a gap: five periods of the bursts."""
    clock = ToldClock(MORNING_UTC)
    with Desk(tmp_path, clock, "bursts") as desk:

        def switch(off: bool) -> None:
            if way == "paused":
                desk.ask("pause" if off else "resume", **({"seconds": None} if off else {}))
            else:
                desk.set_around(**{way: off})

        clock.at(400, lambda: switch(True))
        clock.at(440, lambda: switch(False))
        clock.at(600, lambda: desk.ask("stop"))
        desk.live.run()
    require_nothing_counted(desk, 400, 440)


def test_no_reminder_comes_while_locked_nor_in_a_burst_afterwards(tmp_path: Path) -> None:
    clock = ToldClock(MORNING_UTC)
    with Desk(tmp_path, clock, "bursts") as desk:
        clock.at(400, lambda: setattr(desk, "posture", "slump"))
        clock.at(680, lambda: desk.set_around(locked=True))
        clock.at(800, lambda: desk.set_around(locked=False))
        clock.at(860, lambda: desk.ask("stop"))
        desk.live.run()
    with Log.open_readonly(desk.paths.database_file) as log:
        assert log.reminders(*FAR) == []


@pytest.fixture
def locker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LogindMock, str, DesktopSession]]:
    """logind, played, with this user's session on a screen."""
    with desktop_session(tmp_path_factory.mktemp("s")) as session:
        session.start_bus()
        logind = LogindMock(session)
        yield logind, logind.add_session("c1", os.getuid(), display=True), session


def lives_off_and_on(
    monitor: MonitorProcess, off: Callable[[], None], state_text: str, on: Callable[[], None]
) -> tuple[float, float]:
    """``off`` closes the camera, ``on`` brings it back; the seconds sat before and those while it was off."""
    sat_s = monitor.wait_until_good()["sitting_s"]
    before_s = monitor.wait(lambda now: now["sitting_s"] > sat_s, what="a second look")["sitting_s"]
    assert monitor.holds_camera()
    off()
    gone = monitor.wait(lambda now: now["state"] == "locked", what="closing the camera", within_s=6.0)
    assert (gone["text"], gone["camera_on"], gone["camera_state"]) == (state_text, False, "off")
    wait_for(lambda: not monitor.holds_camera(), within_s=3.0, what="letting go of the camera")
    during_s = monitor.wait(lambda now: now["state"] == "locked", what="staying so")["sitting_s"]
    on()
    monitor.wait(lambda now: now["state"] == "good", what="watching again", within_s=START_S)
    assert monitor.holds_camera()
    return before_s, during_s


@pytest.mark.desktop
def test_the_real_program_follows_lock_and_sleep_of_logind(
    start: Start, home: Path, locker: tuple[LogindMock, str, DesktopSession]
) -> None:
    logind, path, session = locker
    monitor = start(extra={"DBUS_SYSTEM_BUS_ADDRESS": session.environment["DBUS_SYSTEM_BUS_ADDRESS"]})
    before_s, during_s = lives_off_and_on(
        monitor,
        lambda: logind.lock_hint(path, True),
        "The screen is locked, the camera is off",
        lambda: logind.lock_hint(path, False),
    )
    assert during_s <= before_s + 6.0
    lives_off_and_on(
        monitor,
        lambda: logind.sleeps(True),
        "The computer goes to sleep, the camera is off",
        lambda: logind.sleeps(False),
    )
    assert monitor.end() == 0
    assert "No pictures" not in monitor.printed
    intervals = monitor.intervals()
    assert {i.posture for i in intervals} <= {"good", "unknown"}
    assert sum(i.sitting for i in intervals) >= 3, "a hole for the lock, and one for the sleep"
