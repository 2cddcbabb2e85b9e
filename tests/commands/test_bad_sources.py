"""Everything a user may point at that cannot be watched: a clear error, exit code 2, nothing written, no traceback."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.commands.conftest import Files
from tests.live.monitor import Webcam
from tests.program import refused, run_command
from tests.rigs.mjpegd import NetworkCamera


def test_clips_that_are_none(home: Path, files: Files, tmp_path: Path, clips: Path) -> None:
    whole = (clips / "story.avi").read_bytes()
    bad = {
        "empty.mp4": (b"", "is empty"),
        "cut.avi": (whole[:200], "cannot be read as a video"),
        "words.mp4": (b"Dear diary, today I sat well.\n" * 50, "is a text file, not a video"),
        "noise.mp4": (np.random.default_rng(1).bytes(5000), "cannot be read as a video"),
        "words.jpg": (b"not a picture", "cannot be read as a picture"),
    }
    for name, (content, saying) in bad.items():
        (tmp_path / name).write_bytes(content)
        ran = refused("replay", tmp_path / name, "--json", home=home, saying=saying)
        assert name in ran.err
    assert files() == {}


def test_folders_and_names_that_are_none(home: Path, files: Files, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    refused("replay", tmp_path / "nothing", home=home, saying="has no pictures in it")
    refused("replay", tmp_path / "missing.mp4", home=home, saying="There is no file or folder")
    refused("replay", "/dev/null", home=home, saying="is not a regular file")
    assert files() == {}


@pytest.mark.parametrize("command", ["run", "calibrate", "record", "replay"])
def test_no_camera(home: Path, files: Files, tmp_path: Path, command: str) -> None:
    words = {"record": [tmp_path / "out.jsonl", "--source", "0"], "replay": ["0"]}.get(command, ["--source", "0"])
    refused(command, *words, home=home, saying="camera")
    assert not (tmp_path / "out.jsonl").exists()
    assert [name for name in files() if "sqlite" in name] == [], "nothing was logged"


@pytest.mark.parametrize(("state", "saying"), [("absent", "camera"), ("forbidden", "may not"), ("busy", "program")])
def test_a_camera_that_cannot_be_used(
    fakecam_library: Path,
    clips: Path,
    tmp_path: Path,
    home: Path,
    state: str,
    saying: str,
) -> None:
    webcam = Webcam(fakecam_library, clips / "upright", tmp_path)
    webcam.set(state)
    ran = refused("calibrate", "--source", "auto", home=home, saying="amera", extra=webcam.environment)
    assert saying in ran.err.replace("another program", "program")


def test_an_index_that_does_not_exist_names_those_that_do(
    fakecam_library: Path,
    clips: Path,
    tmp_path: Path,
    home: Path,
) -> None:
    webcam = Webcam(fakecam_library, clips / "upright", tmp_path)
    ran = refused("run", "--source", "7", home=home, saying="There is no camera 7.", extra=webcam.environment)
    assert "Fake Webcam" in ran.err
    listed = run_command("cameras", home=home, extra=webcam.environment)
    assert "Fake Webcam" in listed.out
    refused("cameras", home=home, saying="No camera was found")


def _grey(height: int, width: int) -> NDArray[np.uint8]:
    return np.full((height, width), 128, np.uint8)


ODD = {
    "tiny.png": np.zeros((1, 1, 3), np.uint8),
    "strip.png": np.zeros((4, 3000, 3), np.uint8),
    "huge.png": np.full((4320, 7680, 3), 90, np.uint8),
    "grey.png": _grey(480, 640),
    "deep.png": np.full((480, 640, 3), 40_000, np.uint16),
    "black.png": np.zeros((480, 640, 3), np.uint8),
    "see_through.png": np.zeros((480, 640, 4), np.uint8),
}


def test_odd_pictures_are_judged(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name, picture in ODD.items():
        assert cv2.imwrite(str(folder / name), picture)
    ran = run_command("replay", folder, "--json", home=home)
    assert ran.code == 0, ran
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["t_s"] for line in lines] == list(range(len(ODD)))
    assert not any(line["person"] for line in lines)
    assert {line["posture"] for line in lines} <= {"unknown", "away"}, "an empty picture is never good posture"


@pytest.mark.parametrize(
    "mode", [pytest.param("ok", id="good"), pytest.param("drop", id="drops after ten pictures and reconnects")]
)
def test_a_stream_is_recorded_also_when_it_drops(home: Path, tmp_path: Path, mode: str) -> None:
    with NetworkCamera(mode) as camera:
        words = ("--source", camera.url, "--seconds", "3", "--fps", "10")
        ran = run_command("record", tmp_path / "stream.jsonl", *words, home=home)
        assert ran.code == 0, ran
        assert len(camera.visits) >= (3 if mode == "drop" else 1)
    frames = (tmp_path / "stream.jsonl").read_text().splitlines()[1:]
    assert len(frames) > 8


def test_a_stream_that_is_none(home: Path, tmp_path: Path) -> None:
    with NetworkCamera("refuse") as camera:
        refused("record", tmp_path / "s.jsonl", "--source", camera.url, home=home, saying="127.0.0.1")
        gone = camera.url
    refused("record", tmp_path / "s.jsonl", "--source", gone, home=home, saying="127.0.0.1")
    assert not (tmp_path / "s.jsonl").exists()


def test_a_stream_that_stalls_ends_a_calibration(home: Path) -> None:
    with NetworkCamera("ok") as camera:
        camera.mode = "stall"
        ran = refused("calibrate", "--source", camera.url, home=home, saying="127.0.0.1")
        assert "pictures" in ran.err or "answer" in ran.err


@pytest.mark.parametrize(
    ("damage", "saying"),
    [
        ("missing", "is missing"),
        ("words", "is not a pose model"),
        ("cut", "is cut short"),
        ("altered", "has been altered"),
    ],
)
def test_a_model_that_is_none(home: Path, package_copy: Path, clips: Path, damage: str, saying: str) -> None:
    good = (Path(__file__).parents[2] / "models" / "pose_landmarker_lite.task").read_bytes()
    spoilt = {
        "words": b"this is no model",
        "cut": good[:1_000_000],
        "altered": good[:2_000_000] + bytes([good[2_000_000] ^ 1]) + good[2_000_001:],
    }
    path = package_copy / "models" / "pose_landmarker_lite.task"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if damage in spoilt:
        path.write_bytes(spoilt[damage])
    extra = {"PYTHONPATH": str(package_copy)}
    for words in (("replay", clips / "upright", "--json"), ("run", "--source", "0")):
        ran = refused(*words, home=home, saying=saying, extra=extra)
        assert "pose_landmarker_lite.task" in ran.err, "the model is looked at before the camera"
