"""What went before outlives the detail it is made of, and goes when the user deletes the entry or the hours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from log_story import NOTHING_OPEN

from posture_watch.core.diary import Episode
from posture_watch.core.events import IntervalEnded
from posture_watch.core.exposure import Compared
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval
from posture_watch.store.log import Log
from tests.core.diaries import MONDAY, clock, days_before, spasm

BREAK_S = 60.0
DAY = MONDAY + timedelta(days=25)
"""A Friday."""


def at(day_number: int, hour: float) -> Instant:
    """So many days after that Friday, by the same clock."""
    utc = clock(DAY + timedelta(days=day_number), hour)
    return Instant((utc - clock(MONDAY, 0)).total_seconds(), utc, 3600.0)


def written(log: Log, intervals: list[Interval]) -> None:
    log.append([IntervalEnded(at(0, 10), one) for one in intervals], NOTHING_OPEN)


def lasting(log: Log) -> list[tuple[str | None, float | None, list[float]]]:
    """What is told of each spasm: what is missing, sitting before, sitting on the ordinary days."""
    return [_told(one) for one in log.compared()]


def _told(one: Compared) -> tuple[str | None, float | None, list[float]]:
    return one.lacking, one.case.sitting_s if one.case else None, [window.sitting_s for window in one.controls]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Four weeks at the desk, more of sitting from day to day, and a spasm on the last."""
    with Log.open(tmp_path / "log.sqlite", now=at(-30, 8)) as opened:
        for back in range(28, -1, -1):
            day = DAY - timedelta(days=back)
            written(opened, days_before(day, 0, sitting_h=1.5 - back / 60))
        opened.diary.save(spasm(1, DAY, 10).entry)
        yield opened


def kept(log: Log) -> int:
    with sqlite3.connect(log.where) as db:
        return int(db.execute("SELECT count(*) FROM exposures").fetchone()[0])


def test_before_anything_is_forgotten_it_is_read_from_the_detail(log: Log) -> None:
    ((lacking, sat, usual),) = lasting(log)
    assert (lacking, sat) == (None, 1.5 * 3600)
    assert usual == [3600 * (1.5 - back / 60) for back in (2, 4, 7, 9)]
    assert kept(log) == 0


@pytest.mark.parametrize("keep", [0, 3, 8, 20])
def test_it_is_the_same_while_the_detail_goes_day_by_day(log: Log, keep: int) -> None:
    before = lasting(log)
    for day in range(60):
        log.apply_retention(keep, at(day, 12), break_s=BREAK_S)
        assert lasting(log) == before
    assert log.intervals(clock(MONDAY, 0), clock(DAY, 24)) == []
    assert kept(log) == 21


def test_it_is_the_same_when_all_the_detail_goes_at_once(log: Log) -> None:
    before = lasting(log)
    log.apply_retention(90, at(300, 12), break_s=BREAK_S)
    log.apply_retention(90, at(301, 12), break_s=BREAK_S)
    assert lasting(log) == before


def test_hours_through_the_midnight_up_to_which_detail_goes(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite", now=at(-30, 8)) as log:
        for back in range(9, -1, -1):
            written(log, days_before(DAY - timedelta(days=back), 0, sitting_h=1.25, start=22.5, end=24.5))
        log.diary.save(spasm(1, DAY + timedelta(days=1), 0.5).entry)
        before = lasting(log)
        assert before == [(None, 4500.0, [4500.0] * 4)]
        for day in range(-9, 5):
            log.apply_retention(0, at(day, 12), break_s=BREAK_S)
            assert lasting(log) == before


def test_what_is_noted_when_the_detail_is_gone_cannot_be_compared_and_says_why(log: Log) -> None:
    log.apply_retention(10, at(0, 12), break_s=BREAK_S)
    log.diary.save(spasm(2, DAY - timedelta(days=15), 10).entry)
    found = {one.episode.entry.key[-1]: one for one in log.compared()}
    assert found["2"].lacking == "forgotten"
    # it is a spasm all the same: days near it are ordinary no longer, but none of those was used
    assert found["1"].lacking is None


def test_a_deleted_entry_takes_its_hours_along(log: Log) -> None:
    log.apply_retention(0, at(40, 12), break_s=BREAK_S)
    assert log.diary.drop(spasm(1, DAY, 10).entry.key)
    assert (kept(log), log.compared()) == (0, ())


def test_deleted_hours_are_no_longer_known(log: Log) -> None:
    log.apply_retention(0, at(40, 12), break_s=BREAK_S)
    _, _, usual = lasting(log)[0]
    wednesday = DAY - timedelta(days=2)
    log.delete(clock(wednesday, 9), clock(wednesday, 9.5), now=at(40, 13))
    assert kept(log) == 20
    assert lasting(log)[0][2][0] != usual[0]
    log.apply_retention(0, at(41, 12), break_s=BREAK_S)
    assert kept(log) == 20
    log.delete(clock(DAY, 8), clock(DAY, 8.1), now=at(40, 13))  # before the onset: the entry stays
    assert [(one.lacking, one.case) for one in log.compared()] == [("unseen", None)]


def test_hours_that_only_touch_what_is_deleted_stay(log: Log) -> None:
    log.apply_retention(0, at(40, 12), break_s=BREAK_S)
    log.delete(clock(DAY, 0), clock(DAY, 8), now=at(40, 13))
    log.delete(clock(DAY - timedelta(days=2), 9 + 50 / 60), clock(DAY - timedelta(days=2), 24), now=at(40, 13))
    assert kept(log) == 21


def test_deleting_everything_deletes_it(log: Log) -> None:
    log.apply_retention(0, at(40, 12), break_s=BREAK_S)
    log.delete_all(now=at(41, 12))
    assert (kept(log), log.compared()) == (0, ())


def test_another_onset_makes_other_hours(log: Log) -> None:
    log.apply_retention(0, at(40, 12), break_s=BREAK_S)
    log.diary.save(spasm(1, DAY, 12).entry)
    assert kept(log) == 0
    assert [one.lacking for one in log.compared()] == ["forgotten"]


def test_nothing_is_kept_of_a_failed_forgetting(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise sqlite3.OperationalError("no more")

    before = lasting(log)
    monkeypatch.setattr("posture_watch.store.retention.forget_detail", fail)
    with pytest.raises(Exception, match=r"no more|log"):
        log.apply_retention(0, at(40, 12), break_s=BREAK_S)
    assert kept(log) == 0
    assert lasting(log) == before


def test_without_a_diary_nothing_is_kept(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite", now=at(-1, 8)) as log:
        written(log, days_before(DAY, 0))
        log.apply_retention(0, at(5, 12), break_s=BREAK_S)
        assert (kept(log), log.compared()) == (0, ())


def test_months_of_it_are_read_at_once(tmp_path: Path) -> None:
    diary: list[Episode] = [spasm(n, DAY + timedelta(days=7 * n), 10) for n in range(12)]
    with Log.open(tmp_path / "log.sqlite", now=at(-30, 8)) as log:
        written(log, days_before(DAY + timedelta(days=77), 105))
        for one in diary:
            log.diary.save(one.entry)
        log.apply_retention(90, at(77, 12), break_s=BREAK_S)
        assert all(one.lacking is None for one in log.compared())
