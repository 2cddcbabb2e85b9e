"""What the camera sees, in sentences: light, place and clearness, measured over some pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.source import Source
from posture_watch.commands.taking import frames_of
from posture_watch.config import Config, build_settings
from posture_watch.core.advice import Advice, advise
from posture_watch.core.landmarks import Scene
from posture_watch.opening import open_look
from posture_watch.pose.models import model_path
from posture_watch.texts import retold, text
from posture_watch.watching import seen

LOOK_S = 3.0
"""Seconds of pictures that are looked at (starting guess)."""


def look_around(source: Source, first: Frame | Burst | Scene, config: Config) -> list[Scene]:
    """The scenes of some seconds of an open source, its ``first`` picture included."""
    look, close = open_look(model_path(config.pose.model), config.pose.mode, config.pose.max_people)
    scenes: list[Scene] = []
    try:
        for got in chain([first], frames_of(source)):
            scenes.append(seen(got, look))
            if scenes[-1].at.mono_s - scenes[0].at.mono_s >= LOOK_S:
                break
    finally:
        close()
    return scenes


def advice_on(scenes: Sequence[Scene], config: Config) -> tuple[Advice, ...]:
    """What would make these scenes clearer."""
    return advise(scenes, build_settings(config, camera="", mode=config.pose.mode, sample_interval_s=1.0))


def told(advice: Sequence[Advice]) -> str:
    """What was found and what to do about the first cause: the others mostly come from it. "" without any."""
    return f"{retold(advice[0].found)} {retold(advice[0].todo)}" if advice else ""


def well(scenes: Sequence[Scene]) -> str:
    """What was measured when there is nothing to mend."""
    lights = sorted(scene.light for scene in scenes if scene.light is not None)
    if not lights:
        return text("{number} pictures looked at: you are seen well", number=len(scenes))
    light = f"{lights[len(lights) // 2]:.2f}"
    return text("{number} pictures looked at, light {light} of 1: you are seen well", number=len(scenes), light=light)
