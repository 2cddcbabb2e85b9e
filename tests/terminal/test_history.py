"""The last minutes of each rule, in pieces that move on but do not change."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.terminal.history import KEPT_S, History
from posture_watch.terminal.rule_now import RuleNow

TILT = RuleNow("tilt", "head_tilt_deg", "act", "posture", True, 10.0, 6.0, 0.0, 20.0, 0.0, False, False)


def filled(seconds: int) -> History:
    history = History()
    for at_s in range(seconds):
        history.add(float(at_s), [replace(TILT, value=-float(at_s))])
    return history


def test_the_newest_piece_is_last_and_has_the_largest_size() -> None:
    sizes = filled(int(KEPT_S)).sizes("tilt", 6)
    assert sizes == [29.0, 59.0, 89.0, 119.0, 149.0, 179.0]


def test_what_was_not_measured_is_missing() -> None:
    history = filled(100)
    history.add(170.0, [replace(TILT, value=None)])
    assert history.sizes("tilt", 6) == [29.0, 59.0, 89.0, 99.0, None, None]
    assert history.sizes("other", 2) == [None, None]


def test_pieces_do_not_change_while_time_goes_on() -> None:
    history = filled(150)
    before = history.sizes("tilt", 6)
    history.add(151.0, [replace(TILT, value=1.0)])
    assert history.sizes("tilt", 6)[:5] == before[1:] or history.sizes("tilt", 6)[:5] == before[:5]


def test_nothing_is_kept_longer() -> None:
    history = filled(1000)
    assert len(history._seen) <= KEPT_S + 2  # pyright: ignore[reportPrivateUsage]
    assert History().sizes("tilt", 3) == [None] * 3


def test_a_piece_shows_the_worst_of_it() -> None:
    history = History()
    for at_s, value in ((0.0, 5.0), (1.0, -9.0), (2.0, 3.0)):
        history.add(at_s, [replace(TILT, value=value)])
    assert history.sizes("tilt", 6)[-1] == 9.0
