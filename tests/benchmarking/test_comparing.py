"""Events beside those of judging frame by frame; runs beside earlier runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarking.history import HISTORY, difference, is_worse, read
from benchmarking.judging import Found, compared
from benchmarking.page import PAGE


def test_an_event_is_compared_with_the_nearest_of_its_name_once() -> None:
    wanted = [Found(100.0, "slump (act)"), Found(130.0, "slump (act)"), Found(200.0, "away")]
    found = compared(wanted, [Found(102.0, "slump (act)"), Found(204.0, "away"), Found(400.0, "away")])
    assert [(row.t_s, row.later_s) for row in found.rows] == [(100.0, 2.0), (130.0, None), (200.0, 4.0)]
    assert found.extra == (Found(400.0, "away"),)
    assert [row.t_s for row in found.missed] == [130.0]
    assert found.latest_s == 4.0


def test_one_a_minute_and_more_away_is_another_event() -> None:
    found = compared([Found(100.0, "away")], [Found(161.0, "away")])
    assert len(found.missed) == len(found.extra) == 1


@pytest.mark.parametrize(
    ("key", "old", "new", "worse"),
    [
        ("monitor_cpu_percent", 0.4, 0.45, False),
        ("monitor_cpu_percent", 0.4, 0.6, True),
        ("monitor_cpu_percent", 0.6, 0.4, False),
        ("naive_over_monitor", 40.0, 25.0, True),
        ("naive_over_monitor", 40.0, 38.0, False),
        ("open_missed", 0, 1, True),
        ("naive_cpu_percent", 18.0, 30.0, False),
    ],
)
def test_what_got_worse_is_pointed_out(key: str, old: float, new: float, worse: bool) -> None:
    assert is_worse(key, old, new) is worse


def test_the_last_run_is_put_beside_the_one_before_of_its_length(tmp_path: Path) -> None:
    runs = [
        {"minutes": 60.0, "commit": "a", "monitor_cpu_percent": 0.4},
        {"minutes": 3.0, "commit": "b", "monitor_cpu_percent": 1.4},
        {"minutes": 60.0, "commit": "c", "monitor_cpu_percent": 0.8},
    ]
    history = tmp_path / "history"
    history.write_text("".join(json.dumps(run) + "\n" for run in runs))
    lines = difference(history)
    assert lines[0].split() == ["a", "c"]
    assert lines[1].split() == ["monitor_cpu_percent", "0.4", "0.8", "worse"]
    assert difference(tmp_path / "none") == ["There are no two runs of one length to compare."]


def test_the_page_is_of_the_last_run_in_the_history() -> None:
    runs = read(HISTORY)
    if not runs:
        pytest.skip("no run has been written down")
    assert f"version {runs[-1]['commit']}" in PAGE.read_text()
    assert runs[-1]["minutes"] >= 60


def test_the_last_run_is_no_worse_than_the_one_before() -> None:
    """Other work on the machine makes a tenth: more than that is a reason to look."""
    whole = [run for run in read(HISTORY) if run["minutes"] >= 60]
    if len(whole) < 2:
        pytest.skip("there are no two runs of an hour")
    old, new = whole[-2:]
    worse = [
        key
        for key, value in new.items()
        if isinstance(old.get(key), int | float) and key != "load" and is_worse(key, old[key], value)
    ]
    assert not worse
