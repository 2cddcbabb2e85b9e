"""A day told in words and played through the one fold: sit, slump, leave. Landmarks of a stick figure, no camera.

The figure is a front view: shoulders 200 px apart at rest in a frame of 640x480. Lengths are in shoulder widths,
positive x to the picture's right, y down.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from posture_watch.config import Config, build_settings
from posture_watch.core.baseline import Baseline
from posture_watch.core.engine import EngineState, advance, begin
from posture_watch.core.events import (
    BaselineChanged,
    BaselineDropped,
    BoutEnded,
    Event,
    IntervalEnded,
    NoticeDue,
    PostureChanged,
    ReminderDue,
    ReminderEnded,
    ReminderSkipped,
    RuleCleared,
    RuleRaised,
)
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.settings import Settings

WIDTH_PX, HEIGHT_PX = 640, 480
SHOULDERS_PX = 200.0
START_UTC = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pose:
    """How the figure sits. Ratios in shoulder widths, ``near`` is a growth about the frame's middle (1 is rest)."""

    here: bool = True
    head_drop: float = 0.0
    sink: float = 0.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    near: float = 1.0
    face_near: float = 1.0
    head_tilt_deg: float = 0.0
    lean_deg: float = 0.0
    turn_deg: float = 0.0
    visibility: float = 0.99
    light: float = 0.5


UPRIGHT = Pose()
GONE = Pose(here=False)
SLUMPED = Pose(head_drop=0.14, sink=0.06)


def figure(pose: Pose) -> Landmarks:
    """The stick figure's landmarks (px)."""
    w = SHOULDERS_PX
    lean = math.radians(pose.lean_deg)
    shoulder_x = WIDTH_PX / 2 + w * (pose.shift_x + 1.6 * math.sin(lean))
    shoulder_y = 350 + w * (pose.shift_y + pose.sink)
    neck = w * (0.62 - pose.head_drop)
    tilt = math.radians(pose.head_tilt_deg)
    head_x, head_y = shoulder_x + neck * math.sin(tilt + lean), shoulder_y - neck * math.cos(tilt + lean)
    ears = 0.37 * w * pose.face_near
    turn = math.radians(pose.turn_deg)
    half = ears / 2 * math.cos(turn)
    along = (math.cos(tilt + lean), math.sin(tilt + lean))
    nose = 0.7 * ears * math.sin(turn)
    half_shoulders = w / 2

    def point(x: float, y: float) -> Landmark:
        middle_x, middle_y = WIDTH_PX / 2, HEIGHT_PX / 2
        x = middle_x + (x - middle_x) * pose.near
        y = middle_y + (y - middle_y) * pose.near
        return Landmark(x, y, pose.visibility)

    return Landmarks(
        {
            "left_ear": point(head_x + half * along[0], head_y + half * along[1]),
            "right_ear": point(head_x - half * along[0], head_y - half * along[1]),
            "nose": point(head_x + nose * along[0], head_y + nose * along[1] + 0.05 * w),
            "left_shoulder": point(
                shoulder_x + half_shoulders * math.cos(lean), shoulder_y + half_shoulders * math.sin(lean)
            ),
            "right_shoulder": point(
                shoulder_x - half_shoulders * math.cos(lean), shoulder_y - half_shoulders * math.sin(lean)
            ),
        }
    )


@dataclass(frozen=True, slots=True)
class Phase:
    """``seconds`` in a pose, reached within ``over_s`` seconds. ``silent`` sends nothing, ``missing`` empty frames."""

    seconds: float
    pose: Pose
    over_s: float = 0.0
    silent: bool = False
    missing: bool = False


def blend(a: Pose, b: Pose, share: float) -> Pose:
    """A pose on the way from a to b."""
    if a.here != b.here:
        return b if share > 0 else a
    names = [n for n in Pose.__dataclass_fields__ if n != "here"]
    return replace(b, **{n: getattr(a, n) + share * (getattr(b, n) - getattr(a, n)) for n in names})


