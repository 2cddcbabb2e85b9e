"""Why reminders wait at this moment: what goes on around the user, and the hours they chose. Pure: no clock, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posture_watch.core.around import Around
from posture_watch.core.instant import Instant

WeekDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ALL_DAYS: tuple[WeekDay, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hush = Literal["locked", "call", "full_screen", "do_not_disturb", "idle", "quiet_hours", "day_off"]

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Minutes after local midnight (0 to 1439), the end not within; over midnight if the end is lower."""

    start_min: int
    end_min: int

    def __post_init__(self) -> None:
        if not (0 <= self.start_min < MINUTES_A_DAY and 0 <= self.end_min < MINUTES_A_DAY):
            raise ValueError(f"minutes of a day are 0 to 1439, not {self.start_min} and {self.end_min}")
        if self.start_min == self.end_min:
            raise ValueError("quiet hours end at another time than they start")

    def holds(self, minute: int) -> bool:
        """Whether ``minute`` of the day is within; the end is not."""
        if self.start_min < self.end_min:
            return self.start_min <= minute < self.end_min
        return minute >= self.start_min or minute < self.end_min


@dataclass(frozen=True, slots=True)
class HushPolicy:
    """What the user wants to be left alone for. ``idle_s``: nobody seen and no key or mouse for so long (s)."""

    call: bool
    full_screen: bool
    do_not_disturb: bool
    idle_s: float
    quiet_hours: tuple[QuietHours, ...] = ()
    work_days: tuple[WeekDay, ...] = ALL_DAYS

    def __post_init__(self) -> None:
        if not self.idle_s > 0:
            raise ValueError(f"idle_s must be above zero, not {self.idle_s}")


def hush_of(around: Around, at: Instant, policy: HushPolicy, *, somebody: bool) -> Hush | None:
    """The first reason to wait, or None. ``somebody``: a person is seen, who reads without touching anything."""
    local = at.local
    reasons: tuple[tuple[Hush, bool | None], ...] = (
        ("locked", around.locked or around.asleep),
        ("call", policy.call and around.call),
        ("full_screen", policy.full_screen and around.full_screen),
        ("do_not_disturb", policy.do_not_disturb and around.do_not_disturb),
        ("quiet_hours", any(hours.holds(local.hour * 60 + local.minute) for hours in policy.quiet_hours)),
        ("day_off", ALL_DAYS[local.weekday()] not in policy.work_days),
        ("idle", not somebody and around.idle_s is not None and around.idle_s >= policy.idle_s),
    )
    return next((reason for reason, holds in reasons if holds), None)
