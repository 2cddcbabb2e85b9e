"""The figures beside the user's own usual, and the one suggestion, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable

from posture_watch.core.suggesting import Suggestion
from posture_watch.core.trends import Spread, Trend
from posture_watch.report.layout import labelled, wrapped
from posture_watch.report.names import figure_name, figure_value, standing_words
from posture_watch.texts import retold, text

_HANG = 2


def usual_lines(trends: Iterable[Trend], *, one_day: bool) -> list[str]:
    """Each figure, the middle half of the last four weeks, and where it lies; too few days are told once."""
    known = [trend for trend in trends if trend.now is not None]
    comparable = [trend for trend in known if trend.usual is not None]
    label = text("Usual")
    if not comparable:
        return labelled(label, wrapped(text("too few days to compare yet"))) if known else []
    lines = [line for trend in comparable for line in wrapped(_line(trend, one_day=one_day), hang=_HANG)]
    days = max(trend.usual.days for trend in comparable if trend.usual is not None)
    told = text("(beside it the middle half of your {days} days in the four weeks before)", days=days)
    return labelled(label, [*lines, *wrapped(told)])


def _line(trend: Trend, *, one_day: bool) -> str:
    now, usual = (_middle(trend.name, trend.now), _half(trend.name, trend.usual))
    return f"{figure_name(trend.name)}: {now} ({usual}) – {standing_words(trend, one_day=one_day)}"


def _middle(name: str, spread: Spread | None) -> str:
    return "" if spread is None else figure_value(name, spread.middle)


def _half(name: str, spread: Spread | None) -> str:
    if spread is None:
        return ""
    low, high = figure_value(name, spread.low), figure_value(name, spread.high)
    return low if low == high else f"{low}–{high}"


def suggestion_lines(suggestion: Suggestion | None) -> list[str]:
    """One thing to try, and why."""
    if suggestion is None:
        return []
    lines = [*wrapped(retold(suggestion.text)), *wrapped(f"({retold(suggestion.reason)})")]
    return labelled(text("Suggestion"), lines)
