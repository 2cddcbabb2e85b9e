"""Labelled events: contiguous stretches of one label, and which of them an alarm found. Pure: lists in, counts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.manifest import NEITHER_LABELS, upright

LEAST_FRAMES = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """``label`` from frame ``first`` to frame ``last``, both included."""

    label: str
    first: int
    last: int

    @property
    def deviation(self) -> bool:
        """Whether it should be found."""
        return not upright(self.label) and self.label not in NEITHER_LABELS


@dataclass(frozen=True, slots=True)
class Event:
    """A labelled event, whether an alarm was on while it lasted or within reach, and the kinds named meanwhile."""

    label: str
    frames: int
    found: bool
    kind: str = ""


def without_swaps(labels: Sequence[str]) -> list[str]:
    """A single label between two others that agree becomes like them: a swapped label, no event."""
    cleaned = list(labels)
    for i in range(1, len(labels) - 1):
        if cleaned[i - 1] == labels[i + 1] != labels[i]:
            cleaned[i] = cleaned[i - 1]
    return cleaned


def stretches(labels: Sequence[str]) -> list[Stretch]:
    """Runs of one label."""
    starts = [i for i in range(len(labels)) if i == 0 or labels[i] != labels[i - 1]]
    ends = [*(start - 1 for start in starts[1:]), len(labels) - 1]
    return [Stretch(labels[a], a, b) for a, b in zip(starts, ends, strict=True)]


def events_found(labels: Sequence[str], alarm: Sequence[bool], kinds: Sequence[str], reach: int) -> list[Event]:
    """Every labelled deviation of LEAST_FRAMES and more; found if an alarm is on from its first frame to ``reach``
    frames after its last, but before the next labelled deviation."""
    runs = stretches(labels)
    found: list[Event] = []
    for number, run in enumerate(runs):
        if not run.deviation or run.last - run.first + 1 < LEAST_FRAMES:
            continue
        later = [other.first for other in runs[number + 1 :] if other.deviation]
        end = min([run.last + 1 + reach, len(labels), *later])
        during = [i for i in range(run.first, end) if alarm[i]]
        said = [kinds[i] for i in range(run.first, run.last + 1) if kinds[i]]
        kind = max(dict.fromkeys(said), key=said.count, default="")
        found.append(Event(run.label, run.last - run.first + 1, bool(during), kind))
    return found


def invented(labels: Sequence[str], alarm: Sequence[bool], scored: Sequence[bool], reach: int, linger: int) -> int:
    """Alarms with no labelled deviation within reach: those raised later than ``reach`` frames after one and not in the
    frame before one, and those still on ``linger`` frames after one (once in each upright stretch)."""
    count = 0
    for i, on in enumerate(alarm):
        raised = on and not (i and alarm[i - 1])
        stuck = on and not raised and far(labels, i, linger) and not far(labels, i - 1, linger)
        count += scored[i] and ((raised and far(labels, i, reach)) or stuck)
    return count


def far(labels: Sequence[str], index: int, reach: int) -> bool:
    """Whether a frame is upright with no other label within ``reach`` frames before it, nor in the next one."""
    return all(upright(label) for label in labels[max(0, index - reach) : index + 2])
