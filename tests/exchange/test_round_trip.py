"""What was exported comes back: into an empty log the same, into the same log nothing new."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from posture_watch.core.events import ReminderDue, ReminderEnded
from posture_watch.core.intervals import Checkpoint, Interval, Minute
from posture_watch.exchange.jsons import document
from posture_watch.exchange.reading import records
from posture_watch.exchange.stream import Damaged
from posture_watch.exchange.tables import TABLES, Record
from posture_watch.store.importing import Importing
from posture_watch.store.log import Log
from tests.exchange.lived_log import BREAK_S, at, baseline, live, tables_of

EXPORTED_AT = datetime(2026, 3, 9, 12, 0, 0, 123_000, tzinfo=UTC)


def export(path: Path, first: date | None = None, last: date | None = None) -> str:
    with Log.open_readonly(path) as log, log.exported(first, last) as exported:
        tables = [(name, [cast("Record", r) for r in exported.records(name)]) for name in TABLES]
    return "".join(document(tables, program="1.0", at_utc=EXPORTED_AT, days=(None, None)))


def take_in(path: Path, text: str) -> dict[str, int]:
    """What was new, by table."""
    with Log.open(path) as log, log.importing() as importing:
        for table, record, _ in records(io.BytesIO(text.encode()).read):
            importing.add(table, record)
    return dict(importing.added)


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    path = tmp_path / "lived.sqlite3"
    live(path)
    return path


def test_into_an_empty_log_everything_comes_as_it_was(lived: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    take_in(other, export(lived))
    found, wanted = tables_of(other), tables_of(lived)
    assert [name for name in wanted if found[name] != wanted[name]] == []
    assert all(wanted[name] for name in wanted if name != "days")
    assert export(other) == export(lived)


def test_what_would_command_a_terminal_does_not_come_in(lived: Path, tmp_path: Path) -> None:
    told, other = json.loads(export(lived)), tmp_path / "other.sqlite3"
    told["reminders"][0] |= {"title": "\x1b]0;x\x07Sit\u202e up", "rules": ["\x9b31mslump"]}
    told["minutes"][0]["kinds_s"] = {"\x1b[2Jupright": 1.0}
    take_in(other, json.dumps(told))
    with Log.open_readonly(other) as log:
        reach = at(-86_400).utc, at(9 * 86_400).utc
        reminder, minute = log.reminders(*reach)[0], log.minutes(*reach)[0]
    assert (reminder.title, reminder.rules) == ("]0;xSit up", ("31mslump",))
    assert dict(minute.kinds_s) == {"[2Jupright": 1.0}


def test_importing_again_changes_nothing(lived: Path, tmp_path: Path) -> None:
    other, text = tmp_path / "other.sqlite3", export(lived)
    take_in(other, text)
    before = tables_of(other)
    assert take_in(other, text) == {}
    assert tables_of(other) == before
    assert take_in(lived, text) == {}


def test_forgotten_days_come_as_figures(lived: Path, tmp_path: Path) -> None:
    with Log.open(lived) as log:
        log.apply_retention(1, at(3 * 86_400), break_s=BREAK_S)
    other = tmp_path / "other.sqlite3"
    take_in(other, export(lived))
    assert tables_of(other) == tables_of(lived)
    assert len(tables_of(other)["days"]) == 2


def test_an_export_made_while_things_were_going_on_is_completed_by_a_later_one(tmp_path: Path) -> None:
    path, other = tmp_path / "log.sqlite3", tmp_path / "other.sqlite3"
    start = at(0).utc
    with Log.open(path, now=at(0)) as log:
        shown = ReminderDue(at(10), 1, "posture", ("slump",), "Time to move", "")
        half = Minute(start, 3600.0, {"good": 30.0}, 30.0)
        log.append([shown], Checkpoint(Interval(start, at(30).utc, "good", True, 3600.0), half))
        take_in(other, export(path))
        whole = Minute(start, 3600.0, {"good": 60.0}, 60.0)
        log.append(
            [ReminderEnded(at(40), 1, at(10), "moved")],
            Checkpoint(Interval(start, at(90).utc, "good", True, 3600.0), whole),
        )
        take_in(other, export(path))
    with Log.open_readonly(path) as log, Log.open_readonly(other) as copied:
        everything = (start, at(90).utc)
        assert sum(i.duration_s for i in copied.intervals(*everything)) == 90.0
        assert copied.minutes(*everything) == log.minutes(*everything)
        assert copied.reminders(*everything) == log.reminders(*everything)
        assert [run.ended_utc is not None for run in copied.runs()] == [True]


def test_what_was_deleted_comes_back_when_it_is_asked_for(lived: Path) -> None:
    text, before = export(lived), tables_of(lived)
    with Log.open(lived) as log:
        log.delete(at(0).utc, at(86_400).utc, now=at(4 * 86_400))
    assert tables_of(lived) != before
    take_in(lived, text)
    assert tables_of(lived) == before


def test_figures_of_a_day_are_left_out_where_the_day_is_known_in_detail(lived: Path, tmp_path: Path) -> None:
    """As at a computer that keeps detail for longer."""
    other = tmp_path / "other.sqlite3"
    take_in(other, export(lived))
    with Log.open(other) as log:
        log.apply_retention(1, at(3 * 86_400), break_s=BREAK_S)
    before = tables_of(lived)
    # what the other kept of the hours before an episode comes in; a comparison goes by whichever knows more
    assert set(take_in(lived, export(other))) == {"exposures"}
    assert {**tables_of(lived), "exposures": []} == {**before, "exposures": []}


def test_detail_of_a_day_that_is_forgotten_here_stays_out(lived: Path) -> None:
    text = export(lived)
    with Log.open(lived) as log:
        log.apply_retention(1, at(3 * 86_400), break_s=BREAK_S)
    before = tables_of(lived)
    assert take_in(lived, text) == {}
    assert tables_of(lived) == before


def test_an_upright_posture_that_is_newer_here_stays_the_one_that_holds(lived: Path) -> None:
    text = export(lived)
    newer = replace(baseline(86_400.0), frames=77)
    with Log.open(lived) as log:
        log.save_baseline(newer)
    take_in(lived, text)
    with Log.open_readonly(lived) as log:
        assert log.baselines() == [newer]


def test_all_or_nothing(lived: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    with pytest.raises(Damaged, match="the file ends in the middle"):
        take_in(other, export(lived)[:-500])
    assert not any(tables_of(other).values())


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Twice as many days need no more memory, whichever way."""
    peaks: list[tuple[int, int]] = []
    for days in (4, 16):
        path, other = tmp_path / f"{days}.sqlite3", tmp_path / f"{days}-other.sqlite3"
        live(path, days=days, minutes=200)
        with Log.open_readonly(path) as log, log.exported(None, None) as exported:
            tables = ((name, cast("Iterator[Record]", exported.records(name))) for name in TABLES)
            pieces = document(tables, program="1.0", at_utc=EXPORTED_AT, days=(None, None))
            with (tmp_path / f"{days}.json").open("w", encoding="utf-8") as file:
                out = peak_of(lambda pieces=pieces, file=file: file.writelines(pieces))
        with Log.open(other) as log, log.importing() as importing, (tmp_path / f"{days}.json").open("rb") as file:

            def take_all(importing: Importing = importing, file: BinaryIO = file) -> None:
                for table, record, _ in records(file.read):
                    importing.add(table, record)

            back = peak_of(take_all)
        peaks.append((out, back))
    (out, back), (out_of_more, back_of_more) = peaks
    assert out_of_more < 1.5 * out + 50_000
    assert back_of_more < 1.5 * back + 50_000


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
