"""Eight hours of suspend through the real live run: whichever clock went on, they count nothing, and promises end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from soaking.desk import Desk
from soaking.soak import FAR, MORNING_UTC
from soaking.told_camera import Use
from soaking.told_clock import ToldClock

from posture_watch.core.logged import Detail
from posture_watch.store.log import Log

HOURS_8_S = 8 * 3600.0
FALLS_ASLEEP_S = 600.0
WAKES_S = FALLS_ASLEEP_S + HOURS_8_S
END_S = WAKES_S + 300.0
PERIOD_S = 15.0

both_uses = pytest.mark.parametrize("use", ["open", "bursts"])
both_clocks = pytest.mark.parametrize("mono_goes_on", [False, True], ids=["clock stops", "clock goes on"])


class Night:
    """A desk whose computer sleeps for eight hours after ten minutes; ``run`` lives through it."""

    def __init__(self, desk: Desk, *, mono_goes_on: bool) -> None:
        self.desk = desk
        self.statuses: dict[str, Mapping[str, Any]] = {}
        self.topics: list[str] = []
        self.clock = desk.clock
        self.at(FALLS_ASLEEP_S, lambda: self.clock.sleep_through(HOURS_8_S, mono_goes_on=mono_goes_on))
        self.at(END_S, lambda: desk.ask("stop"))

    def at(self, passed_s: float, act: Callable[[], object]) -> None:
        self.clock.at(passed_s, act)

    def ask_status(self, name: str, passed_s: float) -> None:
        self.at(passed_s, lambda: self.statuses.update({name: self.desk.ask("status")}))

    def run(self) -> Detail:
        self.desk.live.run()
        with Log.open_readonly(self.desk.paths.database_file) as log:
            self.topics = [notice.topic for notice in log.notices(*FAR)]
            return log.detail(*FAR)


def seconds(moment: datetime) -> float:
    return (moment - MORNING_UTC).total_seconds()


def desk_of(folder: Path, use: Use) -> Desk:
    return Desk(folder, ToldClock(MORNING_UTC), use)


def require_nothing_asleep(detail: Detail, night: Night) -> None:
    """Neither sitting nor away nor busy nor anything else while it slept, and nothing was said about it."""
    assert detail.intervals
    spans = [(seconds(i.start_utc), seconds(i.end_utc)) for i in detail.intervals]
    assert all(end_s <= FALLS_ASLEEP_S or start_s >= WAKES_S for start_s, end_s in spans), spans
    minutes = [seconds(m.start_utc) for m in detail.minutes]
    assert all(s <= FALLS_ASLEEP_S or s >= WAKES_S - 60 for s in minutes), minutes
    assert "frames_stopped" not in night.topics, "sleep is no fault of the camera"


@both_uses
@both_clocks
def test_sitting_before_and_after_counts_the_night_does_not(tmp_path: Path, use: Use, *, mono_goes_on: bool) -> None:
    with desk_of(tmp_path, use) as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)
        night.ask_status("evening", FALLS_ASLEEP_S - 1)
        night.ask_status("waking", WAKES_S + 0.3)
        night.ask_status("morning", END_S - 1)
        detail = night.run()
    require_nothing_asleep(detail, night)
    assert {i.posture for i in detail.intervals} <= {"good", "unknown"}
    sat_s = sum(i.duration_s for i in detail.intervals if i.sitting)
    assert 900 - 3 * PERIOD_S <= sat_s <= 900
    (bout,) = detail.bouts
    assert FALLS_ASLEEP_S - PERIOD_S - 1 <= seconds(bout.end_utc) <= FALLS_ASLEEP_S, "it ended with the last sight"
    assert FALLS_ASLEEP_S - 2 * PERIOD_S <= bout.sitting_s <= FALLS_ASLEEP_S
    assert night.statuses["evening"]["sitting_s"] > FALLS_ASLEEP_S - 2 * PERIOD_S
    assert night.statuses["waking"]["sitting_s"] < 1, "the bout of before is over"
    assert night.statuses["waking"]["today"]["since_break_s"] < 1
    assert 300 - 2 * PERIOD_S < night.statuses["morning"]["sitting_s"] <= 300
    assert detail.reminders == ()


@both_clocks
@pytest.mark.parametrize(
    ("before", "use"), [("away", "bursts"), ("busy", "bursts"), ("busy", "open"), ("locked", "bursts")]
)
def test_whatever_was_before_it_ends_with_falling_asleep(
    tmp_path: Path, use: Use, before: str, *, mono_goes_on: bool
) -> None:
    with desk_of(tmp_path, use) as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)

        def begin() -> None:
            desk.posture = None if before == "away" else "upright"
            desk.busy = before == "busy"
            desk.set_around(locked=before == "locked")

        night.at(300, begin)
        night.at(END_S - 60, lambda: desk.set_around(locked=False))
        detail = night.run()
    require_nothing_asleep(detail, night)
    spent_s = sum(i.duration_s for i in detail.intervals if i.posture == before)
    expected_s = 0.0 if before == "locked" else 600.0
    assert spent_s == pytest.approx(expected_s, abs=3 * PERIOD_S)
    assert {i.posture for i in detail.intervals} <= {"good", "unknown", before}
    assert sum(i.duration_s for i in detail.intervals if i.sitting) <= 300 + (60 if before == "locked" else 0)
    assert len(detail.bouts) == 1


@both_clocks
def test_it_is_announced_and_the_camera_is_off_meanwhile(tmp_path: Path, *, mono_goes_on: bool) -> None:
    with desk_of(tmp_path, "bursts") as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)
        night.at(FALLS_ASLEEP_S - 3, lambda: desk.set_around(asleep=True))
        night.ask_status("falling asleep", FALLS_ASLEEP_S - 1)  # within two rounds of the loop
        night.at(WAKES_S + 2, lambda: desk.set_around(asleep=False))
        night.ask_status("later", WAKES_S + 60)
        detail = night.run()
    require_nothing_asleep(detail, night)
    assert night.statuses["falling asleep"]["text"] == "The computer goes to sleep, the camera is off"
    assert not night.statuses["falling asleep"]["camera_on"]
    assert desk.cameras == 2, "opened again once"
    assert night.statuses["later"]["person"]


@both_uses
@both_clocks
def test_a_pause_that_ends_meanwhile_has_ended(tmp_path: Path, use: Use, *, mono_goes_on: bool) -> None:
    with desk_of(tmp_path, use) as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)
        night.at(300, lambda: desk.ask("pause", seconds=3600))
        night.ask_status("evening", FALLS_ASLEEP_S - 1)
        night.ask_status("waking", WAKES_S + 2)
        night.at(END_S - 1, lambda: night.topics.extend(order.name for order in desk.log.orders()))
        detail = night.run()
    require_nothing_asleep(detail, night)
    evening, waking = night.statuses["evening"], night.statuses["waking"]
    assert (evening["state"], evening["paused_until"]) == ("paused", MORNING_UTC.timestamp() + 300 + 3600)
    assert (waking["state"] != "paused", waking["paused_until"]) == (True, None)
    assert sum(i.duration_s for i in detail.intervals if i.sitting) == pytest.approx(600, abs=3 * PERIOD_S)
    assert "pause" not in night.topics, "and the next start does not take it up"


@both_clocks
def test_a_pause_that_goes_on_after_it_goes_on(tmp_path: Path, *, mono_goes_on: bool) -> None:
    with desk_of(tmp_path, "bursts") as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)
        night.at(300, lambda: desk.ask("pause", seconds=WAKES_S + 200 - 300))
        night.ask_status("waking", WAKES_S + 2)
        night.ask_status("later", WAKES_S + 202)
        night.run()
    assert night.statuses["waking"]["state"] == "paused"
    assert night.statuses["later"]["state"] != "paused"


@both_clocks
def test_a_snooze_that_ends_meanwhile_has_ended(tmp_path: Path, *, mono_goes_on: bool) -> None:
    with desk_of(tmp_path, "bursts") as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)
        night.at(500, lambda: desk.ask("snooze", seconds=1200))
        night.ask_status("evening", FALLS_ASLEEP_S - 1)
        night.ask_status("waking", WAKES_S + 2)
        night.run()
    until_s = night.statuses["evening"]["snoozed_until"] - MORNING_UTC.timestamp()
    assert until_s == pytest.approx(500 + 1200, abs=1)
    assert night.statuses["waking"]["snoozed_until"] is None


@both_clocks
def test_a_slump_of_the_evening_is_not_held_against_the_morning(tmp_path: Path, *, mono_goes_on: bool) -> None:
    """Its hold begins again: four minutes before the night and four after it are no five."""
    with desk_of(tmp_path, "bursts") as desk:
        night = Night(desk, mono_goes_on=mono_goes_on)
        night.at(FALLS_ASLEEP_S - 240, lambda: setattr(desk, "posture", "slump"))
        night.at(WAKES_S + 240, lambda: setattr(desk, "posture", "upright"))
        detail = night.run()
    assert detail.reminders == ()


def test_midnight_has_passed_in_it(tmp_path: Path) -> None:
    """Today's figures begin again, and the evening keeps its own."""
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    with Desk(tmp_path, ToldClock(evening), "bursts") as desk:
        night = Night(desk, mono_goes_on=False)
        for moment_s in (FALLS_ASLEEP_S - 40, FALLS_ASLEEP_S - 5):
            night.ask_status("evening", moment_s)
        night.ask_status("waking", WAKES_S + 2)
        for moment_s in (END_S - 40, END_S - 5):
            night.ask_status("morning", moment_s)
        night.run()
    assert night.statuses["evening"]["today"]["sitting_s"] > 500
    assert night.statuses["waking"]["today"]["sitting_s"] < 3
    assert 200 < night.statuses["morning"]["today"]["sitting_s"] <= 300