def scenes(phases: list[Phase], fps: float, start_utc: datetime = START_UTC) -> Iterator[Scene]:
    """The observations of the story at ``fps`` frames a second."""
    begin_s, before, number = 0.0, phases[0].pose, 0
    for phase in phases:
        while (t_s := number / fps) < begin_s + phase.seconds - 1e-9:
            number += 1
            at = Instant(t_s, start_utc).shifted(0.0)
            at = Instant(t_s, Instant(0.0, start_utc).shifted(t_s).utc)
            if phase.silent:
                continue
            if phase.missing:
                yield Scene(at, WIDTH_PX, HEIGHT_PX, frame_missing=True)
                continue
            share = min(1.0, (t_s - begin_s) / phase.over_s) if phase.over_s > 0 else 1.0
            pose = blend(before, phase.pose, share)
            yield Scene(at, WIDTH_PX, HEIGHT_PX, (figure(pose),) if pose.here else (), pose.light)
        begin_s += phase.seconds
        before = phase.pose


SITTING = ("sitting", "sitting_long")


def settings_for(
    fps: float = 1.0,
    change: Callable[[Config], Config] | None = None,
    *,
    timers: tuple[str, ...] | None = SITTING,
    frozen_baseline: bool = False,
) -> Settings:
    """The program's own defaults, for frames at ``fps``.

    The figure of these stories does not move by itself: of the rules about time only those of ``timers`` are in force,
    all of them if None (strain and stillness have stories of their own).
    """
    config = change(Config()) if change else Config()
    settings = build_settings(
        config, camera="sim", mode="image", sample_interval_s=1 / fps, frozen_baseline=frozen_baseline
    )
    if timers is None:
        return settings
    return replace(settings, rules=tuple(r for r in settings.rules if r.kind == "posture" or r.name in timers))


@dataclass(slots=True)
class Played:
    """What came of a story."""

    judgements: list[Judgement] = field(default_factory=list[Judgement])
    events: list[Event] = field(default_factory=list[Event])
    state: EngineState = field(default_factory=EngineState)

    def of(self, *kinds: type) -> list[Event]:
        """The events of these types, in order."""
        return [event for event in self.events if isinstance(event, kinds)]

    def told(self, *kinds: type) -> list[tuple[float, str]]:
        """(seconds, what) of the events of these types: a timeline to compare as a whole."""
        return [(round(e.at.mono_s, 3), _word(e)) for e in self.of(*kinds)]


def _word(event: Event) -> str:
    name = type(event).__name__
    match event:
        case PostureChanged():
            return f"{name} {event.before} -> {event.after} since {event.since.mono_s:g}"
        case RuleRaised():
            return f"{name} {event.rule}"
        case RuleCleared():
            return f"{name} {event.rule} ({event.reason})"
        case ReminderDue():
            return f"{name} {'+'.join(event.rules)}"
        case ReminderSkipped():
            return f"{name} {'+'.join(event.rules)} ({event.reason})"
        case ReminderEnded():
            return f"{name} {event.outcome}"
        case BoutEnded():
            return f"{name} {event.sitting_s:g} s"
        case BaselineChanged() | BaselineDropped():
            return f"{name} {event.reason}"
        case NoticeDue():
            return f"{name} {event.topic}"
        case IntervalEnded():
            return f"{name} {event.interval.posture} {event.interval.duration_s:g} s"
        case _:
            return name


def play(
    phases: list[Phase],
    fps: float = 1.0,
    *,
    settings: Settings | None = None,
    baselines: tuple[Baseline, ...] = (),
    start_utc: datetime = START_UTC,
) -> Played:
    """The story through the fold."""
    settings = settings or settings_for(fps)
    played = Played(state=begin(baselines))
    for scene in scenes(phases, fps, start_utc):
        played.state, judgement, events = advance(played.state, scene, settings)
        played.judgements.append(judgement)
        played.events.extend(events)
    return played
