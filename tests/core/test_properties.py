"""What must hold for every story and every scene, not only for those we thought of."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture_watch.core.engine import advance, begin
from posture_watch.core.events import ReminderDue
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import FARTHEST_PX, POINT_NAMES, Landmark, Landmarks, Scene
from posture_watch.core.metrics import measure
from posture_watch.core.sample import PostureSample
from tests.core.stories import baseline_of, intervals_of, minutes_of, profile, run, settings_of, simple_rule, timeline
from tests.sim import (
    GONE,
    HEIGHT_PX,
    SHOULDERS_PX,
    SLUMPED,
    START_UTC,
    UPRIGHT,
    WIDTH_PX,
    Phase,
    Played,
    Pose,
    figure,
    play,
    scenes,
    settings_for,
)

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RATES = (0.5, 1.0, 2.0, 5.0, 10.0)


# --- the frame rate changes nothing

STORY = [
    Phase(20, UPRIGHT),
    Phase(45, SLUMPED, over_s=2),
    Phase(45, UPRIGHT, over_s=2),
    Phase(45, Pose(head_tilt_deg=18), over_s=2),
    Phase(45, UPRIGHT, over_s=2),
    Phase(30, GONE),
    Phase(20, UPRIGHT),
]
MEDIAN_S = 2.0
"""The median's window: at 0.5 frames a second it holds two values (their mean), at 10 twenty, so that it follows a
step up to this much later or earlier. One sampling interval more for when a hold, a release or an absence is noticed,
and the same again where the hysteresis begins to count only at a frame (enter and hold)."""


def told_at(fps: float) -> list[tuple[float, str]]:
    rules = (simple_rule("tilt"), simple_rule("drop", "head_drop_ratio", enter=0.08, exit_at=0.05))
    policy = settings_of(*rules, fps=fps, posture_gap_s=60.0)
    kinds = ("Rule", "Reminder", "PostureChanged", "BaselineChanged")
    told = timeline(play(STORY, fps, settings=policy, baselines=(baseline_of(),)))
    return [(at_s, what.split(" since ")[0]) for at_s, what in told if what.startswith(kinds)]


def test_the_same_story_is_told_alike_at_any_frame_rate() -> None:
    finest = told_at(RATES[-1])
    assert len([what for _, what in finest if what.startswith("Reminder")]) == 4
    for fps in RATES[:-1]:
        told = told_at(fps)
        tolerance_s = MEDIAN_S + 2 / fps
        assert Counter(what for _, what in told) == Counter(what for _, what in finest), f"at {fps} frames a second"
        for what in {what for _, what in finest}:
            times = zip([t for t, w in told if w == what], [t for t, w in finest if w == what], strict=True)
            assert all(abs(a - b) <= tolerance_s for a, b in times), f"{what} at {fps} frames a second"


@pytest.mark.parametrize("fps", RATES)
def test_sitting_time_does_not_depend_on_the_frame_rate(fps: float) -> None:
    told = play([Phase(40, UPRIGHT), Phase(30, GONE), Phase(40, UPRIGHT)], fps, baselines=(baseline_of(),))
    assert told.judgements[-1].sitting_s == pytest.approx(80, abs=2 / fps + 1e-6)
    assert sum(i.duration_s for i in intervals_of(told)) == pytest.approx(110, abs=1 / fps + 1e-6)


# --- shift, scale and mirror

GATE = settings_for().gate
poses = st.builds(
    Pose,
    head_drop=st.floats(-0.1, 0.3),
    shift_x=st.floats(-0.3, 0.3),
    head_tilt_deg=st.floats(-30, 30),
    lean_deg=st.floats(-20, 20),
    turn_deg=st.floats(-30, 30),
    face_near=st.floats(0.7, 1.4),
)
MIRRORED = ("head_tilt_deg", "shoulder_tilt_deg", "head_turn_deg", "lateral_offset_ratio")
"""Documented as signed towards one side: they change their sign in a mirrored picture."""


def moved(person: Landmarks, scale: float, x_px: float, y_px: float) -> Landmarks:
    return Landmarks(
        {n: Landmark(p.x_px * scale + x_px, p.y_px * scale + y_px, p.visibility) for n, p in person.points.items()}
    )


def mirrored(person: Landmarks, width_px: int) -> Landmarks:
    """As the model sees a mirrored picture: left and right change places."""

    def other(name: str) -> str:
        if "left" in name:
            return name.replace("left", "right")
        return name.replace("right", "left")

    return Landmarks({other(n): Landmark(width_px - p.x_px, p.y_px, p.visibility) for n, p in person.points.items()})


def side_figure(neck_deg: float, torso_deg: float) -> Landmarks:
    """Seen from the side, looking to the picture's right."""
    hip = (300.0, 420.0)
    torso, neck = math.radians(torso_deg), math.radians(neck_deg)
    shoulder = (hip[0] + 180 * math.sin(torso), hip[1] - 180 * math.cos(torso))
    ear = (shoulder[0] + 90 * math.sin(neck), shoulder[1] - 90 * math.cos(neck))
    places = {"hip": hip, "shoulder": shoulder, "ear": ear}
    points = {f"left_{name}": Landmark(*place, 0.95) for name, place in places.items()}
    points |= {f"right_{name}": Landmark(place[0] + 6, place[1], 0.7) for name, place in places.items()}
    return Landmarks({**points, "nose": Landmark(ear[0] + 40, ear[1] + 5, 0.95)})


