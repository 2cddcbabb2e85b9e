"""A moment as two clocks saw it. The core never asks for the time: every Scene brings its Instant."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment, by the monotonic clock and by the wall clock.

    ``mono_s`` is for durations (s, any origin); ``utc`` is aware and is what the log keeps. ``utc_offset_s`` is how far
    local time was ahead of UTC at that moment (s), so that "today" follows the user across time zones.
    Raises ValueError if the times are not finite or not aware.
    """

    mono_s: float
    utc: datetime
    utc_offset_s: float = 0.0

    def __post_init__(self) -> None:
        if not math.isfinite(self.mono_s):
            raise ValueError(f"mono_s must be finite, not {self.mono_s}")
        if self.utc.utcoffset() != timedelta(0):
            raise ValueError(f"utc must be an aware time in UTC, not {self.utc!r}")
        if not abs(self.utc_offset_s) < 86_400:
            raise ValueError(f"utc_offset_s must be under a day, not {self.utc_offset_s}")

    @property
    def in_ms(self) -> Instant:
        """The same moment in whole milliseconds, as the log keeps it."""
        mono_ms = round(self.mono_s * 1000)
        utc = self.utc.replace(microsecond=self.utc.microsecond // 1000 * 1000)
        return Instant(mono_ms / 1000, utc, self.utc_offset_s)

    @property
    def local(self) -> datetime:
        """What the user's clock showed, naive."""
        return (self.utc + timedelta(seconds=self.utc_offset_s)).replace(tzinfo=None)

    @property
    def local_date(self) -> date:
        """The calendar day of the user at that moment."""
        return self.local.date()

    @property
    def midnight_utc(self) -> datetime:
        """When that day began by the clock that the user has now."""
        midnight = datetime.combine(self.local_date, time(), tzinfo=UTC)
        return midnight - timedelta(seconds=self.utc_offset_s)

    def gap_since(self, earlier: Instant) -> float:
        """Seconds that passed since ``earlier``, by whichever clock saw more of them.

        Linux stops the monotonic clock in suspend and anybody may set the wall clock; neither alone is trusted.
        """
        return max(self.mono_s - earlier.mono_s, (self.utc - earlier.utc).total_seconds())

    def shifted(self, seconds: float) -> Instant:
        """The moment ``seconds`` later (earlier if negative) on both clocks."""
        return Instant(self.mono_s + seconds, self.utc + timedelta(seconds=seconds), self.utc_offset_s)
