"""What may be asked of a running monitor. Everything from outside is checked here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from posture_watch.control.message import MOST_BYTES, MessageError, pack, unpack

__all__ = ["MOST_BYTES", "Choice", "Command", "MessageError", "Request", "pack", "unpack"]

Command = Literal["status", "watch", "attend", "pause", "resume", "stop", "snooze", "recalibrate", "answer", "gentle"]
Choice = Literal["break", "snooze", "not_now", "wrong"]

# Nobody pauses for longer than a year on purpose.
_LONGEST_S = 366 * 86400.0
# A camera is held open no longer than this for somebody who watches and may be killed.
_ATTEND_AT_MOST_S = 60.0


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MessageError("seconds must be a number")
    if not (0 < value <= _LONGEST_S and math.isfinite(value)):
        raise MessageError(f"seconds must be above 0 and at most {_LONGEST_S:.0f}")
    return float(value)


def _seconds_or_none(value: object) -> float | None:
    return None if value is None else _seconds(value)


def _flag(value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise MessageError("this is true or false")
    return bool(value)


def _attended_s(value: object) -> float:
    seconds = _seconds(value)
    if seconds > _ATTEND_AT_MOST_S:
        raise MessageError(f"seconds must be at most {_ATTEND_AT_MOST_S:.0f}")
    return seconds


def _choice(value: object) -> str:
    if value not in get_args(Choice):
        raise MessageError(f"choice must be one of {', '.join(get_args(Choice))}")
    return str(value)


# For each command its arguments and what checks them; one that is left out is None.
_ARGUMENTS: dict[str, dict[str, Callable[[object], object]]] = {
    "status": {},
    "watch": {},
    "attend": {"seconds": _attended_s},
    "pause": {"seconds": _seconds_or_none, "lent": _flag},
    "resume": {},
    "stop": {},
    "snooze": {"seconds": _seconds_or_none},
    "recalibrate": {},
    "answer": {"choice": _choice},
    "gentle": {"seconds": _seconds_or_none},
}


@dataclass(frozen=True, slots=True)
class Request:
    """A checked request. ``arguments`` has every argument of the command: ``seconds`` (a number or None) for pause,
    gentle and snooze (None: until resume; an end; the configured time) and attend (a number), ``lent`` for pause
    (whether one of our commands has the camera meanwhile), ``choice`` for answer, nothing for the others."""

    command: Command
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        """MessageError for an unknown command, an unknown argument or a value out of range."""
        if not isinstance(self.command, str) or self.command not in _ARGUMENTS:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise MessageError(f"unknown command; known are {', '.join(get_args(Command))}")
        checks = _ARGUMENTS[self.command]
        unknown = sorted(set(self.arguments) - set(checks))
        if unknown:
            raise MessageError(f"{self.command} takes no argument {unknown[0]!r:.40}")
        checked = {name: check(self.arguments.get(name)) for name, check in checks.items()}
        object.__setattr__(self, "arguments", MappingProxyType(checked))

    def to_bytes(self) -> bytes:
        return pack({"command": self.command, "arguments": dict(self.arguments)})

    @classmethod
    def from_bytes(cls, message: bytes) -> Request:
        """MessageError for anything but a request of ours."""
        found = unpack(message)
        if set(found) != {"command", "arguments"} or not isinstance(found["arguments"], dict):
            raise MessageError("a request has a command and arguments")
        return cls(found["command"], cast(dict[str, Any], found["arguments"]))
