"""A big JSON object read value by value: its keys, and each item of its lists, with the line it begins in."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from posture_watch.texts import english

_SPACE = " \t\r\n"
_CHUNK_BYTES = 1 << 16
_AFTER_CHARS = 3
"""With fewer characters after it a number may not be whole: 1 may go on as 1e+5."""
_LONGEST_ITEM_CHARS = 1 << 25
"""Nothing in an export is nearly as long; a damaged file must not fill the memory."""


class Damaged(ValueError):  # noqa: N818 (it is about a file)
    """Not JSON, or not of this form. ``line`` counts from 1; ``place`` names the value, if it has a name."""

    def __init__(self, line: int, finding: str, place: str = "") -> None:
        super().__init__(finding)
        self.place = place
        self.line = line
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Item:
    """A value of the outermost object, or (``in_list``) one item of the list it has there."""

    key: str
    value: Any
    in_list: bool
    line: int


def items(read: Callable[[int], bytes]) -> Iterator[Item]:
    """Every value in order. ``read`` gives so many bytes, none at the end. Raises Damaged."""
    text = _Text(read)
    text.expect("{", english("an export is one JSON object"))
    if text.peek() == "}":
        text.expect("}", "")
    else:
        separator = ","
        while separator == ",":
            line = text.line
            key = text.value()
            if not isinstance(key, str):
                raise Damaged(line, english("a name in quotes is needed"))
            text.expect(":", english("a colon is needed"))
            yield from _values(text, key)
            separator = text.expect(",}", english("a comma or the end of the object is needed"))
    if text.peek():
        raise Damaged(text.line, english("more follows after the end of the object"))


def _values(text: _Text, key: str) -> Iterator[Item]:
    if text.peek() != "[":
        line = text.line
        yield Item(key, text.value(), in_list=False, line=line)
        return
    text.expect("[", "")
    if text.peek() == "]":
        text.expect("]", "")
        return
    separator = ","
    while separator == ",":
        text.peek()
        line = text.line
        yield Item(key, text.value(), in_list=True, line=line)
        separator = text.expect(",]", english("a comma or the end of the list is needed"))


class _Text:
    """What has been read and not yet taken."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder(parse_constant=self._no_number)
        self._buffer = ""
        self._at = 0
        self._ended = False
        self.line = 1

    def peek(self) -> str:
        """The next character that is no space, "" at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._take(1)
            if self._at < len(self._buffer) or self._ended:
                return self._buffer[self._at : self._at + 1]
            self._more()

    def expect(self, wanted: str, otherwise: str) -> str:
        """Take the next character, which must be one of ``wanted``."""
        found = self.peek()
        if not found:
            raise Damaged(self.line, english("the file ends in the middle"))
        if found not in wanted:
            raise Damaged(self.line, otherwise)
        self._take(1)
        return found

    def value(self) -> Any:
        """Take one whole value."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                self._more_or_fail(error)
                continue
            except Damaged:
                raise
            except ValueError:
                raise Damaged(self.line, english("a number in it is too long")) from None
            except RecursionError:
                raise Damaged(self.line, english("it is nested too deeply")) from None
            if len(self._buffer) - end < _AFTER_CHARS and not self._ended:
                self._more()
                continue
            self._take(end - self._at)
            return value

    def _more_or_fail(self, error: json.JSONDecodeError) -> None:
        if self._ended:
            # the parser stands at the end of what there is: it wanted more of it
            if not self._buffer[error.pos :].strip() or "Unterminated" in error.msg:
                raise Damaged(self.line, english("the file ends in the middle")) from None
            raise Damaged(self.line + self._buffer.count("\n", self._at, error.pos), error.msg) from None
        if len(self._buffer) - self._at > _LONGEST_ITEM_CHARS:
            raise Damaged(self.line, error.msg)
        self._more()

    def _more(self) -> None:
        """At least as much again as there is, so that a long item is not parsed over and over."""
        wanted = max(_CHUNK_BYTES, len(self._buffer) - self._at)
        raw = self._read(wanted)
        self._ended = not raw
        try:
            decoded = self._decode.decode(raw, final=self._ended)
        except UnicodeDecodeError:
            raise Damaged(self.line + self._buffer.count("\n", self._at), english("it is not text in UTF-8")) from None
        self._buffer, self._at = self._buffer[self._at :] + decoded, 0

    def _take(self, count: int) -> None:
        self.line += self._buffer.count("\n", self._at, self._at + count)
        self._at += count

    def _no_number(self, name: str) -> NoReturn:
        raise Damaged(self.line, english("{name} is not a number of JSON", name=name))
