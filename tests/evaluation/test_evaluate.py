"""The command from manifest to table, on landmark recordings of a stick figure: no pictures, no model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from evaluate import main
from evaluation.judging import UNKNOWN, Said, judge, said_by, settings_alone, split
from evaluation.manifest import Row, read_manifest, usable
from evaluation.seen import Eyes, Session, is_settled
from evaluation.stored import START, scene_of_points

from posture_watch.capture.recording import RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.config import Config
from posture_watch.core.judgement import Judgement
from posture_watch.errors import UserError
from posture_watch.pose.names import INDEX_OF
from tests.sim import GONE, HEIGHT_PX, UPRIGHT, WIDTH_PX, Phase, Pose, scenes

TILTED = Pose(head_tilt_deg=25)
STORY = (("upright", 8, UPRIGHT), ("tilted", 4, TILTED), ("gone", 2, GONE))


def recording(path: Path, frames: int, pose: Pose) -> None:
    with RecordingWriter(path, Header(WIDTH_PX, HEIGHT_PX, "image", 1.0)) as writer:
        for scene in scenes([Phase(frames, pose)], 1.0):
            writer.write(scene)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """One session: eight upright frames, four tilted, two with nobody that are labelled tilted."""
    lines = ["file,label,subject,view,session,note"]
    for number, (name, frames, pose) in enumerate(STORY, 1):
        recording(tmp_path / f"{number}_{name}.jsonl", frames, pose)
        lines.append(f"{number}_{name}.jsonl,{'upright' if name == 'upright' else 'tilted'},P,front,s1,x")
    path = tmp_path / "manifest.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def session_of(manifest: Path) -> Session:
    groups, left_out = usable(read_manifest(manifest, manifest.parent))
    assert (len(groups), left_out) == (1, [])
    with Eyes(Config(), stored=False) as eyes:
        return eyes.session(groups[0])


def test_the_fold_flags_what_is_tilted_against_the_first_frames(manifest: Path) -> None:
    session = session_of(manifest)
    parts = split(session, 5)
    assert parts is not None
    assert (parts.baseline, parts.scored) == (tuple(range(5)), tuple(range(5, 14)))
    said = judge(session.frames[:5], session.frames[5:], settings_alone(Config()))
    assert [s.flagged for s in said] == [False] * 3 + [True] * 4 + [False] * 2
    assert [s.known for s in said] == [True] * 7 + [False] * 2
    assert said[3].score > 1.5
    assert (said[0].kind, said[3].kind) == ("upright", f"head_tilt_{'left' if TILTED.head_tilt_deg > 0 else 'right'}")
    assert said[7].why


def test_a_baseline_that_is_tilted_already_turns_the_verdict_round(manifest: Path) -> None:
    frames = session_of(manifest).frames
    said = judge(frames[8:12], frames[:8], settings_alone(Config()))
    assert all(s.flagged for s in said)


def test_without_a_baseline_everything_is_unknown(manifest: Path) -> None:
    frames = session_of(manifest).frames
    assert not any(s.known for s in judge(frames[12:], frames[:12], settings_alone(Config())))


def test_what_cannot_be_judged_has_no_score_though_it_was_measured() -> None:
    at = START
    turned = Judgement(at, person=True, posture="unknown", deviations={"head_tilt_deg": 9.0}, why_unknown="turned")
    rules = settings_alone(Config()).rules
    assert said_by(turned, rules) == UNKNOWN
    seen = replace(turned, why_unknown="", over=("head_tilt_watch",), kind="head_tilt_left")
    least = min(rule.enter_above for rule in rules if rule.signal == "head_tilt_deg")
    assert said_by(seen, rules) == Said(True, 9 / least, "head_tilt_left")
    assert said_by(replace(turned, why_unknown="", deviations={"head_turn_deg": 9.0}), rules) == UNKNOWN


def test_json_has_the_figures(manifest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(manifest), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    every, settled = found["comparisons"]
    assert (every["frames"], every["upright"], every["sessions"]) == (9, 3, 1)
    ours = every["lines"][0]
    assert ours["rule"] == "posture-watch"
    assert (ours["figures"]["recall"], ours["figures"]["false_positive_rate"]) == (4 / 6, 0)
    assert ours["figures"]["coverage"] == 7 / 9
    (by_label,) = found["classes"]
    assert [(x["label"], x["frames"], x["flagged"]) for x in by_label["labels"]] == [
        ("upright", 3, 0),
        ("tilted", 6, 4 / 6),
    ]
    (coverage,) = found["coverage"]
    assert (coverage["frames"], coverage["judged"]) == (14, 12)
    assert [file for file, _ in coverage["unjudged"]] == ["3_gone.jsonl 1", "3_gone.jsonl 2"]
    assert (settled["frames"], settled["upright"]) == (7, 2)  # one on either side of the change is left out
    assert len(every["lines"]) == 9
    assert [(b["baseline"], b["frames"]) for b in found["baselines"]][:4] == [
        ("1 frames", 13), ("3 frames", 11), ("5 frames", 9), ("head tilted 5° clockwise", 9)
    ]  # fmt: skip
    assert not any("light" in b["baseline"] for b in found["baselines"])  # there are no pictures to darken
    event = found["events"][0]
    assert (event["rule"], event["events"], event["found"], event["recall"]) == ("posture-watch", 1, 1, 1.0)
    assert "curves" not in found


def test_text_has_a_line_for_each_rule_and_says_what_is_left_out(
    manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with manifest.open("a", encoding="utf-8") as file:
        file.write("\n1_upright.txt,upright,Q,front,s2,\n1_upright.jsonl,lean,R,front,s3,")
    assert main([str(manifest), "--baseline-frames", "3"]) == 0
    shown = capsys.readouterr().out
    assert "front, all frames: 11 frames (5 upright) of 1 sessions, baseline of 3 frames" in shown
    assert all(rule in shown for rule in ("posture-watch", "tutorial 40/10", "UpSit", "Posely", "PoseGood"))
    assert "front Q s2: 1 files that are neither" in shown
    assert "front R s3: 1 files, none labelled good or straight or upright" in shown


def test_a_session_with_few_upright_frames_leaves_one_to_score(manifest: Path) -> None:
    session = session_of(manifest)
    few = replace(session, frames=session.frames[6:])  # two upright ones
    parts = split(few, 5)
    assert parts is not None
    assert (parts.baseline, parts.scored) == ((0,), tuple(range(1, 8)))
    assert split(few, 5, strict=True) is None
    assert split(replace(session, frames=session.frames[8:]), 5) is None
    one = split(replace(session, frames=session.frames[7:]), 5)
    assert one is not None
    assert one.baseline == (0,)


def test_rows_are_in_the_order_of_their_numbers() -> None:
    rows = [Row(Path(f"a_{n}_{label}.jpg"), label, "P", "side", "s") for label, n in (("bad", 10), ("good", 9))]
    groups, _ = usable(rows)
    assert [row.label for row in groups[0]] == ["good", "bad"]


def test_mirrored_copies_are_a_session_of_their_own() -> None:
    rows = [Row(Path(name), "straight", "P", "side", "") for name in ("a.jpg", "a_flip.jpg")]
    groups, _ = usable(rows)
    assert [group[0].group for group in groups] == [("side", "P", ""), ("side", "P", "mirrored")]


def test_settled_means_that_both_neighbours_agree() -> None:
    assert [is_settled(list("aabbba"), i) for i in range(6)] == [True, False, False, True, False, False]


def test_stored_points_become_pixels_and_nan_nobody() -> None:
    image = np.full((100, 200, 3), 51, np.uint8)
    points = np.zeros((33, 5), np.float32)
    points[INDEX_OF["nose"]] = (0.5, 0.25, 0, 0.9, 1)
    scene = scene_of_points(image, points)
    nose = scene.people[0].points["nose"]
    assert (nose.x_px, nose.y_px, scene.light) == (100, 25, pytest.approx(0.2))
    assert nose.visibility == pytest.approx(0.9)
    assert scene_of_points(image, points * np.nan).people == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,label\na.jpg,upright\n", "has no column subject, view, session"),
        ("file,label,subject,view,session\na.jpg,,P,front,s\n", ":2: file, label or view is empty"),
        ("file,label,subject,view,session\nabsent.jpg,upright,P,front,s\n", "absent.jpg cannot be read"),
        ("file,label,subject,view,session\nabsent.jsonl,upright,P,front,s\n", "absent.jsonl cannot be read"),
        ("file,label,subject,view,session\nm.csv,upright,P,front,s\n", "no session with upright frames"),
    ],
)
def test_a_bad_manifest_is_refused_in_words(
    tmp_path: Path, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == 2
    assert words in capsys.readouterr().err


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.csv cannot be read"):
        read_manifest(tmp_path / "none.csv", tmp_path)
