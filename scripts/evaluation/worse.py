"""Our figures with worse baselines: of fewer frames, taken while tilted, taken in other light."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from evaluation.comparing import judged, scored_frames
from evaluation.figures import Figures, Scored, figures_of
from evaluation.judging import split
from evaluation.seen import Eyes, Frame, Session
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.settings import Settings

COUNTS = (1, 3, 5, 10, 20)
"""Numbers of upright frames that a baseline is taken from."""
TILT_DEG = 5.0
LIGHT = 0.3
HEAD_GROWTHS = (1.16, 1.31)
"""What light at 30 % does to head size over shoulder width (measured): for landmarks without pictures."""
HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear", "mouth_left", "mouth_right")
Spoil = Callable[[Frame], Frame | None]
"""A frame of the baseline → the worse one; None if that cannot be had."""


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """Our figures with another baseline; ``sessions`` are those it can be had for."""

    view: str
    baseline: str
    sessions: int
    frames: int
    figures: Figures


def worse_baselines(
    view: str, sessions: Sequence[Session], baseline_frames: int, settings: Settings, eyes: Eyes
) -> list[BaselineLine]:
    """A line for each worse baseline."""
    lines = [_line(view, f"{n} frames", [_by_count(s, n, settings) for s in sessions]) for n in COUNTS]
    for name, spoil in _spoils(eyes).items():
        done = [_by_spoilt(s, baseline_frames, settings, spoil) for s in sessions]
        lines.append(_line(view, name, done))
    return [line for line in lines if line is not None]


def _spoils(eyes: Eyes) -> dict[str, Spoil]:
    """Names → what is done to the baseline's frames. Clockwise as the camera shows it: towards the subject's left."""
    turns: dict[str, Spoil] = {}
    for sign, way in ((1, "clockwise"), (-1, "anticlockwise")):
        deg = sign * TILT_DEG
        turns[f"head tilted {TILT_DEG:.0f}° {way}"] = lambda f, deg=deg: _moved(f, lambda s: tilted_head(s, deg))
        turns[f"camera rolled {TILT_DEG:.0f}° {way}"] = lambda f, deg=deg: _moved(f, lambda s: rolled(s, deg))
    turns[f"pictures at {LIGHT:.0%} light"] = lambda f: eyes.in_light(f, LIGHT)
    for growth in HEAD_GROWTHS:
        turns[f"head read {growth - 1:.0%} larger"] = lambda f, g=growth: _moved(f, lambda s: grown_head(s, g))
    return turns


def _by_count(session: Session, count: int, settings: Settings) -> list[Scored] | None:
    one = judged(session, count, settings, peers=False, strict=True)
    return None if one is None else scored_frames(one)


def _by_spoilt(session: Session, count: int, settings: Settings, spoil: Spoil) -> list[Scored] | None:
    parts = split(session, count)
    if parts is None:
        return None
    frames = list(session.frames)
    for index in parts.baseline:
        worse = spoil(frames[index])
        if worse is None:
            return None
        frames[index] = worse
    one = judged(replace(session, frames=tuple(frames)), count, settings, peers=False)
    return None if one is None else scored_frames(one)


def _line(view: str, name: str, done: Sequence[list[Scored] | None]) -> BaselineLine | None:
    kept = [frames for frames in done if frames]
    scored = [frame for frames in kept for frame in frames]
    return BaselineLine(view, name, len(kept), len(scored), figures_of(scored)) if scored else None


def _moved(frame: Frame, move: Callable[[Scene], Scene]) -> Frame:
    return replace(frame, scene=move(frame.scene))


def tilted_head(scene: Scene, deg: float) -> Scene:
    """The head turned about the middle between ears and shoulders, clockwise as seen."""

    def tilt(person: Landmarks) -> Landmarks:
        middle = _mean(person, ("left_ear", "right_ear", "left_shoulder", "right_shoulder"))
        return _changed(person, HEAD, lambda x, y: _turn(x, y, middle, deg))

    return replace(scene, people=tuple(map(tilt, scene.people)))


def rolled(scene: Scene, deg: float) -> Scene:
    """Everything turned about the middle of the frame, clockwise as seen."""
    middle = (scene.width_px / 2, scene.height_px / 2)
    return replace(
        scene, people=tuple(_changed(p, tuple(p.points), lambda x, y: _turn(x, y, middle, deg)) for p in scene.people)
    )


def grown_head(scene: Scene, growth: float) -> Scene:
    """The head larger by the factor ``growth`` about its own middle, the shoulders as they were."""

    def grow(person: Landmarks) -> Landmarks:
        mx, my = _mean(person, HEAD)
        return _changed(person, HEAD, lambda x, y: (mx + growth * (x - mx), my + growth * (y - my)))

    return replace(scene, people=tuple(map(grow, scene.people)))


def _mean(person: Landmarks, names: Sequence[str]) -> tuple[float, float]:
    found = [person.points[name] for name in names if name in person.points]
    count = max(1, len(found))
    return sum(p.x_px for p in found) / count, sum(p.y_px for p in found) / count


def _turn(x_px: float, y_px: float, about: tuple[float, float], deg: float) -> tuple[float, float]:
    """Clockwise in a picture, whose y points down."""
    sin, cos = math.sin(math.radians(deg)), math.cos(math.radians(deg))
    dx, dy = x_px - about[0], y_px - about[1]
    return about[0] + cos * dx - sin * dy, about[1] + sin * dx + cos * dy


def _changed(person: Landmarks, names: Sequence[str], move: Callable[[float, float], tuple[float, float]]) -> Landmarks:
    points = {
        name: Landmark(*move(p.x_px, p.y_px), p.visibility) if name in names else p for name, p in person.points.items()
    }
    return Landmarks(points)
