"""Texts come out verbatim and within limits."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.notify.text import cut_to_utf16, not_an_option, notify_send_body, printable, utf16_units


@settings(deadline=None)
@given(st.text())
def test_printable_text_holds_nothing_that_steers_a_terminal(text: str) -> None:
    shown = printable(text, keep_newlines=False)
    assert all(ord(character) >= 32 and not 0x7F <= ord(character) < 0xA0 for character in shown)
    assert "\n" not in shown


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert printable(text) == text


def test_lone_surrogates_and_nul_go() -> None:
    assert printable("a\ud800b\x00c") == "a\ufffdbc"


def test_newlines_are_kept_if_wanted() -> None:
    assert printable("a\nb\tc") == "a\nb c"


@settings(deadline=None)
@given(st.text(), st.integers(1, 70))
def test_a_cut_text_has_at_most_that_many_units(text: str, most: int) -> None:
    cut = cut_to_utf16(text, most)
    assert utf16_units(cut) <= most
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("a😀😀", 4, "a😀…"), ("😀😀😀", 4, "😀…")],
)
def test_a_cut_never_halves_a_character(text: str, most: int, expected: str) -> None:
    assert cut_to_utf16(text, most) == expected


@settings(deadline=None)
@given(st.text())
def test_nothing_is_taken_for_an_option(text: str) -> None:
    safe = not_an_option(text)
    assert not safe.startswith("-")
    assert safe.endswith(text)


@settings(deadline=None)
@given(st.text(alphabet="ab<>&\\n-"), st.booleans())
def test_a_body_comes_back_as_it_was(text: str, markup: bool) -> None:
    """Undo what notify-send (backslashes) and the daemon (markup) do."""
    sent = notify_send_body(text, markup=markup).removeprefix("\u2060")
    compressed = sent.replace("\\\\", "\\")
    assert (html.unescape(compressed) if markup else compressed) == text
