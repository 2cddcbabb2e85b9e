"""A step of the picture, or a person who sinks: did everything stay where it was before and after, and go at once?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from posture_watch.core.moves import NEEDED, POSITIONS, RIGID_SHIFT_RATIO, Move, length_px, move_of
from posture_watch.core.sample import PostureSample

CREEP_SHARE = 0.3
"""A step does the rest of its way within ``move_step_s``; who sinks over more seconds creeps (starting guess)."""


def medians_of(samples: Sequence[PostureSample]) -> dict[str, float] | None:
    """Medians of what a move is told by, of the samples that have all of it; None if none has."""
    full = [s.values for s in samples if all(name in s.values for name in NEEDED)]
    names = [*NEEDED, *(["head_turn_deg"] if all("head_turn_deg" in v for v in full) else [])]
    return {name: median(v[name] for v in full) for name in names} if full else None


def is_settled(samples: Sequence[PostureSample], middle: Mapping[str, float]) -> bool:
    """Whether the person stayed in one place: at most a third of the positions further off than jitter."""
    limit_px = 1.5 * RIGID_SHIFT_RATIO * middle["shoulder_width_px"]
    off = [
        name
        for s in samples
        for name in POSITIONS
        if name in s.values and abs(s.values[name] - middle[name]) > limit_px
    ]
    return len(off) <= len(samples) // 3


def has_crept(
    earlier: Sequence[PostureSample], recent: Sequence[PostureSample], middle: tuple[float, float], move: Move
) -> bool:
    """Whether a good part of the move had begun before the step or went on after it: then it was no step."""
    return any(_drift(part, middle) > CREEP_SHARE * length_px(move, middle) for part in (earlier, recent))


def had_begun(
    last: Sequence[PostureSample], before: Mapping[str, float], middle: tuple[float, float], move: Move
) -> bool:
    """Whether the last look before the step saw a good part of it: then it takes more than the time between looks."""
    then = medians_of(last)
    return then is not None and length_px(move_of(before, then, middle), middle) > CREEP_SHARE * length_px(move, middle)


def _drift(samples: Sequence[PostureSample], middle: tuple[float, float]) -> float:
    """How far the picture moved within these samples, from their first half to their second (px)."""
    half = len(samples) // 2
    first, last = medians_of(samples[:half]), medians_of(samples[half:])
    if first is None or last is None:
        return 0.0
    return length_px(move_of(first, last, middle), middle)
