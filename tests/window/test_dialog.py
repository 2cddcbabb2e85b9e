"""The real window on a real screen: through all steps by mouse and keyboard, and closed at each of them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from posture_watch.config import load
from posture_watch.paths import paths_below
from tests.desktop_session import DesktopSession, wait_for
from tests.live.monitor import QUICK, MonitorProcess, Webcam
from tests.program import run_command
from tests.window.conftest import FirstSteps, ended, tray_runs

pytestmark = [pytest.mark.desktop, pytest.mark.model, pytest.mark.slow]

NEXT = (-52, -22)
"""Where the button that leads on is, from the lower right corner (px)."""
PICTURES = Path(os.environ["POSTURE_WATCH_PICTURES"]) if "POSTURE_WATCH_PICTURES" in os.environ else None
"""Where pictures of the steps go, to be looked at."""


def picture(session: DesktopSession, name: str) -> None:
    if PICTURES is not None:
        session.take_picture(PICTURES / f"first-steps-{name}.png")


def test_through_all_steps(session: DesktopSession, home: Path, webcam: Webcam, tmp_path: Path) -> None:
    session.start_bus()
    _, shown = session.start_dunst()
    with ended(home):
        steps = FirstSteps(session, home, webcam)
        steps.wait_for_step(0)
        picture(session, "promise")
        steps.click(*NEXT)
        steps.wait_for_step(1)
        steps.wait_for_skeleton()
        picture(session, "camera")
        steps.key("alt+c", "Down")  # the second choice: the webcam by its name
        steps.click(*NEXT)
        steps.wait_for_step(2)
        assert load(paths_below(home).config_file).camera.source == "camera:Fake Webcam"
        steps.wait_for_skeleton()
        steps.key("alt+t")
        wait_for(lambda: steps.pixels((48, 140, 198)) > 0 or steps.baselines() == 1, within_s=30, what="the take")
        picture(session, "upright")
        wait_for(lambda: steps.baselines() == 1, within_s=30, what="an upright posture in the log")
        steps.click(*NEXT)
        steps.wait_for_step(3)
        steps.key("alt+s")
        wait_for(lambda: b"This is only a test" in shown.read_bytes(), within_s=20, what="the notification")
        picture(session, "notification")
        steps.click(*NEXT)
        steps.wait_for_step(4)
        steps.key("alt+s")
        picture(session, "login")
        steps.key("alt+f")
        assert steps.wait_for_end() == 0
        assert (tmp_path / "xdg" / "autostart" / "posture-watch.desktop").is_file()
        wait_for(lambda: tray_runs(home), within_s=20, what="the tray")
        assert steps.printed == ""


@pytest.mark.parametrize("step", range(5))
def test_closed_at_any_step_nothing_is_half_done(
    first_steps: FirstSteps, home: Path, tmp_path: Path, step: int
) -> None:
    first_steps.go_to(step)
    first_steps.key("Escape" if step % 2 else "alt+l")
    assert first_steps.wait_for_end() == 0
    assert not paths_below(home).config_file.exists()
    assert first_steps.baselines() == 0
    assert not (tmp_path / "xdg").exists()
    assert not tray_runs(home)


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_closes_it_as_well(first_steps: FirstSteps, kind: signal.Signals, code: int) -> None:
    first_steps.go_to(1)
    first_steps.wait_for_skeleton()
    first_steps.process.send_signal(kind)
    assert first_steps.wait_for_end() == code


def test_a_running_monitor_lends_its_camera_and_has_it_back(
    session: DesktopSession, home: Path, webcam: Webcam
) -> None:
    (home / "config.toml").write_text(QUICK)
    with ended(home):
        monitor = MonitorProcess(home, webcam)
        monitor.wait(lambda now: now["state"] != "paused", what="the monitor")
        steps = FirstSteps(session, home, webcam)
        steps.go_to(1)
        steps.wait_for_skeleton()
        assert monitor.status()["state"] == "paused"
        steps.key("alt+b")
        monitor.wait(lambda now: now["state"] != "paused", what="the camera back when the step is left")
        steps.key("alt+n")
        monitor.wait(lambda now: now["state"] == "paused", what="the camera lent again")
        steps.process.kill()
        steps.process.wait(10)
        status = monitor.wait(lambda now: now["state"] == "paused" and now.get("paused_until"), what="a limit")
        assert status["paused_until"] - time.time() < 35


def test_without_a_screen_the_terminal_is_used(home: Path, webcam: Webcam) -> None:
    for display in ("", ":4242"):
        ran = run_command("welcome", home=home, extra={**webcam.environment, "DISPLAY": display})
        assert ran.code == 0
        assert "No picture is kept" in ran.out
        assert "posture-watch calibrate" in ran.out
        assert "No window can be shown" in ran.err
        assert not (home / "config.toml").exists()
