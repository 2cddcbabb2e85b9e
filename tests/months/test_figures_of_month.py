"""Report, export and database say the same of a whole month, to the second, and every second is somewhere once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from posture_watch.commands.report_reading import read_period
from posture_watch.core.hours import HourFigures
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import POSTURES, Interval
from posture_watch.core.summary import DayFigures
from posture_watch.store.log import Log
from tests.exchange.test_agreement import by_day, days_csv
from tests.exchange.test_round_trip import export
from tests.months.conftest import BREAK_S, FIRST, LAST, Month

EVER = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
NOW = Instant(0.0, datetime(2026, 11, 2, 7, 30, tzinfo=UTC), 3600.0)


@pytest.fixture(scope="module")
def figures(month: Month) -> list[DayFigures]:
    with Log.open_readonly(month.log_file) as log:
        return log.figures(FIRST, LAST, break_s=BREAK_S)


@pytest.fixture(scope="module")
def intervals(month: Month) -> list[Interval]:
    with Log.open_readonly(month.log_file) as log:
        return log.intervals(*EVER)


def seconds_in_database(month: Month) -> dict[str, dict[str, float]]:
    """Seconds by local day and posture, by SQL alone. Nothing of October goes over midnight but the one night."""
    pieces = """WITH at AS (SELECT posture, start_utc + utc_offset_s * 1000 AS a, end_utc + utc_offset_s * 1000 AS b
                            FROM intervals),
                cut AS (SELECT posture, a, min(b, (a / 86400000 + 1) * 86400000) AS b FROM
                          (SELECT posture, CAST(a AS INTEGER) AS a, CAST(b AS INTEGER) AS b FROM at)
                        UNION ALL SELECT posture, (a / 86400000 + 1) * 86400000, b FROM
                          (SELECT posture, CAST(a AS INTEGER) AS a, CAST(b AS INTEGER) AS b FROM at)
                        WHERE b > (a / 86400000 + 1) * 86400000)
                SELECT date(a / 1000, 'unixepoch'), posture, sum(b - a) / 1000.0 FROM cut GROUP BY 1, 2"""
    found: dict[str, dict[str, float]] = {}
    db = sqlite3.connect(f"file:{month.log_file}?mode=ro", uri=True)
    for day, posture, seconds in db.execute(pieces):
        found.setdefault(day, {})[posture] = seconds
    db.close()
    return found


def test_report_database_and_exports_agree(month: Month, figures: list[DayFigures]) -> None:
    database, exported = seconds_in_database(month), by_day(export(month.log_file))
    rows = {row["day"]: row for row in days_csv(month.log_file)}
    assert len(figures) == len(database) == len(exported) == len(rows) == 23
    for day in figures:
        told = {posture: seconds for posture, seconds in day.seconds.items() if seconds}
        assert told == pytest.approx(database[day.day.isoformat()])
        assert told == pytest.approx(dict(exported[day.day]))
        row = rows[day.day.isoformat()]
        assert {p: float(row[f"{p}_s"]) for p in POSTURES} == pytest.approx(dict(day.seconds), abs=0.001)
        assert float(row["sitting_s"]) == pytest.approx(day.sitting_s, abs=0.001)
        assert int(row["reminders"]) == day.reminders


def test_every_watched_second_is_in_one_interval(month: Month, intervals: list[Interval]) -> None:
    with Log.open_readonly(month.log_file) as log:
        runs = log.runs()
    assert all(before.end_utc <= after.start_utc for before, after in pairwise(intervals))
    for run in runs:
        assert run.ended_utc is not None
        own = [i for i in intervals if run.started_utc <= i.start_utc <= run.ended_utc]
        assert own[0].start_utc == run.started_utc
        assert all(before.end_utc == after.start_utc for before, after in pairwise(own))
        # at the end of a run it is not certain what followed the last clear sight
        assert timedelta(0) <= run.ended_utc - own[-1].end_utc <= timedelta(seconds=45)
    assert len(runs) == 23


def test_minutes_hours_days_and_weeks_add_up(month: Month, figures: list[DayFigures]) -> None:
    for day in figures:
        hours = sum(day.hours.values(), HourFigures())
        of_day = (day.desk_s, day.sitting_s, day.judged_s, day.seconds["good"])
        assert (hours.desk_s, hours.sitting_s, hours.judged_s, hours.good_s) == pytest.approx(of_day)
        with Log.open_readonly(month.log_file) as log:
            summary = log.day(day.day, break_s=BREAK_S)
        assert summary is not None
        assert summary.figures == day
        minutes = Counter[str]()
        for minute in summary.minutes:
            minutes.update({str(posture): seconds for posture, seconds in minute.seconds.items()})
        assert dict(minutes) == pytest.approx({name: s for name, s in day.seconds.items() if s}, abs=60)
        assert sum(bout.sitting_s for bout in summary.bouts) == pytest.approx(day.sitting_s, rel=0.01)
    weeks = [read_period(month.log_file, "week", FIRST + timedelta(days=7 * n), NOW, break_s=BREAK_S) for n in range(5)]
    of_weeks = [day for week in weeks for day in week.days]
    whole = read_period(month.log_file, "month", date(2026, 10, 1), NOW, break_s=BREAK_S)
    assert list(whole.days) == of_weeks == figures
