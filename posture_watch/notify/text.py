"""Makes any text safe for a given way to show it, so that it appears verbatim. Pure functions."""

from __future__ import annotations

import html
import unicodedata

ELLIPSIS = "…"
# Breaks up nothing on screen, but keeps option parsers from taking "-5 degrees" for an option.
WORD_JOINER = "\u2060"


def printable(text: str, *, keep_newlines: bool = True) -> str:
    """``text`` without control characters (terminal escapes, NUL) and lone surrogates; tabs become spaces, newlines too
    unless they are kept."""
    return "".join(_printable_character(character, keep_newlines) for character in text)


def _printable_character(character: str, keep_newlines: bool) -> str:
    if character == "\n" and keep_newlines:
        return character
    if character in "\n\r\t\v\f\u2028\u2029":
        return " "
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cc" else character


def utf16_units(text: str) -> int:
    """The length of ``text`` as Windows counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut_to_utf16(text: str, most_units: int) -> str:
    """``text``, cut with an ellipsis to at most ``most_units`` UTF-16 units; no character is cut in half."""
    if utf16_units(text) <= most_units:
        return text
    kept: list[str] = []
    left = most_units - utf16_units(ELLIPSIS)
    for character in text:
        left -= utf16_units(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + ELLIPSIS


def not_an_option(text: str) -> str:
    """``text``, so that no command takes it for an option."""
    return WORD_JOINER + text if text.startswith("-") else text


def notify_send_body(text: str, *, markup: bool) -> str:
    """``text`` as notify-send wants a body: it undoes backslash escapes, and the daemon reads markup if it says so."""
    return not_an_option((html.escape(text, quote=False) if markup else text).replace("\\", "\\\\"))
