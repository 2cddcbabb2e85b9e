"""Sets keys of [rules.NAME] in the user's file and nothing else: comments, order and line ends stay.

Lines are changed where they stand; what that cannot do (dotted keys, inline tables, values of many lines) is left to
tomlkit. Either way the result must say what was there before and the new values, and nothing more.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from posture_watch.config.editing import replace_text
from posture_watch.config.fields import toml_value
from posture_watch.config.lines import key_lines
from posture_watch.config.loading import load
from posture_watch.config.writing import render_default_config
from posture_watch.errors import UserError

Changes = Mapping[str, Mapping[str, object]]
"""Rule → key → value; hold_s as hold points."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the file at ``path`` that is not written yet. ``is_new``: there is no file; ``before`` is what
    `config init` writes."""

    path: Path
    before: str
    after: str
    is_new: bool

    @property
    def diff(self) -> str:
        """The change as `diff -u` shows it."""
        before, after = (text.replace("\r\n", "\n").splitlines() for text in (self.before, self.after))
        name = self.path.name
        return "\n".join(difflib.unified_diff(before, after, name, f"{name} (new)", n=2, lineterm=""))

    def write(self) -> None:
        """Whole or not at all. Raises UserError if the file has changed meanwhile, or cannot be written."""
        found = self.path.read_bytes().decode("utf-8") if self.path.exists() else ""
        if found != ("" if self.is_new else self.before):
            raise UserError(f"{self.path} has changed meanwhile; nothing was written.", "Try again.")
        replace_text(self.path, self.after)


def edited(path: Path, changes: Changes) -> Edit:
    """The change of the file. Raises UserError if the file has mistakes, or cannot take it."""
    path = Path(os.path.realpath(path))  # a link to a file kept elsewhere stays a link
    there = path.exists()
    if there:
        load(path)  # a file with mistakes is the user's to mend first
    before = path.read_bytes().decode("utf-8") if there else render_default_config()
    after = before
    for rule, values in changes.items():
        for key, value in values.items():
            after = with_rule_value(after, rule, key, value)
    return Edit(path, before, after, is_new=not there)


def with_rule_value(text: str, rule: str, key: str, value: object) -> str:
    """The TOML ``text`` with [rules.RULE] key = value. Raises UserError if no way leads there."""
    wanted = _wanted(text, rule, key, value)
    ways: tuple[Callable[[str, str, str, object], str], ...] = (_over_old, _in_section, _with_tomlkit)
    for way in ways:
        try:
            changed = way(text, rule, key, value)
            if _read(changed) == wanted:
                return changed
        except (ValueError, KeyError, TypeError):  # tomllib and tomlkit raise ValueErrors
            continue
    raise UserError(f"[rules.{rule}] {key} could not be set.", f"Set it by hand: {key} = {toml_value(value)}")


def _read(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


def _wanted(text: str, rule: str, key: str, value: object) -> dict[str, Any]:
    """What the file must say afterwards."""
    document = deepcopy(_read(text))
    rules = cast("dict[str, Any]", document.setdefault("rules", {}))
    cast("dict[str, Any]", rules.setdefault(rule, {}))[key] = _plain(value)
    return document


def _plain(value: object) -> Any:
    """As tomllib reads it."""
    return tomllib.loads(f"value = {toml_value(value)}")["value"]


def _over_old(text: str, rule: str, key: str, value: object) -> str:
    """Over the old value, on its line; what is said behind it stays."""
    line = key_lines(text.replace("\r\n", "\n").removeprefix("\ufeff"))["rules", rule, key]
    lines = text.splitlines(keepends=True)
    old = re.compile(
        rf"^(\s*(?:[^#=]*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*=\s*)([^#\r\n]*?)(\s*(?:#[^\r\n]*)?[\r\n]*)$"
    )
    lines[line - 1], count = old.subn(lambda found: f"{found[1]}{toml_value(value)}{found[3]}", lines[line - 1])
    if count != 1:
        raise ValueError("the old value is not on one line")
    return "".join(lines)


def _in_section(text: str, rule: str, key: str, value: object) -> str:
    """In place of the commented default, else at the end of what the section says, else in a new section at the end."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    header = next((number for number, line in enumerate(lines) if _is_header(line, rule)), None)
    if header is None:
        gap = "" if not text or text.endswith("\n") else end
        return f"{text}{gap}{end}[rules.{_quoted(rule)}]{end}{key} = {toml_value(value)}{end}"
    commented = re.compile(rf"^#\s?{re.escape(key)}\s*=\s*(?:[^#\r\n]*?)(\s+#[^\r\n]*)?[\r\n]*$")
    last = header
    for number in _section(lines, header):
        found = commented.match(lines[number])
        if found:
            lines[number] = f"{key} = {toml_value(value)}{found[1] or ''}{end}"
            return "".join(lines)
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            last = number
    if not lines[last].endswith("\n"):
        lines[last] += end
    lines.insert(last + 1, f"{key} = {toml_value(value)}{end}")
    return "".join(lines)


def _section(lines: list[str], header: int) -> Iterator[int]:
    for number in range(header + 1, len(lines)):
        if lines[number].lstrip().startswith("["):
            return
        yield number


def _is_header(line: str, rule: str) -> bool:
    return re.match(rf"\ufeff?\s*\[\s*rules\s*\.\s*[\"']?{re.escape(rule)}[\"']?\s*\]", line) is not None


def _quoted(rule: str) -> str:
    return rule if re.fullmatch(r"[A-Za-z0-9_-]+", rule) else toml_value(rule)


def _with_tomlkit(text: str, rule: str, key: str, value: object) -> str:
    import tomlkit  # noqa: PLC0415  # 30 ms, and only for writing

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    document: Any = tomlkit.parse(text.removeprefix("\ufeff"))
    rules: Any = document.setdefault("rules", {})
    if rule not in rules:
        rules[rule] = {}
    rules[rule][key] = _plain(value)
    return mark + tomlkit.dumps(document)
