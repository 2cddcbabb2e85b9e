"""Steps, words and choices: all that needs no window system."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from posture_watch.capture.found_camera import FoundCamera
from posture_watch.config import ConfigError, load
from posture_watch.core.landmarks import Landmark, Landmarks
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.window import steps
from posture_watch.window.first_run import FirstRun, choices
from posture_watch.window.sight import lines_of, said_of, skeleton
from tests.sim import GONE, UPRIGHT, Phase, scenes, settings_for


def test_every_step_leads_on_and_back() -> None:
    walked = ["promise"]
    while (following := steps.after(walked[-1])) is not None:  # pyright: ignore[reportArgumentType]
        assert steps.before(following) == walked[-1]
        walked.append(following)
    assert tuple(walked) == steps.STEPS
    assert steps.before("promise") is None
    assert all(steps.title(step) and steps.lead(step) for step in steps.STEPS)


def test_the_promise_is_three_sentences_and_what_it_is_not() -> None:
    said = steps.promise().split("\n\n")
    assert len(said) == 4
    assert all(re.fullmatch(r"[^.]+\.", sentence) for sentence in said)
    for word in ("leaves", "No picture is kept", "turn it off", "not a medical device"):
        assert word in steps.promise()


def test_cameras_are_written_by_name_and_by_number_only_if_they_must() -> None:
    cameras = [FoundCamera(0, "Desk", "/dev/video0"), FoundCamera(2, "Desk", ""), FoundCamera(4, "", "")]
    assert [c.source for c in choices(cameras, "auto")] == ["auto", "camera:Desk", "2", "4"]


@pytest.mark.parametrize(("configured", "shown"), [("0", "camera 0 (Desk)"), ("/clips/a.mp4", "/clips/a.mp4")])
def test_what_the_settings_say_can_stay(configured: str, shown: str) -> None:
    last = choices([FoundCamera(0, "Desk", "")], configured)[-1]
    assert last.source == configured
    assert shown in last.label


def test_a_password_is_never_shown() -> None:
    last = choices([], "rtsp://me:secret@10.0.0.7/desk")[-1]
    assert "secret" not in last.label
    assert last.source == "rtsp://me:secret@10.0.0.7/desk"


def test_a_choice_is_written_at_once_and_only_if_it_is_new(tmp_path: Path) -> None:
    run = FirstRun(paths_below(tmp_path), {})
    run.choose("auto")
    assert not run.paths.config_file.exists()
    run.choose("camera:Desk")
    assert load(run.paths.config_file).camera.source == "camera:Desk"
    assert run.config.camera.source == "camera:Desk"


def test_settings_with_mistakes_are_told_before_anything_else(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("nonsense")
    with pytest.raises(ConfigError):
        FirstRun(paths_below(tmp_path), {})


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(UserError):
        FirstRun(paths_below(tmp_path / "home" / "x"), {}).choose("camera:Desk")


def test_switched_off_notifications_are_said(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[notifications]\nbackend = "off"\n')
    said = FirstRun(paths_below(tmp_path), {}).notify()
    assert not said.well
    assert "switched off" in said.whole


def test_bones_are_drawn_between_points_that_are_seen() -> None:
    points = {
        "left_shoulder": Landmark(10, 20, 0.9),
        "right_shoulder": Landmark(30, 20, 0.9),
        "left_elbow": Landmark(5, 40, 0.1),
    }
    (line,) = lines_of(Landmarks(points), 0.6)
    assert {(line.x1_px, line.y1_px), (line.x2_px, line.y2_px)} == {(10, 20), (30, 20)}


def test_only_the_person_at_the_desk_has_a_skeleton() -> None:
    sitting, gone = scenes([Phase(1, UPRIGHT), Phase(1, GONE)], fps=1)
    assert len(skeleton(sitting, settings_for())) >= 1
    assert skeleton(gone, settings_for()) == ()


def test_what_is_wrong_is_said_with_one_thing_to_do() -> None:
    seen = list(scenes([Phase(6, UPRIGHT)], fps=1))
    assert said_of("good", seen, settings_for()).well
    dark = [replace(scene, light=0.07) for scene in seen]
    assert "light" in said_of("good", dark, settings_for()).found
    nobody = said_of("nobody", (), settings_for())
    assert not nobody.well
    assert nobody.found == "Nobody was seen."
    assert nobody.todo.startswith("Sit in front")
