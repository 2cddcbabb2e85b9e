"""Our own export read back: what does not fit is refused with its line, what is not ours or newer by its head."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from posture_watch.exchange.reading import Foreign, Newer, records
from posture_watch.exchange.stream import Damaged
from tests.exchange.lived_log import live
from tests.exchange.test_round_trip import export


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("log") / "log.sqlite3"
    live(path)
    return export(path)


def read(text: str) -> int:
    """How many records are in it."""
    return sum(1 for _ in records(io.BytesIO(text.encode()).read))


def _set(table: str, key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(found: dict[str, Any]) -> None:
        found[table][1][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (_set("intervals", "posture", "lying"), "intervals: posture: 'lying' is none of good, poor"),
        (_set("intervals", "end_utc", "2020-01-01T00:00:00Z"), "cannot end"),
        (_set("intervals", "start_utc", "yesterday"), "start_utc: a time as 2026-03-02T08:15:00.000Z is needed"),
        (_set("intervals", "start_utc", "2026-03-02T07:00:00"), "start_utc: a time as"),
        (_set("intervals", "start_utc", "2026-03-02T08:00:00.000+01:00"), "a time in UTC is needed"),
        (_set("intervals", "start_utc", "9999-12-31T23:59:59.000Z"), "start_utc: a time as"),
        (_set("intervals", "sitting", "yes"), "sitting: true or false is needed"),
        (_set("intervals", "utc_offset_s", 90_000), "less than a day away"),
        (_set("minutes", "seconds", {"good": "1"}), "seconds: a number is needed"),
        (_set("minutes", "seconds", []), "seconds: an object is needed"),
        (_set("minutes", "judged_frames", 1.5), "judged_frames: a whole number is needed"),
        (_set("minutes", "start_utc", "2026-03-02T07:00:01.000Z"), "a minute starts at its first second"),
        (_set("reminders", "rules", "slump"), "rules: a list is needed"),
        (_set("reminders", "outcome", "perhaps"), "outcome: 'perhaps' is none of"),
        (_set("skips", "reason", 1), "reason: 1 is none of"),
        (_set("readings", "entries", "?"), "entries: it is not base64"),
        (lambda found: found["bouts"][0].pop("sitting_s"), "bouts: sitting_s is missing"),
        (lambda found: found["bouts"].insert(0, 1), "bouts: an object is needed"),
        (lambda found: found.update(bouts={}), "bouts must be a list"),
        (lambda found: found.update(naps=[1]), "'naps' is no table of an export"),
        (lambda found: found["baselines"][0]["place"].update(view="above"), "place: view: 'above' is none of"),
    ],
)
def test_damage_is_said_with_its_line(exported: str, change: Callable[[Any], object], saying: str) -> None:
    found = json.loads(exported)
    change(found)
    text = json.dumps(found, indent=1)
    with pytest.raises(Damaged) as caught:
        read(text)
    assert saying in caught.value.finding
    table = caught.value.finding.partition(":")[0]
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
    with pytest.raises(Newer, match="it is of version 2; this posture-watch reads up to version 1"):
        read(exported.replace('"version": 1', '"version": 2', 1))


def test_keys_that_say_nothing_to_it_are_passed_over(exported: str) -> None:
    assert read(exported.replace('"first_day"', '"comment": {"by": "me"},\n"first_day"')) == read(exported) > 0
