"""Clocks that are set, zones that change, nights that are slept through: what was sat is what the log says."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from soaking.desk import Desk
from soaking.told_clock import ToldClock

from posture_watch.core.instant import Instant
from posture_watch.store.log import Log
from tests.faults.conftest import Figures, Rounds
from tests.store.log_story import NOTHING_OPEN, T0, ended

EVERY_S = 15.0
AT_A_JUMP_S = 2 * EVERY_S
"""What a jump may cost: the time since the look before it, and until the first one after it."""
YEAR_S = 365 * 86_400.0
FAR = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2150, 1, 1, tzinfo=UTC))
NIGHT_UTC = datetime(2026, 3, 28, 23, 40, tzinfo=UTC)
"""Twenty minutes before midnight in winter time of the zone in which the clock goes forward at 1:00 UTC."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What the log says of it: seconds sat in all and by the user's own days; whether intervals overlap."""

    sat_s: float
    by_day_s: dict[date, float]
    overlap: bool


def sit(home: Path, clock: ToldClock, hours: float, acts: list[tuple[float, Callable[[], object]]]) -> Lived:
    """Somebody sits for so long while the computer is awake; ``acts`` with the seconds of being awake before them."""
    with Desk(home, clock, interval_s=EVERY_S) as desk:
        for passed_s, act in acts:
            clock.at(passed_s, act)
        clock.at(hours * 3600, lambda: desk.ask("stop"))
        desk.live.run()
    with Log.open_readonly(desk.paths.database_file) as log:
        spans = [(one.start_utc, one.end_utc) for one in log.intervals(*FAR)]
        sat_s = sum(one.duration_s for one in log.intervals(*FAR) if one.sitting)
        reach = log.local_reach()
        assert reach is not None
        days: dict[date, float] = {}
        for start, _ in spans:
            around = start.date()
            for day in (around - timedelta(days=1), around, around + timedelta(days=1)):
                figures = log.day(day, break_s=60.0)
                if figures is not None:
                    days[day] = figures.figures.sitting_s
    return Lived(sat_s, days, any(a[1] > b[0] for a, b in pairwise(spans)))


def set_by(clock: ToldClock, seconds: float) -> None:
    clock.shift_s += seconds


def travel(clock: ToldClock, hours: float) -> None:
    clock.utc_offset_s += hours * 3600


JUMPS = {
    "two hours forward": 7200.0,
    "ten minutes forward": 600.0,
    "a day forward": 86_400.0,
    "ten years forward": 10 * YEAR_S,
    "two years back": -2 * YEAR_S,
    "back to 1970": -(NIGHT_UTC - datetime(1970, 1, 2, tzinfo=UTC)).total_seconds(),
}


@pytest.mark.parametrize("name", JUMPS)
def test_a_clock_that_is_set_costs_no_time_and_gives_none(tmp_path: Path, name: str, figures: Figures) -> None:
    clock = ToldClock(NIGHT_UTC)
    lived = sit(tmp_path, clock, 0.5, [(900.0, lambda: set_by(clock, JUMPS[name]))])
    figures(f"the clock set {name}, somebody sits on", sat_s=1800, logged_s=round(lived.sat_s))
    assert 1800 - AT_A_JUMP_S <= lived.sat_s <= 1800
    assert not lived.overlap


def test_a_clock_that_is_set_back_does_not_count_that_time_twice(tmp_path: Path, figures: Figures) -> None:
    """Twenty minutes come twice: the first account of it stays."""
    clock = ToldClock(NIGHT_UTC)
    lived = sit(tmp_path, clock, 1.0, [(2400.0, lambda: set_by(clock, -1200.0))])
    figures("set back twenty minutes: they are logged once", sat_s=3600, logged_s=round(lived.sat_s))
    assert 2400 - AT_A_JUMP_S <= lived.sat_s <= 2400
    assert not lived.overlap


