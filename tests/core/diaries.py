"""Words for telling a diary and a log to what looks at the hours before: days at the desk, spasms on some of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from posture_watch.core.diary import DiaryEntry, EntryKind, Episode, FollowUp
from posture_watch.core.intervals import Interval, Posture

MONDAY = date(2026, 2, 2)
HOUR_S = 3600.0


def clock(day: date, hour: float, offset_h: float = 1.0) -> datetime:
    """The moment at which a clock ``offset_h`` ahead of UTC shows ``hour`` on that day; 25 is an hour after it."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(hours=hour - offset_h)


def spasm(
    number: int,
    day: date,
    hour: float,
    offset_h: float = 1.0,
    *,
    kind: EntryKind = "spasm",
    lasted_h: float | None = None,
    still_days: tuple[float, ...] = (),
) -> Episode:
    """An entry; ``still_days`` later it was said to hurt still."""
    began, offset_s = clock(day, hour, offset_h), offset_h * HOUR_S
    lasted_s = None if lasted_h is None else lasted_h * HOUR_S
    entry = DiaryEntry(f"{number:032x}", kind, began, offset_s, began, duration_s=lasted_s)
    later = tuple(
        FollowUp(f"{number}{index:031x}", entry.key, began + timedelta(days=days), offset_s, pain_now=4)
        for index, days in enumerate(still_days)
    )
    return Episode(number, entry, later)


def sat(
    day: date, start: float, end: float, posture: Posture = "good", offset_h: float = 1.0, *, sitting: bool = True
) -> Interval:
    """An interval by the clock of that day."""
    return Interval(
        clock(day, start, offset_h), clock(day, end, offset_h), posture, sitting, utc_offset_s=offset_h * HOUR_S
    )


def there(day: date, start: float, end: float, sitting_h: float, offset_h: float = 1.0) -> list[Interval]:
    """Watched from ``start`` to ``end``: first sitting for so many hours, then away."""
    return [
        sat(day, start, start + sitting_h, offset_h=offset_h),
        sat(day, start + sitting_h, end, "away", offset_h, sitting=False),
    ]


def days_before(day: date, number: int, *, sitting_h: float = 0.5, start: float = 8, end: float = 10) -> list[Interval]:
    """The days from ``number`` before ``day`` up to it, each watched from 8 to 10 o'clock."""
    return [one for back in range(number, -1, -1) for one in there(day - timedelta(days=back), start, end, sitting_h)]
