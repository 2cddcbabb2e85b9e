"""Different people at the same desk for a working day each: how often would strain and stillness speak?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from months.body import Habits
from months.calendar import Session
from months.desk import Desk, beginning, default_settings
from posture_watch.core.events import Event, MinuteEnded, ReminderDue, RuleCleared, RuleRaised
from posture_watch.core.history import Begun
from posture_watch.core.settings import Settings

STILL = Habits(slump=0.0, near=0.0, glances=0.0, shift_every_s=1e9, shift=0.0, sway=0.0)
UPRIGHT = Habits(slump=0.0, near=0.0)
SITTERS: dict[str, Habits] = {
    "upright, not moving at all": STILL,
    "upright, moving as people do": UPRIGHT,
    "… looking down 10 % of the time": replace(UPRIGHT, glances=0.10),
    "… looking down 20 % of the time": replace(UPRIGHT, glances=0.20),
    "… 3 cm nearer than calibrated": replace(UPRIGHT, nearer=0.05),
    "… 6 cm nearer than calibrated": replace(UPRIGHT, nearer=0.10),
    "sinks a little (0.4 of a full slump)": Habits(slump=0.4),
    "sinks (0.75)": Habits(slump=0.75),
    "sinks deeply (1.2)": Habits(slump=1.2, near=0.1),
}
FIRST = date(2026, 6, 1)
HOURS = 8.75
"""A working day: about 8 hours at the desk."""
DESK = ("good", "poor", "unknown")


@dataclass(frozen=True, slots=True)
class Told:
    """What was raised and said, in 8 hours at the desk; ``strained`` is the share of minutes with strain over the
    watch limit, ``watched`` that of the time in which it is active, ``typical`` and ``peak`` the median
    and the highest strain."""

    desk_h: float
    reminders: float
    raised: dict[str, float]
    reminded: dict[str, float]
    strained: float
    watched: float
    typical: float
    peak: float


def told(habits: Habits, days: int, *, interval_s: float = 15.0, settings: Settings | None = None) -> Told:
    """What a person is told over so many days."""
    settings = settings or default_settings(interval_s)
    return summed([event for number in range(days) for event in a_day(habits, number, settings)])


def a_day(habits: Habits, number: int, settings: Settings) -> list[Event]:
    """One working day of the person, without a log."""
    session = Session(FIRST + timedelta(days=number), 8.5, 8.5 + HOURS)
    return Desk(session, settings, habits, Begun(beginning(session)), None).live()


def summed(events: list[Event]) -> Told:
    """The events as figures of 8 hours."""
    minutes = [event.minute for event in events if isinstance(event, MinuteEnded)]
    desk_h = sum(sum(minute.seconds.get(name, 0.0) for name in DESK) for minute in minutes) / 3600.0  # type: ignore[call-overload]
    strains = [minute.strain for minute in minutes if minute.strain is not None and minute.sitting_s > 0]
    raised = [event.rule for event in events if isinstance(event, RuleRaised)]
    return Told(
        desk_h,
        sum(isinstance(event, ReminderDue) for event in events) / desk_h * 8.0,
        _a_day(raised, desk_h),
        _a_day(_spoken(events), desk_h),
        sum(strain > 70 for strain in strains) / max(1, len(strains)),
        _active_s(events, "strain_watch") / 3600.0 / desk_h,
        median(strains) if strains else 0.0,
        max(strains, default=0.0),
    )


def _spoken(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        if isinstance(event, ReminderDue):
            yield from event.rules


def _active_s(events: Iterable[Event], rule: str) -> float:
    """For how long the rule was active (s)."""
    seconds, since = 0.0, None
    for event in events:
        if isinstance(event, RuleRaised) and event.rule == rule:
            since = event.at.utc
        elif isinstance(event, RuleCleared) and event.rule == rule and since is not None:
            seconds, since = seconds + (event.at.utc - since).total_seconds(), None
    return seconds


def _a_day(names: Iterable[str], desk_h: float) -> dict[str, float]:
    names = list(names)
    return {name: names.count(name) / desk_h * 8.0 for name in names}
