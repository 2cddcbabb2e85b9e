"""Light comes and goes: never an alarm by light, never a slump that dusk turns into the upright."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from posture_watch.core.baseline import Baseline
from posture_watch.core.engine import begin
from posture_watch.core.events import BaselineChanged, BaselineDropped, RuleRaised
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from tests.core.stories import baseline_of, changed, run, timeline
from tests.sim import SLUMPED, UPRIGHT, Phase, Played, Pose, play, scenes, settings_for

CALIBRATED = (baseline_of(),)
DUSK = replace(UPRIGHT, light=0.07)


def posture_rules(told: Played) -> list[str]:
    return [e.rule for e in told.of(RuleRaised) if isinstance(e, RuleRaised) and not e.rule.startswith("sitting")]


def current(told: Played) -> Baseline:
    held = told.state.reference.current
    assert held is not None
    return held


def reads_lower(story: Iterable[Scene], ratio: float, below: float) -> Iterator[Scene]:
    """In light under ``below`` the model sees head over shoulders by ``ratio`` shoulder widths lower."""

    def lowered(scene: Scene) -> Scene:
        if scene.light is None or scene.light >= below:
            return scene
        people = [
            Landmarks(
                {n: replace(p, y_px=p.y_px + 200 * ratio) if "should" not in n else p for n, p in who.points.items()}
            )
            for who in scene.people
        ]
        return replace(scene, people=tuple(people))

    return changed(story, 0, float("inf"), lowered)


@pytest.mark.parametrize("fps", [0.25, 1.0])
def test_dusk_over_an_hour_is_followed_in_two_steps_and_never_an_alarm(fps: float) -> None:
    told = play([Phase(120, UPRIGHT), Phase(3600, DUSK, over_s=3600)], fps, baselines=CALIBRATED)
    reasons = [e.reason for e in told.of(BaselineChanged, BaselineDropped) if isinstance(e, BaselineChanged)]
    assert reasons == ["loaded", "light_changed", "light_changed"]
    assert posture_rules(told) == []
    unknown = sum(j.posture == "unknown" for j in told.judgements) / fps
    assert unknown <= 2 * 60, "a minute for each halving of the light"


def test_who_is_slumped_through_dusk_stays_slumped() -> None:
    dusk = Phase(1800, replace(SLUMPED, light=0.07), over_s=1800)
    told = play([Phase(120, UPRIGHT), Phase(300, SLUMPED, over_s=10), dusk], 0.5, baselines=CALIBRATED)
    assert told.state.posture == "poor"
    assert current(told).light == pytest.approx(0.1, abs=0.04)
    assert dict(current(told).medians) == pytest.approx(dict(CALIBRATED[0].medians), abs=1e-6)


def test_what_light_does_to_the_figures_is_taken_off() -> None:
    story = scenes(
        [Phase(120, UPRIGHT), Phase(300, replace(UPRIGHT, light=0.2)), Phase(120, replace(SLUMPED, light=0.2))], 1
    )
    told = run(reads_lower(story, 0.04, 0.3), settings_for(), state=begin(CALIBRATED))
    before = [j for j in told.judgements if 190 <= j.at.mono_s < 400]
    assert max(abs(j.deviations["head_drop_ratio"]) for j in before) < 0.01
    assert told.state.posture == "poor", "and a slump in that light is seen"


def test_light_that_changes_the_figures_by_a_third_is_learnt_anew_and_no_alarm() -> None:
    story = scenes([Phase(120, UPRIGHT), Phase(600, replace(UPRIGHT, light=0.15)), Phase(300, UPRIGHT)], 1)
    told = run(reads_lower(story, 0.31 * 0.62, 0.3), settings_for(), state=begin(CALIBRATED))
    assert posture_rules(told) == []
    assert [what for _, what in timeline(told) if what.startswith("Baseline")] == [
        "BaselineChanged loaded",
        "BaselineDropped light_changed",
        "BaselineChanged learnt",
        "BaselineChanged loaded",
    ]
    assert current(told) == CALIBRATED[0], "by day it is the calibrated one again"


def test_a_screen_that_flickers_between_white_and_dark_drops_no_baseline() -> None:
    white = replace(UPRIGHT, light=0.95)
    story = [Phase(60, replace(UPRIGHT, light=0.4)), *[Phase(40, white), Phase(20, replace(UPRIGHT, light=0.4))] * 20]
    told = play(story, baselines=(baseline_of(light=0.4),))
    assert [what for _, what in timeline(told) if "Baseline" in what] == ["BaselineChanged loaded"]
    assert posture_rules(told) == []


def test_evening_and_morning_each_find_their_own_baseline_again() -> None:
    evening = replace(UPRIGHT, light=0.15)
    told = play([Phase(90, UPRIGHT), *[Phase(200, evening), Phase(200, UPRIGHT)] * 3])
    said = [what for _, what in timeline(told) if what.startswith("Baseline")]
    assert said == ["BaselineChanged learnt", "BaselineChanged light_changed", *["BaselineChanged loaded"] * 5]


def test_a_face_in_the_dark_that_is_not_steady_makes_no_baseline() -> None:
    def shake(scene: Scene) -> Scene:
        by = 40.0 if int(scene.at.mono_s) % 2 else 0.0
        people = [
            Landmarks({n: Landmark(p.x_px + by, p.y_px, p.visibility) for n, p in who.points.items()})
            for who in scene.people
        ]
        return replace(scene, people=tuple(people))

    story = changed(scenes([Phase(60, UPRIGHT), Phase(300, Pose(light=0.15))], 1), 60, 999, shake)
    told = run(story, settings_for(), state=begin(CALIBRATED))
    assert told.state.posture == "unknown"
    assert posture_rules(told) == []
