"""What came of the events of a view: found, missed, invented, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.comparing import Judged
from evaluation.figures import RESAMPLES, SEED, Interval, middle
from evaluation.judging import INTERVAL_S
from evaluation.stretches import Event, events_found, invented, without_swaps

Alarmed = tuple[Judged, list[bool], list[str]]
"""A session; for each of its frames: is an alarm on, and which kind is named."""


@dataclass(frozen=True, slots=True)
class EventFigures:
    """One rule in one view. ``per_hour``: false alarms an hour of upright time, a second for each labelled frame.
    ``by_label``: (label, events, found, found under its own name). ``intervals``: of recall, F1 and per_hour."""

    view: str
    rule: str
    events: int
    found: int
    invented: int
    upright_s: float
    missed: tuple[str, ...]
    by_label: tuple[tuple[str, int, int, int], ...]
    intervals: dict[str, Interval]

    @property
    def recall(self) -> float:
        """Share of the labelled events that were found."""
        return self.found / self.events if self.events else math.nan

    @property
    def precision(self) -> float:
        """Found ones among all alarms."""
        alarms = self.found + self.invented
        return self.found / alarms if alarms else math.nan

    @property
    def f1(self) -> float:
        """Of recall and precision."""
        return 2 * self.found / (self.events + self.found + self.invented) if self.events else math.nan

    @property
    def per_hour(self) -> float:
        """False alarms an hour."""
        return 3600 * self.invented / self.upright_s if self.upright_s else math.nan


def figures_of_events(view: str, rule: str, sessions: Sequence[Alarmed], reach: int, linger: int) -> EventFigures:
    """One rule in one view; ``reach`` and ``linger`` are in frames (stretches.py)."""
    parts = [_of_session(one, alarm, kinds, reach, linger) for one, alarm, kinds in sessions]
    events = [(part.name, event) for part in parts for event in part.events]
    missed = tuple(f"{name}: {event.label}, {event.frames} frames" for name, event in events if not event.found)
    counts = np.array([part.counts for part in parts], np.float64)
    found, wrong = (int(n) for n in counts.sum(axis=0)[1:3])
    return EventFigures(
        view=view,
        rule=rule,
        events=len(events),
        found=found,
        invented=wrong,
        upright_s=float(counts.sum(axis=0)[3]),
        missed=missed,
        by_label=_by_label([event for _, event in events]),
        intervals=_intervals(counts),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One session's events and alarms."""

    name: str
    events: tuple[Event, ...]
    invented: int
    upright_s: float

    @property
    def counts(self) -> tuple[float, float, float, float]:
        """Events, found, invented, upright seconds."""
        return len(self.events), sum(event.found for event in self.events), self.invented, self.upright_s


def _of_session(one: Judged, alarm: Sequence[bool], kinds: Sequence[str], reach: int, linger: int) -> _Part:
    labels = without_swaps([frame.label for frame in one.session.frames])
    scored = [i not in one.split.baseline for i in range(len(labels))]
    events = events_found(labels, alarm, kinds, reach)
    wrong = invented(labels, alarm, scored, reach, linger)
    return _Part(one.name, tuple(events), wrong, INTERVAL_S * sum(frame.upright for frame in one.frames))


def _intervals(counts: NDArray[np.float64]) -> dict[str, Interval]:
    """Middle 95 % over whole sessions drawn with replacement; draws without events or upright time say nothing,
    and neither does a single session: NaN."""
    draw = np.random.default_rng(SEED)
    drawn = np.array([counts[draw.integers(0, len(counts), len(counts))].sum(axis=0) for _ in range(RESAMPLES)])
    events, found, wrong, upright_s = drawn.T
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = {
            "recall": found / events,
            "f1": 2 * found / (events + found + wrong),
            "per_hour": 3600 * wrong / upright_s,
        }
    several = len(counts) > 1
    return {name: middle([float(v) for v in values if np.isfinite(v) and several]) for name, values in figures.items()}


def _by_label(events: Sequence[Event]) -> tuple[tuple[str, int, int, int], ...]:
    """(label, events, found, found under the label's own name)."""
    rows: list[tuple[str, int, int, int]] = []
    for label in sorted({event.label for event in events}):
        of = [event for event in events if event.label == label]
        found = [event for event in of if event.found]
        rows.append((label, len(of), len(found), sum(event.kind == label for event in found)))
    return tuple(rows)
