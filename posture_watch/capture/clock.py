"""The only place where live frames get their time."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from posture_watch.core.instant import Instant


class Clock:
    """Both clocks of this computer."""

    def now(self) -> Instant:
        """This moment in whole milliseconds, with the user's present distance from UTC."""
        utc = datetime.now(UTC)
        offset = utc.astimezone().utcoffset()
        return Instant(self.mono_s(), utc, offset.total_seconds() if offset else 0.0).in_ms

    def mono_s(self) -> float:
        """Seconds of the monotonic clock (it stops in suspend on Linux)."""
        return time.monotonic()
