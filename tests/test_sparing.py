"""Looks that are spared, through the Watcher and the fold: what comes of a day is what comes of judging every frame."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Burst, Frame, Motion, Unmoved
from posture_watch.capture.source import EndOfSource, Source, Thrift
from posture_watch.core.baseline import Baseline
from posture_watch.core.engine import begin
from posture_watch.core.events import Event, PostureChanged, ReminderDue, RuleRaised
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.looking import FAR_SHARE, SPARED_FROM_S, is_enough, is_far, may_spare
from posture_watch.core.reading import Reading
from posture_watch.core.reminder_state import OpenReminder
from posture_watch.core.rules import HoldPoint
from posture_watch.core.settings import Settings
from posture_watch.watching import Watcher
from tests.sim import GONE, SLUMPED, START_UTC, UPRIGHT, Phase, Pose, figure, scenes, settings_for

IMAGE = np.zeros((4, 4, 3), np.uint8)
TILTED = replace(UPRIGHT, head_tilt_deg=18.0)
FRAME_S = 0.25
JITTER_PX = 0.7
KINDS = (ReminderDue, RuleRaised, PostureChanged)
SLUMP_S = 60.0
"""What the story's rule of slumping waits for; the program's own takes minutes."""


class StoryClock(Clock):
    """The time of the story."""

    def __init__(self) -> None:
        self.s = 0.0

    def mono_s(self) -> float:
        return self.s

    def now(self) -> Instant:
        return Instant(0.0, START_UTC).shifted(self.s)


class Desk(Source):
    """A camera that sees a story. What has moved is told by the poses, the model's jitter comes on top."""

    name = identity = "sim"
    live = True

    def __init__(self, phases: list[Phase], clock: StoryClock, period_s: float, *, bursts: bool) -> None:
        self.interval_s = period_s
        self._clock = clock
        self._shown = {round(scene.at.mono_s / FRAME_S): scene for scene in scenes(phases, 1 / FRAME_S)}
        self._next = 0.0
        self._bursts = bursts
        self._looked: Scene | None = None
        self._dice = random.Random(1)
        self.taken: list[int] = []
        """Frames of each burst."""

    @property
    def in_moments(self) -> bool:
        return self._bursts

    def look_again_in(self, seconds: float) -> None:
        self._next = min(self._next, self._clock.s + seconds)

    def read(self, timeout_s: float) -> Frame | Burst | None:
        return self._burst(Thrift(spare=False, enough=lambda _: False))

    def glance(self, timeout_s: float, thrift: Thrift) -> Frame | Burst | Unmoved | None:
        return self._unmoved() if thrift.spares("much" if self._has_moved() else "none") else self._burst(thrift)

    def close(self) -> None:
        pass

    def look(self, frame: Frame) -> Scene:
        """The pose model of the story."""
        scene = self._scene_at(frame.at.mono_s)
        return replace(scene, at=frame.at, people=tuple(self._jittered(person) for person in scene.people))

    def _scene_at(self, at_s: float) -> Scene:
        scene = self._shown.get(int(at_s / FRAME_S))
        if scene is None:
            raise EndOfSource
        return scene

    def _has_moved(self) -> bool:
        return self._looked is None or self._scene_at(self._next).people != self._looked.people

    def _unmoved(self) -> Unmoved:
        at = self._wait()
        return Unmoved(at)

    def _wait(self) -> Instant:
        self._clock.s = self._next
        self._next += self.interval_s
        return self._clock.now()

    def _burst(self, thrift: Thrift) -> Frame | Burst:
        moved = self._has_moved()
        at = self._wait()
        first = Frame(at, IMAGE, moved)
        self._looked = self._scene_at(at.mono_s)
        if not self._bursts:
            return first
        frames = [first]
        while len(frames) < 5 and not thrift.enough(frames):
            frames.append(Frame(at.shifted(FRAME_S * len(frames)), IMAGE))
        self.taken.append(len(frames))
        self._clock.s = frames[-1].at.mono_s
        self._looked = self._scene_at(self._clock.s)
        return Burst(tuple(frames))

    def _jittered(self, person: Landmarks) -> Landmarks:
        def near(point: Landmark) -> Landmark:
            x_px, y_px = (self._dice.gauss(v, JITTER_PX) for v in (point.x_px, point.y_px))
            return Landmark(x_px, y_px, point.visibility)

        return Landmarks({name: near(point) for name, point in person.points.items()})


