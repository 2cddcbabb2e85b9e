"""What a key of the config file may be. A section is a dataclass; a field says its default, unit, range and reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from types import NoneType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from posture_watch.core.hush import ALL_DAYS, QuietHours, WeekDay
from posture_watch.core.rules import HoldPoint

T = TypeVar("T")
Form = Literal["number", "whole", "switch", "text", "choice", "hold", "hours", "days"]

HOLD_MOST_S = 86_400.0
"""A day: no hold or release is longer (s)."""


@dataclass(frozen=True, slots=True)
class _Notes:
    unit: str
    why: str
    least: float | None
    most: float | None


def key(default: T, *, why: str, unit: str = "", least: float | None = None, most: float | None = None) -> T:
    """A field of a section. ``why`` names the source of the default, or says "starting guess"."""
    return field(default=default, metadata={"key": _Notes(unit, why, least, most)})


@dataclass(frozen=True, slots=True)
class KeySpec:
    """One key as the reader, the written default file and the documentation see it."""

    name: str
    form: Form
    default: object
    unit: str
    why: str
    least: float | None
    most: float | None
    choices: tuple[str | int, ...] = ()

    @property
    def expected(self) -> str:  # noqa: PLR0911  # a table
        """What may stand here, in words: "a number from 0 to 1 (share)"."""
        unit = f" ({self.unit})" if self.unit else ""
        match self.form:
            case "number":
                return f"a number{_range_text(self.least, self.most)}{unit}"
            case "whole":
                return f"a whole number{_range_text(self.least, self.most)}{unit}"
            case "switch":
                return "true or false"
            case "choice":
                return "one of " + ", ".join(toml_value(choice) for choice in self.choices)
            case "text":
                return f"text in quotes, at most {self.most:g} characters" if self.most else "text in quotes"
            case "hours":
                return 'a list of times like ["12:00-13:00", "22:00-07:00"], or []'
            case "days":
                return "a list of days out of " + ", ".join(toml_value(day) for day in ALL_DAYS)
            case "hold":
                return "seconds (a number from 0 to 86400) or points [[value, seconds], ...] that rise in value"


@cache
def keys_of(section: type) -> Mapping[str, KeySpec]:
    """The keys of a section in the order they were written, by name."""
    hints = get_type_hints(section)
    found: dict[str, KeySpec] = {}
    for spec in fields(section):
        notes = spec.metadata.get("key")
        if isinstance(notes, _Notes):
            form, choices = _form_of(hints[spec.name])
            found[spec.name] = KeySpec(
                spec.name, form, spec.default, notes.unit, notes.why, notes.least, notes.most, choices
            )
    return found


def converted(spec: KeySpec, value: object) -> object | None:  # noqa: PLR0911  # a table
    """``value`` as the field holds it, or None if it may not stand there. "25" is no number, nor is true."""
    match spec.form:
        case "switch":
            return value if isinstance(value, bool) else None
        case "choice":
            return value if not isinstance(value, (bool, float)) and value in spec.choices else None
        case "text":
            return value if isinstance(value, str) and _is_text(value, spec) else None
        case "whole":
            return value if isinstance(value, int) and is_number_between(value, spec.least, spec.most) else None
        case "number":
            return number_or_none(value, spec.least, spec.most)
        case "hours":
            return _all_or_none(value, _hours_or_none)
        case "days":
            return _days_or_none(value, or_none=not spec.default)
        case "hold":
            return _hold_or_none(value)


def number_or_none(value: object, least: float | None, most: float | None) -> float | None:
    """``value`` as a finite float within the range, both ends included; None for everything else."""
    return float(cast(float, value)) if is_number_between(value, least, most) else None


def is_number_between(value: object, least: float | None, most: float | None) -> bool:
    """Whether ``value`` is an int or float, not a bool, finite, and within the range (without one: within ±1e9)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    # NaN and the infinities are within no range
    return (-1e9 if least is None else least) <= value <= (1e9 if most is None else most)


