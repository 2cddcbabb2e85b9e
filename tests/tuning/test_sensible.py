"""A value is recommended only if nothing speaks against it, and then the nearest."""

from __future__ import annotations

from posture_watch.tuning.comparing import Compared, Part, Tally
from posture_watch.tuning.drawing import Row
from posture_watch.tuning.rates import Rate
from posture_watch.tuning.sensible import sensible


def row(name: str, heeded: int, felt_false: int, total: int, *, now: bool = False) -> Row:
    tally = Tally(Rate(total, 1.0, 1.0, 1.0, None), Part(heeded, 0), Part(felt_false, 0), Part(0, 0), 0)
    return Row(name, Compared(tally, tally, ()), now)


NOW = row("0.6", 10, 4, 20, now=True)


def test_the_nearest_with_fewer_wrong_ones_and_all_that_were_heeded() -> None:
    good, better = row("0.7", 10, 2, 18), row("0.8", 10, 0, 16)
    assert sensible([NOW, good, better]) == good
    assert sensible([row("0.5", 10, 5, 30), NOW, row("0.7", 10, 4, 18), better]) == better


def test_none_that_loses_a_heeded_one_or_says_more() -> None:
    assert sensible([NOW, row("0.7", 9, 0, 15)]) is None
    assert sensible([row("0.5", 10, 3, 21), NOW]) is None
    assert sensible([NOW]) is None