class Watched:
    """What came of a story, and how often the model was asked."""

    def __init__(
        self, phases: list[Phase], period_s: float, *, bursts: bool, sparing: bool, known: tuple[Baseline, ...] = ()
    ) -> None:
        clock = StoryClock()
        self.desk = desk = Desk(phases, clock, period_s, bursts=bursts)
        self.watcher = Watcher(desk, desk.look, _settings(period_s), begin(known), clock)
        self.watcher.may_spare = sparing
        self.judgements: list[Judgement] = []
        self.events: list[Event] = []
        for judgement, events in self._steps():
            self.judgements.append(judgement)
            self.events += events

    def _steps(self) -> Iterator[tuple[Judgement, tuple[Event, ...]]]:
        while True:
            try:
                step = self.watcher.step(0.0)
            except EndOfSource:
                return
            assert step is not None
            yield step.judgement, step.events

    def when(self, *kinds: type) -> list[tuple[str, float]]:
        told = [event for event in self.events if isinstance(event, kinds)]
        return [(_word(event), event.at.mono_s) for event in told]


def _settings(period_s: float) -> Settings:
    settings = settings_for(1 / period_s)
    quick = {"slump": (HoldPoint(0.6, SLUMP_S),)}
    return replace(settings, rules=tuple(replace(r, hold=quick.get(r.name, r.hold)) for r in settings.rules))


def _word(event: Event) -> str:
    match event:
        case ReminderDue():
            return "+".join(event.rules)
        case RuleRaised():
            return event.rule
        case PostureChanged():
            return event.after
        case _:
            return type(event).__name__


MORNING = [
    Phase(150, UPRIGHT),
    Phase(150, TILTED, over_s=4),
    Phase(60, UPRIGHT, over_s=2),
    Phase(90, GONE),
    Phase(120, UPRIGHT),
    Phase(150, SLUMPED, over_s=4),
    Phase(60, UPRIGHT, over_s=3),
]


def test_with_the_camera_open_all_is_as_if_every_frame_was_judged() -> None:
    every, spared = (Watched(MORNING, 1.0, bursts=False, sparing=sparing) for sparing in (False, True))
    assert spared.when(*KINDS) == every.when(*KINDS)
    assert spared.watcher.model_looks < 0.8 * every.watcher.model_looks


def test_what_comes_of_a_morning_is_what_comes_of_judging_every_frame() -> None:
    period_s, late_s = 15.0, 17.0
    every, spared = (Watched(MORNING, period_s, bursts=True, sparing=sparing) for sparing in (False, True))
    assert [word for word, _ in spared.when(ReminderDue)] == ["head_tilt"], "the other comes too soon after it"
    raised, usual = (dict(watched.when(RuleRaised)) for watched in (spared, every))
    assert {"head_tilt", "slump"} <= raised.keys() == usual.keys()
    for word, at_s in raised.items():
        assert abs(at_s - usual[word]) <= late_s, word
    sat_s = [watched.judgements[-1].sitting_s for watched in (every, spared)]
    assert sat_s[0] == pytest.approx(sat_s[1], abs=2 * period_s)


def test_somebody_who_sits_still_hardly_costs_a_look() -> None:
    still = [Phase(900, UPRIGHT)]
    every, spared = (Watched(still, 15.0, bursts=True, sparing=sparing) for sparing in (False, True))
    assert len(spared.judgements) >= 0.9 * len(every.judgements), "they are watched all the same"
    assert spared.watcher.model_looks < 0.25 * every.watcher.model_looks


def test_however_still_it_is_the_model_looks_once_a_minute() -> None:
    watched = Watched([Phase(900, UPRIGHT)], 15.0, bursts=True, sparing=True)
    assert watched.watcher.model_looks >= 900 / 60


