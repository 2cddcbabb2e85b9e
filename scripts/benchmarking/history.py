"""A line of figures for each full run, so that a regression is seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HISTORY = Path(__file__).resolve().parents[2] / "docs" / "measured" / "benchmarks.jsonl"
WHOLE_MINUTES = 60.0
"""Only such runs are kept: shorter ones have too much of the first minute in them."""
WORSE = 1.25
"""A figure that rose by so much against the run before is pointed out: other work on the machine makes a tenth."""


def line_of(figures: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a run: all figures are such that less is better, but ``naive_over_*``."""
    sides, starts = figures["sides"], figures["first_judgement_s"]
    kept: dict[str, Any] = {key: figures[key] for key in ("date", "commit", "machine", "minutes", "load")}
    for name in ("monitor", "open"):
        kept[f"{name}_cpu_percent"] = sides[name]["cpu_percent"]
        kept[f"{name}_wakeups_a_s"] = sides[name]["wakeups_a_s"]
        kept[f"{name}_resident_mb"] = max(sides[name]["resident_mb"])
        kept[f"{name}_above_bare_mb"] = figures["above_bare_mb"][name]
        kept[f"{name}_first_judgement_s"] = sorted(starts[name])[len(starts[name]) // 2]
        kept[f"{name}_latest_s"] = figures["found"][name]["latest_s"]
        kept[f"{name}_missed"] = figures["found"][name]["missed"]
        kept[f"naive_over_{name}"] = figures["ratio"][name]
    kept["naive_looks_a_s"] = figures["naive_looks_a_s"]
    kept["naive_cpu_percent"] = sides["naive"]["cpu_percent"]
    kept["status_ratio"] = figures["status_ratio"]["status"]
    return kept


def add(history: Path, figures: Mapping[str, Any]) -> None:
    """Append the run."""
    history.parent.mkdir(parents=True, exist_ok=True)
    with history.open("a") as file:
        file.write(json.dumps(line_of(figures)) + "\n")


def read(history: Path) -> list[dict[str, Any]]:
    """All runs, oldest first; none if there is no file."""
    return [json.loads(line) for line in history.read_text().splitlines()] if history.exists() else []


def difference(history: Path) -> list[str]:
    """The last run beside the one before of the same length, with what got worse pointed out."""
    runs = read(history)
    before = [run for run in runs[:-1] if run["minutes"] == runs[-1]["minutes"]]
    if not before:
        return ["There are no two runs of one length to compare."]
    old, new = before[-1], runs[-1]
    lines = [f"{'':28}{old['commit']:>24}{new['commit']:>24}"]
    for key, value in new.items():
        if isinstance(value, int | float) and key not in ("minutes", "load") and key in old:
            lines.append(f"{key:28}{old[key]:>24}{value:>24}{'   worse' if is_worse(key, old[key], value) else ''}")
    return lines


def is_worse(key: str, old: float, new: float) -> bool:
    """Whether a figure rose (a ratio over naive: fell) by more than runs differ by themselves."""
    if key.startswith("naive_over"):
        return new * WORSE < old
    return not key.startswith("naive") and new > max(old * WORSE, old + 0.05)
