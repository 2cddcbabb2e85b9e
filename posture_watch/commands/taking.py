"""What the calibrating commands have in common: frames of an open source, and a bar while somebody holds a posture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.commands.waiting import require_signs_of_life
from posture_watch.core.calibration import GOOD, REASONS, Finding
from posture_watch.core.landmarks import Scene
from posture_watch.terminal.progress import Progress
from posture_watch.texts import retold, text
from posture_watch.watching import Look, seen

POLL_S = 0.5
FRAMES_A_SECOND = 4.0
"""More frames than live: a median of many, in few seconds (starting guess)."""

Frames = Iterator[Frame | Burst | Scene]


def frames_of(source: Source) -> Frames:
    """Every frame until the source ends. Raises UserError when a live one has been silent for too long."""
    clock = Clock()
    heard_s = clock.mono_s()
    while True:
        try:
            got = source.read(POLL_S)
        except EndOfSource:
            return
        if got is None:
            require_signs_of_life(source, clock.mono_s() - heard_s)
            continue
        heard_s = clock.mono_s()
        yield got


def hold(
    frames: Frames, look: Look, *, title: str, seconds: float, note: Callable[[Scene], Finding]
) -> Iterator[Scene]:
    """The scenes of so many seconds, with a bar; ``note`` takes each in and finds what is said beside the bar."""
    first_s: float | None = None
    with Progress(title, total=seconds) as bar:
        for got in frames:
            scene = seen(got, look)
            first_s = scene.at.mono_s if first_s is None else first_s
            elapsed_s = scene.at.mono_s - first_s
            finding = note(scene)
            bar.advance(text("I see you well") if finding == GOOD else retold(REASONS[finding][1]), to=elapsed_s)
            yield scene
            if elapsed_s >= seconds:
                return


def count_down(frames: Frames, *, title: str, seconds: float) -> None:
    """Let so many seconds of frames pass unseen, with a bar."""
    first_s: float | None = None
    with Progress(title, total=seconds) as bar:
        for got in frames:
            first_s = got.at.mono_s if first_s is None else first_s
            elapsed_s = got.at.mono_s - first_s
            bar.advance(f"{math.ceil(seconds - elapsed_s)} s", to=elapsed_s)
            if elapsed_s >= seconds:
                return
