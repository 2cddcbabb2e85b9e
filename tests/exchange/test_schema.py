"""The documented schema holds for what is really exported, and is neither too wide nor behind the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from posture_watch.exchange.tables import TABLES, VERSION
from posture_watch.store.log import Log
from tests.exchange.edits import Edit, drop, put
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


@pytest.mark.parametrize(
    "change",
    [
        put("2026-03-02T07:00:00+01:00", "intervals", 0, "start_utc"),
        put("lying", "intervals", 0, "posture"),
        put(1, "intervals", 0, "sitting"),
        put({"good": -1.0}, "minutes", 0, "seconds"),
        put(1, "minutes", 0, "more"),
        put({"24": {"desk_s": 0, "sitting_s": 0, "judged_s": 0, "good_s": 0}}, "days", 0, "hours"),
        put("maybe", "reminders", 0, "outcome"),
        put("not base64!", "readings", 0, "entries"),
        drop("bouts"),
        drop("runs", 0, "clean"),
        put(2, "version"),
        put([], "more"),
    ],
)
def test_the_schema_refuses_what_is_never_exported(exported: dict[str, Any], change: Edit) -> None:
    found = json.loads(json.dumps(exported))
    change(found)
    assert list(faults(SCHEMA, found)) != []
