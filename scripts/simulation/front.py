"""The front camera's tables: false alarms, limits at one per cent of them, and the size that is noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulation.body import points_of, upright
from simulation.camera import aim
from simulation.campaign import BASELINES, POSTURES, Crowd, Results, posture_trials, upright_trials
from simulation.figures import (
    SAME,
    Limits,
    interval,
    joint_limits,
    known_share,
    limit_at,
    noticed_at,
    over_any,
    over_rules,
    share,
    signals_of,
)
from simulation.judging import Outcome
from simulation.movements import MOVEMENTS, after, eyes_cm
from simulation.people import draw_people
from simulation.scenes import Trial
from simulation.tables import Noticed, Table, number, percent

Flagged = Callable[[Outcome], bool]
HEADS = tuple(f"{name}, {MOVEMENTS[name].unit}" for name in POSTURES)


@dataclass(frozen=True, slots=True)
class Condition:
    """One crowd seen in one way against one kind of baseline."""

    name: str
    trial: Trial

    @property
    def trials(self) -> list[Trial]:
        """Everything that its rows are made of."""
        postures = [trial for name in POSTURES for trial in posture_trials(self.trial, name)]
        return [*upright_trials(self.trial), *upright_trials(self.trial, "reseated"), *postures]


def conditions(crowds: Sequence[Crowd]) -> list[Condition]:
    """The first crowd in both ways and on single frames against each baseline; the others on single frames."""
    first = crowds[0].trial
    frames = [
        Condition(f"single frame, baseline of {n}", replace(first, mode="frame", baseline_frames=n)) for n in BASELINES
    ]
    held = Condition("held, baseline of 5", replace(first, mode="held", baseline_frames=5))
    others = [Condition(f"single frame, {c.name}", replace(c.trial, mode="frame")) for c in crowds[1:]]
    return [*frames, held, *others]


def noticed(results: Results, trial: Trial, movement: str, flagged: Flagged) -> Noticed:
    """The sizes of a movement at which half and nine tenths of the people are flagged."""
    shares = curve(results, trial, movement, flagged)
    sizes = MOVEMENTS[movement].sizes
    return Noticed(noticed_at(sizes, shares, 0.5), noticed_at(sizes, shares, 0.9), max(shares))


def curve(results: Results, trial: Trial, movement: str, flagged: Flagged) -> list[float]:
    """Share of the people flagged at each size of the movement."""
    return [share(results.of([one]), flagged) for one in posture_trials(trial, movement)]


def sizes_table(trial: Trial) -> Table:
    """What a size means: where the eyes went."""
    people = draw_people(trial.people, trial.seed, wider=trial.wider)
    pose = upright(people)
    was = (pose, aim(people, points_of(people, pose)))
    rows: list[tuple[str, ...]] = []
    for name in POSTURES:
        movement = MOVEMENTS[name]
        moves = [eyes_cm(people, after(movement, people, was, size, trial.seed + 2)[0]) for size in movement.sizes]
        cells = [f"{np.median(nearer):.0f} / {np.median(down):.0f}" for nearer, down in moves]
        sizes = ", ".join(number(size) for size in movement.sizes)
        rows.append((f"{name}: {movement.meaning}", f"{sizes} {movement.unit}", ", ".join(cells)))
    note = "Median over the simulated people: how far the eyes came nearer / down, in cm, at each size tried."
    return Table("What the sizes mean", note, ("movement", "sizes", "eyes nearer / down, cm"), tuple(rows))


def current_table(results: Results, wanted: Sequence[Condition]) -> Table:
    """The limits as they stand."""
    rows: list[tuple[str, ...]] = []
    for condition in wanted:
        sitting = results.of(upright_trials(condition.trial))
        anew = results.of(upright_trials(condition.trial, "reseated"))
        low, high = interval(sum(map(over_rules, sitting)), len(sitting))
        alarms = f"{percent(share(sitting, over_rules))} ({100 * low:.1f}–{100 * high:.1f})"
        sizes = [str(noticed(results, condition.trial, name, over_rules)) for name in POSTURES]
        anew_share = percent(share(anew, over_rules))
        rows.append((condition.name, percent(known_share(sitting)), alarms, anew_share, *sizes))
    note = (
        "False alarms: upright people with any rule about forward and down over, watch level included (95 % interval); "
        "seated anew: upright after a pause, the chair ±3 cm. Then the size that 50 % / 90 % of the people are noticed "
        "at; – is never within the sizes tried, with the best share reached."
    )
    columns = ("seen", "judged", "false alarms", "seated anew", *HEADS)
    return Table("The limits as they stand", note, columns, tuple(rows))


def judged_table(results: Results, condition: Condition) -> Table:
    """Who is judged at all, and noticed, at each size."""
    rows: list[tuple[str, ...]] = []
    for name in POSTURES:
        for size, trial in zip(MOVEMENTS[name].sizes, posture_trials(condition.trial, name), strict=True):
            found = results.of([trial])
            cells = (percent(known_share(found)), percent(share(found, over_rules)))
            rows.append((name, f"{number(size)} {MOVEMENTS[name].unit}", *cells))
    note = (
        f"{condition.name}, limits as they stand. Who comes so near that face or shoulders leave the frame is not "
        "judged, and counts as not noticed."
    )
    return Table("Judged and noticed, size by size", note, ("movement", "size", "judged", "noticed"), tuple(rows))


def rules_table(results: Results, wanted: Sequence[Condition]) -> Table:
    """Which rule the false alarms come from."""
    counts = [Counter(n for o in results.of(upright_trials(c.trial)) for n in o.over) for c in wanted]
    names = sorted({name for count in counts for name in count})
    totals = [len(results.of(upright_trials(c.trial))) for c in wanted]
    rows = [
        (name, *(percent(count[name] / total) for count, total in zip(counts, totals, strict=True))) for name in names
    ]
    note = "Share of upright people with this rule over; rules that never were are left out."
    return Table("False alarms by rule", note, ("rule", *(c.name for c in wanted)), tuple(rows))


def limits_table(results: Results, condition: Condition) -> Table:
    """For each signal the limit that gives exactly one per cent, what it notices, and all of them together."""
    trial = condition.trial
    sitting, anew = results.of(upright_trials(trial)), results.of(upright_trials(trial, "reseated"))
    signals = signals_of(sitting)
    rows = [_limit_row(results, trial, anew, name, {name: limit_at(sitting, name)}) for name in signals]
    together = joint_limits(sitting, [name for name in signals if name not in SAME])
    rows.append(_limit_row(results, trial, anew, "all together", together))
    either = joint_limits([*sitting, *anew], [name for name in signals if name not in SAME])
    rows.append(_limit_row(results, trial, anew, "all, seated anew counted in", either))
    note = (
        "Limit at which 1 % of upright people who kept their seat are flagged; how many of those seated anew it flags; "
        "then the size that 50 % / 90 % are noticed at."
    )
    columns = ("signal", "limit", "seated anew", *HEADS)
    return Table(f"One per cent of false alarms: {condition.name}", note, columns, tuple(rows))


def _limit_row(results: Results, trial: Trial, anew: Sequence[Outcome], name: str, limits: Limits) -> tuple[str, ...]:
    flagged = over_any(limits)
    told = ", ".join(number(limit) if len(limits) == 1 else f"{key} {number(limit)}" for key, limit in limits.items())
    sizes = [str(noticed(results, trial, movement, flagged)) for movement in POSTURES]
    return (name, told, percent(share(anew, flagged)), *sizes)
