"""`doctor` and `calibrate` on pictures: what they measured about light and place, and what to do."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.portraits import Picture, empty_desk, sitting, write_clip
from tests.program import run_command

pytestmark = pytest.mark.model


def findings(picture: Picture, tmp_path: Path, home: Path, pictures: int = 15) -> list[tuple[bool, str, str]]:
    """(ok, found, advice) of what doctor says about light and place."""
    clip = write_clip(tmp_path / "seen.avi", [picture] * pictures)
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
    [(ok, found, advice)] = findings(darker(sitting(), 0.1), tmp_path, home)
    assert not ok
    assert "the least is 0.06" in found
    assert "lamp" in advice


def test_an_empty_chair_is_nothing_to_mend(tmp_path: Path, home: Path) -> None:
    clip = write_clip(tmp_path / "empty.avi", [empty_desk()] * 15)
    ran = run_command("doctor", "--source", clip, home=home)
    assert "\nnote light and place: Nobody was found in" in ran.out
    assert "ok   light and place" not in ran.out


def test_three_pictures_are_too_few_to_tell(tmp_path: Path, home: Path) -> None:
    [(ok, found, _)] = findings(sitting(), tmp_path, home, pictures=3)
    assert ok
    assert "too few to tell" in found


def test_calibrate_says_why_the_picture_will_not_do(tmp_path: Path, home: Path) -> None:
    clip = write_clip(tmp_path / "dark.avi", [darker(sitting(), 0.1)] * 20)
    ran = run_command("calibrate", "--source", clip, "--seconds", "3", home=home)
    assert ran.code != 0
    (said,) = [line for line in ran.err.splitlines() if "Nobody" in line or "light is" in line]
    assert "the least is 0.06" in said


def test_doctor_counts_the_models_threads_and_says_what_slows_it_down(tmp_path: Path, home: Path) -> None:
    clip = write_clip(tmp_path / "seen.avi", [sitting()] * 5)
    told = json.loads(run_command("doctor", "--source", clip, "--json", home=home).out)["findings"]
    found = {finding["part"]: finding["found"] for finding in told}
    assert "battery" in found["battery"] or "mains" in found["battery"]
    assert "processor" in found["heat"]
    assert "threads of the pose model" in found["threads"]
    if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
        assert f"keep to 1 of {len(os.sched_getaffinity(0))} processor cores" in found["threads"]