def test_a_clock_that_is_wrong_for_a_while_takes_no_detail_along(tmp_path: Path, figures: Figures) -> None:
    """Ten years forward, all detail is older than it is to be kept: one wrong moment must not be believed."""
    path = tmp_path / "log.sqlite"
    with Log.open(path, now=Instant(0.0, T0, 0.0)) as log:
        for day in range(20):
            log.append([ended(86_400 * day, 86_400 * day + 600)], NOTHING_OPEN)
        later = Instant(0.0, T0 + timedelta(days=3650), 0.0)
        log.append([ended(86_400 * 3650 - 60, 86_400 * 3650)], NOTHING_OPEN)
        believed = log.may_forget(90, later)
        for day in (3651, 3652):
            log.append([ended(86_400 * day - 60, 86_400 * day)], NOTHING_OPEN)
        believed_on_the_third_day = log.may_forget(90, later.shifted(2 * 86_400))
    figures("ten years forward: detail of 20 days is let go", on_the_first_day=0, on_the_third_day=20)
    assert (believed, believed_on_the_third_day) == (False, True)


@pytest.mark.parametrize(("name", "hours"), [("forward", 1.0), ("back", -1.0)])
def test_daylight_saving(tmp_path: Path, name: str, hours: float, figures: Figures) -> None:
    """At night, from an hour before midnight on: each day has what was sat on it."""
    clock = ToldClock(NIGHT_UTC)
    lived = sit(tmp_path, clock, 1.0, [(2400.0, lambda: travel(clock, hours))])
    first, second = date(2026, 3, 28), date(2026, 3, 29)
    figures(f"daylight saving goes {name} at night", sat_s=3600, logged_s=round(lived.sat_s), days=2)
    assert 3600 - AT_A_JUMP_S <= lived.sat_s <= 3600
    after_midnight_s = 1200 if hours < 0 else 2400  # back: the last twenty minutes are of the day before again
    assert lived.by_day_s[second] == pytest.approx(after_midnight_s, abs=AT_A_JUMP_S)
    assert lived.by_day_s[first] == pytest.approx(3600 - after_midnight_s, abs=AT_A_JUMP_S)


@pytest.mark.parametrize("hours", [9.0, -8.0])
def test_another_time_zone(tmp_path: Path, hours: float, figures: Figures) -> None:
    clock = ToldClock(NIGHT_UTC)
    lived = sit(tmp_path, clock, 0.5, [(900.0, lambda: travel(clock, hours))])
    figures(f"the user travels {hours:+.0f} h while sitting", sat_s=1800, logged_s=round(lived.sat_s))
    assert 1800 - AT_A_JUMP_S <= lived.sat_s <= 1800
    assert sum(lived.by_day_s.values()) == pytest.approx(lived.sat_s, abs=60)
    assert not lived.overlap


def happen(clock: ToldClock, kind: int, size: float) -> None:
    """A suspend, a clock set forward, or another zone; ``size`` from 0 to 1."""
    match kind:
        case 0:
            clock.sleep_through(40_000 * size, mono_goes_on=size * 100 % 2 < 1)
        case 1:
            set_by(clock, 30 + 100_000 * size)
        case _:
            travel(clock, (-8.0, -1.0, 1.0, 5.5)[int(size * 4)])


def test_whatever_happens_to_the_clocks(tmp_path: Path, rounds: Rounds, figures: Figures) -> None:
    """Suspends by either clock, jumps forward and zones, up to six in a row, drawn at random."""
    seeds, worst_s, more = rounds(2, 60), 0.0, 0
    for seed in range(seeds):
        chance = random.Random(seed)
        clock = ToldClock(NIGHT_UTC)
        count = chance.randint(1, 6)
        acts: list[tuple[float, Callable[[], object]]] = []
        slept_s = 0.0
        for number in range(count):
            passed_s = slept_s + 1800.0 * (number + 1) / (count + 1)
            kind, size = chance.randrange(3), chance.random()
            slept_s += 40_000 * size if kind == 0 else 0.0
            acts.append((passed_s, partial(happen, clock, kind, size)))
        lived = sit(tmp_path / str(seed), clock, 0.5 + slept_s / 3600, acts)
        worst_s = max(worst_s, 1800 - lived.sat_s)
        more += lived.sat_s > 1800 or lived.overlap or lived.sat_s < 1800 - count * AT_A_JUMP_S
    lost_s = round(worst_s)
    figures(
        "half an hour of sitting with up to six such things, at random", seeds=seeds, wrong=more, most_lost_s=lost_s
    )
    assert more == 0
