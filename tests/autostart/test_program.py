"""Which program is started at login, and the command line that sets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from posture_watch.autostart.program import this_program
from tests.desktop_session import require, wait_for
from tests.program import ROOT, Ran, run_command


def console_script(folder: Path) -> Path:
    script = folder / "posture-watch"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    return script


def test_the_console_script_is_started_if_there_is_one(tmp_path: Path) -> None:
    script = console_script(tmp_path)
    start = this_program("tray", environ={}, scripts=tmp_path, windows=False)
    assert start.command == (str(script), "tray")
    assert start.variables == {}


def test_else_the_interpreter_and_the_module(tmp_path: Path) -> None:
    start = this_program("run", "--wait", environ={"POSTURE_WATCH_HOME": "x"}, scripts=tmp_path, windows=False)
    assert start.command == (sys.executable, "-m", "posture_watch", "run", "--wait")
    assert start.variables == {"POSTURE_WATCH_HOME": str(Path("x").absolute())}


def test_a_package_found_by_pythonpath_takes_it_along(tmp_path: Path) -> None:
    console_script(tmp_path)
    start = this_program("tray", environ={"PYTHONPATH": str(ROOT)}, scripts=tmp_path, windows=False)
    assert start.command[:3] == (sys.executable, "-m", "posture_watch")
    assert start.variables == {"PYTHONPATH": str(ROOT)}
    elsewhere = this_program("tray", environ={"PYTHONPATH": "/else"}, scripts=tmp_path, windows=False)
    assert elsewhere.variables == {}


def test_windows_starts_it_without_a_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pythonw.exe").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    start = this_program("tray", environ={}, scripts=tmp_path, windows=True)
    assert start.command == (str(tmp_path / "pythonw.exe"), "-m", "posture_watch", "tray")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


def autostart(fresh: Path, *words: str) -> Ran:
    extra = {"HOME": str(fresh), "XDG_CONFIG_HOME": str(fresh / "cfg"), "XDG_RUNTIME_DIR": str(fresh)}
    return run_command("autostart", *words, home=fresh, extra=extra)


def test_the_command_enables_says_so_and_disables(fresh: Path) -> None:
    assert "not start at login" in autostart(fresh, "status").out
    enabled = autostart(fresh, "enable")
    assert enabled.code == 0
    assert "posture_watch tray" in enabled.out
    assert (fresh / "cfg" / "autostart" / "posture-watch.desktop").is_file()
    assert "already" in autostart(fresh, "enable").out
    status = json.loads(autostart(fresh, "status", "--json").out)
    assert status["enabled"]
    assert [way["enabled"] for way in status["ways"]] == [True, False]
    assert status["ways"][0]["current"]
    assert "any more" in autostart(fresh, "disable").out
    assert not json.loads(autostart(fresh, "status", "--json").out)["enabled"]


def test_an_older_installation_is_renewed_and_said(fresh: Path) -> None:
    autostart(fresh, "enable")
    entry = fresh / "cfg" / "autostart" / "posture-watch.desktop"
    entry.write_text(entry.read_text().replace(sys.executable, "/old/python"))
    assert "not the program you are running" in autostart(fresh, "status").out
    assert "/old/python" in autostart(fresh, "enable").out
    assert "/old/python" not in entry.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
def test_the_service_is_a_choice_of_its_own(fresh: Path) -> None:
    assert autostart(fresh, "enable", "--systemd").code == 0
    unit = fresh / "cfg" / "systemd" / "user" / "posture-watch.service"
    assert "run --wait" in unit.read_text()
    assert (fresh / "state").is_dir()  # the service may not make it
    assert not (fresh / "cfg" / "autostart").exists()
    (fresh / "config.toml").write_text('[camera]\nsource = "rtsp://10.0.0.7/desk"\n')
    assert "may not use the network" in autostart(fresh, "status").out
    assert autostart(fresh, "enable", "--systemd", "--json").code == 0
    assert "AF_INET" in unit.read_text()
    assert autostart(fresh, "disable", "--systemd").code == 0
    assert not unit.exists()


@pytest.mark.desktop
def test_the_program_itself_is_what_a_login_starts(fresh: Path) -> None:
    """dex stands for the session; what it starts is our own tray, which says why it cannot be without a screen, or
    runs: either way its process was ours with this word."""
    require("dex")
    assert autostart(fresh, "enable").code == 0
    marker = fresh / "argv"
    (fresh / "sitecustomize.py").write_text(
        "import os, sys\n"
        f"open({str(marker)!r}, 'w').write(' '.join(sys.orig_argv) + chr(10) + os.environ['POSTURE_WATCH_HOME'])\n"
        "raise SystemExit\n"
    )
    entry = fresh / "cfg" / "autostart" / "posture-watch.desktop"
    entry.write_text(entry.read_text().replace(f"PYTHONPATH={ROOT}", f"PYTHONPATH={fresh}:{ROOT}"))
    env = {"PATH": "/usr/bin:/bin", "HOME": str(fresh), "XDG_CONFIG_HOME": str(fresh / "cfg"), "XDG_CONFIG_DIRS": "/no"}
    subprocess.run(["dex", "-a"], env=env, check=True, timeout=20, capture_output=True)
    wait_for(lambda: marker.exists() and "\n" in marker.read_text(), what="the start")
    assert marker.read_text().splitlines() == [f"{sys.executable} -m posture_watch tray", str(fresh)]
