"""The figures of a run as lines for a terminal and as docs/footprint.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "footprint.md"
NAMES = {"monitor": "default settings", "open": 'camera kept open (`use = "open"`)', "naive": "naive loop, 10/s"}


def table(figures: Mapping[str, Any]) -> list[str]:
    """For a terminal."""
    sides, found = figures["sides"], figures["found"]
    lines = [f"{figures['machine']}, {figures['minutes']:g} minutes, {figures['commit']}", ""]
    lines.append(f"{'':34}{'monitor':>12}{'open':>12}{'naive':>12}")
    for title, key in (
        ("% of one core", "cpu_percent"),
        ("wake-ups a second", "wakeups_a_s"),
        ("peak memory, MB", "peak_mb"),
        ("threads", "threads"),
        ("the webcam's own thread, %", "webcam_cpu_percent"),
    ):
        lines.append(f"{title:34}" + "".join(f"{sides[name][key]:>12}" for name in NAMES))
    lines.append(f"{'resident, MB (most)':34}" + "".join(f"{max(sides[name]['resident_mb']):>12}" for name in NAMES))
    lines.append(f"{'naive costs so many times':34}" + "".join(f"{figures['ratio'][n]:>12}" for n in found))
    lines.append(f"{'first judgement, s':34}" + "".join(f"{max(figures['first_judgement_s'][n]):>12}" for n in found))
    lines += ["", f"status: {figures['status_ms']} ms, {figures['status_ratio']} times bare Python", ""]
    lines.append(f"events of judging a frame every {figures['every_s']:g} s, and seconds later")
    rows = zip(found["monitor"]["rows"], found["open"]["rows"], strict=True)
    lines += [f"{r['t_s']:>8} {r['name']:34}{_later(r):>10}{_later(o):>10}" for r, o in rows]
    lines += [f"only in {name}: {extra}" for name in found for extra in found[name]["extra"]]
    return lines


def page(figures: Mapping[str, Any]) -> str:
    """docs/footprint.md."""
    return "\n".join(["# What it costs", "", *("    " + line for line in table(figures)), ""])


def _later(row: Mapping[str, Any]) -> str:
    return "never" if row["later_s"] is None else f"{row['later_s']:+.1f}"
