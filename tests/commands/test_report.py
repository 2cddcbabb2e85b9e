"""`report` as a user runs it: day, week and month, piped, and as a private file that is not overwritten unasked."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from posture_watch.capture.clock import Clock
from posture_watch.commands.report_reading import reach_of, read_day, read_period
from posture_watch.core.events import IntervalEnded, MinuteEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute
from posture_watch.store.log import Log
from tests.program import ROOT, run_command

BREAK_S = 60.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The program's folder, with a log of two hours on each of the last ten days, and on one long before."""
    home = tmp_path / "home"
    now = Clock().now()
    with Log.open(home / "state" / "posture.sqlite3", now=now.shifted(-41 * 86_400)) as log:
        for days in (40, *range(10, 0, -1)):
            live(log, now.shifted(-days * 86_400))
    return home


def live(log: Log, at: Instant) -> None:
    begin = at.utc.replace(minute=0, second=0, microsecond=0)
    end = begin + timedelta(hours=1, minutes=50)
    minute = Minute(begin, at.utc_offset_s, {"good": 60.0}, 60.0, kinds_s={"upright": 60.0}, strain=33.0)
    interval = Interval(begin, end, "good", True, at.utc_offset_s)
    log.append([IntervalEnded(at, interval), MinuteEnded(at, minute)], Checkpoint(None, None))


def test_week_and_month_piped_are_plain(home: Path) -> None:
    day = (Clock().now().shifted(-3 * 86_400)).local_date
    for span, begin in (("--week", "Week from"), ("--month", f"{day:%B %Y}")):
        told = run_command("report", span, "--date", f"{day}", home=home)
        assert told.code == 0
        assert told.out.startswith(begin)
        assert "\x1b" not in told.out
        assert max(map(len, told.out.splitlines())) <= 80
    ascii_only = run_command("report", "--week", home=home, extra={"PYTHONIOENCODING": "ascii"})
    assert ascii_only.code == 0
    assert ascii_only.out.isascii()


def test_the_page_is_private_and_is_not_overwritten_unasked(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    day = f"{Clock().now().shifted(-3 * 86_400).local_date}"
    assert run_command("report", "--date", day, "--html", file, home=home).out == f"Written to {file}.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = file.read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    again = run_command("report", "--week", "--html", file, home=home)
    assert again.code != 0
    assert "exists already" in again.err
    assert "--force" in again.err
    assert file.read_text(encoding="utf-8") == page
    assert run_command("report", "--week", "--html", file, "--force", home=home).code == 0
    assert file.read_text(encoding="utf-8") != page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "report.html"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--html", "{tmp}"), "is a folder"),
        (("--html", "{tmp}/nowhere/report.html"), "cannot be written"),
        (("--force",), "--force is for --html FILE"),
        (("--week", "--month"), "not allowed with"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str, home: Path, tmp_path: Path) -> None:
    ended = run_command("report", *(word.format(tmp=tmp_path) for word in words), home=home)
    assert ended.code != 0
    assert said in ended.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a named pipe")
def test_what_is_no_ordinary_file_is_not_replaced(home: Path, tmp_path: Path) -> None:
    """A pipe here; /dev/null, by root, would be gone for the whole computer."""
    os.mkfifo(tmp_path / "pipe")
    told = run_command("report", "--html", tmp_path / "pipe", "--force", home=home)
    assert "is no ordinary file" in told.err
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_to_nowhere_is_not_replaced_unasked(home: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").symlink_to("nowhere")
    assert "exists already" in run_command("report", "--html", tmp_path / "report.html", home=home).err


def test_a_dash_prints_the_page(home: Path) -> None:
    printed = run_command("report", "--week", "--html", "-", home=home)
    assert printed.out.lower().startswith("<!doctype html>")
    assert printed.out.rstrip().endswith("</html>")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full and a shell")
@pytest.mark.parametrize("words", [("report",), ("export", "-")])
def test_an_output_that_takes_nothing_is_no_traceback(words: tuple[str, ...], home: Path) -> None:
    environ = {**os.environ, "POSTURE_WATCH_HOME": str(home), "PYTHONPATH": str(ROOT)}
    for sink, code in (">/dev/full", 2), (">&-", 0):
        script = f'exec "$0" -m posture_watch "$@" {sink}'
        command = ["/bin/sh", "-c", script, sys.executable, *words]
        ended = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)
        assert (ended.returncode, "cannot be written" in ended.stderr) == (code, code == 2), ended.stderr
        assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("span", [(), ("--week",), ("--month",)])
def test_the_ends_of_the_calendar_are_days_like_others(day: str, span: tuple[str, ...], home: Path) -> None:
    ended = run_command("report", "--date", day, *span, home=home)
    assert ended.code == 0
    assert "The log goes from" in ended.out


def test_what_is_read_is_the_day_with_its_four_weeks(home: Path) -> None:
    now = Clock().now()
    yesterday = now.local_date - timedelta(days=1)
    report = read_day(home / "state" / "posture.sqlite3", yesterday, now, break_s=BREAK_S)
    assert report.summary is not None
    assert report.before
    assert all(yesterday - timedelta(days=28) <= day.day < yesterday for day in report.before)
    assert {trend.standing for trend in report.trends} <= {"as usual", "too few days"}
    week = read_period(home / "state" / "posture.sqlite3", "week", yesterday, now, break_s=BREAK_S)
    assert [day for day in week.days if day.day == yesterday] == [report.summary.figures]
    assert all(day.day < week.first for day in week.before)


def test_without_a_log_there_is_an_empty_report(tmp_path: Path) -> None:
    now = Clock().now()
    nowhere = tmp_path / "log.sqlite"
    assert read_day(nowhere, now.local_date, now, break_s=BREAK_S).summary is None
    assert read_period(nowhere, "month", now.local_date, now, break_s=BREAK_S).days == ()
    assert not nowhere.exists()


def test_weeks_begin_on_monday_and_months_end_when_they_do() -> None:
    assert reach_of("week", date(2027, 1, 1)) == (date(2026, 12, 28), date(2027, 1, 3))
    assert reach_of("month", date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert reach_of("week", date.max)[1] == date.max
    assert reach_of("week", date.min)[0] == date.min
