"""What an export carries beyond the facts of a day, so that another computer can go on where this one stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
