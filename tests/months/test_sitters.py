"""Noise and plain movement do not make the program talk about strain or stillness; real loads do."""

from __future__ import annotations

from months.sitters import SITTERS, STILL, UPRIGHT, told


def test_who_sits_upright_and_moves_hears_of_little_but_time_sitting() -> None:
    figures = told(UPRIGHT, 10)
    posture = {rule: times for rule, times in figures.reminded.items() if not rule.startswith("sitting")}
    assert sum(posture.values()) <= 1.0  # in eight hours
    assert not figures.raised.keys() & {"strain", "strain_watch", "still"}
    assert figures.peak < 70


def test_who_looks_down_now_and_then_is_not_strained() -> None:
    figures = told(SITTERS["… looking down 10 % of the time"], 2)
    assert "strain" not in figures.raised
    assert figures.watched < 0.05


def test_who_does_not_move_at_all_is_asked_to_shift() -> None:
    figures = told(STILL, 1)
    assert figures.reminded["still"] >= 4
    assert "strain" not in figures.reminded


def test_who_sinks_deeply_hears_of_it() -> None:
    figures = told(SITTERS["sinks deeply (1.2)"], 1)
    assert figures.reminded["slump"] >= 3
    assert figures.peak > 100
