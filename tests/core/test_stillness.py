"""Twenty minutes in one posture ask for a shift; any shift, and whatever cannot be told, starts afresh."""

from __future__ import annotations

import pytest

from posture_watch.core.events import ReminderDue
from tests.core.stories import baseline_of
from tests.sim import GONE, UPRIGHT, Phase, Pose, play, settings_for

CALIBRATED = (baseline_of(),)
FPS = 0.5


def due(*phases: Phase) -> list[float]:
    told = play(list(phases), FPS, settings=settings_for(FPS, timers=("still",)), baselines=CALIBRATED)
    return [e.at.mono_s for e in told.events if isinstance(e, ReminderDue) and "still" in e.rules]


def test_twenty_minutes_without_a_change() -> None:
    assert due(Phase(1190, UPRIGHT)) == []
    assert due(Phase(1210, UPRIGHT)) == [pytest.approx(1202, abs=2)]


@pytest.mark.parametrize("shift", [Pose(head_tilt_deg=6), Pose(near=1.1), Pose(lean_deg=6), Pose(sink=0.08)])
def test_a_shift_starts_afresh(shift: Pose) -> None:
    assert due(Phase(900, UPRIGHT), Phase(60, shift, over_s=2), Phase(900, UPRIGHT, over_s=2)) == []


def test_a_wobble_below_the_noise_is_no_change() -> None:
    small = Pose(head_tilt_deg=3, near=1.03)
    assert len(due(Phase(600, UPRIGHT), Phase(300, small), Phase(330, UPRIGHT))) == 1


@pytest.mark.parametrize("unseen", [GONE, Pose(turn_deg=60), Pose(visibility=0.3)])
def test_what_cannot_be_told_is_never_stillness(unseen: Pose) -> None:
    assert due(Phase(900, UPRIGHT), Phase(60, unseen), Phase(900, UPRIGHT)) == []


def test_it_ends_with_the_shift_and_the_reminder_was_heeded() -> None:
    told = play(
        [Phase(1230, UPRIGHT), Phase(60, Pose(lean_deg=8), over_s=2)], FPS,
        settings=settings_for(FPS, timers=("still",)), baselines=CALIBRATED,
    )  # fmt: skip
    said = told.told(ReminderDue, *{type(e) for e in told.events if type(e).__name__ == "ReminderEnded"})
    assert [what for _, what in said] == ["ReminderDue still", "ReminderEnded moved"]
