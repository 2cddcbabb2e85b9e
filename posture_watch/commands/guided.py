"""What `break` and `breathe` have in common: guided in a window or here, noted, and ended well however it ends."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from posture_watch.capture.clock import Clock
from posture_watch.care.guiding import Stage
from posture_watch.commands.guide_lines import guide_on_terminal
from posture_watch.commands.guide_words import summary, told
from posture_watch.commands.leading import Eyes, Leading, Notebook, Quiet
from posture_watch.commands.until_ended import held_back
from posture_watch.core.practice import Routine
from posture_watch.native_output import silence_native_output
from posture_watch.paths import Paths
from posture_watch.screen import require_window
from posture_watch.texts import retold, text

GIVE_BACK_S = 8.0
"""How long letting go of a camera and giving it back may take."""


@dataclass(frozen=True, slots=True)
class Guided:
    """What is gone through. ``head``: what it is, in the user's language. ``open_eyes``: None if no camera looks."""

    name: Routine
    head: str
    stages: tuple[Stage, ...]
    open_eyes: Callable[[], Eyes] | None = None


def guide(options: argparse.Namespace, paths: Paths, guided: Guided) -> int:
    """To its end, or until somebody ends it. Raises KeyboardInterrupt if that was Ctrl-C."""
    if options.window:
        require_window(dict(os.environ))
    os.umask(0o077)
    silence_native_output()
    notebook = Notebook(paths.database_file)

    try:
        with Quiet(paths) as quiet:

            def lead(eyes: Eyes | None) -> Leading:
                clock = Clock()
                return Leading(guided.name, guided.stages, eyes=eyes, note=notebook.note, clock=clock, over=quiet.end)

            return _in_window(guided, lead) if options.window else _here(guided, lead)
    except KeyboardInterrupt:
        noted = text("Ended here. What was done until then is noted.")
        raise KeyboardInterrupt(noted if notebook.rows else text("Ended here. Nothing was noted.")) from None
    finally:
        _tell(notebook)


def _in_window(guided: Guided, lead: Callable[[Eyes | None], Leading]) -> int:
    from posture_watch.window.break_opening import run_break  # noqa: PLC0415  # Qt, only where it can start

    return run_break(guided, lead, GIVE_BACK_S)


def _here(guided: Guided, lead: Callable[[Eyes | None], Leading]) -> int:
    eyes = guided.open_eyes() if guided.open_eyes is not None else None
    leading = lead(eyes)
    interrupted = True
    try:
        guide_on_terminal(leading, guided.head, partial(told, camera=eyes is not None))
        interrupted = False
    finally:
        with held_back():  # a terminal that is closed says so twice, and takes no more words
            rows = leading.end().done
            if eyes is not None:
                eyes.close(GIVE_BACK_S)
            if rows or not interrupted:  # else the one sentence of an interrupt says it
                print("\n".join(["", *summary(rows, titles_of(guided.stages))]), flush=True)
    return 0


def titles_of(stages: tuple[Stage, ...]) -> dict[str, str]:
    """English, by key."""
    return {stage.key: stage.title for stage in stages}


def _tell(notebook: Notebook) -> None:
    if notebook.problem is not None:
        said = text("what was done could not be noted: {why}", why=retold(notebook.problem.message))
        print(f"posture-watch: {said}", file=sys.stderr)
