"""Days by the numbers: how far somebody sank, every 15 s, as the log would have it; and what was said on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from posture_watch.core.answering import Answer
from posture_watch.core.events import Event, ReminderDue
from posture_watch.core.history import Answered, Begun, Entry, Limits, replayed
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval
from posture_watch.core.reading import Reading
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState
from posture_watch.store.log import Log
from posture_watch.tuning.past import Past, past_of
from posture_watch.tuning.replaying import replay
from posture_watch.tuning.said import Said
from tests.sim import settings_for

EVERY_S = 15
FIRST = date(2026, 3, 2)
SETTINGS = settings_for(1 / EVERY_S, timers=())
"""Rules about posture alone."""

Phase = tuple[float, float | None]
"""Minutes, and the slump score held for them; None: nobody there."""
DAY: tuple[Phase, ...] = ((20, 0.0), (8, 1.0), (20, None), (12, 0.74), (30, 0.0), (12, 0.54), (30, 0.0))
"""A deep slump that ends with getting up, a middling one, and one that the present limit (0.6) lets pass."""


def begin_at(day: int) -> datetime:
    """Nine o'clock."""
    return datetime(FIRST.year, FIRST.month, FIRST.day, 9, tzinfo=UTC) + timedelta(days=day)


def entries(
    days: int = 4,
    phases: tuple[Phase, ...] = DAY,
    answers: Mapping[float, Answer] | None = None,
    settings: Settings = SETTINGS,
) -> Iterator[Entry]:
    """A run a day. ``answers`` by the minute of the day."""
    first = Instant(0.0, begin_at(0))
    for day in range(days):
        start = Instant(1000.0, begin_at(day))
        yield Begun(start, turns=0, since_utc=first.utc)
        yield Limits(start, settings)
        for number, score in enumerate(_scores(phases)):
            at = start.shifted(number * EVERY_S)
            answer = (answers or {}).get(number * EVERY_S / 60)
            if answer:
                yield Answered(at, answer)
            sight = "nobody" if score is None else "measured"
            yield Reading(at, sight, {} if score is None else {"slump_score": score})


def _scores(phases: tuple[Phase, ...]) -> Iterator[float | None]:
    for minutes, score in phases:
        for _ in range(round(minutes * 60 / EVERY_S)):
            yield score


def intervals(days: int = 4, phases: tuple[Phase, ...] = DAY) -> list[Interval]:
    """What the log has of the same days, roughly."""
    found: list[Interval] = []
    for day in range(days):
        start = begin_at(day)
        for minutes, score in phases:
            end = start + timedelta(minutes=minutes)
            found.append(Interval(start, end, "away" if score is None else "good", sitting=score is not None))
            start = end
    return found


def past(
    days: int = 4, phases: tuple[Phase, ...] = DAY, answers: Mapping[float, Answer] | None = None
) -> tuple[Past, tuple[Said, ...]]:
    """The days as `tune` sees them; what was really said is what the fold said."""
    told = tuple(entries(days, phases, answers))
    said = replay(told, SETTINGS, None).said
    last = FIRST + timedelta(days=days - 1)
    return past_of(told, said, intervals(days, phases), FIRST, last), said


def write_log(path: Path, days: int = 4, answers: Mapping[float, Answer] | None = None) -> int:
    """A log of these days, as a monitor would have written it; how many reminders it has."""
    count = 0
    for of_day in _by_day(replayed(entries(days, answers=answers), SETTINGS)):
        with Log.open(path, now=of_day[0][0].at) as log:
            events = [event for _, _, some in of_day for event in some]
            log.append(events, of_day[-1][1].checkpoint, [entry for entry, _, _ in of_day])
            count += sum(isinstance(event, ReminderDue) for event in events)
    return count


Judged = tuple[Entry, EngineState, tuple[Event, ...]]


def _by_day(judged: Iterable[Judged]) -> Iterator[list[Judged]]:
    for _, of_day in groupby(judged, key=lambda one: one[0].at.local_date):
        yield list(of_day)
