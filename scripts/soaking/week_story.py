"""A week as it was: what the person did, when nobody could watch, what went wrong. Drawn from a seed; the truth comes
from here and not from the program."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal

Doing = Literal["upright", "slump", "tilt", "away", "call"]
Off = Literal["killed", "stopped", "asleep", "asleep, clock goes on", "locked", "paused", "unplugged"]
Wrong = Literal[
    "full disk", "read-only disk", "settings", "broken settings", "camera settings", "snooze", "recalibrate"
]

MONDAY_UTC = datetime(2026, 3, 23, 7, 0, tzinfo=UTC)
"""The week that ends with the night of summer time."""
WINTER_S, SUMMER_S = 3600.0, 7200.0
DAY_S = 86_400.0
SITTING = ("upright", "slump", "tilt")
DAYTIME: tuple[Off, ...] = ("killed", "stopped", "asleep", "asleep, clock goes on", "locked", "paused", "unplugged")
NIGHTS: tuple[Off, ...] = ("asleep", "asleep, clock goes on", "killed", "stopped")
WRONGS: tuple[Wrong, ...] = (
    "full disk", "read-only disk", "settings", "broken settings", "camera settings", "snooze", "recalibrate",
)  # fmt: skip
ENDS_A_LIFE = ("killed", "stopped")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start_s`` to before ``end_s``, seconds since the week began."""

    doing: Doing
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Outage:
    """Nobody watches."""

    kind: Off
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that must not change a figure."""

    kind: Wrong
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Setting:
    """The clock is set: from then on it is ``shift_s`` ahead of the true time, ``utc_offset_s`` ahead of UTC."""

    at_s: float
    shift_s: float
    utc_offset_s: float


@dataclass(frozen=True, slots=True)
class Story:
    """All of it, each in the order of time."""

    seed: int
    stretches: tuple[Stretch, ...]
    outages: tuple[Outage, ...]
    troubles: tuple[Trouble, ...]
    settings: tuple[Setting, ...]
    end_s: float

    def doing_at(self, moment_s: float) -> Doing | None:
        """What the person does; None: it is night."""
        return next((s.doing for s in self.stretches if s.start_s <= moment_s < s.end_s), None)

    def measured_s(self, every_s: float) -> Iterator[float]:
        """Moments of each day at which somebody watches and has done so for a while."""
        for number in range(1, int(self.end_s / every_s)):
            moment_s = number * every_s
            if self.doing_at(moment_s) is None:
                continue
            if not any(o.start_s - 5 <= moment_s < o.end_s + 300 for o in self.outages):
                yield moment_s

    def setting_at(self, moment_s: float) -> Setting:
        return [s for s in self.settings if s.at_s <= moment_s][-1]

    def over_s(self, outage: Outage) -> float:
        """When it is over: a pause by whichever clock saw more of it, so sooner if that is set forward meanwhile."""
        if outage.kind != "paused":
            return outage.end_s
        before = self.setting_at(outage.start_s)
        set_in_it = [s for s in self.settings if outage.start_s < s.at_s < outage.end_s]
        return min([outage.end_s, *(max(s.at_s, outage.end_s - s.shift_s + before.shift_s) for s in set_in_it)])


@dataclass(frozen=True, slots=True)
class Lived:
    """The truth in a piece: what somebody who watched would have seen, by the clock on the wall (UTC)."""

    doing: Doing
    start: datetime
    end: datetime
    utc_offset_s: float

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()

    @property
    def sitting(self) -> bool:
        return self.doing in SITTING


def drawn(seed: int, *, hours: float, kills: bool, clocks: bool = True) -> Story:
    """The week of ``seed`` with ``hours`` at the desk a day. Without ``kills`` it is one life of the monitor."""
    dice = random.Random(seed)  # noqa: S311  # a story
    kinds: list[Off] = [kind for kind in DAYTIME if kills or kind not in ENDS_A_LIFE]
    nights: list[Off] = [kind for kind in NIGHTS if kills or kind not in ENDS_A_LIFE]
    stretches, outages, troubles = list[Stretch](), list[Outage](), list[Trouble]()
    settings = [Setting(0.0, 0.0, WINTER_S)]
    begins_s = [0.0, *(round(day * DAY_S + dice.uniform(0, 3600), 1) for day in range(1, 7))]
    for day, begin_s in enumerate(begins_s):
        end_s = begin_s + hours * 3600 * (0.5 if day > 4 else 1.0)
        stretches += _day(dice, begin_s, end_s)
        outages += _outages(dice, kinds, begin_s, end_s)
        troubles += _troubles(dice, begin_s, end_s, outages)
        if clocks:
            settings += _clock(dice, day, begin_s, end_s, settings[-1])
        if day < 6:
            outages.append(Outage(dice.choice(nights), end_s, begins_s[day + 1]))
    last_s = max(s.end_s for s in stretches)
    return Story(seed, tuple(stretches), tuple(outages), tuple(troubles), tuple(settings), last_s)


def _day(dice: random.Random, begin_s: float, end_s: float) -> Iterator[Stretch]:
    at_s, before = begin_s, "away"
    while at_s < end_s:
        doing: Doing = dice.choices(("upright", "slump", "tilt", "away", "call"), (6, 3, 2, 3, 1))[0]
        if doing == before:
            continue
        minutes = dice.uniform(3, 25) if doing in ("away", "call") else dice.uniform(4, 45)
        until_s = min(end_s, at_s + round(60 * minutes, 1))
        yield Stretch(doing, at_s, until_s)
        at_s, before = until_s, doing


def _outages(dice: random.Random, kinds: Sequence[Off], begin_s: float, end_s: float) -> list[Outage]:
    """One an hour or so, none over another."""
    found, at_s = list[Outage](), begin_s + dice.uniform(300, 1800)
    while at_s < end_s - 900:
        kind = dice.choice(kinds)
        long_s = dice.uniform(5, 400) if kind in ENDS_A_LIFE else dice.uniform(100, 900)
        found.append(Outage(kind, round(at_s, 2), round(min(at_s + long_s, end_s - 60), 2)))
        at_s = found[-1].end_s + dice.uniform(400, 4500)
    return found


def _troubles(dice: random.Random, begin_s: float, end_s: float, outages: Sequence[Outage]) -> list[Trouble]:
    """A disk that refuses has taken everything again before the monitor is killed: what it did not take, nobody has."""
    found, at_s = list[Trouble](), begin_s + dice.uniform(200, 1500)
    while at_s < end_s - 600:
        until_s = at_s + dice.uniform(30, 500)
        clear = all(o.end_s < at_s - 30 or o.start_s > until_s + 30 for o in outages)
        if clear:
            found.append(Trouble(dice.choice(WRONGS), round(at_s, 2), round(until_s, 2)))
        at_s = until_s + dice.uniform(100, 2500)
    return found


def _clock(dice: random.Random, day: int, begin_s: float, end_s: float, now: Setting) -> Iterator[Setting]:
    """Set by a moment, by minutes, forward and back; a trip to another zone and home; summer time on Sunday."""
    if day == 6:
        now = replace(now, at_s=day * DAY_S - 6 * 3600, utc_offset_s=now.utc_offset_s + SUMMER_S - WINTER_S)
        yield now
    length_s = end_s - begin_s
    for share in sorted(dice.uniform(0.1, 0.9) for _ in range(dice.choice((0, 1, 1, 2)))):
        at_s = round(begin_s + share * length_s, 2)
        if dice.random() < 0.3:
            now = replace(now, at_s=at_s, utc_offset_s=now.utc_offset_s + dice.choice((-3600.0, 3600.0, 19_800.0)))
        else:
            by_s = dice.choice((0.4, -0.4, 3.0, -3.0, 40.0, -40.0, 300.0, -300.0, 900.0, -900.0))
            now = replace(now, at_s=at_s, shift_s=now.shift_s + by_s)
        yield now


def truth(story: Story) -> list[Lived]:
    """What was to be seen, by the clock on the wall: an hour that it showed twice belongs to what it showed first.

    A clock that was set back is waited for, as core/timeline has it: until it shows again what it showed already,
    nothing is counted, also where there is a gap. A new start knows nothing of that.
    """
    taken, found = list[tuple[datetime, datetime]](), list[Lived]()
    shown, life = MONDAY_UTC, 0
    for doing, start_s, end_s in _watched(story):
        now = sum(o.kind in ENDS_A_LIFE and o.end_s <= start_s for o in story.outages)
        setting = story.setting_at(start_s)
        start, end = (MONDAY_UTC + timedelta(seconds=s + setting.shift_s) for s in (start_s, end_s))
        begun = start if now != life else min(max(start, shown), end)
        for piece in _left((begun, end), taken):
            found.append(Lived(doing, *piece, setting.utc_offset_s))
        taken.append((start, end))
        shown, life = end if now != life else max(shown, end), now
    return found


def _watched(story: Story) -> Iterator[tuple[Doing, float, float]]:
    """Pieces of one doing and one setting of the clock, without the outages."""
    cuts = {0.0, story.end_s}
    cuts |= {edge for s in story.stretches for edge in (s.start_s, s.end_s)}
    cuts |= {edge for o in story.outages for edge in (o.start_s, story.over_s(o))}
    cuts |= {setting.at_s for setting in story.settings}
    ordered = sorted(cuts)
    for start_s, end_s in pairwise(ordered):
        doing = story.doing_at(start_s)
        if doing is not None and not any(o.start_s <= start_s < story.over_s(o) for o in story.outages):
            yield doing, start_s, end_s


def _left(
    span: tuple[datetime, datetime], taken: Sequence[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    pieces = [span]
    for first, last in taken:
        pieces = [
            part
            for start, end in pieces
            for part in ((start, min(end, first)), (max(start, last), end))
            if part[0] < part[1]
        ]
    return pieces


def local_day(moment: datetime, utc_offset_s: float) -> date:
    return (moment + timedelta(seconds=utc_offset_s)).date()