def test_an_empty_chair_is_left_alone_until_somebody_comes() -> None:
    story = [Phase(120, UPRIGHT), Phase(900, GONE), Phase(120, UPRIGHT)]
    watched = Watched(story, 15.0, bursts=True, sparing=True)
    assert watched.watcher.model_looks < 60
    assert [word for word, _ in watched.when(PostureChanged)][-2:] == ["away", "good"]
    back_s = watched.when(PostureChanged)[-1][1]
    assert back_s <= 1020 + 2 * 15, "and is then seen at once"


def test_before_a_reminder_the_model_has_just_looked() -> None:
    """It would be a false alarm if the person had come back in a way that no gate sees."""
    story = [Phase(300, UPRIGHT), Phase(200, TILTED, over_s=2)]
    watched = Watched(story, 1.0, bursts=False, sparing=True)
    told_s = watched.when(ReminderDue)[0][1]
    looks = [j.at.mono_s for a, j in pairwise(watched.judgements) if a.metrics != j.metrics]
    assert any(told_s - 2 <= at_s <= told_s for at_s in looks), "the values are new ones"


def test_while_an_upright_posture_is_learnt_every_frame_counts() -> None:
    watched = Watched([Phase(40, UPRIGHT)], 1.0, bursts=False, sparing=True)
    assert watched.watcher.model_looks == len(watched.judgements)


def test_who_is_new_waits_for_two_frames_only_and_who_is_known_is_looked_at_well() -> None:
    story = [Phase(100, UPRIGHT)]
    new = Watched(story, 15.0, bursts=True, sparing=True)
    current = new.watcher.state.reference.current
    assert current is not None
    known = Watched(story, 15.0, bursts=True, sparing=True, known=(current,))
    assert [watched.desk.taken[0] for watched in (new, known)] == [2, 5]


def test_looks_that_follow_closely_have_three_frames() -> None:
    watched = Watched([Phase(150, UPRIGHT), Phase(60, TILTED), Phase(60, UPRIGHT)], 4.0, bursts=True, sparing=True)
    assert max(watched.desk.taken[1:]) == 3
    assert max(Watched([Phase(60, UPRIGHT)], 15.0, bursts=True, sparing=True).desk.taken[1:]) == 5


def test_whoever_wants_every_frame_gets_it() -> None:
    watched = Watched([Phase(300, UPRIGHT)], 1.0, bursts=False, sparing=False)
    assert watched.watcher.model_looks == len(watched.judgements)


def test_a_pose_is_what_the_story_says() -> None:
    """The rig itself: a gate that never saw a movement would make all of the above easy."""
    assert figure(Pose()) != figure(TILTED)


def test_a_film_behind_an_empty_chair_is_not_told_by_one_frame() -> None:
    """One frame may miss who has just come: then nobody would be there until something moves again."""
    gone = Reading(Instant(0.0, START_UTC), "nobody")
    settings = settings_for(1 / 15)
    assert is_enough(gone, gone, settings, frames=1, moved=False)
    assert not is_enough(gone, gone, settings, frames=1, moved=True)


@pytest.mark.parametrize(("size", "spared"), [(0.5, True), (0.9, False), (1.1, False), (1.5, True)])
def test_near_a_limit_the_model_looks_every_few_seconds(size: float, spared: bool) -> None:
    """What creeps over a limit, or back, passes the gate unseen."""
    settings = settings_for(1 / SPARED_FROM_S)
    rule = next(rule for rule in settings.rules if rule.level == "act" and rule.name == "head_tilt")
    value = {rule.signal: size * rule.enter_above}
    active = (rule.name,) if size > 1 else ()
    state = begin()
    judgement = Judgement(
        Instant(0.0, START_UTC), person=False, posture="good", deviations=value, active=active, over=active
    )
    settings = replace(settings, rules=(replace(rule, exit_below=rule.enter_above * 0.95),))
    assert may_spare(state, judgement, settings, unlooked_s=-SPARED_FROM_S + 3.0)
    assert may_spare(state, judgement, settings, unlooked_s=10.0) is spared


