"""A camera in bursts that is held open for a while: frames close together, then seldom again, change no verdict."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from posture_watch.core.engine import begin
from posture_watch.core.events import (
    BaselineChanged,
    BaselineDropped,
    PostureChanged,
    ReminderDue,
    ReminderEnded,
    RuleCleared,
    RuleRaised,
)
from posture_watch.core.landmarks import Scene
from tests.core.stories import baseline_of, run
from tests.sim import GONE, SLUMPED, Phase, Played, Pose, scenes, settings_for

PERIOD_S = 15.0
KINDS = (PostureChanged, RuleRaised, RuleCleared, ReminderDue, ReminderEnded, BaselineChanged, BaselineDropped)


STORIES = {
    "sits well": [Phase(1200, Pose())],
    "slumps for long": [Phase(300, Pose()), Phase(1800, SLUMPED, over_s=5), Phase(300, Pose(), over_s=5)],
    "leaves and returns": [Phase(300, Pose()), Phase(400, GONE), Phase(600, Pose())],
    "tilts": [Phase(300, Pose()), Phase(240, Pose(head_tilt_deg=14.0), over_s=2), Phase(300, Pose(), over_s=2)],
}


@cache
def every_quarter(story: str) -> tuple[Scene, ...]:
    """Four scenes a second."""
    return tuple(scenes(STORIES[story], 4.0))


@cache
def played(story: str, from_s: float = 0.0, to_s: float = 0.0) -> Played:
    """A look every 15 s, and four a second in between."""
    seen = (s for s in every_quarter(story) if from_s <= s.at.mono_s < to_s or s.at.mono_s % PERIOD_S == 0)
    settings = replace(settings_for(), sample_interval_s=PERIOD_S)
    return run(seen, settings, state=begin((baseline_of(),)))


def told(story: Played) -> list[tuple[str, float]]:
    """What happened and when; what happens between two looks has no order."""
    return sorted((word.split(" since ")[0], at_s) for at_s, word in story.told(*KINDS))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(("from_s", "to_s"), [(61.0, 181.0), (290.0, 350.0), (400.0, 520.0), (310.0, 313.0)])
def test_watching_it_closely_for_a_while_changes_no_verdict(story: str, from_s: float, to_s: float) -> None:
    seldom, closely = played(story), played(story, from_s, to_s)
    assert [word for word, _ in told(closely)] == [word for word, _ in told(seldom)]
    for (word, before_s), (_, after_s) in zip(told(seldom), told(closely), strict=True):
        assert abs(before_s - after_s) <= 2 * PERIOD_S, word
    assert closely.judgements[-1].posture == seldom.judgements[-1].posture
    assert abs(closely.judgements[-1].sitting_s - seldom.judgements[-1].sitting_s) <= 2 * PERIOD_S
