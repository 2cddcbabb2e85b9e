"""`calibrate --check`: what is asked for is judged by the fold's own limits, and nothing is kept unasked."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from posture_watch.capture.recording import RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.core.baseline import Baseline
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.commands.conftest import Files
from tests.portraits import sitting, write_folder
from tests.program import PROGRAM, ROOT, Ran, assert_quiet, program_environment, refused, run_command
from tests.sim import GONE, HEIGHT_PX, SLUMPED, UPRIGHT, WIDTH_PX, Phase, Pose, scenes

LEANING, TILTED = Pose(near=1.7), Pose(head_tilt_deg=15)
A_POSTURE_S = 3.25 + 2.25
"""Countdown and posture at four frames a second with --seconds 2, first and last frame included."""


def recording(path: Path, *phases: Phase) -> Path:
    """A story as landmarks, four frames a second."""
    with RecordingWriter(path, Header(WIDTH_PX, HEIGHT_PX, "image", 0.25)) as writer:
        for scene in scenes(list(phases), 4.0):
            writer.write(scene)
    return path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four postures in the order they are asked for, each taken up half-way through its countdown."""
    poses = (UPRIGHT, SLUMPED, LEANING, TILTED)
    path = tmp_path_factory.mktemp("story") / "story.jsonl"
    return recording(path, Phase(1.5, UPRIGHT), *(Phase(A_POSTURE_S, pose) for pose in poses))


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of five seconds of each posture, and one of an empty desk."""
    folder = tmp_path_factory.mktemp("takes")
    poses = {"upright": UPRIGHT, "slumped": SLUMPED, "tilted": TILTED, "nobody": GONE, "hardly": Pose(sink=0.05)}
    poses["dark"] = Pose(light=0.03)
    for name, pose in poses.items():
        recording(folder / f"{name}.jsonl", Phase(5.0, pose))
    return folder


def given(takes: Path, **names: str) -> list[str]:
    """--from for each posture."""
    return [word for asked, name in names.items() for word in ("--from", f"{asked}={takes / name}.jsonl")]


def as_json(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran
    return json.loads(ran.out)


def outcomes(told: dict[str, Any]) -> dict[str, str]:
    return {posture["asked"]: posture["outcome"] for posture in told["postures"]}


def kept(home: Path) -> list[Baseline]:
    with Log.open_readonly(paths_below(home).database_file) as log:
        return log.baselines()


def test_one_clip_played_through_countdowns_and_postures(home: Path, files: Files, story: Path) -> None:
    ran = run_command("calibrate", "--check", "--source", story, "--seconds", "2", home=home)
    assert ran.code == 0, ran
    assert "so I measured from how you sat upright just now (front view)." in ran.out
    assert "upright, 2 s, all judged: quiet" in ran.out
    assert "slumped, 2 s, all judged: noticed" in ran.out
    assert "sunk in the chair: 1.66 against 0.60, noticed, margin 2.8×" in ran.out
    assert "leaning in: " in ran.out
    assert "head tilted: 15.0° against 10.0°, noticed, margin 1.5×" in ran.out
    assert files() == {}, "nothing was asked to be kept"


def test_a_camera_from_the_side_is_asked_for_leaning_back(home: Path) -> None:
    clip = ROOT / "tests" / "golden" / "side_s1.jsonl"
    told = as_json(run_command("calibrate", "--check", "--source", clip, "--seconds", "2", "--json", home=home))
    assert list(outcomes(told)) == ["upright", "slumped", "leaning", "reclining"]
    assert (told["view"], told["own_full_slump"]["ratio"]) == ("side", None)
    assert "camera in front of you" in told["own_full_slump"]["why_not"]


def test_json_says_the_same(home: Path, story: Path) -> None:
    told = as_json(run_command("calibrate", "--check", "--source", story, "--seconds", "2", "--json", home=home))
    assert outcomes(told) == dict.fromkeys(("slumped", "leaning", "tilted"), "noticed") | {"upright": "quiet"}
    slumped = told["postures"][1]
    assert (slumped["frames"], slumped["judged"], slumped["why_not"]) == (9, 9, "")
    assert slumped["medians"]["head_drop_ratio"] == pytest.approx(0.14, abs=0.001)
    (rule,) = [r for r in slumped["rules"] if r["rule"] == "slump"]
    assert rule["margin"] == pytest.approx(rule["value"] / rule["limit"], abs=1e-5)
    assert told["own_full_slump"] == {"ratio": pytest.approx(0.2, abs=0.001), "why_not": "", "saved": False}
    assert (told["measured_from"], told["view"], told["suggestion"]["change"]) == ("upright", "front", "nothing")


def test_the_page_names_every_key(home: Path, takes: Path) -> None:
    told = as_json(run_command("calibrate", "--check", *given(takes, upright="upright"), "--json", home=home))
    page = (ROOT / "docs" / "check-json.md").read_text(encoding="utf-8")
    (posture,) = told["postures"]
    keys = {*told, *told["suggestion"], *told["own_full_slump"], *posture, *posture["rules"][0]}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_each_posture_from_a_clip_of_its_own(home: Path, files: Files, takes: Path) -> None:
    words = given(takes, upright="upright", slumped="hardly", tilted="upright")
    told = as_json(run_command("calibrate", "--check", *words, "--json", home=home))
    assert outcomes(told) == {"upright": "quiet", "slumped": "unnoticed", "tilted": "not_taken"}
    assert told["suggestion"]["change"] == "lower"
    assert told["suggestion"]["toml"].startswith("[rules.slump_watch]\nenter_above = 0.")
    assert told["own_full_slump"]["ratio"] is None
    assert "0.05 shoulder widths" in told["own_full_slump"]["why_not"]
    assert files() == {}


def test_the_suggested_lines_are_settings_and_make_it_noticed(home: Path, takes: Path) -> None:
    words = ("calibrate", "--check", *given(takes, upright="upright", slumped="hardly"), "--json")
    before = as_json(run_command(*words, home=home))
    (home / "config.toml").write_text(before["suggestion"]["toml"])
    assert run_command("config", "check", home=home).code == 0
    after = as_json(run_command(*words, home=home))
    assert outcomes(after) == {"upright": "quiet", "slumped": "noticed"}


def test_the_own_full_slump_becomes_the_scale_and_stays(home: Path, takes: Path) -> None:
    words = ("calibrate", "--check", *given(takes, upright="upright", slumped="slumped"))
    first = run_command(*words, "--set-scale", home=home)
    assert first.code == 0, first
    assert "Your full slump is the scale from now on. How you sat upright just now is your upright" in first.out
    (baseline,) = kept(home)
    assert (baseline.full_slump_ratio, baseline.provisional) == (pytest.approx(0.2, abs=0.001), False)
    again = as_json(run_command(*words, "--json", home=home))
    assert (again["measured_from"], again["full_slump_ratio"]) == ("calibrated", pytest.approx(0.2, abs=0.001))
    assert again["postures"][1]["medians"]["slump_score"] == pytest.approx(1.0, abs=0.001)
    ran = run_command("calibrate", "--source", takes / "upright.jsonl", "--seconds", "3", home=home)
    assert ran.code == 0, ran
    (anew,) = kept(home)
    assert (anew.full_slump_ratio, anew.frames) == (baseline.full_slump_ratio, 13), "calibrating anew keeps it"


def test_a_slump_that_is_no_scale_is_refused_and_nothing_kept(home: Path, files: Files, takes: Path) -> None:
    words = ("calibrate", "--check", *given(takes, upright="upright", slumped="hardly"), "--set-scale")
    ran = run_command(*words, home=home)
    assert ran.code == 2
    assert "No new scale: Your slump lowered the head by 0.05 shoulder widths; less than 0.08" in ran.err
    assert "slumped, 5 s" in ran.out, "the check itself is told"
    assert files() == {}


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        (["--check", "--seconds", "1"], "is not between 2 and 60"),
        (["--check", "--seconds", "100"], "is not between 2 and 60"),
        (["--check", "--from", "slouching=x.mp4"], "is not POSTURE=SOURCE"),
        (["--check", "--from", "slumped"], "is not POSTURE=SOURCE"),
        (["--check", "--from", "slumped=a", "--from", "slumped=b"], "is there twice"),
        (["--check", "--from", "slumped=a"], "needs the upright posture"),
        (["--check", "--from", "upright=a", "--source", "b"], "exclude each other"),
        (["--check", "--from", "upright=/does/not/exist.mp4"], "There is no file or folder"),
        (["--set-scale"], "--set-scale belongs to a check"),
        (["--json"], "--json belongs to a check"),
        (["--from", "upright=a"], "--from belongs to a check"),
    ],
)
def test_options_that_make_no_sense(home: Path, files: Files, words: list[str], saying: str) -> None:
    refused("calibrate", *words, home=home, saying=saying)
    assert files() == {}


def test_nobody_upright_and_a_clip_that_is_too_short(home: Path, files: Files, takes: Path) -> None:
    refused("calibrate", "--check", *given(takes, upright="nobody"), home=home, saying="could not see you")
    clip = takes / "upright.jsonl"
    refused("calibrate", "--check", "--source", clip, "--seconds", "2", home=home, saying="ended before the posture")
    gone = takes / "nobody.jsonl"
    refused("calibrate", "--check", "--source", gone, "--seconds", "2", home=home, saying="I cannot see you")
    assert files() == {}


@pytest.mark.parametrize("more", [[], ["--json"], ["--set-scale"]])
def test_upright_in_the_dark_measures_nothing(home: Path, files: Files, takes: Path, more: list[str]) -> None:
    words = given(takes, upright="dark", slumped="slumped")
    saying = "I could not judge how you sat upright: too dark."
    ran = refused("calibrate", "--check", *words, *more, home=home, saying=saying)
    assert "lamp" in ran.err
    assert files() == {}


@pytest.mark.model
def test_pictures_through_the_real_model(home: Path, tmp_path: Path) -> None:
    """The portrait upright, sunk, near and tilted."""
    pictures = {
        "upright": sitting(),
        "slumped": sitting(head_drop=0.1, body_sink=0.25),
        "leaning": sitting(closeness=1.6),
        "tilted": sitting(tilt_deg=-24.0),
    }
    words = [f"{name}={write_folder(tmp_path / name, [picture] * 3)}" for name, picture in pictures.items()]
    told = as_json(run_command("calibrate", "--check", *(w for x in words for w in ("--from", x)), "--json", home=home))
    assert outcomes(told) == dict.fromkeys(("slumped", "leaning", "tilted"), "noticed") | {"upright": "quiet"}


@pytest.mark.model
@pytest.mark.shared
def test_a_real_person_upright_and_tilted(home: Path, tmp_path: Path) -> None:
    shared = Path(os.environ.get("POSTURE_WATCH_SHARED", ROOT.parent / "shared")) / "data" / "front_lean"
    words: list[str | Path] = []
    for asked, label in (("upright", "upright"), ("tilted", "head_tilt_right")):
        pictures = sorted(shared.glob(f"A1_*_{label}.jpg"))[:8]
        if not pictures:
            pytest.skip("the shared pictures are not here")
        (tmp_path / asked).mkdir()
        for picture in pictures:
            shutil.copy(picture, tmp_path / asked)
        words += ["--from", f"{asked}={tmp_path / asked}"]
    told = as_json(run_command("calibrate", "--check", *words, "--json", home=home))
    assert outcomes(told) == {"upright": "quiet", "tilted": "noticed"}
    (tilt,) = [r for r in told["postures"][1]["rules"] if r["rule"] == "head_tilt"]
    assert tilt["margin"] > 1.3, "the frames measured 15 to 20° against 10"


@pytest.mark.parametrize(("answer", "scale"), [("y", [pytest.approx(0.2, abs=0.001)]), ("n", []), ("", [])])
def test_on_a_terminal_it_asks_before_it_keeps_the_scale(
    home: Path, takes: Path, answer: str, scale: list[Any]
) -> None:
    words = ("calibrate", "--check", *given(takes, upright="upright", slumped="slumped"))
    shown = _on_a_terminal([*words], home, b"Make yours the full slump? [y/N]", answer)
    assert "Your slump lowered your head by 0.20 shoulder widths; until now 0.12" in shown
    database = paths_below(home).database_file
    assert [b.full_slump_ratio for b in (kept(home) if database.exists() else [])] == scale


def _on_a_terminal(words: list[str], home: Path, question: bytes, answer: str) -> str:
    """What a person sees who answers the question."""
    ours, theirs = pty.openpty()
    environment = program_environment(home, {"TERM": "xterm", "COLUMNS": "200"})
    process = subprocess.Popen(
        [*PROGRAM, *words], env=environment, cwd=home, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = bytearray()
    try:
        while question not in seen:
            assert select.select([ours], [], [], 30.0)[0], f"it never asked: {seen.decode()}"
            seen.extend(os.read(ours, 65536))
        os.write(ours, f"{answer}\n".encode())
        assert process.wait(30) == 0, seen.decode()
    finally:
        process.kill()
        os.close(ours)
    assert_quiet(seen.decode())
    return seen.decode()