def measured(person: Landmarks, width_px: int = WIDTH_PX, height_px: int = HEIGHT_PX) -> PostureSample:
    sample = measure(person, Scene(Instant(0.0, START_UTC), width_px, height_px, (person,)), GATE)
    assert sample is not None
    return sample


people = st.one_of(st.builds(figure, poses), st.builds(side_figure, st.floats(-10, 60), st.floats(-20, 40)))


@given(people, st.floats(-100, 100), st.floats(-60, 60))
def test_a_shift_changes_no_angle_and_no_size(person: Landmarks, x_px: float, y_px: float) -> None:
    here, there = measured(person), measured(moved(person, 1.0, x_px, y_px))
    places = {
        "head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px", "ear_ahead_px", "ear_y_px", "lateral_offset_ratio",
    }  # fmt: skip
    assert here.view == there.view
    assert set(here.values) == set(there.values)
    for name in set(here.values) - places:
        assert there.values[name] == pytest.approx(here.values[name], abs=1e-6), name


@given(people, st.sampled_from([0.5, 2.0, 3.0]))
def test_another_resolution_changes_no_angle_and_no_ratio(person: Landmarks, scale: float) -> None:
    here = measured(person)
    there = measured(moved(person, scale, 0, 0), int(WIDTH_PX * scale), int(HEIGHT_PX * scale))
    assert here.view == there.view
    for name, value in here.values.items():
        factor = scale if name.endswith("_px") else 1.0
        assert there.values[name] == pytest.approx(value * factor, abs=1e-6), name


@given(people)
def test_a_mirrored_picture_changes_signs_and_nothing_else(person: Landmarks) -> None:
    here, there = measured(person), measured(mirrored(person, WIDTH_PX))
    assert here.view == there.view
    for name in set(here.values) - {"head_x_px", "shoulder_x_px", "ear_ahead_px"}:
        sign = -1 if name in MIRRORED else 1
        assert there.values[name] == pytest.approx(sign * here.values[name], abs=1e-6), name


