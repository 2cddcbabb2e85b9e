"""Every command of the program, as somebody would type it: what scripts/trace_commands.py runs under strace.

The list of commands is the parser's own. One that has no step here makes the run, and a test, fail.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

FILM = "@film"
OUT = "@out"
STREAM = "@stream"

Leaf = tuple[str, ...]
Part = Literal["before", "beside", "after"]


@dataclass(frozen=True, slots=True)
class Step:
    """One command line. ``part``: before, beside or after a running monitor. ``seconds``: then Ctrl-C.

    ``codes``: the exit codes that are right here. ``loopback``: the words have an address on this machine in them.
    """

    words: tuple[str, ...]
    part: Part
    seconds: float | None = None
    codes: tuple[int, ...] = (0,)
    loopback: bool = False


def _steps(part: Part, *lines: str, seconds: float | None = None, codes: tuple[int, ...] = (0,)) -> list[Step]:
    return [Step(tuple(line.split()), part, seconds, codes) for line in lines]


ENDED = (0, 130)
"""After Ctrl-C, or because there was nothing left to do."""

RUN = Step(("run", "--source", "0"), "beside")
"""The monitor beside which the others are run; the step `stop` ends it."""

STEPS: tuple[Step, ...] = (
    *_steps("before", "config path", "config init --force", "config check", "data where", "cameras"),
    *_steps("before", "completion bash", "about", "about sitting", "exercises", "help-now"),
    *_steps("before", "about --open", "exercises --open", "help-now --open"),
    *_steps("before", "calibrate --source 0 --seconds 2"),
    *_steps("before", "doctor --source 0", codes=(0, 1)),
    *_steps("before", f"record {OUT}/desk.jsonl --source 0 --seconds 2", f"replay {OUT}/desk.jsonl --json"),
    *_steps("before", f"replay {FILM} --fps 2", f"demo --folder {OUT}/demo"),
    Step(("replay", STREAM, "--fps", "2"), "before", 12, (0, 2, 130), loopback=True),
    *_steps("before", "welcome --terminal", seconds=20, codes=(0, 1, 2, 130)),
    *_steps("before", "preview --source 0", seconds=10, codes=ENDED),
    *_steps("before", "break 1 --source 0 --terminal", "break 1 --source 0 --window", seconds=12, codes=ENDED),
    *_steps("before", "breathe 2 --terminal", "breathe 2 --window", seconds=6, codes=ENDED),
    *_steps("before", "autostart enable", "autostart status", "autostart disable"),
    *_steps("beside", "status", "status --json", "why", "watch --once", "data size"),
    *_steps("beside", "watch", seconds=4, codes=ENDED),
    *_steps("beside", "answer not_now", codes=(0, 1)),
    *_steps("beside", "snooze 1", "pause 45s", "resume", "recalibrate", "doctor --json", codes=(0, 1)),
    *_steps("beside", "spasm --now 4 --where lower_back --note <b>hostile</b> --json", "spasm --pain --now 2 --json"),
    *_steps("beside", "diary", "diary list --json", "diary show 1", "diary edit 1 --worst 6"),
    *_steps("beside", "diary follow-up 1 --now 2", "diary before", "gentle 1", "gentle 0"),
    *_steps("beside", "spasm --window", "diary --window", "help-now --window", seconds=6, codes=ENDED),
    *_steps("beside", "report", "report --week", "report --month", f"report --html {OUT}/day.html", "report --open"),
    *_steps("beside", f"report --for-clinician --html {OUT}/clinician.html", f"export {OUT}/days.json"),
    *_steps("beside", f"export {OUT}/tables --format csv", f"export {OUT}/buckets.json --format activitywatch"),
    *_steps("beside", "tune --list", "tune --rule head_tilt --hold 5..60", codes=(0, 1, 2)),
    *_steps("beside", "stop"),
    *_steps("after", "tray", seconds=25, codes=ENDED),
    *_steps("after", f"import {OUT}/days.json", "diary delete 2 --yes"),
    *_steps("after", "data delete --from 2020-01-01 --to 2020-01-02 --yes"),
)

LAST = Step(("data", "delete", "--all", "--yes"), "after")
"""After everything that was written has been looked at."""


def commands(parser: argparse.ArgumentParser, above: Leaf = ()) -> Iterator[Leaf]:
    """Every command that ``parser`` understands, and every action of those that have some."""
    inner = [action for action in vars(parser)["_actions"] if isinstance(action.choices, dict)]
    if not inner or not inner[0].required:
        yield above
    for action in inner:
        for name, below in cast("dict[str, argparse.ArgumentParser]", action.choices).items():
            yield from commands(below, (*above, name))


def not_traced(parser: argparse.ArgumentParser) -> list[Leaf]:
    """The commands that no step runs."""
    said = [step.words for step in (RUN, LAST, *STEPS)]
    return [leaf for leaf in commands(parser) if not any(words[: len(leaf)] == leaf for words in said)]