def toml_value(value: object) -> str:  # noqa: PLR0911  # a table
    """``value`` as TOML writes it. Takes what the schema can hold: bool, int, float, str, hold points,
    quiet hours, days."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, QuietHours):
        return f'"{_clock(value.start_min)}-{_clock(value.end_min)}"'
    if isinstance(value, tuple) and not (value and isinstance(value[0], HoldPoint)):
        return "[" + ", ".join(toml_value(item) for item in cast("tuple[object, ...]", value)) + "]"
    if isinstance(value, tuple):
        points = cast("tuple[HoldPoint, ...]", value)
        if len(points) == 1:
            return f"{points[0].hold_s:.10g}"
        return "[" + ", ".join(f"[{point.value:.10g}, {point.hold_s:.10g}]" for point in points) + "]"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def _form_of(hint: Any) -> tuple[Form, tuple[str | int, ...]]:
    """The form of a field from its type; ``X | None`` counts as X."""
    options = tuple(option for option in get_args(hint) if option not in (NoneType, Ellipsis))
    if get_origin(hint) is Literal:
        return "choice", options
    if NoneType in get_args(hint):
        return _form_of(options[0])
    if get_origin(hint) is tuple:
        held = options[0]
        return ("hold" if held is HoldPoint else "hours" if held is QuietHours else "days"), ()
    forms: dict[object, Form] = {float: "number", int: "whole", bool: "switch", str: "text"}
    return forms[hint], ()


def _is_text(value: str, spec: KeySpec) -> bool:
    long_ok = spec.most is None or len(value) <= spec.most
    return long_ok and bool(value.strip()) and value.isprintable()


def _hold_or_none(value: object) -> tuple[HoldPoint, ...] | None:
    seconds = number_or_none(value, 0.0, HOLD_MOST_S)
    if seconds is not None:
        return (HoldPoint(0.0, seconds),)
    if not isinstance(value, list) or not value:
        return None
    points = [_point_or_none(item) for item in cast("list[object]", value)]
    whole = tuple(point for point in points if point is not None)
    values = [point.value for point in whole]
    rising = values == sorted(set(values))
    return whole if rising and len(whole) == len(points) else None


def _all_or_none(value: object, part: Callable[[object], T | None]) -> tuple[T, ...] | None:
    """Every item of a list through ``part``; None if it is no list, or one of them is wrong."""
    if not isinstance(value, list):
        return None
    found = [part(item) for item in cast("list[object]", value)]
    whole = tuple(item for item in found if item is not None)
    return whole if len(whole) == len(found) else None


def _hours_or_none(item: object) -> QuietHours | None:
    """ "22:00-07:00" """
    match = (
        re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)", item)
        if isinstance(item, str)
        else None
    )
    if match is None:
        return None
    hours = [int(part) for part in match.groups()]
    start_min, end_min = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    return None if start_min == end_min else QuietHours(start_min, end_min)


def _days_or_none(value: object, *, or_none: bool) -> tuple[WeekDay, ...] | None:
    """Days in the order of the week, however they were written; at least one, unless a list without any will do."""
    found = _all_or_none(value, lambda item: item if item in ALL_DAYS else None)
    return tuple(day for day in ALL_DAYS if day in found) if found or (or_none and found is not None) else None


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _point_or_none(item: object) -> HoldPoint | None:
    if not isinstance(item, list) or len(cast("list[object]", item)) != 2:
        return None
    first, second = cast("list[object]", item)
    value, seconds = number_or_none(first, None, None), number_or_none(second, 0.0, HOLD_MOST_S)
    return None if value is None or seconds is None else HoldPoint(value, seconds)


def _range_text(least: float | None, most: float | None) -> str:
    if least is not None and most is not None:
        return f" from {least:.10g} to {most:.10g}"
    if least is not None:
        return f" of at least {least:.10g}"
    return f" of at most {most:.10g}" if most is not None else ""
