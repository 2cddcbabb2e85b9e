"""A week with faults drawn at random, told first and then played to the real live run: the log says what was told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from soaking.week_story import Outage, Setting, Story, Stretch, drawn, truth

from tests.faults.conftest import Figures, Rounds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork, kill -9 and /proc")
SCRIPT = Path(__file__).parents[2] / "scripts" / "week.py"
MEMORY_KB, OBJECTS = 6144, 4000
"""Over a week of full days; rows of the day that `status` reads included (docs/soak.md)."""


def lived(*options: str) -> list[dict[str, Any]]:
    command = [sys.executable, str(SCRIPT), "--json", *options]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    weeks = [json.loads(line) for line in ran.stdout.splitlines()]
    assert weeks, ran.stderr[-3000:]
    return weeks


def told(weeks: list[dict[str, Any]]) -> dict[str, float]:
    """What was counted, all weeks together, and the worst of a day."""
    total: dict[str, float] = {
        str(name): round(sum(week["counted"].get(name, 0) for week in weeks)) for name in weeks[0]["counted"]
    }
    worst = {f"worst_day_{n}_s": round(max(w["worst_s"][n] for w in weeks), 1) for n in weeks[0]["worst_s"]}
    faults = {name: sum(week[name] for week in weeks) for name in ("lives", "kills", "faults")}
    wrong = sum(len(week["wrong"]) for week in weeks)
    names: dict[str, str] = {
        "sitting": "sat_s",
        "away": "away_s",
        "busy": "busy_s",
        "sunk or tilted": "sunk_or_tilted_s",
        "poor, told": "told_as_poor_s",
    }
    counted = {names.get(name, name): value for name, value in total.items()}
    return {"weeks": len(weeks), **faults, **counted, **worst, "findings": wrong}


def test_the_log_says_what_was_told(rounds: Rounds, figures: Figures) -> None:
    hours = str(rounds(1, 6) / 5)
    weeks = lived("--hours", hours, "--seeds", str(rounds(1, 10)))
    figures(
        f"weeks of {hours} h a day with kills, stops, sleep, locks, pauses, a gone camera, full disks, set clocks",
        **told(weeks),
    )
    assert [week["wrong"] for week in weeks] == [[]] * len(weeks)


def test_a_week_of_whole_working_days(rounds: Rounds, figures: Figures) -> None:
    if rounds(0, 1) == 0:
        pytest.skip("in the full suite (python scripts/faults.py --only week)")
    weeks = lived("--hours", "8", "--seed", "101")
    figures("a week of 8 h a day with all of these", **told(weeks))
    assert weeks[0]["wrong"] == []


def test_one_life_through_a_week_holds_no_more_at_its_end(rounds: Rounds, figures: Figures) -> None:
    (week,) = lived("--one-life", "--hours", str(rounds(2, 15) / 5))
    (held,) = week["held"]
    memory, objects, files, threads = zip(*held, strict=True)
    half = len(held) // 2
    grown = {"memory_kB": min(memory[half:]) - memory[0], "objects": min(objects[half:]) - objects[0]}
    figures("a week in one life: what it holds at its end more than at its beginning", measures=len(held), **grown,
            files=files[-1] - files[0], threads=threads[-1] - threads[0])  # fmt: skip
    assert week["wrong"] == []
    assert grown["memory_kB"] <= MEMORY_KB
    assert grown["objects"] <= OBJECTS
    for held_now in (files, threads):
        assert min(held_now[half:]) == held_now[0], "nothing is held for good"
        assert max(held_now) <= held_now[0] + 1, "something may be under way at the moment of a measure"


def test_a_log_that_says_something_else_is_noticed() -> None:
    from soaking.week import _moments  # noqa: PLC0415  # pyright: ignore[reportPrivateUsage]

    pieces = truth(drawn(1, hours=1, kills=True))
    assert any("told otherwise (nothing)" in said for said in _moments(pieces, [], 20.0))


@pytest.mark.parametrize(("by_s", "seconds"), [(0.0, 600.0), (900.0, 1000.0), (120.0, 720.0), (-300.0, 600.0)])
def test_a_clock_set_forward_ends_a_pause_in_the_story_too(by_s: float, seconds: float) -> None:
    """A quarter of an hour, of which 500 s are over when the clock is set."""
    settings = (Setting(0.0, 0.0, 0.0), Setting(800.0, by_s, 0.0))
    story = Story(1, (Stretch("upright", 0.0, 1800.0),), (Outage("paused", 300.0, 1200.0),), (), settings, 1800.0)
    assert sum(piece.seconds for piece in truth(story)[1:]) == pytest.approx(seconds)
