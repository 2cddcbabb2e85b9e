"""Pieces of work that write to the log, on and on, for children that are killed; and what a log must then hold."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from posture_watch.core.diary import DiaryEntry, FollowUp
from posture_watch.core.events import Event
from posture_watch.core.intervals import Checkpoint
from posture_watch.core.practice import Practised
from posture_watch.core.reading import Reading
from posture_watch.store.facts import OrderName, StandingOrder
from posture_watch.store.log import Log
from tests.faults.killing import Tell
from tests.store.log_story import FAR, at, due, ended, minute, span, still

STEP_S = 60
OPEN_S = 4
"""How far the open interval reaches into the next minute."""


def append_on_and_on(path: Path, first: int, tell: Tell) -> None:
    """Minute by minute as a monitor does: the interval that ended, its figures, the readings, what is open."""
    tell.begin("open")
    log = Log.open(path, now=at(first * STEP_S))
    tell.done("open")
    for number in count(first):
        start, end = number * STEP_S, (number + 1) * STEP_S
        events: list[Event] = [ended(start, end)]
        if number % 7 == 0:
            events.append(due(start, number))
        tell.begin(number)
        log.append(events, Checkpoint(still(end, end + OPEN_S, "poor").interval, minute(number)), [reading(number)])
        tell.done(number)


def reading(number: int) -> Reading:
    """What the camera told in that minute."""
    return Reading(at(number * STEP_S), "measured", {"slump_score": number % 50 / 50})


def require_minutes(path: Path, first: int, last: int) -> int:
    """The minutes from ``first`` to ``last`` were acknowledged, with all of each; how many more are there (0 or 1)."""
    with Log.open(path, now=at(0)) as log:
        begin, end = at(first * STEP_S).utc, FAR[1]
        told = log.detail(begin, end)
        readings = [entry for entry in log.history(begin, end) if isinstance(entry, Reading)]
    steps = [round((one.start_utc - at(0).utc).total_seconds()) // STEP_S for one in told.minutes]
    more = len(steps) - (last - first + 1)
    assert more in (0, 1), (first, last, steps)
    assert steps == list(range(first, last + more + 1))
    expected = [span(n * STEP_S, (n + 1) * STEP_S) for n in steps]
    if steps:
        expected.append(span((steps[-1] + 1) * STEP_S, (steps[-1] + 1) * STEP_S + OPEN_S, "poor"))
    assert list(told.intervals) == expected
    assert [one.number for one in told.reminders] == [n for n in steps if n % 7 == 0]
    assert [one.at.utc for one in readings if one.at.utc >= begin] == [at(n * STEP_S).utc for n in steps]
    return more


def require_sound(path: Path) -> None:
    """SQLite finds nothing wrong, and nothing is left open."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM intervals WHERE open = 1").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM runs WHERE ended_utc IS NULL").fetchone() == (0,)


def entry(number: int, note: str = "") -> DiaryEntry:
    """An episode of the diary."""
    began = at(number * 600.0).utc
    return DiaryEntry(f"{number:032x}", "spasm", began, 0.0, began + timedelta(minutes=5), ("lower_back",), note=note)


def follow_up(number: int, of: int) -> FollowUp:
    """How it was later."""
    return FollowUp(f"f{number:031x}", f"{of:032x}", at(number * 600.0 + 86_400).utc, 0.0, 2, 3, over=True)


@dataclass(slots=True)
class Written:
    """What the user has written and asked for, as it must stand in the log."""

    entries: dict[str, DiaryEntry] = field(default_factory=dict[str, DiaryEntry])
    follow_ups: dict[str, FollowUp] = field(default_factory=dict[str, FollowUp])
    practice: set[Practised] = field(default_factory=set[Practised])
    orders: dict[str, StandingOrder] = field(default_factory=dict[str, StandingOrder])

    @classmethod
    def found(cls, log: Log) -> Written:
        """In the log."""
        told = log.diary.episodes()
        return cls(
            {one.entry.key: one.entry for one in told},
            {later.key: later for one in told for later in one.follow_ups},
            set(log.diary.practice(*FAR)),
            {one.name: one for one in log.orders()},
        )

    def after(self, number: int) -> Written:
        """Once the step ``number`` has been taken."""
        then = Written(dict(self.entries), dict(self.follow_ups), set(self.practice), dict(self.orders))
        kind, which, order = step(number)
        key = f"{which:032x}"
        match kind:
            case "save":
                then.entries[entry(number).key] = entry(number)
            case "edit" if key in then.entries:
                then.entries[key] = replace(then.entries[key], note=f"once more {number}")
            case "follow" if key in then.entries:
                then.follow_ups[follow_up(number, which).key] = follow_up(number, which)
            case "drop":
                then.entries.pop(key, None)
                then.follow_ups = {k: one for k, one in then.follow_ups.items() if one.entry_key != key}
            case "practise":
                then.practice.add(practised(number))
            case "order":
                then.orders[order.name] = order
            case _:
                pass
        return then


def step(number: int) -> tuple[str, int, StandingOrder]:
    """What is done in step ``number``, to which entry, and the order if it is one."""
    dice = random.Random(number)
    kind = dice.choice(("save", "save", "edit", "follow", "drop", "practise", "order"))
    name: OrderName = dice.choice(("pause", "snooze", "gentle"))
    return kind, max(number - dice.randrange(1, 12), 0), StandingOrder(name, at(number * 60.0).utc)


def practised(number: int) -> Practised:
    """An exercise of a break."""
    return Practised(at(number * 60.0).utc, 0.0, "break", "chin_tuck", 40.0, number % 9)


def note_on_and_on(path: Path, first: int, tell: Tell) -> None:
    """The diary, what was practised and standing orders: written as the commands do, a connection each."""
    for number in count(first):
        kind, which, order = step(number)
        tell.begin(number)
        with Log.open(path) as log:
            _take(log, kind, number, which, order)
        tell.done(number)


def _take(log: Log, kind: str, number: int, which: int, order: StandingOrder) -> None:
    there: dict[str, Any] = {one.entry.key: one.entry for one in log.diary.episodes()}
    key = f"{which:032x}"
    match kind:
        case "save":
            log.diary.save(entry(number))
        case "edit" if key in there:
            log.diary.save(replace(there[key], note=f"once more {number}"))
        case "follow" if key in there:
            log.diary.save_follow_up(follow_up(number, which))
        case "drop":
            log.diary.drop(key)
        case "practise":
            log.diary.note_practice([practised(number)])
        case "order":
            log.save_order(order)
        case _:
            pass
