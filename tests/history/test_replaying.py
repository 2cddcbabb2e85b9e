"""The log judged again: by the same limits to exactly what happened, by others to what they would have said."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posture_watch.app import Monitor
from posture_watch.core.answering import Answer
from posture_watch.core.events import (
    BaselineChanged,
    BaselineDropped,
    Event,
    MinuteEnded,
    NoticeDue,
    ReminderDue,
    ReminderEnded,
    ReminderSkipped,
)
from posture_watch.core.history import Answered, Awoken, Interrupted, reminder_at_hand, replayed
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.store.log import Log
from tests.core.stories import baseline_of
from tests.history.days import Order, live
from tests.sim import GONE, SLUMPED, UPRIGHT, Phase, Pose, scenes, settings_for

FPS = 1 / 15
TILTED = Pose(head_tilt_deg=15)
EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


def someone(seed: int, hours: float, start: datetime, mono_s: float = 0.0) -> Iterator[Scene]:
    """A restless day: poses, absences, other programs with the camera, silences, as the seed has them."""
    dice = random.Random(seed)
    phases: list[Phase] = []
    while sum(phase.seconds for phase in phases) < hours * 3600:
        moved = [
            Pose(sink=dice.uniform(0, 0.15)),
            Pose(near=dice.uniform(1, 1.5)),
            Pose(head_tilt_deg=dice.gauss(0, 10)),
        ]
        unsure = [Pose(shift_y=-0.8), Pose(visibility=0.3), Pose(turn_deg=40), GONE]
        pose = dice.choice([UPRIGHT, UPRIGHT, SLUMPED, *moved, *unsure])
        odd = dice.random()
        phases.append(
            Phase(dice.uniform(20, 1500), pose, over_s=dice.uniform(0, 30), silent=odd < 0.04, missing=odd > 0.96)
        )
    for scene in scenes(phases, FPS, start):
        jitter = dice.uniform(0, 0.2)
        at = Instant(mono_s + scene.at.mono_s + jitter, scene.at.utc + timedelta(seconds=jitter), 3600.0).in_ms
        yield replace(scene, at=at, busy=scene.frame_missing and dice.random() < 0.5)


def answers(seed: int) -> dict[int, Order]:
    """What the user says now and then."""
    dice = random.Random(seed)

    def says(answer: Answer) -> Order:
        def order(monitor: Monitor, at: Instant) -> None:
            due = reminder_at_hand(monitor.watcher.state.reminders, answer, at)
            monitor.apply(Answered(at, answer, None, due.utc if due else None))

        return order

    orders: dict[int, Order] = {}
    for number in range(5, 3000, 23):
        kind = dice.randrange(9)
        if kind < 4:
            orders[number] = says(("break", "snooze", "not_now", "wrong")[kind])
        elif kind == 4:
            orders[number] = lambda monitor, at: monitor.apply(Awoken(at))
        elif kind == 5:
            orders[number] = lambda monitor, at: monitor.apply(Interrupted(at))
        elif kind == 6:
            orders[number] = lambda monitor, at: monitor.measure_against(baseline_of(), at)
        else:
            orders[number] = _hush(None if kind == 7 else "call")
    return orders


def _hush(reason: str | None) -> Order:
    def order(monitor: Monitor, at: Instant) -> None:
        watcher = monitor.watcher
        watcher.settings = replace(watcher.settings, hush=reason)  # pyright: ignore[reportArgumentType]
        monitor.hush(watcher.settings.hush, at)

    return order


def compared(events: list[Event]) -> list[Event]:
    """What a replay says again: all but what rests on the landmarks themselves."""
    told = [e for e in events if not isinstance(e, BaselineChanged | BaselineDropped)]
    told = [e for e in told if not isinstance(e, NoticeDue) or e.topic in ("frames_stopped", "frames_resumed")]
    return [replace(e, minute=replace(e.minute, kinds_s={})) if isinstance(e, MinuteEnded) else e for e in told]


def history_of(log_file: Path, settings: Settings, rule: str = "slump", **change: float) -> list[Event]:
    """What the replay of the log says; ``change`` are other limits of that rule."""

    def other(logged: Settings) -> Settings:
        rules = tuple(replace(r, **change) if change and r.name == rule else r for r in logged.rules)
        return replace(logged, rules=rules)

    with Log.open_readonly(log_file) as log:
        return [event for _, _, events in replayed(log.history(*EVER), settings, other) for event in events]


@pytest.mark.parametrize("seed", range(2))
def test_the_same_limits_come_to_exactly_what_happened(tmp_path: Path, seed: int) -> None:
    settings, log_file, start = (
        settings_for(FPS, timers=None),
        tmp_path / "log.sqlite3",
        datetime(2026, 3, 2, 7, tzinfo=UTC),
    )
    told: list[Event] = []
    for run, (hours, after_h) in enumerate([(3, 0.0), (2, 3.2), (4, 26.0), (2, 30.01)]):
        day = someone(seed * 10 + run, hours, start + timedelta(hours=after_h), 1000.0 * run)
        told += live(log_file, day, settings, answers(seed * 10 + run)).events
    assert sum(isinstance(event, ReminderDue) for event in told) >= 5
    assert compared(history_of(log_file, settings)) == compared(told)


def test_other_limits_say_other_things_and_less_is_less(tmp_path: Path) -> None:
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"
    live(log_file, someone(5, 4, datetime(2026, 3, 2, 7, tzinfo=UTC)), settings)
    due = [
        sum(
            isinstance(e, ReminderDue) and "slump" in e.rules for e in history_of(log_file, settings, "slump", **change)
        )
        for change in ({"enter_above": 1.9}, {}, {"enter_above": 0.42, "exit_below": 0.3})
    ]
    assert due[0] < due[1] <= due[2]


def test_an_answer_to_a_reminder_that_would_not_have_come_is_left_out(tmp_path: Path) -> None:
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"
    story = scenes([Phase(60, UPRIGHT), Phase(240, TILTED), Phase(600, UPRIGHT)], FPS)

    def snoozed(monitor: Monitor, at: Instant) -> None:
        shown = monitor.watcher.state.reminders.open
        assert shown is not None
        monitor.apply(Answered(at, "snooze", None, shown.due.utc))

    live(log_file, story, settings, {12: snoozed})
    same, later = history_of(log_file, settings), history_of(log_file, settings, "head_tilt", enter_above=20.0)
    assert [e.outcome for e in same if isinstance(e, ReminderEnded)] == ["snoozed"]
    assert not any(isinstance(e, ReminderEnded | ReminderSkipped) for e in later)


def test_a_history_read_from_a_later_day_on_begins_with_what_stood_then(tmp_path: Path) -> None:
    """A monitor that ran for days: the counts of fading and the reminders of that night go on."""
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"
    start = datetime(2026, 3, 2, 20, tzinfo=UTC)
    told = live(log_file, someone(3, 9, start), settings).events
    midnight = datetime(2026, 3, 2, 23, tzinfo=UTC)
    with Log.open_readonly(log_file) as log:
        entries = list(log.history(midnight, EVER[1]))
    again = [event for _, _, events in replayed(entries, settings) for event in events]
    later = midnight + timedelta(hours=1)
    due = [e for e in told if isinstance(e, ReminderDue) and e.at.utc > later]
    assert [(e.at, e.rules) for e in again if isinstance(e, ReminderDue) and e.at.utc > later] == [
        (e.at, e.rules) for e in due
    ]
    assert due
