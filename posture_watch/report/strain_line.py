"""The load of a day as a line of columns: how high it went, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from posture_watch.core.intervals import Minute
from posture_watch.core.logged import local_time
from posture_watch.core.summary import DaySummary
from posture_watch.report.layout import COLUMNS, LABEL, labelled, load_note
from posture_watch.report.strip import Ink, column
from posture_watch.report.words import clock
from posture_watch.texts import text

_FULL = 100.0
_STEP_MIN = (10, 15, 20, 30, 60)
_CLOCK = 6


def strain_lines(summary: DaySummary, ink: Ink) -> list[str]:
    """The highest load of the day, when, and how it went; none if it was not followed."""
    peak = summary.figures.strain_peak
    if peak is None:
        return []
    followed = [minute for minute in summary.minutes if minute.strain is not None]
    said = text("at most {peak:.0f} (100: time for a break)", peak=peak)
    if followed:
        highest = max(followed, key=lambda minute: minute.strain or 0.0)
        when = clock(local_time(highest.start_utc, highest.utc_offset_s))
        said = text("at most {peak:.0f}, at {clock} (100: time for a break)", peak=peak, clock=when)
    note = load_note(summary.figures.judged_s, summary.figures.desk_s)
    return labelled(text("Load"), [said, *_columns(followed, ink), *note])


def _columns(followed: Sequence[Minute], ink: Ink) -> list[str]:
    """A column for each ten minutes (more on a long day), the highest of them; blank where nothing was followed."""
    if len(followed) < 2:
        return []
    begin, end = followed[0].start_utc, followed[-1].start_utc
    room = COLUMNS - LABEL - 2 * _CLOCK
    step_min = next((s for s in _STEP_MIN if (end - begin) / timedelta(minutes=s) < room), _STEP_MIN[-1])
    highest: dict[int, float] = {}
    for minute in followed:
        place = (minute.start_utc - begin) // timedelta(minutes=step_min)
        highest[place] = max(highest.get(place, 0.0), minute.strain or 0.0)
    cells = "".join(column(highest[n] / _FULL, ink) if n in highest else " " for n in range(max(highest) + 1))
    first, last = (clock(local_time(m.start_utc, m.utc_offset_s)) for m in (followed[0], followed[-1]))
    return [f"{first} {cells[:room]} {last}"]
