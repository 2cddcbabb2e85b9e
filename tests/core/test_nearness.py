"""A face cut off by the frame's edge: near when it surely is, unknown otherwise, never good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.core.engine import begin
from posture_watch.core.events import ReminderDue
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Landmarks, Scene
from posture_watch.core.nearness import CUT_ERROR_RATIO
from posture_watch.core.quality import EDGE, HIDDEN
from tests.core.stories import baseline_of, placed, run
from tests.core.test_quality import with_face
from tests.sim import UPRIGHT, Phase, Played, figure, scenes, settings_for


def so_near(scale: float, y_px: float) -> Landmarks:
    return placed(with_face(figure(UPRIGHT)), scale=scale, y_px=y_px)


def shown(person: Landmarks, seconds: float = 1.0, *, frozen: bool = True) -> Played:
    def seen(scene: Scene) -> Scene:
        return replace(scene, people=(person,))

    story = (seen(scene) for scene in scenes([Phase(seconds, UPRIGHT)], 1.0))
    return run(story, settings_for(1.0, frozen_baseline=frozen), state=begin((baseline_of(),)))


def judged(person: Landmarks) -> Judgement:
    return shown(person).judgements[0]


def test_a_face_cut_off_above_that_grew_by_far_is_near() -> None:
    told = judged(so_near(1.6, -190))
    assert told.why_unknown == ""
    assert told.kind == "forward_lean"
    assert set(told.deviations) == {"face_scale_ratio", "forward_lean_deg"}
    assert told.deviations["face_scale_ratio"] == pytest.approx(0.6 - CUT_ERROR_RATIO)
    assert "near_screen" in told.over


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.2, 1.28])
def test_what_the_cut_alone_may_have_made_is_unknown(scale: float) -> None:
    told = judged(so_near(scale, -200))
    assert (told.why_unknown, told.over, told.kind) == (EDGE, (), "")


def test_a_covered_face_is_not_near_however_large_it_is() -> None:
    near = so_near(1.6, 60)
    covered = {n: replace(p, visibility=0.61) if n == "nose" else p for n, p in near.points.items()}
    assert judged(Landmarks(covered)).why_unknown == HIDDEN


def test_it_is_never_good_and_reminds_when_held() -> None:
    told = shown(so_near(1.6, -190), 400, frozen=False)
    assert {j.posture for j in told.judgements} <= {"unknown", "poor"}
    assert told.of(ReminderDue)
