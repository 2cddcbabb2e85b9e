"""Peers with their own memory, on scenes a second apart in which only the nose moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluation.peers_in_time import dorso_in_time, upsit_in_time
from evaluation.stored import START

from posture_watch.core.landmarks import Landmark, Landmarks, Scene

HEIGHT_PX = 1000


def scene(number: int, nose: float | None) -> Scene:
    """Shoulders 400 px apart at 0.6 of the height, ears 200; ``nose`` as a share of the height, None for nobody."""
    at = START.shifted(number)
    if nose is None:
        return Scene(at, 2000, HEIGHT_PX)
    places = {
        "nose": (1000, nose * HEIGHT_PX),
        "left_ear": (1100, 400), "right_ear": (900, 400),
        "left_shoulder": (1200, 600), "right_shoulder": (800, 600),
    }  # fmt: skip
    return Scene(at, 2000, HEIGHT_PX, (Landmarks({n: Landmark(x, y, 1.0) for n, (x, y) in places.items()}),))


def day(*parts: tuple[int, float | None]) -> list[Scene]:
    noses = [nose for count, nose in parts for _ in range(count)]
    return [scene(number, nose) for number, nose in enumerate(noses)]


BASE = day((5, 0.40))


def first_on(states: list[bool]) -> int:
    return states.index(True)


def test_dorso_needs_the_mean_of_five_to_be_low_for_eight_frames_and_high_for_five() -> None:
    """0.05 lower: the mean is over 0.03 from the fourth low frame on (0.04), so on with the eleventh; back up it is
    at 0.03 in the second frame, and below in the third at 0.02: off with the sixth or seventh."""
    states = dorso_in_time(day((10, 0.40), (20, 0.45), (20, 0.40)), BASE)
    assert first_on(states) == 10 + 3 + 7
    assert states.index(False, 30) == pytest.approx(30 + 1 + 4, abs=1)
    assert not any(dorso_in_time(day((10, 0.40), (30, 0.429)), BASE))
    assert not any(dorso_in_time(day((10, 0.40), (9, 0.45), (10, 0.40)), BASE))


def test_dorso_passes_over_frames_without_anybody() -> None:
    assert dorso_in_time(day((3, None), (12, 0.45), (4, None)), BASE)[-4:] == [True] * 4
    assert not any(dorso_in_time(day((20, 0.45)), day((5, None))))


def test_upsit_holds_for_four_seconds() -> None:
    """Clearance from 0.5 to 0.25 of the shoulder width: half is lost, slouch 1.07, but the running mean takes a few
    seconds to lose the 30 % that flag it: 0.5·(1 − 0.8^n) over 0.3 with n = 5; then the hold."""
    states = upsit_in_time(day((5, 0.40), (30, 0.50)), BASE)
    assert first_on(states) == 5 + 4 + 4


def test_upsit_drifts_fast_to_better_and_hardly_to_worse() -> None:
    taller = upsit_in_time(day((10, 0.40), (15, 0.30), (20, 0.40)), BASE)
    assert any(taller[25:])  # clearance 0.75 became normal within seconds: 0.5 is a third less
    slowly = [scene(i, 0.40 + 0.0005 * i) for i in range(200)]
    assert any(upsit_in_time(slowly, BASE))  # at 0.0035 a second the baseline does not keep up


def test_upsit_keeps_its_baseline_while_bad() -> None:
    states = upsit_in_time(day((5, 0.40), (300, 0.50)), BASE)
    assert states[-1]


def test_upsit_without_a_baseline_says_nothing() -> None:
    assert not any(upsit_in_time(day((20, 0.55)), day((5, None))))


def test_upsit_does_not_stumble_over_missing_points() -> None:
    noses = [replace(s, people=(Landmarks({"nose": s.people[0].points["nose"]}),)) for s in day((5, 0.5))]
    assert upsit_in_time([*noses, *day((3, 0.4))], BASE) == [False] * 8
