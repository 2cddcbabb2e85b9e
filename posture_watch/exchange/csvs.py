"""The tables for a spreadsheet: RFC 4180, a header, times by the user's clock and in UTC, a figure a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from posture_watch.core.intervals import POSTURES, Minute
from posture_watch.core.logged import LoggedReminder, local_time
from posture_watch.core.summary import DayFigures

Cell = str | int | float | bool | None
Column = tuple[str, Callable[[Any], Cell]]
"""The header, and what a record has there."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DECIMALS = 4


def lines(columns: Sequence[Column], records: Iterable[object]) -> Iterator[str]:
    """The file in pieces, a record a line."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([header for header, _ in columns])
    for record in records:
        yield _taken(page)
        writer.writerow([_cell(value(record)) for _, value in columns])
    yield _taken(page)


def plain(text: str) -> str:
    """A text that a spreadsheet shows and does not calculate: one that would begin a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def attribute(name: str) -> Callable[[Any], Cell]:
    """The field of a record as it is."""
    return lambda record: getattr(record, name)


def listed(name: str) -> Callable[[Any], Cell]:
    """The texts of a field in one cell."""
    return lambda record: "; ".join(getattr(record, name))


def at_moment(name: str) -> list[Column]:
    """A moment by both clocks, the user's first."""
    return [
        (f"{name}_local", lambda one: _local(getattr(one, f"{name}_utc"), one.utc_offset_s)),
        (f"{name}_utc", lambda one: _utc(getattr(one, f"{name}_utc"))),
    ]


def _from_to() -> list[Column]:
    """When a stretch of time began and ended, by both clocks."""
    return [
        ("start_local", lambda one: _local(one.start_utc, one.utc_offset_s)),
        ("end_local", lambda one: _local(one.end_utc, one.utc_offset_s)),
        ("start_utc", lambda one: _utc(one.start_utc)),
        ("end_utc", lambda one: _utc(one.end_utc)),
        ("utc_offset_s", lambda one: one.utc_offset_s),
    ]


def interval_columns() -> list[Column]:
    """A stretch of one posture a line."""
    return [
        *_from_to(),
        ("posture", lambda one: one.posture),
        ("sitting", lambda one: one.sitting),
        ("duration_s", lambda one: one.duration_s),
    ]


def minute_columns(means: Iterable[str], over: Iterable[str], kinds: Iterable[str]) -> list[Column]:
    """A minute a line, with a column for each deviation, rule and kind of posture there is."""
    figures: list[Column] = [
        *at_moment("start"),
        ("utc_offset_s", lambda one: one.utc_offset_s),
        ("sitting_s", lambda one: one.sitting_s),
        ("judged_frames", lambda one: one.judged_frames),
        ("strain", lambda one: one.strain),
    ]

    def of(part: Callable[[Minute], Mapping[Any, Cell]], name: str, missing: Cell) -> Callable[[Minute], Cell]:
        return lambda one: part(one).get(name, missing)

    figures += [(f"{posture}_s", of(lambda one: one.seconds, posture, 0)) for posture in POSTURES]
    figures += [(f"kind.{kind}_s", of(lambda one: one.kinds_s, kind, 0)) for kind in kinds]
    figures += [(f"over.{rule}_s", of(lambda one: one.over_s, rule, 0)) for rule in over]
    # a deviation that was not measured is no zero
    return [*figures, *((f"mean.{name}", of(lambda one: one.deviation_means, name, None)) for name in means)]


def bout_columns() -> list[Column]:
    """A sitting bout a line."""
    return [*_from_to(), ("sitting_s", lambda one: one.sitting_s)]


def reminder_columns() -> list[Column]:
    """A reminder a line; names of rules and words are the user's own, so they are kept from being formulas."""

    def outcome_local(one: LoggedReminder) -> Cell:
        return None if one.outcome_utc is None else _local(one.outcome_utc, one.utc_offset_s)

    return [
        *at_moment("due"),
        ("utc_offset_s", lambda one: one.utc_offset_s),
        ("number", lambda one: one.number),
        ("kind", lambda one: one.kind),
        ("rules", listed("rules")),
        ("title", lambda one: one.title),
        ("message", lambda one: one.message),
        ("outcome", lambda one: one.outcome),
        ("outcome_local", outcome_local),
        ("outcome_utc", lambda one: None if one.outcome_utc is None else _utc(one.outcome_utc)),
    ]


def day_columns(days: Sequence[DayFigures]) -> list[Column]:
    """A local day a line, with a column for each outcome, rule and kind of posture that occurs."""
    figures: list[Column] = [
        ("day", lambda day: day.day.isoformat()),
        ("first_local", lambda day: _shown(day.first_local)),
        ("last_local", lambda day: _shown(day.last_local)),
        ("first_utc", lambda day: _utc(day.first_local.astimezone(UTC))),
        ("last_utc", lambda day: _utc(day.last_local.astimezone(UTC))),
    ]
    for name in ("sitting_s", "desk_s", "judged_s", "coverage", "bouts", "breaks", "longest_bout_s", "reminders"):
        figures.append((name, attribute(name)))
    figures += [("skipped", attribute("skipped")), ("strain_peak", attribute("strain_peak"))]

    def of(part: Callable[[DayFigures], Mapping[Any, Cell]], name: str) -> Callable[[DayFigures], Cell]:
        return lambda day: part(day).get(name, 0)

    def names(part: Callable[[DayFigures], Mapping[Any, Cell]]) -> list[str]:
        return sorted({name for day in days for name in part(day)})

    figures += [(f"{posture}_s", of(lambda day: day.seconds, posture)) for posture in POSTURES]
    figures += [(f"outcome.{name}", of(lambda day: day.outcomes, name)) for name in names(lambda day: day.outcomes)]
    figures += [(f"kind.{name}_s", of(lambda day: day.kinds_s, name)) for name in names(lambda day: day.kinds_s)]
    return figures + [(f"over.{name}_s", of(lambda day: day.over_s, name)) for name in names(lambda day: day.over_s)]


def _cell(value: Cell) -> Cell:
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return round(value, _DECIMALS)
        case str():
            return plain(value)
        case _:
            return value


def _taken(page: io.StringIO) -> str:
    text = page.getvalue()
    page.seek(0)
    page.truncate()
    return text


def _local(moment: datetime, utc_offset_s: float) -> str:
    return _shown(local_time(moment, utc_offset_s))


def _shown(local: datetime) -> str:
    """As spreadsheets read it; they know no distance from UTC."""
    return local.replace(tzinfo=None).isoformat(sep=" ", timespec="milliseconds")


def _utc(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
