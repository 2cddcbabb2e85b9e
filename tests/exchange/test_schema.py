"""The documented schema holds for what is really exported, and is neither too wide nor behind the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

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
        put(3, "version"),
        put([], "more"),
        put("x", "diary", 0, "key"),
        put(11, "diary", 0, "pain_worst"),
        put(["toe"], "diary", 0, "sites"),
        put("n" * 2001, "diary", 0, "note"),
        put(0, "diary", 0, "number"),
        drop("diary", 0, "stress"),
        put(None, "follow_ups", 0, "over"),
        put("x", "follow_ups", 0, "entry_key"),
        put(6601, "exposures", 0, "watched_s"),
        put("nap", "practice", 0, "routine"),
    ],
)
def test_the_schema_refuses_what_is_never_exported(exported: dict[str, Any], change: Edit) -> None:
    found = json.loads(json.dumps(exported))
    change(found)
    assert list(faults(SCHEMA, found)) != []


@pytest.mark.parametrize("table", TABLES)
def test_fields_and_words_of_the_schema_are_those_of_the_program(table: str) -> None:
    record = SCHEMA["$defs"][SCHEMA["properties"][table]["items"]["$ref"].removeprefix("#/$defs/")]
    hints = get_type_hints(TABLES[table])
    assert set(record["properties"]) == set(record["required"]) == {one.name for one in fields(TABLES[table])}
    words = {name: words_of_type(hints[name]) for name in record["properties"]}
    assert {name: words_of_schema(told) for name, told in record["properties"].items()} == words


def words_of_type(kind: Any) -> set[str]:
    """Every word of every list of words in the type; none of what it is keyed by, or holds as a record of its own."""
    if get_origin(kind) is Literal:
        return set(get_args(kind))
    parts = get_args(kind)[1:] if get_origin(kind) is Mapping else get_args(kind)
    return {word for part in parts for word in words_of_type(part)}


def words_of_schema(told: Any) -> set[str]:
    told = SCHEMA["$defs"][told["$ref"].removeprefix("#/$defs/")] if "$ref" in told else told
    inner = [*told.get("anyOf", []), *([told["items"]] if "items" in told else [])]
    return set(told.get("enum", [])) | {word for part in inner for word in words_of_schema(part)}
