"""The strength block is mentioned on the chosen days, once, to somebody who is there, never on gentler days."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture_watch.config.schema import CareSection
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.core.practice import Practised
from posture_watch.store.log import Log
from posture_watch.strength_days import StrengthDays

WISH = CareSection(strength_days=("mon", "thu"), strength_h=12.0)


def at(hour: int, minute: int = 0, day: int = 2) -> Instant:
    """Local time (2026-03-02 is a Monday), an hour ahead of UTC."""
    utc = datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)
    return Instant(86_400.0 * day + 3600.0 * hour + 60 * minute, utc, 3600.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


def due(days: StrengthDays, now: Instant, wish: CareSection = WISH, *, other: dict[str, bool] | None = None) -> bool:
    asked = {"silent": False, "gentle": False, "somebody": True, **(other or {})}
    return days.due(now, wish, **asked) is not None


def test_once_on_a_chosen_day_from_its_hour_on(file: Path) -> None:
    with Log.open(file, now=at(9)) as log:
        days = StrengthDays(log, at(9))
        assert not due(days, at(11, 59))
        assert not due(days, at(12), CareSection()), "only by choice"
        assert due(days, at(12, 1))
        assert not due(days, at(12, 2))
        assert not due(days, at(12, day=3)), "a Tuesday"
        assert due(days, at(12, day=5)), "the Thursday"


@pytest.mark.parametrize("other", [{"silent": True}, {"gentle": True}, {"somebody": False}])
def test_it_waits(file: Path, other: dict[str, bool]) -> None:
    with Log.open(file, now=at(9)) as log:
        days = StrengthDays(log, at(9))
        assert not due(days, at(13), other=other)
        assert due(days, at(14))


def test_not_late_in_the_evening(file: Path) -> None:
    with Log.open(file, now=at(9)) as log:
        assert not due(StrengthDays(log, at(9)), at(22))


def test_not_when_it_was_done_nor_after_a_restart(file: Path) -> None:
    with Log.open(file, now=at(9)) as log:
        days = StrengthDays(log, at(9))
        notice = days.due(at(13), WISH, silent=False, gentle=False, somebody=True)
        assert notice is not None
        assert "posture-watch break --strength" in notice.text
        log.append([notice], Checkpoint(None, None))
        assert not due(StrengthDays(log, at(14)), at(14))
        done = at(8, day=5)
        log.diary.note_practice([Practised(done.utc, 3600.0, "strength", "bird_dog", 60.0)])
        assert not due(StrengthDays(log, at(9, day=5)), at(13, day=5))
