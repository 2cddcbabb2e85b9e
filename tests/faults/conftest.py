"""Faults that are real: a few rounds in every run of the tests, all of them with `python scripts/faults.py`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Rounds = Callable[[int, int], int]
Figures = Callable[..., None]


@pytest.fixture(scope="session")
def rounds() -> Rounds:
    """``rounds(few, all_of_them)``: how often a fault is drawn in this run."""
    whole = os.environ.get("POSTURE_WATCH_FAULTS") == "full"
    return lambda few, many: many if whole else few


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """``figures("what was done", rounds=1000, lost=0, ...)``: a row of docs/reliability.md, if one is being made.

    Call it once the counting is done and before anything is asserted; scripts/faults.py adds whether the test passed.
    """

    def note(what: str, **counted: float | str) -> None:
        path = os.environ.get("POSTURE_WATCH_FIGURES")
        if path:
            row = {"test": request.node.nodeid, "what": what, "counted": counted}
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    return note
