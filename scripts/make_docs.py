"""Writes docs/metrics.md from the notes beside the code. tests/test_docs.py fails while the page is not up to date."""

# ruff: noqa: E501  # prose of the page, wrapped as the page is

from __future__ import annotations

from pathlib import Path

from posture_watch.core.notes import METRICS, MetricNote
from posture_watch.core.signals import SIGNALS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "metrics.md"

INTRO = """# Metrics and signals

Made by `scripts/make_docs.py` from `posture_watch/core/notes.py` and `signals.py`; do not edit.

Pixels: x to the right, y down, from the top left corner of the frame; degrees are computed from pixels. Left and right are the
subject's own, as the pose model names them (in a mirrored picture they are swapped). A point that is not visible enough gives
missing metrics, never zeros: in `replay --json` they are null.

The view is recognised from the shoulders' width against the distance from ears to shoulders: from 1.10 it is *front*, up to 0.75
*side*, else *between* (where both kinds are measured, and only changes count). Front metrics: head drop, scales, offset, tilts,
turn. Side metrics: inclinations, head drop over torso length, the craniovertebral proxy.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([INTRO, "## Metrics", "", *_table(METRICS), "", SIGNAL_INTRO, *_table(SIGNALS), ""])


SIGNAL_INTRO = """## Signals: what rules ask about

Deviations from your own upright posture, smoothed; positive is the direction that rules ask about. Rules with `two_sided` look at
the absolute value.
"""


def _table(notes: tuple[MetricNote, ...]) -> list[str]:
    rows = [f"| `{n.name}` | {n.unit} | {n.meaning} | {n.range} | {n.source} |" for n in notes]
    return ["| name | unit | meaning, axes and sign | range | source |", "|---|---|---|---|---|", *rows]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
