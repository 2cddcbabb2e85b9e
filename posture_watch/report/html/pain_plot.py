"""Pain as it was told over a period: a dot when it was written, a ring for the worst. No line in it is a trend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from posture_watch.core.diary import MOST_SCORE, Episode
from posture_watch.core.logged import local_time
from posture_watch.report.html.markup import Html, el, joined, percent_x
from posture_watch.texts import text

_TOP_Y, _HEIGHT = 28.0, 90.0
_LEFT = 0.045
"""The share on the left where the scores are written."""
_NUMBER_ROOM, _NARROW_ROOM = 0.028, 0.07
"""The least share of the width between two numbers, in a wide window and in a narrow one."""
_MOST_TICKS = 13
_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 600, 1200, 6000)


@dataclass(frozen=True, slots=True)
class Point:
    """What was told at a moment of the user's clock (naive): pain then, and the worst until then."""

    at: datetime
    now: int | None
    worst: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last`` across the picture."""

    first: date
    last: date

    def share(self, at: datetime) -> float:
        """Where a moment of the user's clock is, from 0 to 1 across the whole picture."""
        begin = datetime.combine(self.first, time())
        days = (at - begin) / timedelta(days=1) / ((self.last - self.first).days + 1)
        return _LEFT + (1 - _LEFT) * min(1.0, max(0.0, days))

    def has(self, at: datetime) -> bool:
        """Whether the moment is on one of the days."""
        return self.first <= at.date() <= self.last


def pain_plot(first: date, last: date, episodes: Sequence[Episode]) -> Html:
    """The picture. Each episode has its number where it began, also if no pain was told."""
    span = Span(first, last)
    parts = [
        el("title", text("Pain from 0 to 10 over the period, as it was told"), id="pain-title"),
        el("desc", text("The table of the episodes has it in words."), id="pain-words"),
        *(_score_line(score) for score in (0, 5, MOST_SCORE)),
        *_ticks(span),
        *_numbers(span, episodes),
        *(_course(span, points_of(episode)) for episode in episodes),
    ]
    return el(
        "svg", joined(parts), class_="chart pain", width="100%", height=_TOP_Y + _HEIGHT + 24, role="img",
        aria_labelledby="pain-title pain-words",
    )  # fmt: skip


def legend() -> Html:
    """What the signs mean."""
    signs = (
        (el("circle", cx=9, cy=8, r=4, class_="told"), text("pain when it was written")),
        (el("circle", cx=9, cy=8, r=4.5, class_="worst"), text("the worst until then")),
        (el("line", x1=9, x2=9, y1=0, y2=16, class_="began"), text("an episode began, with its number")),
    )
    items = [
        el("li", el("svg", sign, width=18, height=16, class_="swatch", aria_hidden="true"), words)
        for sign, words in signs
    ]
    return el("ul", joined(items), class_="legend")


def points_of(episode: Episode) -> list[Point]:
    """What was told of an episode, in the order of time: the worst of its beginning stands where it began."""
    entry = episode.entry
    points = [
        Point(entry.began_local.replace(tzinfo=None), None, entry.pain_worst),
        Point(
            max(local_time(entry.written_utc, entry.utc_offset_s), entry.began_local).replace(tzinfo=None),
            entry.pain_now,
            None,
        ),
        *(Point(later.at_local.replace(tzinfo=None), later.pain_now, later.pain_worst) for later in episode.follow_ups),
    ]
    return [point for point in points if point.now is not None or point.worst is not None]


def _y(score: float) -> float:
    return _TOP_Y + _HEIGHT * (1 - score / MOST_SCORE)


def _score_line(score: int) -> Html:
    line = el("line", x1=percent_x(_LEFT), x2="100%", y1=_y(score), y2=_y(score), class_="hour")
    return joined([line, el("text", str(score), x=percent_x(_LEFT - 0.012), y=_y(score) + 4, class_="tick right")])


def _course(span: Span, points: Iterable[Point]) -> Html:
    """The points of one episode, and thin lines that say which dots belong together."""
    inside = [point for point in points if span.has(point.at)]
    dots = [(percent_x(span.share(point.at)), _y(point.now)) for point in inside if point.now is not None]
    rings = [(percent_x(span.share(point.at)), _y(point.worst)) for point in inside if point.worst is not None]
    return joined(
        [
            *(el("line", x1=x1, x2=x2, y1=y1, y2=y2, class_="belongs") for (x1, y1), (x2, y2) in pairwise(dots)),
            *(el("circle", cx=x, cy=y, r=4.5, class_="worst") for x, y in rings),
            *(el("circle", cx=x, cy=y, r=3.0, class_="told") for x, y in dots),
        ]
    )


def _numbers(span: Span, episodes: Sequence[Episode]) -> Iterable[Html]:
    """A line where each began; its number where there is room for it."""
    last, last_narrow = -1.0, -1.0
    for episode in episodes:
        x = span.share(episode.entry.began_local.replace(tzinfo=None))
        yield el("line", x1=percent_x(x), x2=percent_x(x), y1=_TOP_Y - 12, y2=_TOP_Y + _HEIGHT, class_="began")
        if x - last < _NUMBER_ROOM:
            continue
        narrow = x - last_narrow >= _NARROW_ROOM
        yield el("text", str(episode.number), x=percent_x(x), y=_TOP_Y - 18, class_="tick" if narrow else "tick wide")
        last, last_narrow = x, x if narrow else last_narrow


def _ticks(span: Span) -> Iterable[Html]:
    """A short line and a date for some of the days."""
    days, by_month = _marked_days(span)
    for number, day in enumerate(days):
        x = span.share(datetime.combine(day, time()))
        y = _TOP_Y + _HEIGHT
        yield el("line", x1=percent_x(x), x2=percent_x(x), y1=y, y2=y + 5, class_="hour")
        words = f"{day:%Y-%m}" if by_month else f"{day:%m-%d}"
        side = "left" if x < _LEFT + 0.03 else "right" if x > 0.97 else ""
        yield el("text", words, x=percent_x(x), y=y + 18, class_=" ".join(filter(None, ("tick", side, _wide(number)))))


def _wide(number: int) -> str:
    """In a narrow window only every third date is written."""
    return "wide" if number % 3 else ""


def _marked_days(span: Span) -> tuple[list[date], bool]:
    """The days that get a date, a dozen at most; and whether they are first days of months."""
    length = (span.last - span.first).days + 1
    for step in _DAY_STEPS:
        if length <= step * _MOST_TICKS:
            return [span.first + timedelta(days=n) for n in range(0, length, step)], False
    firsts: list[date] = []
    months = [span.first.year * 12 + span.first.month - 1, span.last.year * 12 + span.last.month - 1]
    for step in _MONTH_STEPS:
        firsts = [date(m // 12, m % 12 + 1, 1) for m in range(months[0] + 1, months[1] + 1) if m % step == 0]
        if len(firsts) <= _MOST_TICKS:
            break
    return firsts, True
