"""Coverage, and the frames to look at: what could not be judged and why, and the worst mistakes by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.comparing import Judged, counts
from evaluation.judging import Said
from evaluation.seen import Frame

MOST_FAILURES = 12


@dataclass(frozen=True, slots=True)
class Coverage:
    """Frames with a person in them (baseline frames too), how many of them were judged, and the others by name."""

    view: str
    frames: int
    judged: int
    unjudged: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One frame that was flagged and should not be, or the reverse; ``shares`` are its signals over their limits."""

    view: str
    file: str
    label: str
    kind: str
    flagged: bool
    settled: bool
    score: float
    shares: str


def coverage_of(view: str, sessions: Sequence[Judged]) -> Coverage:
    """All labelled frames of one view."""
    pairs = [(f, said) for one in sessions for f, said in zip(one.session.frames, one.all_said, strict=True)]
    unjudged = tuple((f.name, said.why) for f, said in pairs if not said.known)
    return Coverage(view, len(pairs), len(pairs) - len(unjudged), unjudged)


def failures_of(view: str, sessions: Sequence[Judged]) -> list[Failure]:
    """The upright frames flagged with the highest scores, then the deviations missed with the lowest."""
    pairs = [(f, said) for one in sessions for f, said in zip(one.frames, one.ours, strict=True) if counts(f)]
    false = sorted((p for p in pairs if p[0].upright and p[1].flagged), key=lambda p: -p[1].score)
    missed = sorted((p for p in pairs if not p[0].upright and not p[1].flagged), key=lambda p: p[1].score)
    return [_failure(view, *pair) for pair in (*false[:MOST_FAILURES], *missed[:MOST_FAILURES])]


def _failure(view: str, frame: Frame, said: Said) -> Failure:
    most = sorted(said.shares.items(), key=lambda item: -item[1])[:3]
    shares = ", ".join(f"{name} {share:.2f}" for name, share in most)
    return Failure(
        view, frame.name, frame.label, said.kind or said.why, said.flagged, frame.settled, said.score, shares
    )
