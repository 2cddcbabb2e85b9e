"""The page's second table: what is told of simulated people whose looks are spared, beside judging every look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import median

from simulation.bursts import BURSTS, OPEN, Way
from simulation.bursts_stories import STORIES, Outcome, Story, calibrations, outcome_of, usual_heads
from simulation.distributions import SEEDS
from simulation.people import draw_people
from stopping import leave_it_to_the_parent

from sparing_looks.simulated import lived, staged

TOLD = (
    "sitting well, calibrated",
    "sitting well, learnt in passing",
    "slump 8",
    "slide 6",
    "head_tilt 15",
    "chair_lower 6",
    "lid_back 8",
    "light at 40 %",
    "away 70 s",
)
GROUP = 5
PEOPLE = {OPEN.name: 5, BURSTS.name: 20}
HEAD = (
    "| story | camera | people | looked at | reminding rules raised | people, after (s) median / longest | rules that "
    "colour raised | not judged, s | set-up followed | light followed | taller | head off | looks of the model |"
)


@dataclass(frozen=True, slots=True)
class One:
    """What came of one person's story; ``head_off``: how far the last baseline is off their own head height."""

    outcome: Outcome
    looks: int
    head_off: float | None


def table() -> Iterator[str]:
    """Lines of Markdown."""
    yield HEAD
    yield "|" + "---|" * (HEAD.count("|") - 1)
    stories = [story for story in STORIES if story.name in TOLD]
    jobs = [(s, w, SEEDS[0] + n) for s in stories for w in (OPEN, BURSTS) for n in range(0, PEOPLE[w.name], GROUP)]
    with ProcessPoolExecutor(2, initializer=leave_it_to_the_parent) as pool:
        found = list(zip(jobs, pool.map(_told, jobs), strict=True))
    for story in stories:
        for way in (OPEN, BURSTS):
            both = [pairs for (s, w, _), pairs in found if (s, w) == (story, way)]
            for number, word in enumerate(("every time", "sparingly")):
                told = [one for pairs in both for one in pairs[number]]
                yield f"| {story.name} | {way.name} | {len(told)} | {word} | {_cells(story, told)} |"


def _told(job: tuple[Story, Way, int]) -> tuple[list[One], list[One]]:
    story, way, seed = job
    stage = staged(draw_people(GROUP, seed), story.parts, seed + 1000)
    starts = calibrations(seed, GROUP) if story.calibrated else [()] * GROUP
    heads = usual_heads(seed, GROUP)
    out: tuple[list[One], list[One]] = ([], [])
    for person in range(GROUP):
        for sparing in (False, True):
            told, looks = lived(stage, person, way, seed, starts[person], sparing=sparing)
            current, usual = told.state.reference.current, heads[person]
            head = current.medians.get("head_drop_ratio") if current else None
            off = abs(head - usual) if head is not None and usual is not None else None
            out[sparing].append(One(outcome_of(told, story, way, usual), looks, off))
    return out


def _cells(story: Story, told: Sequence[One]) -> str:
    outcomes = [one.outcome for one in told]
    reasons = Counter(reason for o in outcomes for reason, s in o.changes if s >= 0 or story.mark_s == 0)
    first = [min(o.act_s.values()) for o in outcomes if o.act_s]
    off = [one.head_off for one in told if one.head_off is not None]
    return " | ".join(
        (
            str(sum(o.acts for o in outcomes)),
            f"{len(first)}, {median(first):.0f} / {max(first):.0f}" if first else "0",
            str(sum(o.watches for o in outcomes)),
            f"{sum(o.unknown_s for o in outcomes) / len(outcomes):.0f}",
            str(reasons["setup_moved"]),
            str(reasons["light_changed"]),
            str(reasons["seen_more_upright"] + reasons["drifted"]),
            f"{median(off):.3f} / {max(off):.3f}" if off else "",
            str(sum(one.looks for one in told)),
        )
    )
