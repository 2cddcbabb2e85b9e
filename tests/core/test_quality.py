"""How sure landmarks are: a clear face is, a face that is hidden, cut off or out of shape is not, and is not judged."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from posture_watch.config import Config
from posture_watch.core.calibration import Refused, Take, add_frame, finish_take
from posture_watch.core.engine import begin
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.metrics import measure
from posture_watch.core.quality import ARM, EDGE, HIDDEN, SHAPE, SHOULDERS_OUT, face_shape, rate
from tests.core.stories import baseline_of, changed, intervals_of, run
from tests.sim import (
    HEIGHT_PX,
    SHOULDERS_PX,
    UPRIGHT,
    WIDTH_PX,
    Phase,
    Pose,
    figure,
    scenes,
    settings_for,
)

ENOUGH = settings_for().gate.min_quality
Change = Callable[[dict[str, Landmark]], dict[str, Landmark]]


def with_face(person: Landmarks) -> Landmarks:
    """The stick figure with eyes, mouth and resting arms where measured people have them."""
    p = dict(person.points)
    left, right = p["left_ear"], p["right_ear"]
    across = ((left.x_px - right.x_px), (left.y_px - right.y_px))
    down = (-across[1], across[0])

    def at(along: float, below: float) -> Landmark:
        x_px = (left.x_px + right.x_px) / 2 + along * across[0] + below * down[0]
        y_px = (left.y_px + right.y_px) / 2 + along * across[1] + below * down[1]
        return Landmark(x_px, y_px, 0.99)

    p |= {"left_eye": at(0.27, -0.18), "right_eye": at(-0.27, -0.18), "nose": at(0.0, 0.12)}
    p |= {"mouth_left": at(0.19, 0.4), "mouth_right": at(-0.19, 0.4)}
    p |= {"left_wrist": at(2.0, 4.5), "right_wrist": at(-2.0, 4.5)}
    return Landmarks(p)


CLEAR = with_face(figure(UPRIGHT))


def shifted(x_px: float = 0.0, y_px: float = 0.0) -> Change:
    return lambda p: {n: Landmark(q.x_px + x_px, q.y_px + y_px, q.visibility) for n, q in p.items()}


def moved(name: str, x_px: float = 0.0, y_px: float = 0.0) -> Change:
    return lambda p: p | {name: Landmark(p[name].x_px + x_px, p[name].y_px + y_px, p[name].visibility)}


def dim(visibility: float, *names: str) -> Change:
    return lambda p: p | {n: Landmark(p[n].x_px, p[n].y_px, visibility) for n in names}


def hand_on(name: str, visibility: float = 0.9) -> Change:
    return lambda p: p | {"left_wrist": Landmark(p[name].x_px, p[name].y_px, visibility)}


def scene_of(person: Landmarks, scene: Scene | None = None) -> Scene:
    scene = scene or next(iter(scenes([Phase(1, UPRIGHT)], 1)))
    return replace(scene, people=(person,))


def test_a_clear_face_is_sure() -> None:
    for pose in (UPRIGHT, Pose(near=1.25), Pose(head_tilt_deg=20), Pose(turn_deg=35), Pose(head_drop=0.14)):
        person = with_face(figure(pose))
        assert rate(person, scene_of(person), "front").score == 1.0, pose


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (dim(0.7, "mouth_left"), HIDDEN),
        (dim(0.7, "left_ear"), HIDDEN),
        (dim(0.6, "right_shoulder"), SHOULDERS_OUT),
        (shifted(y_px=-195), EDGE),  # the forehead is above the frame
        (shifted(x_px=-290), EDGE),
        (shifted(y_px=160), SHOULDERS_OUT),
        (hand_on("nose"), ARM),
        (moved("nose", y_px=40), SHAPE),
        (moved("left_ear", y_px=20), SHAPE),
        (moved("mouth_left", x_px=45), SHAPE),
    ],
)
def test_a_face_that_is_not_clear_says_why(change: Change, reason: str) -> None:
    person = Landmarks(change(dict(CLEAR.points)))
    quality = rate(person, scene_of(person), "front")
    assert quality.score < ENOUGH
    assert quality.reason == reason


def test_a_wrist_that_is_only_guessed_is_no_arm() -> None:
    person = Landmarks(hand_on("nose", visibility=0.3)(dict(CLEAR.points)))
    assert rate(person, scene_of(person), "front").score == 1.0


def test_a_hand_at_the_chin_leaves_the_face_clear() -> None:
    mouth = CLEAR.points["mouth_left"]
    chin = {"left_wrist": Landmark(mouth.x_px, mouth.y_px + 0.32 * SHOULDERS_PX, 0.95)}
    assert rate(Landmarks({**CLEAR.points, **chin}), scene_of(CLEAR), "front").score >= ENOUGH


def test_from_the_side_the_far_ear_may_be_hidden() -> None:
    p = dict(CLEAR.points)
    far = dim(0.1, "right_ear", "right_eye", "mouth_right", "right_shoulder")(p)
    assert rate(Landmarks(far), scene_of(CLEAR), "side").score == 1.0
    near = dim(0.5, "left_ear", "right_ear")(p)
    assert rate(Landmarks(near), scene_of(CLEAR), "side").reason == HIDDEN


@pytest.mark.parametrize(("near", "far"), [("left", "right"), ("right", "left")])
def test_of_two_sides_the_one_that_is_seen_better_counts(near: str, far: str) -> None:
    hidden = dim(0.1, *(f"{far}_{name}" for name in ("ear", "eye", "shoulder")))(dict(CLEAR.points))
    assert rate(Landmarks(hidden), scene_of(CLEAR), "side").score == 1.0
    assert rate(Landmarks(dim(0.5, f"{near}_ear")(hidden)), scene_of(CLEAR), "side").reason == HIDDEN


def test_the_shape_of_a_face_by_hand() -> None:
    """with_face has eyes 0.54 and mouth 0.38 ear distances wide, 0.18 above and 0.4 below the ears, the nose 0.12."""
    assert face_shape(CLEAR.points) == pytest.approx(
        {
            "nose over height": 0.28 / 0.58,
            "eyes over ears": 0.54,
            "height over eyes": 0.58 / 0.54,
            "mouth over eyes": 0.38 / 0.54,
            "skew": 0.0,
            "ears against eyes, deg": 0.0,
        },
        abs=1e-6,
    )
    aside = moved("mouth_left", x_px=20)(moved("mouth_right", x_px=20)(dict(CLEAR.points)))
    height_px = 0.58 * (CLEAR.points["left_ear"].x_px - CLEAR.points["right_ear"].x_px)
    assert face_shape(aside)["skew"] == pytest.approx(20 / math.hypot(20, height_px))


@pytest.mark.parametrize(("share", "known"), [(0.3, True), (-0.3, True), (0.4, False), (-0.4, False)])
def test_a_face_that_is_turned_too_far_has_no_known_shape(share: float, known: bool) -> None:
    ears_px = CLEAR.points["left_ear"].x_px - CLEAR.points["right_ear"].x_px
    assert bool(face_shape(moved("nose", x_px=share * ears_px)(dict(CLEAR.points)))) is known


def test_points_that_are_absent_are_not_asked_about() -> None:
    assert rate(figure(UPRIGHT), scene_of(CLEAR), "front").score == 1.0
    assert rate(Landmarks({}), scene_of(CLEAR), "front").score == 1.0


def test_the_sample_carries_it() -> None:
    person = Landmarks(hand_on("nose")(dict(CLEAR.points)))
    sample = measure(person, scene_of(person), settings_for().gate)
    assert sample is not None
    assert (sample.quality < ENOUGH, sample.doubt) == (True, ARM)


def covered(change: Change) -> Callable[[Scene], Scene]:
    return lambda scene: scene_of(Landmarks(change(dict(with_face(scene.people[0]).points))), scene)


def test_an_arm_across_for_a_minute_is_unknown_and_never_a_verdict() -> None:
    bent = moved("left_ear", y_px=20)  # what the arm does to the points would read as a tilted head
    story = changed(scenes([Phase(180, UPRIGHT)], 1), 60, 120, covered(lambda p: hand_on("nose")(bent(p))))
    told = run(story, settings_for(), state=begin((baseline_of(),)))
    hidden = [j for j in told.judgements if 60 <= j.at.mono_s < 120]
    assert {j.over for j in hidden} == {()}
    assert {j.why_unknown for j in hidden} == {ARM}
    assert [(i.posture, i.sitting) for i in intervals_of(told)] == [("good", True), ("unknown", True), ("good", True)]


def test_half_a_face_is_not_judged_and_leaning_back_is() -> None:
    half = run(
        changed(scenes([Phase(90, UPRIGHT)], 1), 60, 90, lambda s: scene_of(figure(Pose(face_near=0.75)), s)),
        settings_for(),
        state=begin((baseline_of(),)),
    )
    assert half.judgements[-1].posture == "unknown"
    assert half.judgements[-1].why_unknown == SHAPE
    back = run(scenes([Phase(60, Pose(face_near=0.88))], 1), settings_for(), state=begin((baseline_of(),)))
    assert back.judgements[-1].why_unknown == ""


def test_it_can_be_switched_off() -> None:
    def off(config: Config) -> Config:
        return replace(config, gate=replace(config.gate, min_quality=0.0))

    story = changed(scenes([Phase(60, UPRIGHT)], 1), 0, 60, covered(hand_on("nose")))
    told = run(story, settings_for(1.0, off), state=begin((baseline_of(),)))
    assert {j.why_unknown for j in told.judgements} == {""}


def test_a_take_with_a_covered_face_is_refused() -> None:
    take, settings = Take(), settings_for()
    for scene in changed(scenes([Phase(10, UPRIGHT)], 1), 0, 10, covered(hand_on("nose"))):
        take, finding = add_frame(take, scene, settings)
        assert finding == "unclear"
    refused = finish_take(take, settings)
    assert isinstance(refused, Refused)
    assert refused.finding == "unclear"


def test_the_story_stays_within_its_frame() -> None:
    """What these tests rest on: the figure with a face lies within the frame."""
    assert all(0 < p.x_px < WIDTH_PX and 0 < p.y_px < HEIGHT_PX for n, p in CLEAR.points.items() if "wrist" not in n)
