"""For tests with a desktop: a dispatcher over the real backends, whose deliveries and clicks can be waited for."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from posture_watch.notify.actions import ActionNotifier
from posture_watch.notify.base import Action, Notification
from posture_watch.notify.console import ConsoleNotifier
from posture_watch.notify.dispatcher import Delivery, Dispatcher
from tests.desktop_session import DesktopSession, require, wait_for

BUTTONS = (
    Action("break", "Take a break"),
    Action("snooze", "Snooze 10 min"),
    Action("not_now", "Not now"),
    Action("wrong", "Wrong"),
)
REMINDER = Notification("Time to change position", "You sit for 50 minutes.", slot="reminder", actions=BUTTONS)


def notifier(*, deadline_s: float = 8.0) -> ActionNotifier:
    return ActionNotifier(app_name="posture watch", popup_s=8, deadline_s=deadline_s)


class Reminding:
    """``clicks`` fills with (slot, key, the thread's name)."""

    def __init__(self, *, deadline_s: float = 8.0) -> None:
        self.deliveries: queue.Queue[Delivery] = queue.Queue()
        self.clicks: queue.Queue[tuple[str, str, str]] = queue.Queue()
        self.actions = notifier(deadline_s=deadline_s)
        self.dispatcher = Dispatcher(
            self.actions, ConsoleNotifier(), delivered=self.deliveries.put, on_action=self._clicked
        )

    def _clicked(self, slot: str, key: str) -> None:
        self.clicks.put((slot, key, threading.current_thread().name))

    def show(self, notification: Notification) -> str | None:
        """The backend that showed it."""
        assert self.dispatcher.submit(notification)
        return self.deliveries.get(timeout=20).backend

    def click(self) -> tuple[str, str]:
        slot, key, thread = self.clicks.get(timeout=10)
        assert thread == "notify"
        return slot, key


@contextmanager
def reminding(*, deadline_s: float = 8.0) -> Generator[Reminding]:
    person = Reminding(deadline_s=deadline_s)
    try:
        yield person
    finally:
        person.dispatcher.close(10)


def start_fake(session: DesktopSession, mode: str) -> tuple[subprocess.Popen[bytes], Path]:
    """fake_daemon.py in this mode, and the file that it prints to."""
    process, output = session.spawn([sys.executable, str(Path(__file__).with_name("fake_daemon.py")), mode])
    wait_for(lambda: b"ready" in output.read_bytes(), what="the fake daemon")
    return process, output


def run(session: DesktopSession, *command: str) -> str:
    require(command[0])
    answer = subprocess.run(
        command,
        env=session.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        stdin=subprocess.DEVNULL,
    )
    return answer.stdout.strip()


def xfce_popups(session: DesktopSession) -> list[str]:
    """The window numbers of the popups on the screen."""
    return run(session, "xdotool", "search", "--onlyvisible", "--class", "xfce4-notifyd").split()


def wait_for_popups(session: DesktopSession, number: int) -> list[str]:
    wait_for(lambda: len(xfce_popups(session)) == number, what=f"{number} popups")
    return xfce_popups(session)


def place(session: DesktopSession, window: str) -> dict[str, int]:
    """X, Y, WIDTH and HEIGHT in px."""
    shown = run(session, "xdotool", "getwindowgeometry", "--shell", window)
    return {key: int(value) for key, value in re.findall(r"^(\w+)=(-?\d+)$", shown, flags=re.MULTILINE)}


def click_at(session: DesktopSession, x_px: float, y_px: float, *, button: int = 1) -> None:
    run(session, "xdotool", "mousemove", str(int(x_px)), str(int(y_px)), "click", str(button))


def click_button(session: DesktopSession, window: str, number: int, *, of: int = len(BUTTONS)) -> None:
    """xfce4-notifyd's buttons stand in a row at the popup's lower edge, all of one width."""
    at = place(session, window)
    click_at(session, at["X"] + at["WIDTH"] * (number + 0.5) / of, at["Y"] + at["HEIGHT"] - 30)


def displayed(session: DesktopSession, where: str = "displayed") -> int:
    """How many notifications dunst has "displayed" or "waiting"."""
    return int(run(session, "dunstctl", "count", where) or -1)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counted, not walked


def keep_picture(session: DesktopSession, name: str) -> None:
    """For people to look at, where POSTURE_WATCH_PICTURES names a folder."""
    folder = os.environ.get("POSTURE_WATCH_PICTURES")
    if folder:
        session.take_picture(Path(folder) / name)


def replaced_numbers(monitor_output: str) -> list[int]:
    """The replaces_id of each Notify call that dbus-monitor saw."""
    return [int(n) for n in re.findall(r'member=Notify\n   string ".*?"\n   uint32 (\d+)', monitor_output)]


def lines(output: Path, member: str) -> Sequence[str]:
    """What the fake daemon printed about calls of ``member``."""
    return [line for line in output.read_text().splitlines() if line.startswith(f'["{member}"')]
