"""Reading a big JSON file value by value: the same as reading it whole, and damage is found with its line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.exchange.stream import Damaged, items

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


def in_small_bites(text: str, size: int) -> dict[str, Any]:
    file = io.BytesIO(text.encode())
    found: dict[str, Any] = {}
    for item in items(lambda _: file.read(size)):
        if item.in_list:
            found.setdefault(item.key, []).append(item.value)
        else:
            found[item.key] = item.value
    return found


@given(st.dictionaries(st.text(), values, max_size=5), st.integers(1, 9), st.sampled_from([None, 1]))
def test_bite_by_bite_is_the_same_as_whole(wanted: dict[str, Any], size: int, indent: int | None) -> None:
    text = json.dumps(wanted, ensure_ascii=False, indent=indent)
    # an empty list has no items
    assert in_small_bites(text, size) == {key: value for key, value in wanted.items() if value != []}


@pytest.mark.parametrize(
    ("text", "line", "finding"),
    [
        ('{"a":\n1', 2, "the file ends in the middle"),
        ('{"a": [\n{"b": 1},\n{"b": "x', 3, "the file ends in the middle"),
        ('{"a": [\n1,\n2\n', 4, "the file ends in the middle"),
        ('{"a": [\n1\n2]}', 3, "a comma or the end of the list is needed"),
        ('{"a": [\n1,\n{x}]}', 3, "Expecting property name enclosed in double quotes"),
        ('{"a": 1}\n{"b": 2}', 2, "more follows after the end of the object"),
        ('{"a": 1,\n"b" 2}', 2, "a colon is needed"),
        ('{"a":\nNaN}', 2, "NaN is not a number of JSON"),
        ("[1]", 1, "an export is one JSON object"),
        ("", 1, "the file ends in the middle"),
        ('{"a": [\n' + "[" * 100_000, 2, "it is nested too deeply"),
    ],
)
def test_damage_is_found_with_its_line(text: str, line: int, finding: str) -> None:
    for size in (7, 1 << 16):
        with pytest.raises(Damaged) as caught:
            in_small_bites(text, size)
        assert (caught.value.line, caught.value.finding) == (line, finding)


def test_what_is_not_text_is_refused() -> None:
    for raw in (b'{"a": \n"\xff"}', b"\x00\xff\xfe"):
        with pytest.raises(Damaged):
            list(items(io.BytesIO(raw).read))


def test_a_mark_of_windows_editors_is_no_damage() -> None:
    assert [item.value for item in items(io.BytesIO(b'\xef\xbb\xbf{"a": 1}').read)] == [1]
