"""From a path to TOML values with their lines. Every way a file can be unreadable is one Problem, never a traceback."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posture_watch.config.lines import KeyPath, key_lines
from posture_watch.config.problems import ConfigError, Problem, printable

MOST_BYTES = 1_000_000
"""A config file is a few kilobytes; what is larger is something else."""

_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is valid TOML: its values, and the line of each key."""

    file: str
    values: Mapping[str, object]
    lines: Mapping[KeyPath, int]

    def line(self, path: KeyPath) -> int | None:
        """The line of ``path``, or of the nearest table around it that has one."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


def read_document(path: Path) -> Document:
    """The file at ``path``. Raises ConfigError if it cannot be opened, is no UTF-8 text, or is not TOML."""
    return parsed_document(path, _raw(path, printable(str(path))))


def parsed_document(path: Path, raw: bytes) -> Document:
    """``raw`` as what the file at ``path`` says. Raises ConfigError if it is no UTF-8 text, or is not TOML."""
    file = printable(str(path))
    text = _text(path, file, raw)
    try:
        return Document(file, tomllib.loads(text), key_lines(text))
    except RecursionError:
        raise _unusable(path, file, "a TOML file", "brackets nested too deeply") from None
    except ValueError as error:
        raise ConfigError(path, [_syntax_problem(file, text, str(error))]) from None


def _text(path: Path, file: str, raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise _unusable(path, file, f"a config file under {MOST_BYTES // 1000} kB", "a larger one")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unusable(path, file, "UTF-8 text", "UTF-16 text", "save it again as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02x}"
        hint = "it looks like Latin-1 or Windows text: save it again as UTF-8"
        raise ConfigError(path, [Problem(file, line, "", "UTF-8 text", found, hint)]) from None
    return text.replace("\r\n", "\n")


def _raw(path: Path, file: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _unusable(path, file, "a file", "a folder")
        if not stat.S_ISREG(mode):
            raise _unusable(path, file, "a file", "a device or pipe")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _unusable(path, file, "a file", "nothing there", "`posture-watch config init` writes one") from None
    except PermissionError:
        raise _unusable(path, file, "a file you may read", "no permission", "see its owner and mode") from None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise _unusable(path, file, "a file that can be read", reason) from None


def _unusable(path: Path, file: str, expected: str, found: str, hint: str = "") -> ConfigError:
    return ConfigError(path, [Problem(file, None, "", expected, found, hint)])


def _syntax_problem(file: str, text: str, message: str) -> Problem:
    """tomllib's message with its place taken apart: "Unclosed array (at line 3, column 5)"."""
    place = _PLACE.search(message)
    what = printable(_PLACE.sub("", message))
    backslash = "\\" in what or "hex" in what
    hint = "in double quotes write \\\\ for each backslash, or use single quotes" if backslash else ""
    line, column = text.count("\n") + 1, None
    if place and place.group(1):
        line, column = int(place.group(1)), int(place.group(2))
    return Problem(file, line if place else None, "", "valid TOML", what, hint, column)
