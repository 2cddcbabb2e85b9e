"""What is told of simulated people in both ways of looking: sitting well, postures, set-ups, breaks, a busy camera."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from stopping import leave_it_to_the_parent

from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import baselines_of, measured_of
from posture_watch.core.events import BaselineChanged, BoutEnded, Event, IntervalEnded, RuleRaised
from posture_watch.core.intervals import Interval
from simulation.bursts import FRAME_S, NOISELESS, OPEN, WAYS, Film, Part, Told, Way, filmed, frame, watched
from simulation.landmarks import START
from simulation.movements import Seconds
from simulation.people import draw_people

BEFORE_S, AFTER_S = 120.0, 480.0
"""Upright before it, and how long it is watched: the longest built-in hold is 300 s in the balanced profile."""
WELL_S = 2400.0
AWAY_S = (40.0, 70.0, 120.0, 300.0)
"""How long somebody goes; a minute is a break."""
HEAD = "head_drop_ratio"
AT_ONCE: Seconds = (0.25, 0.5)
CALIBRATION_S = 20
GROUP = 5
"""People filmed together: films are large."""


@dataclass(frozen=True, slots=True)
class Story:
    """``parts`` of it, and whether a calibration went before. What is asked for begins after ``mark_s``."""

    name: str
    parts: tuple[Part, ...]
    mark_s: float = BEFORE_S
    calibrated: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of looking made of one person's story.

    ``act_s``, ``watch_s``: when the first rule of that level became active after the mark (s from the mark), by rule.
    ``unknown_s`` after the mark; ``changes`` of the baseline by reason, with seconds; ``learnt_off``: how far the
    learnt baseline is off the person's usual head height (shoulder widths), None without. ``away`` as logged.
    """

    act_s: Mapping[str, float]
    watch_s: Mapping[str, float]
    acts: int
    watches: int
    judged_s: float
    unknown_s: float
    changes: tuple[tuple[str, float], ...]
    intervals: tuple[Interval, ...]
    bouts: tuple[float, ...]
    shown_away_s: float | None
    back_s: float | None
    sitting_s: float
    learnt_off: float | None


def posture(movement: str, size: float) -> Story:
    return Story(f"{movement} {size:g}", (Part(BEFORE_S), Part(AFTER_S, movement, size)))


def absence(seconds: float) -> Story:
    gone = Part(seconds, here=False)
    return Story(f"away {seconds:g} s", (Part(300), gone, Part(240, "reseated", 1.0, takes_s=AT_ONCE)), 300.0)


def between_bursts(movement: str, size: float) -> Story:
    """The set-up changes at once."""
    return Story(f"{movement} {size:g}", (Part(BEFORE_S), Part(AFTER_S, movement, size, takes_s=AT_ONCE)))


def glances(movement: str, size: float) -> Story:
    """For six seconds, once a minute."""
    return Story(
        f"{movement} {size:g}, 6 s a minute",
        (Part(60), *(Part(6, movement, size), Part(54)) * 9),
        60.0,
    )


WELL = Story("sitting well, calibrated", (Part(WELL_S),), 0.0)
LEARNT = Story("sitting well, learnt in passing", (Part(WELL_S),), 0.0, calibrated=False)
POSTURES = tuple(
    posture(name, size)
    for name, sizes in {
        "slump": (4, 6, 8),
        "slouch": (0.1, 0.15, 0.21),
        "slide": (4, 6),
        "neck": (20, 30),
        "lean": (15, 20, 30),
        "head_tilt": (15, 20),
        "side_bend": (10, 15),
    }.items()
    for size in sizes
)
INNOCENT = (
    *(
        between_bursts(name, size)
        for name, size in (
            ("chair_lower", 3), ("chair_lower", 6), ("lid_back", 4), ("lid_back", 8), ("lid_forward", 4),
            ("desk_higher", 3), ("camera_moved", 10), ("chair_nearer", 15), ("reseated", 1),
        )
    ),
    Story("light at 40 %", (Part(BEFORE_S), Part(AFTER_S, light=0.2))),
    Story("light at 40 % for 40 s", (Part(BEFORE_S), Part(40, light=0.2), Part(240))),
    Story("somebody walks about behind", (Part(BEFORE_S), Part(240, walker=True), Part(60))),
    glances("look_down", 35),
    glances("reach", 25),
)  # fmt: skip
ABSENCES = tuple(absence(seconds) for seconds in AWAY_S)
CAMERA = (
    Story("another program has it, 5 min", (Part(300), Part(300, camera="busy"), Part(240)), 300.0),
    Story("unplugged, 5 min", (Part(300), Part(300, camera="unplugged"), Part(240)), 300.0),
)
STORIES = (WELL, LEARNT, *POSTURES, *INNOCENT, *ABSENCES, *CAMERA)

Results = Mapping[tuple[str, str], Sequence[Outcome]]
"""Outcomes of all people by story and way."""


