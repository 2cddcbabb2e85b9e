"""The documented schema holds for what is really exported, and is neither too wide nor behind the program."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from posture_watch.exchange.tables import TABLES, VERSION
from posture_watch.store.log import Log
from tests.exchange.lived_log import BREAK_S, at, live
from tests.exchange.small_schema import faults
from tests.exchange.test_round_trip import export

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "export.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Three days, the first of them forgotten, so that every table has records."""
    path = tmp_path_factory.mktemp("log") / "log.sqlite3"
    live(path)
    with Log.open(path) as log:
        log.apply_retention(2, at(3 * 86_400), break_s=BREAK_S)
    return json.loads(export(path))


def test_what_is_exported_fits_the_schema(exported: dict[str, Any]) -> None:
    assert list(faults(SCHEMA, exported)) == []
    assert [table for table in TABLES if not exported[table]] == []


def test_the_schema_names_the_tables_of_the_program() -> None:
    assert set(SCHEMA["properties"]) - set(TABLES) == set(SCHEMA["required"]) - set(TABLES)
    assert set(TABLES) <= set(SCHEMA["required"])
    assert SCHEMA["properties"]["version"]["const"] == VERSION


def _set(table: str, key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        found[table][0][key] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        _set("intervals", "start_utc", "2026-03-02T07:00:00+01:00"),
        _set("intervals", "posture", "lying"),
        _set("intervals", "sitting", 1),
        _set("minutes", "seconds", {"good": -1.0}),
        _set("minutes", "more", 1),
        _set("days", "hours", {"24": {"desk_s": 0, "sitting_s": 0, "judged_s": 0, "good_s": 0}}),
        _set("reminders", "outcome", "maybe"),
        _set("readings", "entries", "not base64!"),
        lambda found: found.pop("bouts"),
        lambda found: found["runs"][0].pop("clean"),
        lambda found: found.update(version=2),
        lambda found: found.update(more=[]),
    ],
)
def test_the_schema_refuses_what_is_never_exported(exported: dict[str, Any], change: Callable[[Any], object]) -> None:
    found = json.loads(json.dumps(exported))
    change(found)
    assert list(faults(SCHEMA, found)) != []
