"""What is wrong with a config file: where, which key, what was expected and what was found. All of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from posture_watch.errors import UserError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``line`` and ``column`` count from 1, None where there is no place; ``key`` "" is the whole file."""

    file: str
    line: int | None
    key: str
    expected: str
    found: str
    hint: str = ""
    column: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        key = f"{self.key}: " if self.key else ""
        found = f", found {self.found}" if self.found else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {key}expected {self.expected}{found}{hint}"


class ConfigError(UserError):
    """The config file cannot be used. ``problems`` has every fault that was found in it, in the order of the file."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        count = "a problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(
            f"The config file {printable(str(path))} has {count}:\n{lines}",
            "Correct it and try `posture-watch config check`; `posture-watch config init` writes a fresh one.",
        )


def printable(text: str) -> str:
    """``text`` without characters that could steer a terminal or that it cannot write."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def shown(value: object) -> str:
    """A found value in words, short: ``"25" (text)``, ``nan (not a finite number)``, ``a list``."""
    if isinstance(value, bool):
        return f"{str(value).lower()} (a switch)"
    if isinstance(value, int):
        return f"{value} (a whole number)" if abs(value) < 10**30 else "a huge number"
    if isinstance(value, float):
        finite = value - value == 0
        return f"{value:.10g} (a number)" if finite else f"{value} (not a finite number)"
    if isinstance(value, str):
        text = value if len(value) <= 60 else value[:57] + "..."
        return f'"{printable(text)}" (text)'
    if isinstance(value, list):
        return "a list"
    return "a section" if isinstance(value, dict) else "a date or time"
