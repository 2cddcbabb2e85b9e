"""Pictures through the real pose model, and stored landmarks in its place, on the demo's portrait."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from evaluate import main
from evaluation.judging import judge, settings_alone
from evaluation.manifest import Row
from evaluation.seen import Eyes
from evaluation.stored import STORED_FILE, read_stored

from posture_watch.config import Config
from posture_watch.errors import UserError
from posture_watch.pose.names import INDEX_OF
from tests.portraits import empty_desk, sitting, write_folder


def rows(folder: Path, labels: list[str]) -> list[Row]:
    return [Row(folder / f"{i:04}.jpg", label, "P", "front", "s") for i, label in enumerate(labels)]


@pytest.mark.model
def test_pictures_go_through_the_model_and_a_tilt_is_flagged(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, [sitting(), sitting(), sitting(), sitting(tilt_deg=20), empty_desk()])
    with Eyes(Config(), stored=True) as eyes:  # nothing is stored: the model looks
        frames = eyes.session(rows(folder, ["upright"] * 3 + ["tilted"] * 2)).frames
        assert eyes.none_stored
    assert [len(frame.scene.people) for frame in frames[:4]] == [1] * 4
    assert frames[0].scene.light is not None
    said = judge(frames[:2], frames[2:], settings_alone(Config()))
    assert [(s.flagged, s.known) for s in said] == [(False, True), (True, True), (False, False)]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{i:04}.jpg" for i in range(5)]


def test_stored_landmarks_are_taken_when_asked_for(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, [empty_desk()])
    points = np.zeros((1, 33, 5), np.float32)
    points[0, INDEX_OF["nose"]] = (0.5, 0.5, 0, 1, 1)
    np.savez(folder / STORED_FILE, files=np.array(["0000.jpg"]), lite=points)
    with Eyes(Config(), stored=True) as eyes:
        assert not eyes.none_stored
        scene = eyes.session(rows(folder, ["upright"])).frames[0].scene
        assert not eyes.none_stored
    nose = scene.people[0].points["nose"]
    assert (nose.x_px, nose.y_px) == (scene.width_px / 2, scene.height_px / 2)


def test_stored_landmarks_of_another_kind_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / STORED_FILE, other=np.zeros(3))
    with pytest.raises(UserError, match="does not hold landmarks"):
        read_stored(tmp_path / STORED_FILE)
    (tmp_path / STORED_FILE).write_bytes(b"no archive")
    with pytest.raises(UserError, match="does not hold landmarks"):
        read_stored(tmp_path / STORED_FILE)
    assert read_stored(tmp_path / "absent.npz") == {}


@pytest.mark.model
def test_the_command_says_when_no_landmarks_are_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path, [sitting(), sitting(), sitting(tilt_deg=20)])
    lines = [f"{row.path.name},{row.label},P,front,s" for row in rows(folder, ["upright", "upright", "bad"])]
    (folder / "list.csv").write_text("\n".join(["file,label,subject,view,session", *lines]), encoding="utf-8")
    assert main([str(folder / "list.csv"), "--landmarks"]) == 0
    assert "No landmarks.npz lies beside the pictures" in capsys.readouterr().err
