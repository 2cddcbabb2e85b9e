"""Figures of events, on two sessions of a hundred frames worked out by hand."""

from __future__ import annotations

import pytest
from evaluation.comparing import Judged
from evaluation.event_figures import figures_of_events
from evaluation.judging import Split
from evaluation.seen import Frame, Session
from evaluation.stored import START

from posture_watch.core.landmarks import Scene

SCENE = Scene(START, 10, 10)


def session(name: str) -> Judged:
    """50 upright frames, of which 5 are the baseline, 10 leaning, 30 upright, 10 tilted."""
    labels = ["upright"] * 50 + ["lean"] * 10 + ["upright"] * 30 + ["tilt"] * 10
    frames = tuple(Frame(SCENE, label, True) for label in labels)
    split = Split(tuple(range(5)), tuple(range(5, 100)))
    return Judged(Session("front", "P", name, frames), split, frames[5:], {}, ())


def alarm(*on: int) -> list[bool]:
    return [i in on for i in range(100)]


def test_figures_of_two_sessions() -> None:
    kinds = ["lean" if 50 <= i < 60 else "slump" for i in range(100)]
    good = (session("a"), alarm(55, 95), kinds)
    bad = (session("b"), alarm(2, 20, 57), kinds)  # the alarm in frame 2 is the baseline's; the one in 20 is invented
    figures = figures_of_events("front", "rule", [good, bad], reach=3, linger=5)
    assert (figures.events, figures.found, figures.invented) == (4, 3, 1)
    assert (figures.recall, figures.precision) == (0.75, 0.75)
    assert figures.f1 == pytest.approx(2 * 3 / (4 + 4))
    assert figures.upright_s == 150
    assert figures.per_hour == pytest.approx(3600 / 150)
    assert figures.missed == ("P b: tilt, 10 frames",)
    assert figures.by_label == (("lean", 2, 2, 2), ("tilt", 2, 1, 0))
    recall = figures.intervals["recall"]
    assert (recall.low, recall.high) == (0.5, 1.0)  # the bad session twice, the good one twice
    assert figures.intervals["per_hour"].high == pytest.approx(2 * 3600 / 150)
