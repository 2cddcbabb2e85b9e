"""The words a manifest may use: labels and views, however they are spelt, and what is said about those nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

UPRIGHT_LABELS = frozenset({"upright", "good", "straight"})
"""What a session's baseline is taken from, and what must not be flagged; every other label should be."""
NEITHER_LABELS = frozenset({"recline"})
"""To be recognised, but no complaint: left out of the flagged figures, kept where frames are named."""
DEVIATIONS = frozenset({
    "head_tilt_left", "head_tilt_right", "trunk_lean_left", "trunk_lean_right", "bad", "hunchback", "slouch", "slump",
    "forward_lean", "lean_forward", "head_forward", "head_drop",
})  # fmt: skip
VIEWS = ("front", "side", "between", "room")
NO_VIEW = "-"
"""Of what nobody is in."""
EMPTY_WORDS = ("no person", "nobody", "empty")
"""How the label of a picture or clip begins in which nobody is."""


def plain_label(written: str) -> str:
    """A known label in our spelling; any other word for word."""
    word = re.sub(r"[\s-]+", "_", written.strip().casefold())
    return word if word in UPRIGHT_LABELS | NEITHER_LABELS | DEVIATIONS else written.strip()


def plain_view(written: str) -> str | None:
    """The view in our spelling, words after a comma kept; None if it is neither one of VIEWS nor NO_VIEW."""
    word = written.strip().casefold()
    return word if word.partition(",")[0].strip() in (*VIEWS, NO_VIEW) else None


def nearest(written: str, known: Iterable[str]) -> str:
    """Words that name the nearest of the known ones."""
    names = sorted(known)
    close = get_close_matches(written.strip().casefold(), names, n=1)
    return f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(names)}."


def unknown_labels(labels: Iterable[str]) -> list[str]:
    """Labels that nobody knows, each once: their frames count as deviations of a kind that has no name."""
    known = UPRIGHT_LABELS | NEITHER_LABELS | DEVIATIONS
    return [label for label in dict.fromkeys(labels) if label not in known and not is_empty(label)]


def nearest_label(written: str) -> str:
    """Words that name the nearest known label."""
    return nearest(written, UPRIGHT_LABELS | NEITHER_LABELS | DEVIATIONS)


def is_empty(label: str) -> bool:
    """Whether the label says that nobody is there."""
    return label.casefold().startswith(EMPTY_WORDS)
