"""The locator finds the line of every key that tomllib reads."""

from __future__ import annotations

import tomllib
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.config.lines import KeyPath, key_lines

TEXT = '''\
# a comment with [brackets] and = signs
profile = "gentle" # behind a value
camera.source = 'C:\\cams'
"quoted key"."with \\u0061 dot.inside" = 1

[ rules . lean ]   # spaced
hold_s = [   # points
    [20, 240],   # one
    [60,
     60],
]
message = """several
lines with "quotes" and \\""" and [rules.fake]
fake = 1
"""""
signal = \'\'\'also
here\'\'\'
[rules."head-tilt"]
inline = { enter_above = 5, nested = { a = [1, "]"] }, "x y" = 1979-05-27 07:32:00 }
[[lists]]
first = 1
'''

EXPECTED: list[tuple[KeyPath, int]] = [
    (("profile",), 2),
    (("camera",), 3),
    (("camera", "source"), 3),
    (("quoted key", "with a dot.inside"), 4),
    (("rules",), 6),
    (("rules", "lean"), 6),
    (("rules", "lean", "hold_s"), 7),
    (("rules", "lean", "hold_s", 0), 8),
    (("rules", "lean", "hold_s", 1), 9),
    (("rules", "lean", "hold_s", 1, 1), 10),
    (("rules", "lean", "message"), 12),
    (("rules", "lean", "signal"), 16),
    (("rules", "head-tilt"), 18),
    (("rules", "head-tilt", "inline", "enter_above"), 19),
    (("rules", "head-tilt", "inline", "nested", "a", 1), 19),
    (("rules", "head-tilt", "inline", "x y"), 19),
    (("lists", "first"), 21),
]


@pytest.mark.parametrize(("path", "line"), EXPECTED)
def test_each_way_to_write_a_key_is_found(path: KeyPath, line: int):
    tomllib.loads(TEXT)
    assert key_lines(TEXT)[path] == line


def test_what_stands_inside_a_string_is_no_key():
    assert not [path for path in key_lines(TEXT) if "fake" in path]


def test_text_that_is_no_toml_stops_the_scan_quietly():
    assert key_lines("a = 1\nb = [1, }\nc = 2\n")[("a",)] == 1


@given(st.text(alphabet="ab.=[]{}\"'\\,#\n\t -_1é", max_size=80))
def test_any_text_is_survived_and_for_toml_every_key_has_a_line(text: str):
    lines = key_lines(text)
    try:
        values = tomllib.loads(text)
    except ValueError:
        return
    assert not _keys(values) - set(lines)


def _keys(value: object, path: KeyPath = ()) -> set[KeyPath]:
    """The paths of all keys outside arrays."""
    if not isinstance(value, dict):
        return {path}
    below = [_keys(item, (*path, name)) for name, item in cast("dict[str, object]", value).items()]
    return set[KeyPath]().union(*below) | ({path} if path else set())