# --- whatever happens, time is counted once


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some seconds of a random day. ``clock_s`` is how much the wall clock is set at their beginning.

    Never an hour back in all: that is believed to be the correction of a clock that was wrong.
    """

    seconds: int
    pose: Pose
    kind: str = "seen"
    clock_s: float = 0.0


stretches = st.lists(
    st.builds(
        Stretch,
        seconds=st.sampled_from([1, 4, 8, 15, 40, 70]),
        pose=st.sampled_from(
            [UPRIGHT, UPRIGHT, SLUMPED, GONE, Pose(head_tilt_deg=15), Pose(turn_deg=50), Pose(shift_y=0.3),
             replace(UPRIGHT, visibility=0.3), replace(UPRIGHT, light=0.02), replace(GONE, light=0.02)]
        ),
        kind=st.sampled_from(["seen", "seen", "seen", "seen", "silent", "missing"]),
        clock_s=st.one_of(st.just(0.0), st.just(0.0), st.sampled_from([-400.0, -30.0, -0.7, 0.4, 3.0, 90.0, 9000.0])),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


def day(parts: Iterable[Stretch], fps: float = 1.0) -> Iterator[Scene]:
    """The observations of a random day."""
    parts = list(parts)
    phases = [Phase(p.seconds, p.pose, silent=p.kind == "silent", missing=p.kind == "missing") for p in parts]
    ends = [sum(p.seconds for p in parts[: n + 1]) for n in range(len(parts))]
    for scene in scenes(phases, fps):
        index = next(n for n, end in enumerate(ends) if scene.at.mono_s < end)
        set_by = timedelta(seconds=sum(p.clock_s for p in parts[: index + 1]))
        yield replace(scene, at=replace(scene.at, utc=scene.at.utc + set_by))


def check_time(told: Played) -> None:
    spans = intervals_of(told)
    assert all(a.end_utc <= b.start_utc for a, b in pairwise(spans)), "intervals overlap"
    observed = [j.at for j in told.judgements]
    utc = [at.utc for at in observed]
    assert all(min(utc) <= i.start_utc <= i.end_utc <= max(utc) for i in spans)
    by_interval, by_minute = Counter[str](), Counter[str]()
    for i in spans:
        by_interval[i.posture] += round(i.duration_s * 1000)
    for minute in minutes_of(told):
        for posture, seconds in minute.seconds.items():
            by_minute[posture] += round(seconds * 1000)
        assert sum(minute.seconds.values()) <= 60.001
        assert minute.sitting_s <= sum(minute.seconds.values()) + 1e-6
    for posture in {*by_interval, *by_minute}:
        assert by_minute[posture] == pytest.approx(by_interval[posture], abs=len(told.judgements)), posture


@few
@given(stretches)
def test_intervals_never_overlap_nor_exceed_the_time_there_was_and_minutes_say_the_same(parts: list[Stretch]) -> None:
    check_time(run(day(parts), settings_for(), state=begin((baseline_of(),))))


@few
@given(stretches)
def test_a_judgement_is_finite_and_unknown_is_never_good(parts: list[Stretch]) -> None:
    told = run(day(parts), profile("attentive"), state=begin((baseline_of(),)))
    for judgement in told.judgements:
        check_finite(judgement)
        if judgement.posture in ("away", "unknown"):
            assert not set(judgement.active) & profile("attentive").posture_rules
        if not judgement.person:
            assert judgement.over == ()
            assert not judgement.deviations


def check_finite(judgement: Judgement) -> None:
    numbers = [*judgement.metrics.values(), *judgement.deviations.values(), *judgement.progress.values()]
    numbers += [judgement.sitting_s, judgement.quality or 0.0]
    assert all(math.isfinite(n) for n in numbers)
    assert all(0.0 <= share <= 1.0 for share in judgement.progress.values())


SHARP = settings_of(
    simple_rule("tilt", hold_s=5.0),
    simple_rule("drop", "head_drop_ratio", enter=0.1, hold_s=5.0),
    posture_gap_s=60.0,
    posture_per_hour=3,
    posture_per_day=4,
)


@few
@given(stretches)
def test_reminders_keep_their_gap_and_their_caps(parts: list[Stretch]) -> None:
    told = run(day(parts), SHARP, state=begin((baseline_of(),)))
    due = [e.at for e in told.events if isinstance(e, ReminderDue)]
    assert all(b.gap_since(a) >= 60.0 for a, b in pairwise(due))
    for at in due:
        assert sum(other.mono_s <= at.mono_s and at.gap_since(other) < 3600 for other in due) <= 3
    assert max(Counter(at.local_date for at in due).values(), default=0) <= 4


def test_the_random_days_do_bring_reminders() -> None:
    parts = [Stretch(60, UPRIGHT), Stretch(60, Pose(head_tilt_deg=15)), Stretch(60, UPRIGHT), Stretch(60, SLUMPED)] * 3
    told = run(day(parts), SHARP, state=begin((baseline_of(),)))
    assert len(told.of(ReminderDue)) == 3


# --- any scene at all

numbers = st.one_of(
    st.floats(-FARTHEST_PX, FARTHEST_PX),
    st.floats(0, 640),
    st.sampled_from([0.0, 1e-310, 5e-324, 320.0, 640.0, FARTHEST_PX, -FARTHEST_PX]),
)
landmarks = st.builds(Landmark, numbers, numbers, st.floats(0, 1))
anybody = st.builds(Landmarks, st.dictionaries(st.sampled_from(POINT_NAMES), landmarks))


@st.composite
def somebody(draw: st.DrawFn) -> Landmarks:
    """A person some of whose points are anywhere, missing, or all in one place."""
    points = dict(figure(draw(poses)).points)
    for name in draw(st.lists(st.sampled_from(sorted(points)), max_size=4)):
        points[name] = draw(landmarks)
    if draw(st.booleans()):
        points["left_ear"] = points["right_ear"]
    for name in draw(st.lists(st.sampled_from(sorted(points)), max_size=2)):
        points.pop(name, None)
    return Landmarks(points)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.lists(st.one_of(anybody, somebody()), max_size=3), st.integers(1, 20)), max_size=12),
    st.sampled_from([(640, 480), (1280, 720), (1, 1), (7680, 4320)]),
)
def test_no_scene_is_too_odd_for_the_fold(story: list[tuple[list[Landmarks], int]], size_px: tuple[int, int]) -> None:
    policy = settings_for(change=lambda c: replace(c, baseline=replace(c.baseline, learn_s=5.0)))
    state, t_s = begin((baseline_of(),)), 0.0
    for persons, repeats in story:
        for _ in range(repeats):
            at = Instant(t_s, START_UTC + timedelta(seconds=t_s))
            state, judgement, _ = advance(state, Scene(at, *size_px, tuple(persons), 0.5), policy)
            check_finite(judgement)
            t_s += 1.0


def test_the_figure_is_what_the_properties_take_it_for() -> None:
    assert measured(figure(UPRIGHT)).view == "front"
    assert measured(figure(UPRIGHT)).values["shoulder_width_px"] == pytest.approx(SHOULDERS_PX)
    assert measured(side_figure(20, 5)).view == "side"
