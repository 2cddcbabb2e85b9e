"""The day as a picture: what was held, sitting at a stretch, load, and the reminders with what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from posture_watch.core.diary import Episode
from posture_watch.core.logged import LoggedBout, LoggedReminder, local_time
from posture_watch.core.summary import DaySummary
from posture_watch.core.words import duration
from posture_watch.report.html.axis import Axis, axis_of
from posture_watch.report.html.cells import CELLS, Run, runs
from posture_watch.report.html.looks import DIARY_MARK, MARKS, POSTURE_LOOKS
from posture_watch.report.html.markup import NOTHING, Html, el, joined, number, percent_x
from posture_watch.report.html.strain import strain_lane
from posture_watch.report.words import clock, utc_offset
from posture_watch.texts import text

_MARKS_Y = 12.0
_LANE_Y, _LANE_H = 24.0, 52.0
_BOUT_Y, _BOUT_H = 104.0, 22.0
_STRAIN_Y, _STRAIN_H = 156.0, 84.0
_LABELS_H = 22.0
_LABEL_ROOM, _NARROW_LABEL_ROOM = 0.075, 0.17
"""The least share of the width that takes a length of time in words, in a wide window and in a narrow one."""
_HOUR_ROOM = 0.028
_LEAST_BOUT = 0.002


def timeline(summary: DaySummary, episodes: Iterable[Episode] = ()) -> Html:
    """The picture; empty if the day has no detail."""
    if not summary.timeline:
        return Html("")
    axis = axis_of(summary.timeline)
    load = strain_lane(summary.minutes, axis, _STRAIN_Y, _STRAIN_H)
    bottom = (_STRAIN_Y + _STRAIN_H if load else _BOUT_Y + _BOUT_H) + 8
    changes = axis.changes()
    picture = joined(
        [
            el(
                "title",
                text("The day from {first} to {last}", first=_edge(axis, 0), last=_edge(axis, -1)),
                id="day-title",
            ),
            el("desc", text("The same in words stands below, hour by hour."), id="day-words"),
            _grid(axis, bottom),
            _postures(runs(summary.timeline, axis)),
            _marks(summary.reminders, axis),
            _diary_marks(episodes, axis),
            el("text", text("Sitting at a stretch"), x=0, y=_BOUT_Y - 7, class_="lane"),
            _bouts(summary.bouts, axis),
            load,
            *(_change(axis, index, *change, bottom) for index, change in enumerate(changes)),
        ]
    )
    height = bottom + _LABELS_H + 16 * len(changes)
    return el(
        "svg", picture, class_="chart", width="100%", height=height, role="img", aria_labelledby="day-title day-words"
    )


def clock_words(summary: DaySummary) -> list[str]:
    """A sentence for each change of the user's clock on that day."""
    if not summary.timeline:
        return []
    return [
        text(
            "At {before} ({old}) the clock changed to {after} ({new}).",
            before=clock(old), old=utc_offset(old), after=clock(new), new=utc_offset(new),
        )
        for old, new in axis_of(summary.timeline).changes()
    ]  # fmt: skip


def _edge(axis: Axis, which: int) -> str:
    stretch = axis.stretches[which]
    return clock(local_time(stretch.end_utc if which else stretch.start_utc, stretch.utc_offset_s))


def _grid(axis: Axis, bottom: float) -> Html:
    """A line an hour, and its number where there is room; in a narrow window only every other or third has one."""
    every = 2 + (axis.end_utc - axis.start_utc) // timedelta(hours=10)
    changes = [axis.share(stretch.start_utc) for stretch in axis.stretches[1:]]
    lines: list[Html] = []
    numbers: list[Html] = []
    last = -1.0
    for hour in axis.hours():
        x = axis.share(hour)
        lines.append(el("line", x1=percent_x(x), x2=percent_x(x), y1=_LANE_Y, y2=bottom))
        if x - last >= _HOUR_ROOM and all(x >= change or change - x >= _HOUR_ROOM for change in changes):
            class_ = None if hour.hour % every == 0 else "wide"
            numbers.append(el("text", f"{hour:%H}", x=percent_x(x), class_=class_))
            last = x
    words = el("g", *numbers, class_="hours", transform=f"translate(0,{number(bottom + 16)})")
    return joined([el("g", *lines, class_="hour"), words])


def _postures(found: Iterable[Run]) -> Html:
    """A group for each posture: a bar is a thick line that says no more than from where to where."""
    groups: list[Html] = []
    runs_found = list(found)
    for posture, look in POSTURE_LOOKS.items():
        height = _LANE_H * look.height
        bars = [
            el("line", x1=percent_x(run.first / CELLS), x2=percent_x(run.end / CELLS))
            for run in runs_found
            if run.posture == posture
        ]
        if bars:
            middle = f"translate(0,{number(_LANE_Y + _LANE_H - height / 2)})"
            groups.append(el("g", joined(bars), class_=look.name, stroke_width=height, transform=middle))
    return el("g", joined(groups), class_="lanes")


def _marks(reminders: Iterable[LoggedReminder], axis: Axis) -> Html:
    """Those at the same place with the same answer are one."""
    places = dict.fromkeys((MARKS[r.outcome], percent_x(axis.share(r.due_utc))) for r in reminders)
    marks = (el("use", href=f"#{shape}", x=x) for shape, x in places)
    return el("g", *marks, transform=f"translate(0,{number(_MARKS_Y)})")


def _diary_marks(episodes: Iterable[Episode], axis: Axis) -> Html:
    """Where episodes began, as far as the picture reaches."""
    began = (episode.entry.began_utc for episode in episodes)
    places = dict.fromkeys(percent_x(axis.share(at)) for at in began if axis.start_utc <= at <= axis.end_utc)
    if not places:
        return NOTHING
    marks = (el("use", href=f"#{DIARY_MARK}", x=x) for x in places)
    return el("g", *marks, transform=f"translate(0,{number(_MARKS_Y)})")


def _bouts(bouts: Iterable[LoggedBout], axis: Axis) -> Html:
    """The bars, and the length of those that have room for it."""
    bars: list[Html] = []
    words: list[Html] = []
    for bout in bouts:
        start, end = axis.share(bout.start_utc), axis.share(bout.end_utc)
        width = max(end - start, _LEAST_BOUT)
        bars.append(el("rect", x=percent_x(start), width=percent_x(width), height=_BOUT_H, rx=4))
        if width >= _LABEL_ROOM:
            class_ = "in-bar" if width >= _NARROW_LABEL_ROOM else "in-bar wide"
            words.append(el("text", duration(bout.sitting_s), x=percent_x(start + width / 2), y=15, class_=class_))
    return el("g", el("g", *bars, class_="bout"), *words, transform=f"translate(0,{number(_BOUT_Y)})")


def _change(axis: Axis, index: int, old: datetime, new: datetime, bottom: float) -> Html:
    """The line at which the clock changed, and what it changed to."""
    moment = axis.stretches[index + 1].start_utc
    x, y = axis.share(moment), bottom + _LABELS_H + 11 + 16 * index
    line = el("line", x1=percent_x(x), x2=percent_x(x), y1=0, y2=bottom + 3, class_="change")
    words = f"{utc_offset(old)} → {utc_offset(new)}"
    anchor = "tick left" if x < 0.15 else "tick right" if x > 0.85 else "tick"
    return joined([line, el("text", words, x=percent_x(x), y=y, class_=anchor)])
