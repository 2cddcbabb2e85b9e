"""The strain model: the vectors of its sources, any step alike, and what it may never do."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.events import ReminderDue
from posture_watch.core.loads import load_of
from posture_watch.core.strain import MOST, NECK, NOTHING, REST, TRUNK, Load, Strain
from tests.core.stories import baseline_of
from tests.sim import GONE, SLUMPED, UPRIGHT, Phase, play, settings_for

FOREARMS = 0.3
LOADS = st.one_of(
    st.just(REST),
    st.just(NOTHING),
    st.builds(
        Load,
        st.floats(-90, 120),
        st.none() | st.floats(-90, 120),
        st.floats(0, 1.5),
        st.floats(0, 0.9),
        resting=st.booleans(),
    ),
)
SECONDS = st.floats(0, 7200)


def test_the_trunk_vector() -> None:
    load = Load(20, 0, 0, FOREARMS)
    held = Strain().after(load, 600)
    assert load.trunk_tl == pytest.approx(0.11474, abs=5e-6)
    assert held.trunk_mf == pytest.approx(0.41854, abs=5e-6)
    assert TRUNK.score(held.trunk_mf, load.trunk_tl) == pytest.approx(118.20, abs=5e-3)
    assert held.after(REST, 120).trunk_mf == pytest.approx(0.10850, abs=5e-6)


def test_the_neck_vector() -> None:
    load = Load(0, 30)
    held = Strain().after(load, 300)
    assert load.neck_tl == pytest.approx(0.15392, abs=5e-6)
    assert held.neck_mf == pytest.approx(0.39196, abs=5e-6)
    assert NECK.score(held.neck_mf, load.neck_tl) == pytest.approx(77.21, abs=5e-3)


def test_the_creep_vector() -> None:
    held = Strain().after(Load(slump=1.0), 600)
    assert held.creep == pytest.approx(0.65487, abs=5e-6)
    assert held.after(Load(), 120).creep == pytest.approx(0.32907, abs=5e-6)


@pytest.mark.parametrize(("trunk_deg", "minutes"), [(10, 21), (20, 8.2)])
def test_when_a_lean_with_forearms_reaches_its_limit(trunk_deg: float, minutes: float) -> None:
    load = Load(trunk_deg, 0, 0, FOREARMS)
    assert (
        Strain().after(load, 60 * (minutes - 0.5)).score(load) < 100 <= Strain().after(load, 60 * minutes).score(load)
    )


def test_sitting_upright_all_day_comes_to_no_hint() -> None:
    upright = load_of({"forward_lean_deg": 1.5, "head_drop_ratio": 0.02}, FOREARMS, reclined=False)
    assert Strain().after(upright, 8 * 3600).score(upright) < 50


@given(st.lists(st.tuples(LOADS, SECONDS), max_size=4), LOADS, SECONDS, st.floats(0, 1))
def test_any_division_of_a_time_gives_the_same(
    before: list[tuple[Load, float]], load: Load, seconds: float, share: float
) -> None:
    strain = Strain()
    for held, held_s in before:
        strain = strain.after(held, held_s)
    once, first = strain.after(load, seconds), strain.after(load, seconds * share)
    twice = first.after(load, seconds - seconds * share)
    for name in ("trunk_mf", "neck_mf", "creep_fast", "creep_slow"):
        assert getattr(twice, name) == pytest.approx(getattr(once, name), rel=1e-7, abs=1e-9)


@given(st.lists(st.tuples(LOADS, SECONDS), max_size=8))
def test_shares_stay_shares_and_the_score_in_its_range(held: list[tuple[Load, float]]) -> None:
    strain = Strain()
    for load, seconds in held:
        strain = strain.after(load, seconds)
        assert 0 <= strain.trunk_mf < 1
        assert 0 <= strain.neck_mf < 1
        assert 0 <= strain.creep <= 1
        assert 0 <= strain.score(load) <= MOST


@given(st.floats(0, 60), SECONDS)
def test_all_of_a_muscle_at_work_is_exact_too(trunk_deg: float, seconds: float) -> None:
    """Beside small steps of the equation itself, also beyond TL = 1 − MF."""
    load, mf, steps = Load(trunk_deg, 0), 0.0, 2000
    for _ in range(steps):
        tl = load.trunk_tl
        slope = TRUNK.fatigue_per_s * min(tl, 1 - mf) - TRUNK.recovery_per_s * mf
        mf += slope * seconds / steps
    assert Strain().after(load, seconds).trunk_mf == pytest.approx(mf, abs=4e-3)


@given(st.floats(0, 2), st.floats(60, 3600))
def test_rest_only_lowers(slump: float, seconds: float) -> None:
    strained = Strain().after(Load(30, 30, min(1.0, slump)), 900)
    scores = [strained.after(REST, seconds * n / 5).score(REST) for n in range(6)]
    assert all(later <= earlier for earlier, later in pairwise(scores))


def test_what_deviations_stand_for() -> None:
    front = load_of({"forward_lean_deg": 12.0, "slump_score": 0.5, "head_drop_ratio": 0.1}, 0.3, reclined=False)
    assert (front.trunk_deg, front.slump, front.support, front.resting) == (12.0, 0.5, 0.3, False)
    assert front.neck_deg == pytest.approx(19.0)
    assert load_of({"head_drop_ratio": 0.045}, 0.3, reclined=False).neck_deg is None, "within the noise"
    side = {
        "trunk_lean_deg": 15.0,
        "neck_inclination_deg": 8.0,
        "head_sink_side_ratio": 0.028,
        "forward_lean_deg": 40.0,
    }
    assert load_of(side, 0.3, reclined=False) == Load(15.0, 8.0, 0.3, 0.3)
    assert load_of(side, 0.3, reclined=True) == Load(0.0, 8.0, 0.0, 0.8, resting=True)


# --- in the fold

CALIBRATED = (baseline_of(),)


def test_a_load_held_long_is_a_hint_to_move_and_says_nothing_of_posture() -> None:
    """The rules about posture are switched off: what comes then is about moving."""
    settings = settings_for(timers=("strain", "strain_watch"))
    only = replace(settings, rules=tuple(r for r in settings.rules if r.signal == "strain"))
    told = play([Phase(60, UPRIGHT), Phase(1500, SLUMPED, over_s=2)], settings=only, baselines=CALIBRATED)
    due = [event for event in told.events if isinstance(event, ReminderDue)]
    assert [(event.kind, event.rules) for event in due] == [("move", ("strain",))]
    assert {j.posture for j in told.judgements} == {"good"}
    assert "posture" not in due[0].message


def test_where_a_posture_is_spoken_of_strain_is_not() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(1500, SLUMPED, over_s=2)],
        settings=settings_for(timers=("strain", "strain_watch")),
        baselines=CALIBRATED,
    )
    assert any("strain" in j.active for j in told.judgements)
    assert not any("strain" in e.rules for e in told.events if isinstance(e, ReminderDue))


def test_switched_off_it_is_not_followed() -> None:
    settings = settings_for(timers=None)
    off = replace(settings, strain=replace(settings.strain, enabled=False))
    told = play([Phase(60, UPRIGHT), Phase(900, SLUMPED, over_s=2)], settings=off, baselines=CALIBRATED)
    assert {j.strain for j in told.judgements} == {None}
    assert not any("strain" in name for j in told.judgements for name in j.active)


def test_getting_up_takes_the_load_off_and_time_unseen_adds_none() -> None:
    settings = settings_for(timers=("strain",))
    slumped = [Phase(60, UPRIGHT), Phase(600, SLUMPED, over_s=2)]

    def strain_after(*more: Phase) -> float:
        strain = play([*slumped, *more], settings=settings, baselines=CALIBRATED).judgements[-1].strain
        assert strain is not None
        return strain

    at_end = strain_after()
    away, unseen = strain_after(Phase(300, GONE)), strain_after(Phase(300, SLUMPED, missing=True))
    assert away < 0.4 * at_end, "the slow half of creep stays for half an hour"
    assert away < unseen < at_end
