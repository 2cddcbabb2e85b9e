"""The other tables: what must not alarm, live; postures that set in live; and what a side camera calls things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from simulation.campaign import INNOCENT, POSTURES, Results
from simulation.figures import interval
from simulation.judging import Outcome
from simulation.movements import MOVEMENTS
from simulation.people import draw_people
from simulation.scenes import Trial
from simulation.tables import Table, number, percent

SIDE_MOVEMENTS = {
    "upright": (0.0,),
    "slump": (3.0, 6.0, 12.0),
    "lean": (10.0, 20.0, 30.0),
    "recline": (8.0, 15.0, 25.0),
}
"""Sizes for the side camera."""
BANDS = ((65, 80), (80, 100), (100, 115))
"""Where a side camera stands, in degrees from straight ahead: before, beside and behind the shoulder."""


def live_trials(first: Trial, people: int) -> list[Trial]:
    """What must not alarm, in every size, and postures in their third and largest size."""
    base = replace(first, mode="live", people=people, baseline_frames=5, held_s=None)
    sizes = {name: MOVEMENTS[name].sizes for name in ("upright", "reseated", *INNOCENT)}
    sizes |= {name: (MOVEMENTS[name].sizes[2], MOVEMENTS[name].sizes[-1]) for name in POSTURES}
    return [replace(base, movement=name, size=size) for name, some in sizes.items() for size in some]


def live_table(results: Results, trials: Sequence[Trial]) -> Table:
    """A minute after it."""
    rows: list[tuple[str, ...]] = []
    for trial in trials:
        movement, found = MOVEMENTS[trial.movement], results.of([trial])
        size = f"{number(trial.size)} {movement.unit}" if movement.unit else ""
        rows.append(
            (
                f"{movement.meaning} ({'must not alarm' if movement.kind == 'innocent' else 'to be noticed'})",
                size,
                percent(sum(o.known for o in found) / len(found)),
                percent(sum(bool(o.over or o.over_sideways) for o in found) / len(found)),
                percent(sum(bool(o.active_ever) for o in found) / len(found)),
                _most(
                    {name: sum(name in (*o.over, *o.over_sideways) for o in found) for name in _over(found)}, len(found)
                ),
            )
        )
    people = len(results.of(trials[:1]))
    note = (
        f"{people} people in each row: one of them is {percent(1 / people)}, and what none of {people} does, up to "
        f"{percent(interval(0, people)[1])} of people may (95 %). "
        "Live, with the program's smoothing, following of moved set-ups and holds: 20 s upright, the movement in its "
        "own time, then a minute of it (glances go back). Judged: share of people judged at the end; over: any "
        "posture rule over at the end, watch level included; active: any posture rule active at any time."
    )
    columns = ("movement", "size", "judged", "over", "active", "rules over, most often first")
    return Table("Live: what must not alarm, and what should", note, columns, tuple(rows))


def _over(found: Sequence[Outcome]) -> set[str]:
    return {name for o in found for name in (*o.over, *o.over_sideways)}


def _most(counts: dict[str, int], total: int) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    return ", ".join(f"{name} {100 * count / total:.0f} %" for name, count in ordered)


def side_trials(first: Trial) -> list[Trial]:
    """Single frames and held ones from the side."""
    base = replace(first, side=True, mode="frame", baseline_frames=5)
    return [replace(base, movement=name, size=size) for name, sizes in SIDE_MOVEMENTS.items() for size in sizes]


def side_table(results: Results, trials: Sequence[Trial]) -> Table:
    """Kinds said, by where the camera stands."""
    rows: list[tuple[str, ...]] = []
    for trial in trials:
        turned = abs(draw_people(trial.people, trial.seed, wider=trial.wider, side=True).camera["turned_deg"])
        found = results.of([trial])
        for low, high in BANDS:
            here = [o for o, at in zip(found, turned.tolist(), strict=True) if low <= at < high]
            kinds = Counter(_kind(o) for o in here)
            cells = (percent(kinds[kind] / max(1, len(here))) for kind in KINDS_SAID)
            size = f"{number(trial.size)} {MOVEMENTS[trial.movement].unit}"
            rows.append((MOVEMENTS[trial.movement].meaning, size, f"{low}–{high}°", *cells))
    note = (
        "Single frames against a baseline of 5. 90° is exactly from the side, less is before the shoulder. "
        "The kind that the program says; other: askew, or the head alone; unknown: not judged."
    )
    columns = ("movement", "size", "camera at", *KINDS_SAID)
    return Table("Side camera: what it is called", note, columns, tuple(rows))


KINDS_SAID = ("upright", "slump", "forward_lean", "recline", "other", "unknown")


def _kind(outcome: Outcome) -> str:
    if not outcome.known:
        return "unknown"
    return outcome.kind if outcome.kind in KINDS_SAID else "other"
