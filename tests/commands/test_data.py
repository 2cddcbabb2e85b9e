"""`data`: where things are, what takes how much, and deleted is gone, also from the free pages of the file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from posture_watch.core.events import NoticeDue, ReminderDue
from posture_watch.paths import Paths, paths_below
from posture_watch.store.log import Log
from tests.exchange.lived_log import NOTHING_OPEN, T0, at, keep_readings, live, tables_of
from tests.program import refused, run_command

MARKER = "xyzzy-marker"
FAR = (T0 - timedelta(days=10), T0 + timedelta(days=10))


@pytest.fixture
def paths(home: Path) -> Paths:
    return paths_below(home)


def tell_marked(log: Log, days: int = 3) -> None:
    """Every day a reminder and notices that nothing else looks like, more than a page of them."""
    for day in range(days):
        marked = f"{MARKER}-{day}"
        told = [NoticeDue(at(day * 86_400 + n, 0.0), "provisional", f"{marked} {n} " * 20) for n in range(30)]
        log.append([ReminderDue(at(day * 86_400.0, 0.0), 9, "move", (marked,), marked, marked), *told], NOTHING_OPEN)


def left_of(paths: Paths, marked: str) -> list[str]:
    """The files below the home that still hold it."""
    home = paths.config_file.parent
    return [file.name for file in home.rglob("*") if file.is_file() and marked.encode() in file.read_bytes()]


def test_where(home: Path, paths: Paths) -> None:
    told = run_command("data", "where", home=home).out
    for place in (paths.config_file, paths.database_file, paths.log_file, paths.reports_folder, paths.runtime_folder):
        assert str(place) in told


def test_size_by_kind_and_by_year(home: Path, paths: Paths) -> None:
    live(paths.database_file, days=10, minutes=300)
    paths.reports_folder.mkdir()
    (paths.reports_folder / "day.html").write_bytes(b"x" * 5000)
    told = run_command("data", "size", home=home).out
    assert f"KiB: {paths.database_file}" in told
    kinds = [line.split("  ")[1] for line in told.splitlines() if line.startswith("  ")]
    assert kinds[0] == "minutes"
    assert {"intervals", "readings", "reminders", "notices", "upright postures"} <= set(kinds)
    assert {"diary entries", "follow-ups", "hours before an episode", "exercises done"} <= set(kinds)
    assert "At this rate a year of detail comes to about " in told
    assert "kept for 90 days, it stays at about " in told
    assert f"5 KiB of report pages in {paths.reports_folder}" in told


def test_a_year_is_told_to_a_quarter(home: Path, paths: Paths, tmp_path: Path) -> None:
    """What ten days say of forty, against a log of forty."""
    live(paths.database_file, days=10, minutes=300)
    with Log.open_readonly(paths.database_file) as log:
        sizes = log.sizes()
    live(tmp_path / "forty.sqlite3", days=40, minutes=300)
    assert sizes.detail_days == 10
    assert sizes.detail_bytes * 4 == pytest.approx((tmp_path / "forty.sqlite3").stat().st_size, rel=0.25)


def test_size_of_nothing(home: Path) -> None:
    assert "Nothing has been logged yet" in run_command("data", "size", home=home).out
    assert not list(home.iterdir())


def test_deleted_days_are_gone_from_the_file(home: Path, paths: Paths) -> None:
    with Log.open(paths.database_file, now=at(0)) as log:
        tell_marked(log)
    paths.reports_folder.mkdir()
    (paths.reports_folder / "day.html").write_text(f"{MARKER}-1", encoding="utf-8")
    assert left_of(paths, f"{MARKER}-1") != []
    ran = run_command("data", "delete", "--from", "2026-03-03", "--to", "2026-03-03", "--yes", home=home)
    assert "Deleted the days from 2026-03-03 to 2026-03-03." in ran.out
    assert left_of(paths, f"{MARKER}-1") == []
    assert left_of(paths, f"{MARKER}-0") == ["posture.sqlite3"]
    assert left_of(paths, f"{MARKER}-2") == ["posture.sqlite3"]


def test_deleted_under_a_running_monitor_it_is_gone_as_well(home: Path, paths: Paths) -> None:
    with Log.open(paths.database_file, now=at(0)) as log:
        tell_marked(log)
        run_command("data", "delete", "--from", "2026-03-03", "--to", "2026-03-03", "--yes", home=home)
        assert left_of(paths, f"{MARKER}-1") == []
        assert left_of(paths, f"{MARKER}-2") != []


def test_what_retention_forgot_is_gone_too(paths: Paths) -> None:
    with Log.open(paths.database_file, now=at(0)) as log:
        tell_marked(log)
        log.apply_retention(1, at(3 * 86_400, 0.0), break_s=60.0)
    assert left_of(paths, f"{MARKER}-0") == []


def test_readings_that_touch_a_deleted_day_go(home: Path, paths: Paths) -> None:
    midnight = at(86_400 - 8 * 3600)
    before, touching, within, after = midnight.shifted(-600), midnight.shifted(-120), at(86_400), at(2 * 86_400)
    with Log.open(paths.database_file, now=at(0)) as log:
        for start in (at(0), before, touching, within, after):
            keep_readings(log, start)
        log.delete(T0.replace(day=2, hour=23), T0.replace(day=3, hour=23), now=at(3 * 86_400))
    left = [row[0] for row in tables_of(paths.database_file)["readings"]]
    assert left == [round(moment.utc.timestamp() * 1000) for moment in (at(0), before, after)]
    with Log.open(paths.database_file, now=at(0)) as log:
        log.delete(before.utc + timedelta(seconds=60), before.utc + timedelta(seconds=61), now=at(3 * 86_400))
    left = [row[0] for row in tables_of(paths.database_file)["readings"]]
    assert left == [round(moment.utc.timestamp() * 1000) for moment in (at(0), after)]


def test_readings_are_forgotten_with_the_other_detail(paths: Paths) -> None:
    live(paths.database_file)
    with Log.open(paths.database_file) as log:
        log.apply_retention(1, at(3 * 86_400), break_s=60.0)
    assert len(tables_of(paths.database_file)["readings"]) == 1


def test_the_diary_of_the_days_goes_too_and_it_is_said_how_much(home: Path, paths: Paths) -> None:
    """On the first day there are two episodes, one of them with a follow-up on the second day."""
    live(paths.database_file)
    days = ("data", "delete", "--from", "2026-03-02", "--to", "2026-03-02")
    what = "the days from 2026-03-02 to 2026-03-02; from your diary: diary entries 2, follow-ups 1."
    refused(*days, home=home, saying=what)
    assert len(tables_of(paths.database_file)["diary"]) == 4
    ran = run_command(*days, "--yes", home=home)
    assert "From your diary: diary entries 2, follow-ups 1. Your upright postures are kept." in ran.out
    left = tables_of(paths.database_file)
    assert [len(left[table]) for table in ("diary", "follow_ups", "exposures")] == [2, 0, 0]


def test_a_follow_up_of_the_day_goes_and_its_earlier_entry_stays(home: Path, paths: Paths) -> None:
    live(paths.database_file)
    ran = run_command("data", "delete", "--from", "2026-03-03", "--to", "2026-03-03", "--yes", home=home)
    assert "From your diary: diary entries 1, follow-ups 1." in ran.out
    left = tables_of(paths.database_file)
    assert [len(left[table]) for table in ("diary", "follow_ups")] == [3, 0]
    assert left_of(paths, "Reached for the") == ["posture.sqlite3"]


def test_the_diary_goes_by_the_days_it_names_whatever_the_time_zone_is_now(home: Path, paths: Paths) -> None:
    """Noted at one in the morning in Tokyo: in Berlin that was still the day before."""
    tokyo, berlin = {"TZ": "Asia/Tokyo"}, {"TZ": "Europe/Berlin"}
    run_command("spasm", "--at", "2026-03-03 01:00", home=home, extra=tokyo)
    assert "2026-03-03 01:00" in run_command("diary", home=home, extra=berlin).out
    delete = ("data", "delete", "--yes", "--from")
    kept = run_command(*delete, "2026-03-02", "--to", "2026-03-02", home=home, extra=berlin)
    assert "From your diary" not in kept.out
    assert len(tables_of(paths.database_file)["diary"]) == 1
    gone = run_command(*delete, "2026-03-03", "--to", "2026-03-03", home=home, extra=berlin)
    assert "From your diary: diary entries 1." in gone.out
    assert tables_of(paths.database_file)["diary"] == []


def test_days_without_a_word_in_the_diary_are_deleted_without_one(home: Path, paths: Paths) -> None:
    live(paths.database_file)
    ran = run_command("data", "delete", "--from", "2026-04-01", "--to", "2026-04-02", "--yes", home=home)
    assert ran.out == "Deleted the days from 2026-04-01 to 2026-04-02. Your upright postures are kept.\n"


def test_a_damaged_log_is_deleted_all_the_same(home: Path, paths: Paths) -> None:
    paths.database_file.parent.mkdir(parents=True, exist_ok=True)
    paths.database_file.write_bytes(b"no database")
    ran = run_command("data", "delete", "--all", "--yes", home=home)
    assert ran.out == "Deleted everything that was logged.\n"
    assert not paths.database_file.exists()


def test_everything(home: Path, paths: Paths) -> None:
    live(paths.database_file)
    paths.reports_folder.mkdir()
    (paths.reports_folder / "day.html").write_text("x", encoding="utf-8")
    refused("data", "delete", "--all", home=home, saying="This deletes everything")
    assert paths.database_file.exists()
    refused("data", "delete", "--all", home=home, saying="; from your diary: diary entries 4, follow-ups 1.")
    ran = run_command("data", "delete", "--all", "--yes", home=home)
    assert ran.out == "Deleted everything that was logged. From your diary: diary entries 4, follow-ups 1.\n"
    assert not paths.reports_folder.exists()
    assert [file.name for file in paths.state_folder.iterdir()] == []
    assert run_command("data", "delete", "--all", "--yes", home=home).out == "Nothing has been logged yet.\n"


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs links")
@pytest.mark.parametrize("which", [("--from", "2000-01-01"), ("--all",)])
def test_pages_in_a_linked_folder_go_and_what_else_is_there_stays(
    which: tuple[str, ...], home: Path, paths: Paths, tmp_path: Path
) -> None:
    live(paths.database_file)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pages = ("day-2026-03-02", "week-2026-03-02", "month-2026-03-01", "clinician-2026-03-01-2026-03-31", "holiday")
    for name in pages:
        (elsewhere / f"{name}.html").write_text("x", encoding="utf-8")
    paths.reports_folder.symlink_to(elsewhere)
    assert run_command("data", "delete", *which, "--yes", home=home).code == 0
    assert [page.name for page in elsewhere.iterdir()] == ["holiday.html"]
