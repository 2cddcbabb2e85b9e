"""Kinds against labels, on counts worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation.classes import FIVE, OTHER, classes_of, confusion, macro_f1, rightly_named
from evaluation.comparing import OURS, Judged
from evaluation.judging import UNKNOWN, Said, Split
from evaluation.seen import Frame, Session
from evaluation.stored import START

from posture_watch.core.landmarks import Scene
from posture_watch.core.rules import HoldPoint, Rule


def said(kind: str) -> Said:
    return Said(kind not in ("", "upright"), 1.0, kind)


@pytest.mark.parametrize(
    ("label", "kind", "right"),
    [
        ("upright", "upright", True),
        ("good", "", True),
        ("straight", "slump", False),
        ("head_tilt_left", "head_tilt_left", True),
        ("head_tilt_left", "head_tilt_right", False),
        ("head_tilt_left", "", False),
        ("recline", "recline", True),
        ("recline", "slump", False),
        ("hunchback", "slump", True),
        ("hunchback", "recline", False),
        ("bad", "slump", True),
        ("bad", "upright", False),
        ("bad", "recline", False),
    ],
)
def test_which_kinds_are_right(label: str, kind: str, right: bool) -> None:
    assert rightly_named(label, said(kind)) is right


def test_upright_frames_over_rules_of_a_side_are_told_from_those_over_others() -> None:
    """Four upright frames: one over a rule of a side, one over two about forward and down, one over one of them."""
    rules = [
        Rule(name, signal, 1.0, 0.5, (HoldPoint(1.0, 1.0),), 1.0, "")
        for name, signal in (("tilt", "head_tilt_deg"), ("slump", "slump_score"), ("drop", "head_drop_ratio"))
    ]
    over = [("tilt",), ("slump", "drop"), ("slump",), (), ("slump",)]
    frames = tuple(Frame(Scene(START, 10, 10), label, True) for label in (*["upright"] * 4, "head_tilt_left"))
    words = [replace(said("x" if names else "upright"), over=names) for names in over]
    one = Judged(Session("front", "P", "s", frames), Split((), tuple(range(5))), frames, {OURS: words}, tuple(words))
    classes = classes_of("front", [one], rules)
    assert classes.forward == 0.5
    assert classes.over_upright == {"slump": 0.5, "tilt": 0.25, "drop": 0.25}
    assert classes.confusions == ()
    labels = [(x.label, x.frames, x.flagged) for x in classes.labels]
    assert labels == [("upright", 4, 0.75), ("head_tilt_left", 1, 1.0)]


def test_macro_f1_by_hand() -> None:
    """Two classes: F1 2·8/(10+9) and 2·9/(10+10), the last column wrong for the second: its sum is 10."""
    assert macro_f1([[8, 1, 1], [1, 9, 0]]) == pytest.approx((16 / 19 + 18 / 20) / 2)
    assert macro_f1([[0, 0, 0], [0, 5, 0]]) == pytest.approx(0.5)


def test_the_confusion_counts_unknown_as_upright_and_other_kinds_apart() -> None:
    scene = Scene(START, 10, 10)
    frames = [Frame(scene, label, True) for label in ("upright", "head_tilt_left", "head_tilt_left", "good")]
    table = confusion("all", list(zip(frames, [said("upright"), UNKNOWN, said("slump"), said("upright")], strict=True)))
    columns = (*FIVE, OTHER)
    assert table.counts[0][columns.index("upright")] == 2
    assert table.counts[1] == tuple(int(column in ("upright", OTHER)) for column in columns)
