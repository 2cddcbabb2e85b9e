"""Whatever an engine appends, a clock set back included: the log never overlaps, and never forgets what it had."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from log_story import FAR, at, ended, span

from posture_watch.core.events import IntervalEnded
from posture_watch.core.intervals import POSTURES, Checkpoint, Interval
from posture_watch.store.log import Log

moments = st.integers(0, 60)
postures = st.sampled_from(POSTURES)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    start, end = sorted((draw(moments), draw(moments)))
    return span(start, end, draw(postures), sitting=draw(st.booleans()))


@dataclass(frozen=True)
class Append:
    ended: list[Interval]
    still_open: Interval | None


@dataclass(frozen=True)
class Delete:
    bounds_s: tuple[int, int]


@dataclass(frozen=True)
class Kill:
    pass


Step = Append | Delete | Kill
appends = st.builds(Append, st.lists(intervals(), max_size=3), st.none() | intervals())
deletes = st.builds(Delete, st.tuples(moments, moments))
steps: st.SearchStrategy[list[Step]] = st.lists(appends | deletes | st.builds(Kill), max_size=25)


def seconds_of(log: Log) -> set[int]:
    base = at(0).utc
    spans = [
        (int((i.start_utc - base).total_seconds()), int((i.end_utc - base).total_seconds()))
        for i in log.intervals(*FAR)
    ]
    return {second for start, end in spans for second in range(start, end)}


def require_no_overlap(log: Log) -> None:
    logged = log.intervals(*FAR)
    assert all(a.end_utc <= b.start_utc for a, b in pairwise(logged))
    assert all(i.duration_s > 0 for i in logged)


def take(step: Step, log: Log) -> Log:
    match step:
        case Append(done, still_open):
            log.append([IntervalEnded(at(61), interval) for interval in done], Checkpoint(still_open, None))
        case Delete(bounds_s):
            log.delete(at(min(bounds_s)).utc, at(max(bounds_s)).utc, now=at(61))
        case Kill():
            log._db.close()  # pyright: ignore[reportPrivateUsage]  # without ending the run
            return Log.open(log.where, now=at(0))
    return log


@settings(max_examples=100, deadline=None)
@given(steps)
def test_intervals_never_overlap(story: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = Log.open(Path(folder) / "log.sqlite", now=at(0))
        try:
            for step in story:
                log = take(step, log)
                require_no_overlap(log)
        finally:
            log.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(intervals(), max_size=12))
def test_every_second_that_was_ended_is_logged_once(story: list[Interval]) -> None:
    told = set[int]()
    with tempfile.TemporaryDirectory() as folder, Log.open(Path(folder) / "log.sqlite", now=at(0)) as log:
        for interval in story:
            log.append([IntervalEnded(at(61), interval)], Checkpoint(None, None))
            start, end = (int((m - at(0).utc).total_seconds()) for m in (interval.start_utc, interval.end_utc))
            told |= set(range(start, end))
        assert seconds_of(log) == told
        require_no_overlap(log)


def test_the_property_notices_an_overlap(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite", now=at(0)) as log:
        log.append([ended(0, 10), ended(10, 20)], Checkpoint(None, None))
        log._db.execute("UPDATE intervals SET end_utc = end_utc + 1")  # pyright: ignore[reportPrivateUsage]
        with pytest.raises(AssertionError):
            require_no_overlap(log)
