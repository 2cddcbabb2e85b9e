"""Where each key of a TOML text stands: tomllib reads the values but forgets the lines.

A tolerant scan of text that tomllib has already accepted; where it meets something it does not know it stops, and the
keys behind have no line. It never raises for any text (RecursionError excepted: the reader refuses such files).
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED_KEY = re.compile(r'"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})' + r"|'''.*?'''(?:'{0,2})" + r'|"(?:\\.|[^"\\])*"' + r"|'[^']*'", re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


class _LostError(Exception):
    """The scan met something it does not know."""


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """The line (from 1) of each key, table and array element of ``text``, by path: ("rules", "lean", "hold_s", 0)."""
    scan = _Scan(text)
    with suppress(_LostError):
        scan.document()
    return scan.lines


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> None:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._skip(_BLANK)

    def _header(self) -> KeyPath:
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        table = self._key(())
        self._expect("]" * brackets)
        return table

    def _assignment(self, table: KeyPath) -> None:
        path = self._key(table)
        self._expect("=")
        self._skip(_SPACE)
        self._value(path)

    def _key(self, parent: KeyPath) -> KeyPath:
        """Read a dotted key below ``parent`` and note the line of each of its parts."""
        path = parent
        while True:
            self._skip(_SPACE)
            line = bisect_right(self._starts, self.at)
            path = (*path, self._key_part())
            self.lines.setdefault(path, line)
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return path
            self.at += 1

    def _key_part(self) -> str:
        bare = self._take(_BARE_KEY)
        if bare is not None:
            return bare
        quoted = self._take(_QUOTED_KEY)
        if quoted is None:
            raise _LostError
        try:
            return str(tomllib.loads(f"key = {quoted}")["key"])
        except ValueError as error:
            raise _LostError from error

    def _value(self, path: KeyPath) -> None:
        first = self.text[self.at : self.at + 1]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif self._take(_STRING if first in ('"', "'") else _SCALAR) is None:
            raise _LostError

    def _array(self, path: KeyPath) -> None:
        for index, _ in enumerate(self._items("]")):
            element = (*path, index)
            self.lines[element] = bisect_right(self._starts, self.at)
            self._value(element)

    def _inline_table(self, path: KeyPath) -> None:
        for _ in self._items("}"):
            self._assignment(path)

    def _items(self, close: str) -> Iterator[None]:
        """Step over the opening bracket, then stop at the begin of each item until ``close``."""
        self.at += 1
        while True:
            self._skip(_BLANK)
            if self.text.startswith(close, self.at):
                self.at += 1
                return
            yield
            self._skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1

    def _expect(self, wanted: str) -> None:
        self._skip(_SPACE)
        if not self.text.startswith(wanted, self.at):
            raise _LostError
        self.at += len(wanted)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found.group()
