"""`break`: a guided break that answers what the last hours were like. Needs no camera, no monitor and no window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from posture_watch.capture.clock import Clock
from posture_watch.care.exercise import Exercise
from posture_watch.care.exercises import BY_KEY
from posture_watch.care.guiding import Stage, intro_stage, stages_of
from posture_watch.care.lately import Lately, because
from posture_watch.care.routine import Routine, chosen, routine, strength_block
from posture_watch.commands.guided import Guided, guide
from posture_watch.commands.lately_reading import done_today, read_lately
from posture_watch.commands.leading import Eyes
from posture_watch.commands.sighting import movement
from posture_watch.config import Config
from posture_watch.control.client import ask
from posture_watch.core.practice import Practised
from posture_watch.errors import UserError
from posture_watch.gentle_days import until
from posture_watch.opening import read_config
from posture_watch.paths import Paths, user_paths
from posture_watch.store.errors import LogError
from posture_watch.texts import retold, text

USUAL_MINUTES = 3


def run(options: argparse.Namespace) -> int:
    """Until it is over, or somebody ends it. A running monitor is quiet meanwhile and lends its camera."""
    paths = user_paths()
    config = read_config(paths)
    known = _known(paths, config)
    what = _routine(options, config, known)
    title = text("The strength block") if what.kind == "strength" else text("A guided break")
    moves = stages_of(what)
    stages = (intro_stage(title, (*_why(options, what, known), *(note.words for note in what.notes))), *moves)
    return guide(options, paths, Guided(what.kind, title, stages, _eyes(options, config, paths, moves)))


@dataclass(frozen=True, slots=True)
class _Known:
    """What a break is chosen by."""

    lately: Lately = Lately()
    done: Sequence[Practised] = ()
    gentle: bool = False


def _known(paths: Paths, config: Config) -> _Known:
    """A log that cannot be read spoils no break: then nothing is known."""
    file, now = paths.database_file, Clock().now()
    try:
        lately = read_lately(file, now, break_s=config.sitting.break_s)
        return _Known(lately, done_today(file, now), until(file, now) is not None)
    except LogError as error:
        print(f"posture-watch: {retold(error.message)}", file=sys.stderr)
        return _Known()


def _routine(options: argparse.Namespace, config: Config, known: _Known) -> Routine:
    if options.exercise:
        return _chosen([_exercise(name) for name in options.exercise], gentle=known.gentle)
    if options.strength:
        return strength_block(known.lately, gentle=known.gentle)
    minutes = cast(Literal[1, 3, 5], options.minutes or USUAL_MINUTES)
    care = config.care
    return routine(minutes, known.lately, known.done, gentle=known.gentle, water=care.water, breathing=care.breathing)


def _why(options: argparse.Namespace, what: Routine, known: _Known) -> tuple[str, ...]:
    """One line: why these exercises. Whoever chose them knows."""
    sentences = because(known.lately, what.answers, gentle=known.gentle)
    if options.exercise or what.kind == "strength":
        return tuple(sentences)
    in_turn = text("you have done them least today, of what fits in the time.")
    return (text("Why these: {reasons}", reasons=" ".join(sentences) or in_turn),)


def _chosen(exercises: Sequence[Exercise], *, gentle: bool) -> Routine:
    """Raises UserError on gentler days if all of them ask for strength."""
    found = chosen(exercises, gentle=gentle)
    if found.items:
        return found
    names = ", ".join(retold(exercise.name) for exercise in exercises)
    said = text("Gentler days: {names} can wait until they are over.", names=names)
    raise UserError(said, text("posture-watch break has easy moves; posture-watch gentle 0 ends the gentler days."))


def _exercise(name: str) -> Exercise:
    found = BY_KEY.get(name.strip().lower().replace("-", "_").replace(" ", "_"))
    if found is None:
        said = text("There is no exercise called {name}.", name=repr(name))
        raise UserError(said, text("posture-watch exercises lists them."))
    return found


def _eyes(
    options: argparse.Namespace, config: Config, paths: Paths, moves: tuple[Stage, ...]
) -> Callable[[], Eyes] | None:
    """What opens the camera, if one is wanted and can see anything of these. Whoever paused the monitor wants it off,
    unless they name one."""
    wanted = config.care.camera and not options.no_camera and any(movement(stage) for stage in moves)
    if not wanted or (options.source is None and _is_paused(paths)):
        return None
    source = options.source or config.camera.source

    def open_eyes() -> Eyes:
        from posture_watch.capture.opening import is_live  # noqa: PLC0415  # cameras, only where one is looked through
        from posture_watch.commands.break_eyes import BreakEyes  # noqa: PLC0415  # as above

        return BreakEyes(paths, config, source, borrows=is_live(source))

    return open_eyes


def _is_paused(paths: Paths) -> bool:
    try:
        return ask(paths.runtime_folder, "status")["state"] in ("paused", "locked")
    except UserError:
        return False
