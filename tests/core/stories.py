"""More ways to tell a story to the fold: other people in the room, clocks that are set, settings that change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import get_args

from posture_watch.config import Config, build_settings
from posture_watch.config.builtin_rules import Profile, profile_rules
from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.engine import EngineState, advance, begin
from posture_watch.core.events import Event, IntervalEnded, MinuteEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.learning import make_baseline
from posture_watch.core.metrics import measure
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.settings import Settings
from tests.sim import HEIGHT_PX, START_UTC, UPRIGHT, WIDTH_PX, Played, Pose, figure, settings_for

QUIET = {MinuteEnded}
"""Events that come by the clock, not by what happens: compared on their own."""
ALL = tuple(kind for kind in get_args(Event) if kind not in QUIET)


def timeline(played: Played) -> list[tuple[float, str]]:
    """Everything that happened, in order, but for the figures of the minutes: an event too many fails a test."""
    return played.told(*ALL)


def run(
    scenes: Iterable[Scene],
    settings: Settings | Callable[[float], Settings],
    *,
    state: EngineState | None = None,
) -> Played:
    """Any scenes through the fold; ``settings`` may depend on the seconds."""
    played = Played(state=state or begin())
    for scene in scenes:
        now = settings(scene.at.mono_s) if callable(settings) else settings
        played.state, judgement, events = advance(played.state, scene, now)
        played.judgements.append(judgement)
        played.events.extend(events)
    return played


def changed(scenes: Iterable[Scene], from_s: float, to_s: float, change: Callable[[Scene], Scene]) -> Iterator[Scene]:
    """The story with every scene from ``from_s`` to before ``to_s`` changed."""
    for scene in scenes:
        yield change(scene) if from_s <= scene.at.mono_s < to_s else scene


def clock_set(scenes: Iterable[Scene], at_s: float, by_s: float) -> Iterator[Scene]:
    """The story with the wall clock set by ``by_s`` seconds at ``at_s``; the monotonic clock runs on."""

    def later(scene: Scene) -> Scene:
        return replace(scene, at=replace(scene.at, utc=scene.at.utc + timedelta(seconds=by_s)))

    return changed(scenes, at_s, float("inf"), later)


def with_person(person: Landmarks) -> Callable[[Scene], Scene]:
    """Somebody else in the room."""
    return lambda scene: replace(scene, people=(person, *scene.people))


def placed(person: Landmarks, *, scale: float = 1.0, x_px: float = 0.0, y_px: float = 0.0) -> Landmarks:
    """The same person scaled about the frame's middle and then shifted (px)."""
    middle_x, middle_y = WIDTH_PX / 2, HEIGHT_PX / 2

    def move(p: Landmark) -> Landmark:
        return Landmark(
            middle_x + (p.x_px - middle_x) * scale + x_px, middle_y + (p.y_px - middle_y) * scale + y_px, p.visibility
        )

    return Landmarks({name: move(point) for name, point in person.points.items()})


def baseline_of(pose: Pose = UPRIGHT, *, provisional: bool = False, light: float | None = 0.5) -> Baseline:
    """What a calibration in this pose would have kept."""
    scene = Scene(Instant(0.0, START_UTC), WIDTH_PX, HEIGHT_PX, (figure(pose),), light)
    sample = measure(scene.people[0], scene, settings_for().gate)
    assert sample is not None
    made = make_baseline(
        [sample], BaselinePlace("sim", sample.view, "image", WIDTH_PX, HEIGHT_PX), provisional=provisional, light=light
    )
    assert made is not None
    return made


def settings_of(*rules: Rule, fps: float = 1.0, **reminders: float) -> Settings:
    """The defaults with only these rules, and other numbers for reminders."""
    config = Config(rules=rules)
    config = replace(config, reminders=replace(config.reminders, **reminders))
    return build_settings(config, camera="sim", mode="image", sample_interval_s=1 / fps)


def profile(name: Profile, fps: float = 1.0) -> Settings:
    """The built-in rules of a profile."""
    return settings_for(fps, lambda config: replace(config, profile=name, rules=profile_rules(name)))


def simple_rule(
    name: str = "tilt",
    signal: str = "head_tilt_deg",
    *,
    enter: float = 10.0,
    hold_s: float = 20.0,
    exit_at: float | None = None,
) -> Rule:
    """An act rule that ends 5 s after the value fell to ``exit_at`` (0.6 of the enter limit)."""
    leave = 0.6 * enter if exit_at is None else exit_at
    return Rule(name, signal, enter, leave, (HoldPoint(enter, hold_s),), 5.0, "Move.", two_sided=True)


def intervals_of(played: Played) -> list[Interval]:
    """Every interval logged, and the open one as a kill now would leave it."""
    done = [event.interval for event in played.events if isinstance(event, IntervalEnded)]
    still_open = played.state.checkpoint.interval
    return [*done, still_open] if still_open is not None else done


def minutes_of(told: Played) -> list[Minute]:
    """Every minute logged, and the open one."""
    done = [event.minute for event in told.events if isinstance(event, MinuteEnded)]
    still_open = told.state.checkpoint.minute
    return [*done, still_open] if still_open is not None else done
