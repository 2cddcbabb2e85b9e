"""`doctor` and `calibrate` on pictures: what they measured about light and place, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.portraits import Picture, empty_desk, sitting, write_clip
from tests.program import run_command

pytestmark = pytest.mark.model


def findings(picture: Picture, tmp_path: Path, home: Path) -> list[tuple[bool, str, str]]:
    """(ok, found, advice) of what doctor says about light and place."""
    clip = write_clip(tmp_path / "seen.avi", [picture] * 15)
    ran = run_command("doctor", "--source", clip, "--json", home=home)
    told = json.loads(ran.out)["findings"]
    return [(f["ok"], f["found"], f["advice"]) for f in told if f["part"] == "light and place"]


def darker(picture: Picture, share: float) -> Picture:
    return (picture.astype(np.float64) * share).astype(np.uint8)


def test_doctor_says_that_all_is_well(tmp_path: Path, home: Path) -> None:
    [(ok, found, _)] = findings(sitting(), tmp_path, home)
    assert ok, found
    assert "you are seen well" in found


def test_doctor_asks_for_light_and_says_how_much_there_is(tmp_path: Path, home: Path) -> None:
    told = findings(darker(sitting(), 0.1), tmp_path, home)
    assert not any(ok for ok, _, _ in told)
    assert any("the least is 0.06" in found and "lamp" in advice for _, found, advice in told)


def test_an_empty_chair_is_nothing_to_mend(tmp_path: Path, home: Path) -> None:
    [(ok, found, _)] = findings(empty_desk(), tmp_path, home)
    assert ok
    assert "Nobody was found" in found


def test_calibrate_says_why_the_picture_will_not_do(tmp_path: Path, home: Path) -> None:
    clip = write_clip(tmp_path / "dark.avi", [darker(sitting(), 0.1)] * 20)
    ran = run_command("calibrate", "--source", clip, "--seconds", "3", home=home)
    assert ran.code != 0
    assert "the least is 0.06" in ran.err + ran.out
