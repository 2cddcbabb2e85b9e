"""Our own commands as child processes: their environment, and what comes of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from posture_watch.errors import UserError
from posture_watch.tray.programs import child_environment, run_words
from tests.program import ROOT


def test_what_libraries_wrote_for_themselves_is_left_out() -> None:
    inside = "/venv/lib/python3.11/site-packages/cv2/qt/plugins"
    given = {
        "QT_QPA_PLATFORM_PLUGIN_PATH": inside,
        "QT_QPA_FONTDIR": "/venv/lib/site-packages/cv2/qt/fonts",
        "QT_PLUGIN_PATH": "/venv/site-packages/PySide6/Qt/plugins",
        "LD_LIBRARY_PATH": f"/opt/own/lib{os.pathsep}{inside}",
        "DISPLAY": ":0",
        "LD_PRELOAD": "/own/webcam.so",
    }
    clean = child_environment(given)
    assert clean.pop("PYTHONPATH") == str(ROOT)
    assert clean == {"LD_LIBRARY_PATH": "/opt/own/lib", "DISPLAY": ":0", "LD_PRELOAD": "/own/webcam.so"}


def test_a_child_finds_the_package_where_we_did() -> None:
    clean = child_environment({"PYTHONPATH": f"/other{os.pathsep}{ROOT}"})
    assert clean["PYTHONPATH"] == f"{ROOT}{os.pathsep}/other"


def test_nothing_of_the_current_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    ran = run_words("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("posture-watch ")


def test_a_failure_comes_back_with_its_words() -> None:
    ran = run_words("config", "check", "/nowhere/config.toml")
    assert ran.code == 2
    assert "/nowhere/config.toml" in ran.err


def test_one_that_does_not_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="did not end"):
        run_words("--version", within_s=0.001)
