"""Our own export read back: what does not fit is refused with its line, what is not ours or newer by its head."""

from __future__ import annotations

import io
import json
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.exchange.reading import Foreign, Newer, records
from posture_watch.exchange.stream import Damaged
from posture_watch.exchange.tables import TABLES
from posture_watch.store.log import Log
from tests.exchange.edits import Edit, drop, put
from tests.exchange.lived_log import BREAK_S, at, live
from tests.exchange.test_round_trip import export


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("log") / "log.sqlite3"
    live(path)
    return export(path)


def _small() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite3"
        live(path, days=2, minutes=16)
        with Log.open(path) as log:
            log.apply_retention(1, at(2 * 86_400), break_s=BREAK_S)
        return json.loads(export(path))


SMALL = _small()


def read(text: str) -> int:
    """How many records are in it."""
    return sum(1 for _ in records(io.BytesIO(text.encode()).read))


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (put("lying", "intervals", 1, "posture"), "intervals.posture: 'lying' is none of good, poor"),
        (put("2020-01-01T00:00:00Z", "intervals", 1, "end_utc"), "cannot end"),
        (put("yesterday", "intervals", 1, "start_utc"), "start_utc: a time as 2026-03-02T08:15:00.000Z is needed"),
        (put("2026-03-02T07:00:00", "intervals", 1, "start_utc"), "start_utc: a time as"),
        (put("2026-03-02T08:00:00.000+01:00", "intervals", 1, "start_utc"), "a time in UTC is needed"),
        (put("9999-12-31T23:59:59.000Z", "intervals", 1, "start_utc"), "start_utc: a time as"),
        (put("yes", "intervals", 1, "sitting"), "intervals.sitting: true or false is needed"),
        (put(90_000, "intervals", 1, "utc_offset_s"), "less than a day of seconds is needed"),
        (put({"good": "1"}, "minutes", 1, "seconds"), "seconds: a number is needed"),
        (put([], "minutes", 1, "seconds"), "seconds: an object is needed"),
        (put(1.5, "minutes", 1, "judged_frames"), "judged_frames: a whole number is needed"),
        (put("2026-03-02T07:00:01.000Z", "minutes", 1, "start_utc"), "a minute starts at its first second"),
        (put("slump", "reminders", 1, "rules"), "rules: a list is needed"),
        (put("perhaps", "reminders", 1, "outcome"), "outcome: 'perhaps' is none of"),
        (put(1, "skips", 1, "reason"), "reason: 1 is none of"),
        (put("?", "readings", 1, "entries"), "entries: it is not base64"),
        (drop("bouts", 0, "sitting_s"), "bouts.sitting_s: it is missing"),
        (put(1, "bouts", 0), "bouts: an object is needed"),
        (put({}, "bouts"), "bouts: a list is needed"),
        (put([1], "naps"), "'naps': it is no table of an export"),
        (put("above", "baselines", 0, "place", "view"), "baselines.place.view: 'above' is none of"),
    ],
)
def test_damage_is_said_with_its_line(exported: str, change: Edit, saying: str) -> None:
    found = json.loads(exported)
    change(found)
    text = json.dumps(found, indent=1)
    with pytest.raises(Damaged) as caught:
        read(text)
    assert saying in f"{caught.value.place}: {caught.value.finding}"
    table = caught.value.place.partition(".")[0]
    lines = text.splitlines()
    if f' "{table}": [' in lines:
        ends = [number for number, line in enumerate(lines) if line.startswith((" ]", " }")) or line.endswith("[]")]
        begin = lines.index(f' "{table}": [')
        assert begin < caught.value.line - 1 < next(end for end in ends if end > begin)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "[]", "{}", '{"buckets": {}}', '{"version": 1}', "\x00\x01", '{"format": "posture-watch-export"}',
     '{"format": "posture-watch-export", "version": "1"}', '{"format": "posture-watch-export", "version": true}'],
)  # fmt: skip
def test_another_programs_file(text: str) -> None:
    with pytest.raises(Foreign):
        read(text)


def test_a_newer_ones_file(exported: str) -> None:
    with pytest.raises(Newer, match="it is of version 3; this posture-watch reads up to version 2"):
        read(exported.replace('"version": 2', '"version": 3', 1))


def test_keys_that_say_nothing_to_it_are_passed_over(exported: str) -> None:
    assert read(exported.replace('"first_day"', '"comment": {"by": "me"},\n"first_day"')) == read(exported) > 0


def leaves(found: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to everything in it, the outermost head aside."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(found, dict):
        inner = list(found.items())  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
    elif isinstance(found, list):
        inner = list(enumerate(found))  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
    return [place for name, one in inner for place in ((*way, name), *leaves(one, (*way, name)))]


@settings(deadline=None, max_examples=60)
@given(
    st.data(),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(10**400)
    | st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(), st.text(), max_size=2)
    | st.datetimes().map(lambda at: f"{at.isoformat()}Z") | st.dates().map(date.isoformat),
)  # fmt: skip
def test_whatever_stands_anywhere_is_taken_or_refused(data: st.DataObject, value: object) -> None:
    """Never an error that nobody meant: a small export, with anything in place of anything."""
    found = json.loads(json.dumps(SMALL))
    put(value, *data.draw(st.sampled_from(leaves(SMALL)[3:])))(found)
    with tempfile.TemporaryDirectory() as folder, Log.open(Path(folder) / "log.sqlite3") as log:
        with suppress(Damaged), log.importing() as importing:
            for table, record, line in records(io.BytesIO(json.dumps(found).encode()).read):
                try:
                    importing.add(table, record)
                except ValueError as error:
                    raise Damaged(line, str(error)) from error
        with log.exported(None, None) as exported:
            assert all(list(exported.records(table)) is not None for table in TABLES)
            assert list(exported.day_figures(60.0)) is not None


def test_a_number_too_long_to_be_read() -> None:
    with pytest.raises(Damaged):
        read(f'{{"format": "posture-watch-export", "version": 1,\n"days": [{"1" * 5000}]}}')
