"""Sitting bouts: seconds somebody was really seen sitting, ended by a natural break, not by a cup of coffee fetched."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.core.events import BoutEnded, Event
from posture_watch.core.instant import Instant


@dataclass(frozen=True, slots=True)
class Bout:
    """The running bout: when it began, when the person was last seen in it, and the seconds seen sitting."""

    start: Instant | None = None
    last_seen: Instant | None = None
    sitting_s: float = 0.0


def sat(bout: Bout, at: Instant, sat_s: float) -> Bout:
    """The person is there, and sat for another ``sat_s`` seconds."""
    return Bout(bout.start or at, at, bout.sitting_s + sat_s)


def rested(bout: Bout, at: Instant, break_s: float) -> tuple[Bout, list[Event]]:
    """Nobody is seen at ``at``: ``break_s`` seconds after the last sight the bout is over, and ended at that sight."""
    if bout.start is None or bout.last_seen is None or at.gap_since(bout.last_seen) < break_s:
        return bout, []
    return Bout(), [BoutEnded(at, bout.start, bout.last_seen, bout.sitting_s)]
