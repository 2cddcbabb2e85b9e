"""`replay`: one JSON object a frame, the same keys on every line, nothing of the user's read or written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posture_watch.core.reading import steps_per_unit
from posture_watch.paths import paths_below
from posture_watch.replay_lines import DEVIATION_KEYS, METRIC_KEYS
from posture_watch.store.log import Log
from tests.commands.conftest import Files
from tests.portraits import empty_desk, sitting, write_clip
from tests.program import refused, run_command

KEYS = {
    "t_s",
    "person",
    "view",
    "posture",
    "quality",
    "metrics",
    "deviations",
    "over",
    "kind",
    "active_rules",
    "sitting_s",
    "standing",
    "events",
}
NEAR = "near_screen"
"""The rule about a face that is 40 % larger; its limit is 30 %."""

Line = dict[str, Any]


def replayed(*words: str | Path, home: Path) -> list[Line]:
    """What `replay --json` prints, each line an object with every key; nothing else is on stdout."""
    ran = run_command("replay", *words, "--json", home=home)
    assert ran.code == 0, ran
    lines: list[Line] = [json.loads(text, parse_constant=_no_constant) for text in ran.out.splitlines()]
    for line in lines:
        assert set(line) == KEYS
        assert set(line["metrics"]) == set(METRIC_KEYS)
        assert set(line["deviations"]) == set(DEVIATION_KEYS)
        assert all(event["type"] for event in line["events"])
    assert [line["t_s"] for line in lines] == sorted({line["t_s"] for line in lines}), "in order, each moment once"
    return lines


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is not JSON")


def events(lines: list[Line], kind: str) -> list[Line]:
    return [event for line in lines for event in line["events"] if event["type"] == kind]


def test_every_frame_is_a_line(home: Path, files: Files, clips: Path) -> None:
    lines = replayed(clips / "story.avi", "--fps", "5", home=home)
    assert [line["t_s"] for line in lines] == [round(n / 5, 6) for n in range(50)]
    assert [line["person"] for line in lines] == [True] * 35 + [False] * 15
    gone = lines[-1]
    assert (gone["view"], gone["quality"], gone["over"], gone["active_rules"]) == (None, None, [], [])
    assert set(gone["metrics"].values()) == set(gone["deviations"].values()) == {None}
    assert files() == {}


def test_videos_are_sampled_at_the_configured_interval(home: Path, clips: Path) -> None:
    assert [line["t_s"] for line in replayed(clips / "story.avi", home=home)] == list(range(10))
    (home / "config.toml").write_text("[camera]\ninterval_s = 2.0\n")
    assert [line["t_s"] for line in replayed(clips / "story.avi", home=home)] == [0, 2, 4, 6, 8]


def test_alone_each_frame_is_judged_by_itself(home: Path, clips: Path) -> None:
    words = ("--no-smoothing", "--baseline-from", clips / "upright")
    lines = replayed(clips / "story.avi", *words, home=home)
    over = [NEAR in line["over"] for line in lines]
    assert over == [False] * 4 + [True] * 3 + [False] * 3
    assert [line["posture"] for line in lines[-3:]] == ["away"] * 3
    alone = replayed(clips / "near", *words, home=home)
    assert alone[0]["deviations"]["face_scale_ratio"] == pytest.approx(0.4, abs=0.1)
    assert NEAR in alone[0]["over"]


def test_smoothed_the_same_takes_a_while(home: Path, clips: Path) -> None:
    smoothed = replayed(clips / "story.avi", "--baseline", "0..3", "--fps", "5", home=home)
    assert NEAR not in smoothed[21]["over"], "the first near frame moves a mean of ten seconds only a little"


def test_a_given_baseline_is_frozen(home: Path, clips: Path) -> None:
    """Sitting near: without a given baseline it would be learnt as upright."""
    (home / "config.toml").write_text("[baseline]\nlearn_s = 5\n")
    words = ("--loop", "12", "--no-smoothing")
    given = replayed(clips / "near", "--baseline-from", clips / "upright", *words, home=home)
    assert len(given) == 12
    changed = events(given, "baseline_changed")
    assert len(changed) <= 1
    assert all(event["reason"] == "loaded" for event in changed)
    assert all(NEAR in line["over"] for line in given)
    learnt = replayed(clips / "near", *words, home=home)
    assert [event["reason"] for event in events(learnt, "baseline_changed")] == ["learnt"]
    assert not any(NEAR in line["over"] for line in learnt)


def test_the_baseline_is_taken_from_the_seconds_that_were_said(home: Path, clips: Path) -> None:
    upright = replayed(clips / "story.avi", "--baseline", "0..3", "--no-smoothing", home=home)
    near = replayed(clips / "story.avi", "--baseline", "4..6", "--no-smoothing", home=home)
    assert upright[0]["deviations"]["face_scale_ratio"] == pytest.approx(0.0, abs=0.02)
    assert upright[5]["deviations"]["face_scale_ratio"] == pytest.approx(0.4, abs=0.1)
    assert near[5]["deviations"]["face_scale_ratio"] == pytest.approx(0.0, abs=0.02)
    assert near[0]["deviations"]["face_scale_ratio"] < -0.2


def test_rules_of_ones_own(home: Path, clips: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[rules.very_near]\nsignal = "face_scale_ratio"\nenter_above = 0.35\nexit_below = 0.2\nhold_s = 1\n'
        'message = "Slide back."\n[rules.near_screen]\nenabled = false\n'
    )
    words = ("--baseline-from", clips / "upright", "--no-smoothing", "--rules", rules)
    lines = replayed(clips / "story.avi", *words, home=home)
    assert "very_near" in lines[4]["over"]
    assert NEAR not in lines[4]["over"]
    assert [event["rule"] for event in events(lines, "rule_raised")] == ["very_near"]
    reminder = events(lines, "reminder_due")[0]
    assert "Slide back" in reminder["message"]
    assert next(line for line in lines if line["posture"] == "poor")["t_s"] <= 6


def test_a_clip_can_be_looped(home: Path, clips: Path) -> None:
    lines = replayed(clips / "story.avi", "--loop", "25", home=home)
    assert [line["t_s"] for line in lines] == list(range(25))
    assert [line["person"] for line in lines[10:17]] == [True] * 7


def test_words_for_people(home: Path, clips: Path) -> None:
    ran = run_command("replay", clips / "story.avi", "--baseline-from", clips / "upright", home=home)
    assert ran.code == 0
    assert "sitting well" in ran.out
    assert ran.out.splitlines()[-1].endswith("frames away") or "frames" in ran.out.splitlines()[-1]


def test_what_is_not_a_judgement_goes_to_stderr(home: Path, clips: Path, tmp_path: Path) -> None:
    whole = (clips / "story.avi").read_bytes()
    (tmp_path / "short.avi").write_bytes(whole[: len(whole) * 2 // 3])
    ran = run_command("replay", tmp_path / "short.avi", "--json", home=home)
    assert ran.code == 0, ran
    assert all(json.loads(line)["posture"] for line in ran.out.splitlines())
    assert "ends early" in ran.err


def test_the_users_baseline_and_log_are_neither_read_nor_written(home: Path, files: Files, clips: Path) -> None:
    before = replayed(clips / "story.avi", "--fps", "5", home=home)
    done = run_command("calibrate", "--source", clips / "story.avi", "--seconds", "3", home=home)
    assert done.code == 0, done
    with Log.open_readonly(paths_below(home).database_file) as log:
        assert len(log.baselines()) == 1
    kept = files()
    assert replayed(clips / "story.avi", "--fps", "5", home=home) == before
    assert files() == kept


def test_a_recording_is_judged_as_its_clip(home: Path, clips: Path, tmp_path: Path) -> None:
    recording = tmp_path / "story.jsonl"
    made = run_command("record", recording, "--source", clips / "story.avi", "--fps", "5", home=home)
    assert made.code == 0, made
    assert "50 frames" in made.err
    assert made.out == ""
    refused("record", recording, "--source", clips / "story.avi", home=home, saying="story.jsonl")
    words = ("--baseline", "0..2", "--fps", "5")
    of_clip = replayed(clips / "story.avi", *words, home=home)
    of_recording = replayed(recording, *words, home=home)
    assert len(of_recording) == len(of_clip)
    for one, other in zip(of_recording, of_clip, strict=True):
        for key in ("t_s", "person", "view", "posture", "over", "active_rules", "sitting_s", "standing"):
            assert one[key] == other[key], f"{key} at {one['t_s']} s"
        for group in ("metrics", "deviations"):
            assert set(one[group]) == set(other[group])
            for name, value in _steady(one[group]).items():
                step = 1 / steps_per_unit(name) if group == "deviations" else 0.0
                assert value == pytest.approx(other[group][name], abs=0.02 + step, rel=0.01), name
        assert [event["type"] for event in one["events"]] == [event["type"] for event in other["events"]]


def _steady(values: Line) -> Line:
    """What is known; without the one that is an arc cosine near zero, where the last digit of a pixel is a degree."""
    return {name: value for name, value in values.items() if value is not None and name != "forward_lean_deg"}


def test_a_recording_has_no_pictures_and_names_a_bad_line(home: Path, clips: Path, tmp_path: Path) -> None:
    recording = tmp_path / "near.jsonl"
    assert run_command("record", recording, "--source", clips / "near", home=home).code == 0
    assert recording.stat().st_size < 5000
    lines = recording.read_text().splitlines()
    recording.write_text("\n".join([*lines, '{"t_s": "late"}']) + "\n")
    ran = run_command("replay", recording, "--json", home=home)
    assert ran.code == 2
    assert f"near.jsonl:{len(lines) + 1}" in ran.err


def test_calibrating_on_a_clip(home: Path, clips: Path) -> None:
    ran = run_command("calibrate", "--source", clips / "story.avi", "--seconds", "3", home=home)
    assert ran.code == 0, ran
    assert ran.out.startswith("Calibrated from 13 frames, front view, 640x480")


TAKES = {
    "nobody was seen": [empty_desk()] * 25,
    "it was too dark": [np.asarray(sitting() // 30, np.uint8)] * 25,
    "you moved": [sitting(body_sink=n / 30) for n in range(25)],
    "too few pictures": [sitting()] * 3,
}


@pytest.mark.parametrize("reason", TAKES)
def test_a_take_that_will_not_do(home: Path, tmp_path: Path, reason: str) -> None:
    clip = write_clip(tmp_path / "take.avi", TAKES[reason], fps=5.0)
    ran = refused("calibrate", "--source", clip, "--seconds", "4", home=home, saying="This take will not do")
    assert reason in ran.err
    assert not paths_below(home).database_file.exists()
