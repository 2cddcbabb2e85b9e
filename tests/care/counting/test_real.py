"""Labelled recordings of real people: bends of the trunk are side bends, and nothing else is counted of anybody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from counting.campaign import played
from counting.real import sequences

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("POSTURE_WATCH_SHARED", ROOT.parent / "shared")) / "data" / "front_lean"


def test_nothing_is_counted_that_was_not_done() -> None:
    if not (FOLDER / "landmarks.npz").is_file():
        pytest.skip("the labelled recordings are not here")
    bends = 0
    for one in map(played, sequences(FOLDER)):
        others = {name: count for name, count in one.counted.items() if name != "side_bend" and count}
        assert not others, one.recording.name
        bends += one.counted["side_bend"]
        assert one.counted["side_bend"] == 0 or "trunk lean" in one.recording.moves
    assert 5 <= bends <= 13  # so many leans are labelled
