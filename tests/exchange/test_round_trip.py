"""What was exported comes back: into an empty log the same, into the same log nothing new."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest

from posture_watch.exchange.jsons import document
from posture_watch.exchange.reading import records
from posture_watch.exchange.tables import TABLES, Record
from posture_watch.store.log import Log
from tests.exchange.lived_log import BREAK_S, at, live, tables_of

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
