"""The postures of a check: asked for one after the other before a camera, or taken from clips."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from posture_watch.capture.source import Source
from posture_watch.commands.taking import FRAMES_A_SECOND, Frames, count_down, frames_of, hold
from posture_watch.config import Config, build_settings
from posture_watch.core.calibration import Finding, Take, add_frame
from posture_watch.core.checking import ASKED, Asked
from posture_watch.core.landmarks import Scene
from posture_watch.core.own_check import main_view, postures_for
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.opening import open_for, open_look
from posture_watch.terminal.checked import INSTRUCTIONS
from posture_watch.texts import retold, text
from posture_watch.watching import Look

BY_NAME: dict[str, Asked] = {asked: asked for asked in ASKED}
READY_S = 3.0
"""To get into the posture (starting guess)."""


@dataclass(slots=True)
class Takes:
    """The scenes of each posture, and where they were seen."""

    camera: str = ""
    sample_interval_s: float = 1.0 / FRAMES_A_SECOND
    scenes: dict[Asked, list[Scene]] = field(default_factory=dict[Asked, list[Scene]])


def ask_for_postures(config: Config, model: Path, source_text: str, seconds: float) -> Takes:
    """Each posture for so many seconds after a countdown. A clip runs through countdowns and postures in its own time.

    Raises UserError if the source cannot be used or ends too soon.
    """
    with _looking(config, model) as look, open_for(config, source_text, fps=FRAMES_A_SECOND) as source:
        takes = Takes(sample_interval_s=source.interval_s)
        frames = frames_of(source)
        todo: tuple[Asked, ...] = postures_for("front")
        for number in range(len(todo)):
            asked = todo[number]
            if source.live:
                of = text("{number} of {all}.", number=number + 1, all=len(todo))
                print(f"{of} {retold(INSTRUCTIONS[asked])}", file=sys.stderr)
            takes.scenes[asked] = _take(source, frames, look, asked, _settings(config, source), seconds)
            if asked == "upright":
                todo = _rest(takes, _settings(config, source))
        takes.camera = source.identity
    return takes


def parse_sources(words: Sequence[str]) -> dict[Asked, str]:
    """Read POSTURE=SOURCE. Raises UserError."""
    sources: dict[Asked, str] = {}
    for word in words:
        name, _, source_text = word.partition("=")
        asked = BY_NAME.get(name)
        if asked is None or not source_text:
            raise UserError(f"--from {word} is not POSTURE=SOURCE.", f"The postures are {', '.join(ASKED)}.")
        if asked in sources:
            raise UserError(f"--from {asked} is there twice.", "Give each posture once.")
        sources[asked] = source_text
    return sources


def takes_from(config: Config, model: Path, sources: Mapping[Asked, str]) -> Takes:
    """Each posture out of a clip of its own, the whole of it. Raises UserError, also for a live source."""
    takes = Takes()
    with _looking(config, model) as look:
        for asked, source_text in sources.items():
            with open_for(config, source_text, fps=FRAMES_A_SECOND) as source:
                if source.live:
                    raise UserError(f"{source.name} is live: --from takes clips.", "For a camera: --source.")
                if asked == "upright":
                    takes.camera, takes.sample_interval_s = source.identity, source.interval_s
                takes.scenes[asked] = _whole(source, look, _settings(config, source))
    return takes


def _whole(source: Source, look: Look, settings: Settings) -> list[Scene]:
    frames, title = frames_of(source), text("Looking at {name}", name=source.name)
    return list(hold(frames, look, title=title, seconds=float("inf"), note=_noting(settings)))


def _take(source: Source, frames: Frames, look: Look, asked: Asked, settings: Settings, seconds: float) -> list[Scene]:
    count_down(frames, title=text("Get ready"), seconds=READY_S)
    scenes = list(hold(frames, look, title=text("Hold it"), seconds=seconds, note=_noting(settings)))
    if not scenes:
        raise UserError(
            f"{source.name} ended before the posture {asked!r}.",
            f"Each posture takes {READY_S:g} s to get there and {seconds:g} s; see --seconds, and --from.",
        )
    return scenes


def _noting(settings: Settings) -> Callable[[Scene], Finding]:
    return lambda scene: add_frame(Take(), scene, settings)[1]


def _rest(takes: Takes, settings: Settings) -> tuple[Asked, ...]:
    """What to ask for, now that it is known from where the camera looks. Raises UserError if nobody can be measured."""
    view = main_view(takes.scenes["upright"], settings)
    if view is None:
        raise UserError("I cannot see you.", "Let the camera see your face and both shoulders.")
    return postures_for(view)


def _settings(config: Config, source: Source) -> Settings:
    return build_settings(config, camera=source.identity, mode=config.pose.mode, sample_interval_s=source.interval_s)


@contextmanager
def _looking(config: Config, model: Path) -> Generator[Look]:
    look, close = open_look(model, config.pose.mode, config.pose.max_people)
    try:
        yield look
    finally:
        close()
