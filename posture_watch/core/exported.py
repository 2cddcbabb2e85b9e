"""What an export carries beyond the facts of a day, so that another computer can go on where this one stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from posture_watch.core.diary import DiaryEntry
from posture_watch.core.exposure import LOOK_BACK_DAYS, REACH, Window


@dataclass(frozen=True, slots=True)
class Run:
    """One start of the monitor. ``ended_utc`` is None while it runs; ``clean`` is False if it was killed."""

    started_utc: datetime
    version: str
    ended_utc: datetime | None
    clean: bool


@dataclass(frozen=True, slots=True)
class ReadingsBlock:
    """Some minutes of readings, packed as the log packs them (``entries``)."""

    start_utc: datetime
    end_utc: datetime
    utc_offset_s: float
    entries: bytes

    def __post_init__(self) -> None:
        if self.end_utc < self.start_utc:
            raise ValueError(f"readings cannot end ({self.end_utc}) before they start ({self.start_utc})")


@dataclass(frozen=True, slots=True)
class NumberedEntry(DiaryEntry):
    """An entry of the diary with the ``number`` that it has in the log it comes from."""

    number: int = 1

    def __post_init__(self) -> None:
        DiaryEntry.__post_init__(self)  # with slots there is another class of this name, which super() does not know
        if self.number < 1:
            raise ValueError(f"numbers begin at 1, this is {self.number}")


_FURTHEST = REACH + timedelta(days=LOOK_BACK_DAYS + 2)
"""The same hours by the user's clock, which may have been carried to another zone in between."""


@dataclass(frozen=True, slots=True)
class HoursBefore:
    """The hours before an episode (``is_case``), or the same ones of an earlier day, as two figures: ``sitting_s`` of
    ``watched_s`` seconds from ``start_utc`` on. ``entry_key`` and ``began_utc`` are those of the entry."""

    entry_key: str
    began_utc: datetime
    is_case: bool
    start_utc: datetime
    sitting_s: float
    watched_s: float

    def __post_init__(self) -> None:
        Window(self.start_utc, self.sitting_s, self.watched_s)
        before = self.began_utc - self.start_utc
        if (before != REACH) if self.is_case else not (REACH < before <= _FURTHEST):
            raise ValueError(f"these hours ({self.start_utc}) are not compared with an episode of {self.began_utc}")
