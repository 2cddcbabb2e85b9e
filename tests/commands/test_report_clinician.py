"""`report --for-clinician` as a user runs it: which days, what is said when they cannot be, as text and as a page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from posture_watch.capture.clock import Clock
from posture_watch.command_line import build_parser
from posture_watch.commands.clinician_reading import asked_period
from posture_watch.core.diary import DiaryEntry
from posture_watch.core.events import IntervalEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval
from posture_watch.errors import UserError
from posture_watch.store.log import Log
from tests.program import run_command

CLINICIAN = ("report", "--for-clinician")


def database(home: Path) -> Path:
    return home / "state" / "posture.sqlite3"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A log of two hours on each of twenty days, up to yesterday; nothing is in the diary yet."""
    home, now = tmp_path / "home", Clock().now()
    with Log.open(database(home), now=now.shifted(-20 * 86_400)) as log:
        for days in range(20, 0, -1):
            at = now.shifted(-days * 86_400)
            worked(log, at)
    return home


def worked(log: Log, at: Instant) -> None:
    begin = at.midnight_utc + timedelta(hours=10)
    interval = Interval(begin, begin + timedelta(hours=2), "good", True, at.utc_offset_s)
    log.append([IntervalEnded(at, interval)], Checkpoint(None, None))


def write(home: Path, days_ago: int, *, note: str = "") -> date:
    at = Clock().now().shifted(-days_ago * 86_400)
    began = at.midnight_utc + timedelta(hours=12)
    with Log.open(database(home)) as log:
        log.diary.save(
            DiaryEntry(f"{days_ago:032x}", "spasm", began, at.utc_offset_s, began, pain_now=3, pain_worst=6, note=note)
        )
    return at.local_date


def day(days_ago: int) -> date:
    return Clock().now().shifted(-days_ago * 86_400).local_date


def words(told: str) -> str:
    return " ".join(told.split())


def test_without_more_it_is_the_last_ninety_days(home: Path) -> None:
    write(home, 2, note="on the stairs")
    told = run_command(*CLINICIAN, home=home)
    assert told.code == 0
    assert "(90 days)" in told.out
    assert "median 2 h 00 min a day" in told.out
    assert "over 20 days" in words(told.out)
    assert f"{day(2)} 12:00 no. 1, spasm: pain 3 of 10, at worst 6; “on the stairs”" in words(told.out)
    assert re.search(r"Sitting before / usual: 110 min / 110 min \(\d days?\)", told.out)


def test_an_empty_diary_is_a_page_too(home: Path, tmp_path: Path) -> None:
    told = run_command(*CLINICIAN, home=home)
    assert "The diary has no entry that began in this period." in told.out
    file = tmp_path / "page.html"
    assert run_command(*CLINICIAN, "--html", file, home=home).out == f"Written to {file}.\n"
    assert "The diary has no entry" in file.read_text(encoding="utf-8")


def test_the_days_may_be_chosen(home: Path) -> None:
    write(home, 2)
    told = run_command(*CLINICIAN, "--from", f"{day(10)}", "--to", f"{day(6)}", home=home)
    assert "(5 days)" in told.out
    assert "over 5 days" in words(told.out)
    assert "no entry" in told.out
    assert "no. 1" in run_command(*CLINICIAN, "--from", f"{day(2)}", "--to", f"{day(2)}", home=home).out


def test_a_dash_prints_the_page(home: Path) -> None:
    printed = run_command(*CLINICIAN, "--html", "-", home=home)
    assert printed.out.lower().startswith("<!doctype html>")
    assert printed.out.rstrip().endswith("</html>")


@pytest.mark.parametrize(
    ("flags", "said", "advice"),
    [
        ("--from 2026-03-17 --to 2026-03-11", "2026-03-17 is after 2026-03-11", "--from 2026-03-11 --to 2026-03-17"),
        ("--to 2026-03-23", "2026-03-23 is still to come.", "--from 2025-12-24 --to 2026-03-20"),
        ("--from 2026-03-23", "2026-03-23 is still to come.", "--from 2025-12-21 --to 2026-03-20"),
        ("--from 2026-03-15 --to 2026-03-23", "is still to come.", "--from 2026-03-15 --to 2026-03-20"),
        ("--date 2026-03-17", "--date is for the report", "--from 2025-12-18 --to 2026-03-17"),
        ("--from monday", "monday is not a day.", "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_to_type(flags: str, said: str, advice: str) -> None:
    options = build_parser().parse_args([*CLINICIAN, *flags.split()])
    with pytest.raises(UserError, match=re.escape(said)) as refused:
        asked_period(options, date(2026, 3, 20))
    assert advice in refused.value.advice


def test_days_that_nothing_is_known_of_are_said_with_what_to_type(home: Path) -> None:
    ended = run_command(*CLINICIAN, "--from", "2001-01-01", "--to", "2001-02-01", home=home)
    assert (ended.code, ended.out) == (2, "")
    assert "Nothing was logged" in ended.err
    assert f"--from {day(20)} --to {day(1)}" in ended.err


def test_the_days_belong_to_that_page_alone(home: Path) -> None:
    ended = run_command("report", "--week", "--from", "2026-01-01", home=home)
    assert ended.code == 2
    assert "--from and --to are for --for-clinician." in ended.err
    assert "posture-watch report --for-clinician --from 2026-01-01" in ended.err


def test_without_a_log_it_says_how_to_start(tmp_path: Path) -> None:
    ended = run_command(*CLINICIAN, home=tmp_path / "home")
    assert ended.code == 2
    assert "Nothing has been logged yet." in ended.err
    assert "posture-watch run" in ended.err


def test_a_diary_without_a_watched_day_is_enough(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, 3, note="carried a box")
    told = run_command(*CLINICIAN, home=home)
    assert told.code == 0
    assert "The monitor did not run in this period." in told.out
    assert "carried a box" in told.out
    assert "no. 1, spasm" in run_command("report", "--date", f"{day(3)}", home=home).out
    assert "no. 1, spasm" in run_command("report", "--month", "--date", f"{day(3)}", home=home).out
