"""What must not alarm, and who is not there: each clip looped to ten minutes through the live fold, nothing held still.

The baseline is from the clip's first second. Pictures and clips without anybody tell the share of ghosts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evaluation.manifest import Row
from evaluation.seen import Eyes
from evaluation.stored import START
from posture_watch.config import Config, build_settings
from posture_watch.core.calibration import baselines_of, measured_of
from posture_watch.core.engine import advance, begin
from posture_watch.core.events import ReminderDue, RuleRaised
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings

CLIP_INTERVAL_S = 0.4
CLIP_S = 600.0
BASELINE_S = 1.0


@dataclass(frozen=True, slots=True)
class ClipFigures:
    """One clip of ten minutes. Shares of its frames, 0 to 1; ``over`` and ``raised`` are rules with their counts."""

    file: str
    label: str
    seen_frames: int
    frames: int
    quiet: float
    present: float
    known: float
    came_or_went: int
    reminders: int
    over: dict[str, int]
    raised: dict[str, int]

    @property
    def empty(self) -> bool:
        """Whether nobody is in it."""
        return self.label.lower().startswith(("no person", "nobody", "empty"))


def clip_figures(rows: Sequence[Row], eyes: Eyes, config: Config, clip_s: float = CLIP_S) -> list[ClipFigures]:
    """Every clip, and every picture without anybody, looped to ``clip_s`` seconds, in the manifest's order."""
    settings = build_settings(config, camera="evaluation", mode="image", sample_interval_s=CLIP_INTERVAL_S)
    chosen = [row for row in rows if row.clip or row.empty]
    return [_one(row, _scenes(row, eyes), settings, clip_s) for row in chosen]


def _scenes(row: Row, eyes: Eyes) -> list[Scene]:
    return eyes.clip(row.path, CLIP_INTERVAL_S) if row.clip else eyes.scenes(row.path)


def _one(row: Row, scenes: Sequence[Scene], settings: Settings, clip_s: float) -> ClipFigures:
    """Live, with the baseline that a user would have taken in the first second."""
    first = [scene for scene in scenes if scene.at.mono_s < BASELINE_S]
    state = begin(baselines_of(measured_of(first, settings), settings))
    judgements: list[Judgement] = []
    reminders, raised = 0, Counter[str]()
    for scene in looped(scenes, clip_s):
        state, judgement, events = advance(state, scene, settings)
        judgements.append(judgement)
        reminders += sum(isinstance(event, ReminderDue) for event in events)
        raised.update(event.rule for event in events if isinstance(event, RuleRaised))
    return _figures(row, len(scenes), judgements, reminders, dict(raised))


def looped(scenes: Sequence[Scene], until_s: float) -> Iterator[Scene]:
    """The scenes over and over, CLIP_INTERVAL_S apart."""
    for number in range(math.ceil(until_s / CLIP_INTERVAL_S)):
        yield replace(scenes[number % len(scenes)], at=START.shifted(number * CLIP_INTERVAL_S))


def _figures(
    row: Row, seen_frames: int, judgements: Sequence[Judgement], reminders: int, raised: dict[str, int]
) -> ClipFigures:
    count = len(judgements)
    present = [j.person for j in judgements]
    return ClipFigures(
        file=row.path.name,
        label=row.label,
        seen_frames=seen_frames,
        frames=count,
        quiet=sum(not j.over for j in judgements) / count,
        present=sum(present) / count,
        known=sum(not j.why_unknown for j in judgements) / count,
        came_or_went=sum(a != b for a, b in pairwise(present)),
        reminders=reminders,
        over=dict(Counter(rule for j in judgements for rule in j.over)),
        raised=raised,
    )
