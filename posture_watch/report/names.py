"""What kinds of posture, compared figures and their places are called, in the language of the user."""

from __future__ import annotations

from posture_watch.core.trends import Trend
from posture_watch.core.words import KIND_WORDS, duration
from posture_watch.report.words import MONTHS, percent
from posture_watch.texts import retold, text


def kind_name(kind: str) -> str:
    """What a kind of posture (core/kinds.py) is called; left and right are the user's own."""
    return retold(KIND_WORDS.get(kind, kind.replace("_", " ")))


def figure_name(name: str) -> str:
    """What a compared figure (core/trends.py) is called."""
    return {
        "sitting_s": text("Sitting in a day"),
        "longest_bout_s": text("Longest at a stretch"),
        "good_share": text("Close to your baseline"),
        "breaks_per_h": text("Breaks in an hour at the desk"),
        "reminders": text("Reminders in a day"),
        "strain_peak": text("Highest load (estimate)"),
        "seen_share": text("Seen by the camera"),
    }.get(name, name.replace("_", " "))


def figure_value(name: str, value: float) -> str:
    """A compared figure in its unit."""
    if name.endswith("_s"):
        return duration(value)
    if name.endswith("_share"):
        return percent(value)
    return tenth(value) if name.endswith("_per_h") else f"{value:.0f}"


def tenth(value: float) -> str:
    """One decimal, with the mark that the language has for it."""
    whole, _, rest = f"{value:.1f}".partition(".")
    return text("{whole}.{rest}", whole=whole, rest=rest)


def standing_words(trend: Trend, *, one_day: bool) -> str:
    """How the figure lies beside the usual. A day is never news: outside of the middle half are half of all days."""
    if trend.usual is None:
        return text("too few days to compare yet")
    if trend.standing == "as usual" or (one_day and _reads_alike(trend)):
        return text("as usual") if one_day else text("no clear change")
    if one_day:
        return text("lower than on 3 of 4 days") if trend.standing == "lower" else text("higher than on 3 of 4 days")
    return text("lower than usual") if trend.standing == "lower" else text("higher than usual")


def _reads_alike(trend: Trend) -> bool:
    """Whether the figure, rounded as it is shown, is one end of the usual: then it is not called lower or higher."""
    if trend.now is None or trend.usual is None:
        return False
    ends = (figure_value(trend.name, trend.usual.low), figure_value(trend.name, trend.usual.high))
    return figure_value(trend.name, trend.now.middle) in ends


def weekday_name(weekday: int) -> str:
    """Two or three letters, Monday is 0."""
    return (text("Mon"), text("Tue"), text("Wed"), text("Thu"), text("Fri"), text("Sat"), text("Sun"))[weekday]


def month_name(month: int) -> str:
    """January is 1."""
    return retold(MONTHS[month - 1])
