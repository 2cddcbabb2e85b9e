"""The desktop's own notifications, through plyer in a short-lived child process that can be killed.

Proven on Linux (xfce4-notifyd, dunst). The Windows and macOS branches follow the sources; we have not run them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from posture_watch.notify.base import Capability, HeldBackError, Notification, Notifier, SendError
from posture_watch.notify.environment import clean_environment
from posture_watch.notify.freedesktop import HELD_BACK, NoDaemonError, find_daemon
from posture_watch.notify.text import cut_to_utf16, not_an_option, notify_send_body, printable

_CHILD = Path(__file__).with_name("plyer_child.py")
_WINDOWS_TITLE_UNITS, _WINDOWS_BODY_UNITS = 63, 255  # NOTIFYICONDATA's fields, less the final NUL
_ENDING_S = 1.0
_APPLESCRIPT = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv){sound}\nend run"
_NOTIFY_SEND_ADVICE = "Install it: `sudo apt install libnotify-bin` (Debian, Ubuntu), libnotify elsewhere."


class DesktopNotifier(Notifier):
    """Shows a popup for ``popup_s`` seconds where the system lets us choose; gives up after ``deadline_s`` seconds.

    Loud is honoured by macOS only: plyer passes one hint to notify-send, and none to Windows.
    """

    name = "desktop"

    def __init__(self, *, app_name: str, popup_s: float, deadline_s: float, platform: str = sys.platform) -> None:
        self._app_name = app_name
        self._popup_s = popup_s
        self._limit_s = deadline_s
        # on Windows a send lasts as long as the balloon; elsewhere, what is killed needs a moment to end
        self.deadline_s = deadline_s + (popup_s if platform == "win32" else 0.0) + _ENDING_S
        self._platform = platform
        self._child: subprocess.Popen[str] | None = None
        self._child_lock = threading.Lock()

    def probe(self) -> Capability:
        try:
            return self._probe()
        except Exception as error:  # a probe that fails is an answer, too
            return Capability(False, f"the desktop could not be asked: {error}", "Messages are printed on the console.")

    def _probe(self) -> Capability:
        if self._platform == "win32":
            return Capability(True, "Windows balloons through plyer (not tried by us on this system)")
        if self._platform == "darwin":
            works = shutil.which("osascript") is not None
            return Capability(works, "osascript (not tried by us on this system)" if works else "osascript is missing")
        try:
            daemon = find_daemon(os.environ)
        except NoDaemonError as error:
            return Capability(False, str(error), error.advice)
        if shutil.which("notify-send") is None:
            return Capability(False, f"{daemon.name} is running, but notify-send is missing", _NOTIFY_SEND_ADVICE)
        return Capability(True, f"{daemon.name} {daemon.version}".strip())

    def _send(self, notification: Notification) -> None:
        title = printable(notification.title, keep_newlines=False).strip() or self._app_name
        body = printable(notification.body)
        if self._platform == "win32":
            self._send_windows(title, body, notification.urgency)
        elif self._platform == "darwin":
            script = _APPLESCRIPT.format(sound=' sound name "default"' if notification.loud else "")
            command = ["osascript", "-e", script, not_an_option(title), not_an_option(body)]
            self._run(command, "", os.environ, self._limit_s)
        else:
            self._send_linux(title, body, notification.urgency)

    def _send_windows(self, title: str, body: str, urgency: str) -> None:
        short_title, short_body = cut_to_utf16(title, _WINDOWS_TITLE_UNITS), cut_to_utf16(body, _WINDOWS_BODY_UNITS)
        # the child lives as long as the balloon
        self._run_plyer(short_title, short_body, urgency, os.environ, self._popup_s + self._limit_s)

    def _send_linux(self, title: str, body: str, urgency: str) -> None:
        daemon = find_daemon(os.environ)  # plyer cannot tell us that nobody listens
        if daemon.paused:
            raise HeldBackError(HELD_BACK.format(daemon=daemon.name))
        environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": daemon.bus_address}
        safe_body = notify_send_body(body, markup=daemon.markup)
        self._run_plyer(not_an_option(title), safe_body, urgency, environment, self._limit_s)

    def _run_plyer(self, title: str, body: str, urgency: str, environment: Mapping[str, str], limit_s: float) -> None:
        request = {"title": title, "body": body, "app_name": self._app_name, "urgency": urgency,
                   "popup_s": self._popup_s, "limit_s": limit_s}  # fmt: skip
        # -P: the child's own folder must not shadow the standard library
        self._run([sys.executable, "-P", str(_CHILD)], json.dumps(request), environment, limit_s)

    def _run(self, command: Sequence[str], text: str, environment: Mapping[str, str], limit_s: float) -> None:
        """Run ``command``; SendError if it fails, says anything on stderr, or must be killed after ``limit_s``."""
        with subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=clean_environment(environment),
            start_new_session=True,  # so that what it started is killed with it
        ) as child:
            with self._child_lock:
                self._child = child
            try:
                _, complaint = child.communicate(text, timeout=limit_s)
            except subprocess.TimeoutExpired:
                raise SendError(f"the desktop did not take the notification within {limit_s:g} s") from None
            finally:
                self.abort()
        if child.returncode != 0 or complaint.strip():
            raise SendError(complaint.strip()[-300:] or f"exit code {child.returncode}")

    def abort(self) -> None:
        with self._child_lock:
            child, self._child = self._child, None
        if child is not None and child.poll() is None:
            _kill_with_children(child)


def _kill_with_children(child: subprocess.Popen[str]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
