"""A bout that a stop or a kill cut off is logged by the next start, once a break has passed."""

from __future__ import annotations

from pathlib import Path

from posture_watch.core.bouts_of_day import BoutsByTime, bouts_within
from posture_watch.core.intervals import Checkpoint, Interval
from posture_watch.core.logged import LoggedBout
from posture_watch.store.log import Log
from tests.store.log_story import at, ended, still

BREAK_S = 60.0
EVER = (at(-86_400).utc, at(86_400).utc)


def bouts_after(file: Path, start_s: float) -> list[tuple[float, float]]:
    with Log.open(file, now=at(start_s)) as log:
        log.settle_bout(at(start_s), break_s=BREAK_S)
        log.settle_bout(at(start_s), break_s=BREAK_S)
        return [((bout.start_utc - at(0).utc).total_seconds(), bout.sitting_s) for bout in log.bouts(*EVER)]


def test_the_bout_of_a_killed_run_is_logged_after_a_break(tmp_path: Path) -> None:
    file = tmp_path / "log.sqlite"
    with Log.open(file, now=at(0)) as log:
        log.append([ended(0, 600), ended(600, 900, "poor")], still(900, 1000))
    assert bouts_after(file, 1030) == [], "it may go on"
    assert bouts_after(file, 1200) == [(0.0, 1000.0)]
    assert bouts_after(file, 9000) == [(0.0, 1000.0)]


def test_what_is_logged_already_is_not_logged_again(tmp_path: Path) -> None:
    file = tmp_path / "log.sqlite"
    with Log.open(file, now=at(0)) as log:
        log.append([ended(0, 600), ended(600, 700, "away", sitting=False), ended(700, 900)], Checkpoint(None, None))
    assert bouts_after(file, 2000) == [(700.0, 200.0)], "only what came last: the one before had its end"


def test_sitting_beside_a_logged_bout_is_of_it() -> None:
    """Up to the first sight after an absence nothing was judged yet: no bout of its own."""
    line = [
        Interval(at(0).utc, at(15).utc, "unknown", True),
        Interval(at(15).utc, at(600).utc, "good", True),
        Interval(at(600).utc, at(700).utc, "away", False),
        Interval(at(700).utc, at(900).utc, "good", True),
    ]
    logged = BoutsByTime([LoggedBout(at(15).utc, at(600).utc, 585.0)])
    assert [bout.sitting_s for bout in bouts_within(line, logged, BREAK_S)] == [600.0, 200.0]
