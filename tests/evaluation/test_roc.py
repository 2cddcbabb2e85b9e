"""ROC curves: points by hand, and a drawing that is well-formed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from evaluation.figures import Scored
from evaluation.judging import UNKNOWN, Said
from evaluation.roc import Curve, curve, svg


def scored(positive: bool, score: float) -> Scored:
    return Scored(positive, Said(score > 1, score))


def test_corners_of_a_curve() -> None:
    """Scores from the top: a hit, two false ones, a hit; the one unknown is over no limit but the last."""
    frames = [scored(True, 4), scored(False, 3), scored(False, 2), scored(True, 1), Scored(True, UNKNOWN)]
    assert curve(frames) == ((0, 0), (0, 1 / 3), (1, 1 / 3), (1, 1))


def test_equal_scores_are_a_slope() -> None:
    assert curve([scored(True, 2), scored(False, 2), scored(True, 1), scored(False, 1)]) == ((0, 0), (1, 1))


def test_the_drawing_names_every_rule_and_is_read_on_light_and_dark() -> None:
    curves = [
        Curve("front", name, ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0)), (0.1, 0.9)) for name in ("posture-watch", "a<b")
    ]
    drawing = svg("front & back", curves)
    root = ET.fromstring(drawing)
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"front & back", "posture-watch", "a<b", "recall", "0.2"} <= set(words)
    assert "prefers-color-scheme:dark" in drawing
    circles = [c.attrib for c in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert {(c["cx"], c["cy"]) for c in circles} == {("94.0", "72.0")}  # 56 + 0.1 · 380, 34 + 0.1 · 380