@pytest.mark.parametrize(
    ("period_s", "unlooked_s", "spared"), [(15.0, 0.0, True), (15.0, 10.0, False), (1.0, 10.0, False)]
)
def test_while_a_reminder_is_open_a_look_between_two_samples_is_for_who_moved(
    period_s: float, unlooked_s: float, spared: bool
) -> None:
    """Near the limit every sample asks the model, and what lies between asks only where something moved."""
    settings = settings_for(1 / period_s)
    rule = next(rule for rule in settings.rules if rule.name == "head_tilt")
    at, value = Instant(0.0, START_UTC), {rule.signal: 1.1 * rule.enter_above}
    judgement = Judgement(at, person=False, posture="poor", deviations=value, active=(rule.name,), over=(rule.name,))
    settings = replace(settings, rules=(replace(rule, exit_below=rule.enter_above * 0.95),))
    state = begin()
    assert not may_spare(state, judgement, settings, unlooked_s=10.0)
    shown = OpenReminder(1, at, (rule.name,), "posture", "Time to change position", "Level your head.")
    reminded = replace(state, reminders=replace(state.reminders, open=shown))
    assert may_spare(reminded, judgement, settings, unlooked_s=unlooked_s) is spared


@pytest.mark.parametrize(
    ("share", "posture", "active", "far"),
    [
        (0.4, "good", (), True),
        (-0.4, "good", (), True),
        (0.5, "good", (), False),  # a small tilt more is at the limit
        (-FAR_SHARE, "good", (), False),  # the rule has two sides
        (0.0, "poor", (), False),
        (0.0, "good", ("head_tilt_watch",), False),
        (0.0, "good", ("sitting",), True),
        (None, "good", (), False),
    ],
)
def test_far_from_every_limit(share: float | None, posture: Any, active: tuple[str, ...], far: bool) -> None:
    settings = settings_for(1.0)
    lowest = min(rule.exit_below for rule in settings.rules if rule.signal == "head_tilt_deg")
    deviations = {} if share is None else {"head_tilt_deg": share * lowest}
    at = Instant(0.0, START_UTC)
    judgement = Judgement(at, person=True, posture=posture, deviations=deviations, active=active)
    assert is_far(judgement, settings) is far


def test_nobody_is_far_from_a_limit_that_is_lower_than_a_small_movement() -> None:
    settings = settings_for(1.0)
    judgement = Judgement(Instant(0.0, START_UTC), person=True, posture="good", deviations={"head_tilt_deg": 0.5})
    assert is_far(judgement, settings)
    strict = [replace(r, enter_above=3.0, exit_below=2.0) if r.name == "head_tilt" else r for r in settings.rules]
    assert not is_far(judgement, replace(settings, rules=tuple(strict)))


@pytest.mark.parametrize(
    ("spare", "little", "spared"),
    [(False, False, ""), (False, True, ""), (True, False, "none"), (True, True, "none little")],
)
def test_what_moved_much_is_always_looked_at(spare: bool, little: bool, spared: str) -> None:
    thrift = Thrift(spare, lambda _: False, spare_little=little)
    motions: tuple[Motion, ...] = ("none", "little", "much")
    assert [motion for motion in motions if thrift.spares(motion)] == spared.split()


def test_jitter_is_not_counted_once_for_every_second_of_stillness() -> None:
    """The values that stand for a still person stray less than one look, once there were some."""
    watched = Watched([Phase(900, UPRIGHT)], 15.0, bursts=True, sparing=True)
    tilts = [j.metrics["head_tilt_deg"] for j in watched.judgements[30:] if "head_tilt_deg" in j.metrics]
    alone = Watched([Phase(900, UPRIGHT)], 15.0, bursts=True, sparing=False)
    others = [j.metrics["head_tilt_deg"] for j in alone.judgements[30:] if "head_tilt_deg" in j.metrics]
    assert np.std(tilts) < np.std(others)
