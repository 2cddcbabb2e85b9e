"""A real monitor whose notifications go wrong: it loses no time over it, and reminders come again by themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="the tray needs PySide6 and its libraries", exc_type=ImportError)

from tests.desktop_session import DesktopSession, desktop_session, wait_for
from tests.faults.conftest import Figures, Rounds
from tests.live.conftest import Start, fakecam_library, fresh_home, home, start, upright, upright_frames, webcam
from tests.live.monitor import QUICK, START_S, MonitorProcess, Webcam
from tests.notify.reminding import lines, start_fake
from tests.portraits import sitting, write_folder
from tests.tray import fake_monitor
from tests.tray.panel import Panel, TrayProcess, require_desktop

__all__ = ["fakecam_library", "fresh_home", "home", "start", "upright", "upright_frames", "webcam"]

pytestmark = [pytest.mark.desktop, pytest.mark.model]

OFTEN = """
[rules.head_tilt]
enter_above = 6
exit_below = 4
hold_s = 0.5
release_s = 0.5
[reminders]
posture_gap_s = 1
posture_per_hour = 60
posture_per_day = 1000
fading = false
halve_after = 100
repeat_s = 60
"""
"""A reminder with each tilt of the head."""
DEADLINE_S = 2.0
CYCLE_S = 15.0
SAID = "et your head come back"


@pytest.fixture(scope="session")
def nodding_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """At four pictures a second: well for 4 s, over to a tilt in 4, there for 3, back in 4, and again."""
    over = [sitting(tilt_deg=-16.0 * step / 16) for step in range(16)]
    pictures = [*[sitting()] * 16, *over, *[sitting(tilt_deg=-16.0)] * 12, *reversed(over)]
    return write_folder(tmp_path_factory.mktemp("nodding"), pictures)


@pytest.fixture
def desk(tmp_path: Path, webcam: Webcam, nodding_frames: Path, home: Path) -> Iterator[DesktopSession]:
    """A session bus that nobody shows notifications on yet, and somebody who tilts the head four times a minute."""
    settings = QUICK.replace('"console"', f'"auto"\ndeadline_s = {DEADLINE_S}')
    (home / "config.toml").write_text(settings + OFTEN)
    webcam.environment.update(FAKECAM_FRAMES=str(nodding_frames), FAKECAM_FPS="4")
    (tmp_path / "desk").mkdir()
    with desktop_session(tmp_path / "desk") as session:
        session.start_bus()
        yield session


class Daemon:
    """The notification daemon of the moment, if any."""

    def __init__(self, session: DesktopSession) -> None:
        self.session = session
        self.process: subprocess.Popen[bytes] | None = None
        self.output = Path()

    def run(self, mode: str = "plain") -> None:
        self.process, self.output = start_fake(self.session, mode)

    def end(self) -> None:
        if self.process is not None:
            self.session.kill(self.process)
            self.process = None

    def shown(self) -> int:
        """How many notifications it was asked to show."""
        return len(lines(self.output, "Notify")) if self.process is not None else 0


def absent(daemon: Daemon) -> None:
    daemon.end()


def stopped(daemon: Daemon) -> None:
    assert daemon.process is not None
    os.kill(daemon.process.pid, signal.SIGSTOP)


def in_mode(mode: str) -> Callable[[Daemon], None]:
    def begin(daemon: Daemon) -> None:
        daemon.end()
        wait_for(lambda: not daemon.session.has_daemon(), what="the end of the daemon")
        daemon.run(mode)

    return begin


FAULTS: dict[str, tuple[str, Callable[[Daemon], None]]] = {
    "absent": ("nobody shows notifications", absent),
    "stopped": ("the notification daemon is stopped (SIGSTOP)", stopped),
    "refuse": ("it refuses every notification", in_mode("refuse")),
    "slow": ("it answers after five seconds", in_mode("slow")),
    "hang": ("it takes calls and never answers", in_mode("hang")),
}


def reminded(monitor: MonitorProcess) -> int:
    return int(monitor.status().get("reminders_today", 0))


def live_through(monitor: MonitorProcess, *, reminders: int) -> float:
    """Until so many more reminders were due; the seconds that the monitor lost over it."""
    before, began_s, sat_s = reminded(monitor), time.monotonic(), monitor.status()["sitting_s"]
    monitor.wait(lambda now: now["reminders_today"] >= before + reminders, what="a reminder", within_s=4 * CYCLE_S)
    return max(0.0, time.monotonic() - began_s - (monitor.status()["sitting_s"] - sat_s))


def all_of_them(rounds: Rounds) -> int:
    """Reminders take their time: an ordinary run has the one test below them, and those of tests/notify."""
    again = rounds(0, 3)
    if not again:
        pytest.skip("in the full suite: python scripts/faults.py --only notifications")
    return again


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_daemon_that_fails_costs_nothing_and_is_used_again(
    start: Start, desk: DesktopSession, rounds: Rounds, figures: Figures, fault: str
) -> None:
    again = all_of_them(rounds)
    daemon = Daemon(desk)
    daemon.run()
    monitor = start(extra={"DBUS_SESSION_BUS_ADDRESS": desk.environment["DBUS_SESSION_BUS_ADDRESS"]})
    monitor.wait(lambda now: now["person"], what="watching", within_s=START_S)
    lost_s: list[float] = []
    for _ in range(again):
        wait_for(lambda: daemon.shown() > 0, within_s=4 * CYCLE_S, what="a reminder on the screen")
        printed = monitor.printed.count(SAID)
        FAULTS[fault][1](daemon)
        lost_s.append(live_through(monitor, reminders=1))
        wait_for(lambda n=printed: monitor.printed.count(SAID) > n, what="the console instead")
        daemon.end()
        wait_for(lambda: not desk.has_daemon(), what="the end of the daemon")
        daemon.run()
    wait_for(lambda: daemon.shown() > 0, within_s=4 * CYCLE_S, what="reminders on the screen again")
    figures(
        f"notifications: {FAULTS[fault][0]}",
        rounds=again, reminders_told_on_the_console_instead=again,
        sitting_time_lost_s=round(max(lost_s), 1), shown_again="always",
    )  # fmt: skip
    assert max(lost_s) < 2.0
    assert monitor.end() == 0


def test_a_session_bus_that_goes_and_comes_back(
    start: Start, desk: DesktopSession, rounds: Rounds, figures: Figures
) -> None:
    again = all_of_them(rounds)
    daemon = Daemon(desk)
    daemon.run()
    monitor = start(extra={"DBUS_SESSION_BUS_ADDRESS": desk.environment["DBUS_SESSION_BUS_ADDRESS"]})
    monitor.wait(lambda now: now["person"], what="watching", within_s=START_S)
    lost_s: list[float] = []
    for _ in range(again):
        wait_for(lambda: daemon.shown() > 0, within_s=4 * CYCLE_S, what="a reminder on the screen")
        printed = monitor.printed.count(SAID)
        desk.end_bus()
        daemon.end()
        lost_s.append(live_through(monitor, reminders=1))
        wait_for(lambda n=printed: monitor.printed.count(SAID) > n, what="the console instead")
        desk.start_bus()
        daemon.run()
    wait_for(lambda: daemon.shown() > 0, within_s=4 * CYCLE_S, what="reminders on the screen again")
    figures(
        "notifications: the session bus ends and another begins in its place",
        rounds=again, reminders_told_on_the_console_instead=again,
        sitting_time_lost_s=round(max(lost_s), 1), shown_again="always",
    )  # fmt: skip
    assert max(lost_s) < 2.0
    assert monitor.end() == 0


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Panel]:
    require_desktop()
    (tmp_path / "screen").mkdir()
    with desktop_session(tmp_path / "screen") as session:
        yield Panel(session)


def test_a_panel_that_ends_and_hangs(panel: Panel, rounds: Rounds, figures: Figures, tmp_path: Path) -> None:
    """The icon comes back with each new panel; beside one that is stopped, the tray goes on keeping its monitor."""
    again = all_of_them(rounds)
    folder = tmp_path / "tray"
    folder.mkdir()
    fake_monitor.set_answer(folder)
    theirs = fake_monitor.start(folder)
    panel.start()
    tray = TrayProcess(panel.session, folder, {})
    panel.wait_shows("good")
    back_s: list[float] = []
    for _ in range(again):
        panel.kill()
        panel.start()
        began_s = time.monotonic()
        panel.wait_shows("good")
        back_s.append(round(time.monotonic() - began_s, 1))
    panel.stop()
    theirs.kill()
    theirs.wait(10)
    began_s = time.monotonic()
    wait_for(lambda: tray.status().get("pid", theirs.pid) != theirs.pid, within_s=30, what="a monitor of its own")
    kept_s = round(time.monotonic() - began_s, 1)
    panel.go_on()
    panel.wait_hides("good", within_s=30)
    assert tray.end() == 0
    figures("the panel is killed and started again", rounds=again, icon_back_after_s_longest=max(back_s))
    figures("the panel is stopped (SIGSTOP) and the monitor killed", rounds=1, monitor_replaced_after_s=kept_s)


def test_a_daemon_that_is_stopped_and_another_in_its_place(start: Start, desk: DesktopSession, home: Path) -> None:
    """With the quickest notification there is: settings that are not taken up."""
    good = (home / "config.toml").read_text()
    daemon = Daemon(desk)
    daemon.run()
    monitor = start(extra={"DBUS_SESSION_BUS_ADDRESS": desk.environment["DBUS_SESSION_BUS_ADDRESS"]})
    monitor.wait(lambda now: now["person"], what="watching", within_s=START_S)
    stopped(daemon)
    began_s, sat_s = time.monotonic(), monitor.status()["sitting_s"]
    (home / "config.toml").write_text(good + "[rules.slump]\nhold_s = 'long'\n")
    wait_for(lambda: "settings not taken up" in monitor.printed, what="the console instead")
    assert time.monotonic() - began_s - (monitor.status()["sitting_s"] - sat_s) < 2.0
    daemon.end()
    wait_for(lambda: not desk.has_daemon(), what="the end of the daemon")
    daemon.run()
    (home / "config.toml").write_text(good + "[rules.slump]\nhold_s = 'short'\n")
    wait_for(lambda: daemon.shown() > 0, what="the next one on the screen")
    assert monitor.end() == 0
