"""How often to look: what battery, heat and the monitor's own use make of the configured pace."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.power.own_use import OwnUse
from posture_watch.power.pace import (
    COOLED_C,
    LONGEST_INTERVAL_S,
    LONGEST_PERIOD_S,
    Found,
    Pace,
    Policy,
    Wanted,
    is_hot,
    next_stretch,
    pace_of,
)

BURSTS = Wanted(True, 15.0, 1.0)
OPEN = Wanted(False, 15.0, 1.0)
POLICY = Policy(True, 30.0, 0.01, 90.0)
NOTHING = Found()
BATTERY = Found(on_battery=True)


def paced(
    wanted: Wanted, found: Found = NOTHING, policy: Policy = POLICY, *, hot: bool = False, stretch: float = 1.0
) -> Pace:
    return pace_of(wanted, found, policy, hot=hot, stretch=stretch)


def test_as_configured_where_nothing_is_the_matter() -> None:
    assert paced(BURSTS) == Pace(True, 15.0, 1.0)
    assert paced(OPEN, Found(on_battery=False, celsius=60.0)) == Pace(False, 15.0, 1.0)


def test_on_battery_the_period_is_longer_and_an_open_camera_is_let_go() -> None:
    for wanted in (BURSTS, OPEN):
        pace = paced(wanted, BATTERY)
        assert (pace.bursts, pace.every_s, pace.why) == (True, 30.0, ("battery",))
    assert paced(replace(BURSTS, period_s=60.0), BATTERY).every_s == 60.0, "never more often than configured"
    assert not paced(OPEN, BATTERY, replace(POLICY, saves_battery=False)).why


def test_in_heat_as_on_battery_until_it_has_cooled() -> None:
    assert paced(OPEN, hot=True) == Pace(True, 30.0, 5.0, ("heat",))
    assert not is_hot(Found(celsius=90.0), POLICY, was=False)
    assert is_hot(Found(celsius=90.5), POLICY, was=False)
    assert is_hot(Found(celsius=90.0 - COOLED_C + 0.5), POLICY, was=True)
    assert not is_hot(Found(celsius=90.0 - COOLED_C), POLICY, was=True)
    assert is_hot(Found(slowed=True), POLICY, was=False)
    assert not is_hot(Found(), POLICY, was=False)
    assert not is_hot(Found(celsius=120.0, slowed=True), replace(POLICY, hot_above_c=None), was=True)


def test_over_the_limit_looks_get_further_apart_and_closer_again_below_it() -> None:
    def share(pace: Pace) -> float:
        """A look of an open camera costs 40 ms, and keeping it open 0.2 %; a burst of five 250 ms."""
        return 0.25 / pace.every_s if pace.bursts else 0.04 / pace.every_s + 0.002

    for wanted in (OPEN, BURSTS, replace(OPEN, interval_s=0.2)):
        stretch = 1.0
        for _ in range(6):
            stretch = next_stretch(stretch, share(paced(wanted, stretch=stretch)), POLICY)
        pace = paced(wanted, stretch=stretch)
        assert share(pace) <= 0.0101, pace
        assert pace.why == ("limit",)
        for _ in range(12):
            stretch = next_stretch(stretch, 0.0001, POLICY)
        assert paced(wanted, stretch=stretch) == paced(wanted)


def test_without_a_limit_use_is_no_matter() -> None:
    assert next_stretch(7.0, 3.0, replace(POLICY, limit=None)) == 1.0


@given(
    st.builds(Wanted, st.booleans(), st.floats(5, 120), st.floats(0.1, 10)),
    st.builds(Found, st.sampled_from([True, False, None]), st.none() | st.floats(0, 120), st.booleans()),
    st.booleans(),
    st.floats(1, 120),
)
def test_never_sooner_than_configured_and_never_too_seldom(
    wanted: Wanted, found: Found, hot: bool, stretch: float
) -> None:
    pace, configured = pace_of(wanted, found, POLICY, hot=hot, stretch=stretch), paced(wanted)
    assert pace.every_s >= configured.every_s - 1e-9
    assert pace.period_s <= LONGEST_PERIOD_S
    assert pace.interval_s <= LONGEST_INTERVAL_S
    assert pace.bursts or not wanted.bursts, "a camera that others need is never kept"
    assert bool(pace.why) == (found.on_battery is True or hot or stretch > 1.0)


@given(st.floats(1, 120), st.floats(0, 4))
def test_a_stretch_stays_in_its_bounds(stretch: float, share: float) -> None:
    assert 1.0 <= next_stretch(stretch, share, POLICY) <= 120.0


def test_own_use_is_told_over_a_minute_or_some_looks() -> None:
    use = OwnUse()
    assert not use.add(100.0, 5.0, 1.0)
    assert not use.add(159.0, 5.5, 1.0)
    assert use.add(160.0, 5.6, 1.0)
    assert use.share is not None
    assert abs(use.share - 0.01) < 1e-9
    assert not use.add(225.0, 6.0, 30.0), "four looks at least"
    assert use.add(280.0, 6.8, 30.0)
    assert abs(use.share - 0.01) < 1e-9
    use.start_again()
    assert not use.add(1000.0, 99.0, 1.0)
    assert abs(use.share - 0.01) < 1e-9
