"""What the user's own check says when there is little to say it from: another side, nothing taken, only just."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.core.checking import look_at
from posture_watch.core.own_check import own_full_slump
from posture_watch.terminal.checked import report
from tests.core.stories import baseline_of
from tests.core.test_checking import SETTINGS, checked, suggested, taken
from tests.core.test_side_view import seated
from tests.sim import SLUMPED, UPRIGHT, Pose


def test_a_take_from_another_side_is_called_that() -> None:
    aside = [replace(scene, people=(seated(30),)) for scene in taken(UPRIGHT)]
    seen = look_at("leaning", aside, [baseline_of()], SETTINGS)
    assert (seen.judged, seen.why_not) == (0, "seen from another side")
    dark = look_at("leaning", taken(Pose(light=0.01)), [baseline_of()], SETTINGS)
    assert dark.why_not == "too dark"


def test_who_took_no_posture_is_not_told_that_every_one_is_noticed() -> None:
    told = suggested(checked({}, baseline_of()))
    assert told.change == "nothing"
    assert told.reason.startswith("Sitting upright stays quiet. You took no other posture")
    assert suggested(checked({"reclining": Pose(near=0.85)}, baseline_of())).reason == told.reason


def test_what_is_noticed_only_just_is_mentioned() -> None:
    """A tilt of 11° against 10° is within twice the noise of 1°; a lean and a slump are far over theirs."""
    poses = {"slumped": Pose(sink=0.2, head_drop=0.3), "tilted": Pose(head_tilt_deg=11)}
    told = suggested(checked({"slumped": poses["slumped"], "tilted": poses["tilted"]}, baseline_of()))
    assert told.change == "nothing"
    assert told.reason.endswith("stays quiet. But your tilt only just: another time it may be missed.")
    sure = suggested(checked({"tilted": Pose(head_tilt_deg=15)}, baseline_of()))
    assert sure.reason.endswith("stays quiet.")


@pytest.mark.parametrize("sink", [-0.002, -0.2])
def test_no_figure_is_minus_nothing(sink: float) -> None:
    told = checked({"slumped": Pose(sink=sink)}, baseline_of())
    assert "lowered the head by 0.00 " in str(own_full_slump(told))
    said = "\n".join(report(told, suggested(told)))
    assert "-0.0" not in said
    assert "-0.0" not in "\n".join(report(checked({"slumped": SLUMPED}, baseline_of()), suggested(told)))
