"""The simulation's report: its trials, its tables, and the curves of detection against size."""

from __future__ import annotations

from dataclasses import dataclass

from simulation.campaign import POSTURES, Results, crowds, run, upright_trials
from simulation.curve import Line, Panel, svg_of
from simulation.distributions import DEFAULT_PEOPLE, SEEDS
from simulation.figures import SAME, joint_limits, over_any, over_rules, signals_of
from simulation.front import (
    Condition,
    conditions,
    current_table,
    curve,
    judged_table,
    limits_table,
    rules_table,
    sizes_table,
)
from simulation.movements import MOVEMENTS
from simulation.others import live_table, live_trials, side_table, side_trials
from simulation.tables import Table, as_markdown

LIVE_SHARE = 0.2
"""Live tests are long: this share of the people takes part."""


@dataclass(frozen=True, slots=True)
class Report:
    """``tables`` in the order of reading, and ``panels`` of shares noticed against size."""

    tables: tuple[Table, ...]
    panels: tuple[Panel, ...]


def make_report(people: int = DEFAULT_PEOPLE, seed: int = SEEDS[0], *, quality_gate: bool = True) -> Report:
    """Run everything. The same arguments give the same report."""
    some = crowds(people, seed, quality_gate=quality_gate)
    first, wanted = some[0].trial, conditions(some)
    live, side = live_trials(first, max(10, round(LIVE_SHARE * people))), side_trials(first)
    results = run([*(trial for condition in wanted for trial in condition.trials), *live, *side])
    both = [condition for condition in wanted if condition.trial.baseline_frames == 5][:2]  # a frame, and held
    tables = (
        sizes_table(first),
        current_table(results, wanted),
        judged_table(results, both[-1]),
        rules_table(results, wanted),
        *(limits_table(results, condition) for condition in both),
        live_table(results, live),
        side_table(results, side),
    )
    return Report(tables, tuple(_panel(results, both, name) for name in POSTURES))


def _panel(results: Results, both: list[Condition], movement: str) -> Panel:
    lines: list[Line] = []
    for condition in both:
        sitting = results.of(upright_trials(condition.trial))
        limits = joint_limits(sitting, [name for name in signals_of(sitting) if name not in SAME])
        for name, flagged in (("limits as they stand", over_rules), ("1 % false alarms", over_any(limits))):
            shares = curve(results, condition.trial, movement, flagged)
            lines.append(Line(f"{condition.trial.mode}, {name}", tuple(shares)))
    kind = MOVEMENTS[movement]
    return Panel(f"{movement}, {kind.unit}", kind.sizes, tuple(lines))


def markdown(people: int = DEFAULT_PEOPLE, seed: int = SEEDS[0], *, quality_gate: bool = True) -> str:
    """All tables as Markdown."""
    return as_markdown(make_report(people, seed, quality_gate=quality_gate).tables)


def svg(report: Report) -> str:
    """The curves as one picture."""
    return svg_of(report.panels)
