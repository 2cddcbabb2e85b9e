"""The whole way: webcam, pose model, rule, a popup with buttons on a real notification daemon, and back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture_watch.paths import paths_below
from tests.desktop_session import DesktopSession, desktop_session, wait_for
from tests.live.conftest import QUICK_TILT, Start
from tests.live.monitor import QUICK, START_S, Webcam
from tests.notify.reminding import click_button, wait_for_popups, xfce_popups
from tests.program import run_command

pytestmark = [pytest.mark.desktop, pytest.mark.model]


@pytest.fixture
def desk(tmp_path: Path, webcam: Webcam, tilting_frames: Path, home: Path) -> Iterator[DesktopSession]:
    """A screen with notifications, and somebody who tilts the head for six seconds and comes back."""
    settings = QUICK.replace('"console"', '"actions"')
    (home / "config.toml").write_text(settings + QUICK_TILT)
    webcam.environment |= {"FAKECAM_FRAMES": str(tilting_frames), "FAKECAM_FPS": "4"}
    (tmp_path / "desk").mkdir()
    with desktop_session(tmp_path / "desk") as session:
        session.start_screen()
        session.start_bus(service_folders=session.xfconf_services())
        session.start_xfce()
        yield session


def on(desk: DesktopSession) -> dict[str, str]:
    return {name: desk.environment[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}


def test_a_popup_is_taken_back_when_the_person_of_the_clip_sits_up(start: Start, desk: DesktopSession) -> None:
    monitor = start(extra=on(desk))
    monitor.wait(lambda now: now["reminder"], what="a reminder", within_s=START_S)
    wait_for_popups(desk, 1)
    monitor.wait(lambda now: now["reminder"] is None, what="the head coming back", within_s=40.0)
    wait_for(lambda: not xfce_popups(desk), within_s=10.0, what="the popup being taken back")


def test_a_click_on_snooze_snoozes(start: Start, desk: DesktopSession, home: Path) -> None:
    monitor = start(extra=on(desk))
    monitor.wait(lambda now: now["reminder"], what="a reminder", within_s=START_S)
    (window,) = wait_for_popups(desk, 1)
    click_button(desk, window, 1)
    snoozed = monitor.wait(lambda now: now["snoozed_until"], what="the snooze")
    assert snoozed["reminder"] is None
    wait_for(lambda: not xfce_popups(desk), within_s=10.0, what="the popup going")
    assert "Snoozed until" in run_command("status", home=home).out


def test_the_evenings_button_opens_the_days_report(
    start: Start, desk: DesktopSession, home: Path, tmp_path: Path
) -> None:
    """By choice, once a day; the browser is a program that notes what it is to open."""
    settings = (home / "config.toml").read_text()
    first = start(extra=on(desk))
    first.wait(lambda now: now["sitting_s"] > 3, what="somebody who sits", within_s=START_S)
    first.end()
    (home / "config.toml").write_text(f"{settings}\n[report]\nevening = true\nevening_h = 0.0\n")
    opened = browser_in(tmp_path / "bin")
    start(extra={**on(desk), "PATH": f"{opened.parent}{os.pathsep}{os.environ['PATH']}"})
    (window, *_) = wait_for_popups(desk, 1)
    click_button(desk, window, 0, of=1)
    wait_for(opened.with_suffix(".told").exists, within_s=START_S, what="the browser")
    page = Path(opened.with_suffix(".told").read_text().strip())
    assert page.parent == paths_below(home).reports_folder
    assert "<html" in page.read_text()
    nice, _, cores = opened.with_suffix(".as").read_text().split()
    assert int(nice) == os.nice(0), "the browser does not give way, as the monitor does"
    assert cores == own_cores(), "and has all cores, as the pose model has not"


def own_cores() -> str:
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if "Cpus_allowed_list" in line]
    return line.split()[1]


def browser_in(folder: Path) -> Path:
    """A program called xdg-open that writes down what it was given, how nice it is and where it may run."""
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(
        f"#!/bin/sh\n(nice; grep Cpus_allowed_list /proc/self/status) > {program}.as\n"
        f'echo "$1" > {program}.new && mv {program}.new {program}.told\n'
    )
    program.chmod(0o755)
    return program
