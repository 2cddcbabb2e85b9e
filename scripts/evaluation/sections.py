"""What was measured as tables under headings: the text and the page are made of these."""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.clips import BASELINE_S, CLIP_S
from evaluation.events import HOLD_S
from evaluation.measured import Measured
from evaluation.rows import (
    again_tables,
    away_tables,
    baseline_tables,
    class_tables,
    clip_tables,
    comparison_table,
    coverage_table,
    event_tables,
    failure_tables,
    left_out_tables,
    reason_tables,
)
from evaluation.tables import Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence or two, and tables."""

    heading: str
    words: str
    tables: tuple[Table, ...]


def sections_of(m: Measured) -> list[Section]:
    """All sections that have something in them."""
    found = [
        Section("Frames", FRAMES_WORDS, tuple(comparison_table(c, m.baseline_frames) for c in m.comparisons)),
        Section("Seen again", AGAIN_WORDS, tuple(again_tables(m))),
        Section("Kinds", KINDS_WORDS, tuple(t for c in m.classes for t in class_tables(c))),
        Section(
            "Events",
            _event_words(m),
            tuple(t for v in dict.fromkeys(e.view for e in m.events) for t in event_tables(v, m.events)),
        ),
        Section("Coverage", COVERAGE_WORDS, (coverage_table(m),)),
        Section("Worse baselines", WORSE_WORDS, tuple(baseline_tables(m))),
        Section("Somebody new", LEFT_OUT_WORDS, tuple(left_out_tables(m))),
        Section("Clips", CLIP_WORDS, (*clip_tables(m.clips), *away_tables(m))),
        Section("Failures", FAILURE_WORDS, tuple(failure_tables(m))),
        Section("Left out", "", tuple(reason_tables(m))),
    ]
    return [section for section in found if section.tables]


FRAMES_WORDS = "Each frame alone, without smoothing or hold. Unknown counts as not flagged; the baseline is not scored."
AGAIN_WORDS = (
    "Landmarks may have been stored from other sizes of the pictures. Here the pictures themselves go through the pose "
    "model of today: how much the figures owe to the landmarks."
)
KINDS_WORDS = (
    "Left and right are the subject's own. flagged: for upright the false-positive rate, else recall. named: called by "
    "the right kind. AUC and recall at 1 and 5 % false positives are against the upright frames of the view."
)
COVERAGE_WORDS = "Of the labelled frames with a person in them, those of the baseline too."
WORSE_WORDS = (
    "Of other numbers of frames, then of the usual number but taken while tilted or in other light. The baseline is "
    "kept whatever happens; live, the light of the baseline is compared and another one is learnt. Clockwise is as the "
    "camera shows it: towards the subject's left."
)
LEFT_OUT_WORDS = (
    "Each subject and each stretch of time alone, by the same limits. Beside our figures: the factor on all limits "
    "that is best on everybody else, and what it brings to the one left out."
)
CLIP_WORDS = (
    f"Each clip over and over for {CLIP_S / 60:.0f} minutes through the live fold with default settings, its baseline "
    f"from the first {BASELINE_S:.0f} s. quiet: no rule over its limit in this frame."
)
FAILURE_WORDS = "The upright frames flagged with the highest scores and the deviations missed with the lowest."


def _event_words(m: Measured) -> str:
    return (
        "Stretches of one label of at least 3 frames (a single swapped label does not end one), frames 1 s apart, "
        "through the fold with its memory on. Real holds are 15 s to minutes, longer than the stretches: here every "
        f"hold is {HOLD_S:.0f} s, what 3 frames last, and smoothing and release are scaled by {m.event_scale:.2f}, as "
        "that does to the shortest hold that reminds. Found: an alarm while it lasts or within "
        f"{m.event_reach_s:.0f} s after. Invented: raised on an upright frame with no deviation in reach, or still "
        f"on {m.event_linger_s:.0f} s after one (once in each upright stretch). Peers' frame flags go through the same "
        "hold; own hold is what they do themselves."
    )