def tell(people: int, seed: int, stories: Sequence[Story] = STORIES, ways: Sequence[Way] = WAYS) -> Results:
    """Every story of every person in every way."""
    firsts = range(0, people, GROUP)
    groups = [(story, way, seed, people, first) for story in stories for first in firsts for way in ways]
    with ProcessPoolExecutor(2, initializer=leave_it_to_the_parent) as pool:
        found = list(pool.map(_told_of_group, groups))
    out: dict[tuple[str, str], list[Outcome]] = {}
    for (story, way, *_), outcomes in zip(groups, found, strict=True):
        out.setdefault((story.name, way.name), []).extend(outcomes)
    return out


def _told_of_group(group: tuple[Story, Way, int, int, int]) -> list[Outcome]:
    story, way, seed, people, begin = group
    count = min(GROUP, people - begin)
    film = _film(story.parts, seed + begin, count)
    starts = calibrations(seed + begin, count) if story.calibrated else [()] * count
    heads = usual_heads(seed + begin, count)
    return [outcome_of(watched(film, i, way, seed + begin, starts[i]), story, way, heads[i]) for i in range(count)]


@lru_cache(maxsize=2)
def _film(parts: tuple[Part, ...], seed: int, count: int) -> Film:
    return filmed(draw_people(count, seed), parts, seed + 1000)


@lru_cache(maxsize=32)
def calibrations(seed: int, count: int) -> list[tuple[Baseline, ...]]:
    """Taken at another time: what wanders in the noise is elsewhere."""
    film = filmed(draw_people(count, seed), (Part(CALIBRATION_S + 1),), seed + 500_000)
    return [_calibration(film, i, CALIBRATION_S) for i in range(count)]


@lru_cache(maxsize=32)
def usual_heads(seed: int, count: int) -> list[float | None]:
    """Each person's head height over the shoulders without noise (shoulder widths, negative is higher)."""
    film = filmed(draw_people(count, seed), (Part(2),), seed, noise=NOISELESS)
    found = [_calibration(film, i, 1) for i in range(count)]
    return [made[0].medians.get(HEAD) if made else None for made in found]


def _calibration(film: Film, person: int, seconds: int) -> tuple[Baseline, ...]:
    numbers = range(0, round(seconds / FRAME_S), round(1 / FRAME_S))
    seen = [frame(film, person, n, START.shifted(n * FRAME_S)) for n in numbers]
    return baselines_of(measured_of(seen, OPEN.settings), OPEN.settings)


def outcome_of(told: Told, story: Story, way: Way, usual_head: float | None = None) -> Outcome:
    """The figures of one person's story."""
    rules = {rule.name: rule for rule in way.settings.rules if rule.kind == "posture"}
    raised = [e for e in told.events if isinstance(e, RuleRaised) and e.rule in rules]
    after = [e for e in raised if _s(e) >= story.mark_s]
    first: dict[str, float] = {}
    for event in after:
        first.setdefault(event.rule, _s(event) - story.mark_s)
    late = [j for j in told.judgements if j.at.gap_since(START) >= story.mark_s]
    gaps = [max(0.0, b.at.gap_since(a.at)) for a, b in pairwise(late)]
    closed = [e.interval for e in told.events if isinstance(e, IntervalEnded)]
    still_open = told.state.checkpoint.interval
    away = [j.at.gap_since(START) for j in late if j.posture == "away"]
    back = [j.at.gap_since(START) for j in late if away and j.person and j.at.gap_since(START) > away[0]]
    return Outcome(
        act_s={name: s for name, s in first.items() if rules[name].level == "act"},
        watch_s={name: s for name, s in first.items() if rules[name].level == "watch"},
        acts=sum(rules[e.rule].level == "act" for e in after),
        watches=sum(rules[e.rule].level == "watch" for e in after),
        judged_s=sum(gap for gap, j in zip(gaps, late[1:], strict=False) if not j.why_unknown),
        unknown_s=sum(gap for gap, j in zip(gaps, late[1:], strict=False) if j.why_unknown),
        changes=tuple((e.reason, _s(e) - story.mark_s) for e in told.events if isinstance(e, BaselineChanged)),
        intervals=(*closed, *((still_open,) if still_open else ())),
        bouts=tuple(e.sitting_s for e in told.events if isinstance(e, BoutEnded)),
        shown_away_s=away[0] - story.mark_s if away else None,
        back_s=back[0] - story.mark_s if back else None,
        sitting_s=told.judgements[-1].sitting_s,
        learnt_off=_learnt_off(told, usual_head),
    )


def _learnt_off(told: Told, usual_head: float | None) -> float | None:
    made = next((e.baseline for e in told.events if isinstance(e, BaselineChanged) and e.reason == "learnt"), None)
    head = made.medians.get(HEAD) if made else None
    return None if head is None or usual_head is None else head - usual_head


def _s(event: Event) -> float:
    return event.at.gap_since(START)
