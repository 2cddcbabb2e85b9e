"""Notifications with buttons on a Linux desktop, over a connection that stays open for the clicks."""

from __future__ import annotations

import os
from collections.abc import Callable

from posture_watch.notify.base import Capability, Notification, Notifier
from posture_watch.notify.freedesktop import NoDaemonError, bus_address, find_daemon
from posture_watch.notify.line import Line
from posture_watch.notify.popups import Popups

# What gave up by itself needs a moment to say so.
_ENDING_S = 1.0


class ActionNotifier(Notifier):
    """Shows popups for ``popup_s`` seconds, those with buttons longer; gives up after ``deadline_s`` seconds."""

    name = "actions"

    def __init__(self, *, app_name: str, popup_s: float, deadline_s: float) -> None:
        self.deadline_s = deadline_s + _ENDING_S
        self._limit_s = deadline_s
        self._line = Line(lambda: Popups(bus_address(os.environ), app_name=app_name, popup_s=popup_s))
        self._with_buttons = False

    def probe(self) -> Capability:
        try:
            daemon = find_daemon(os.environ)
        except NoDaemonError as error:
            return Capability(False, str(error), error.advice)
        except Exception as error:  # a probe that fails is an answer, too
            return Capability(False, f"the desktop could not be asked: {error}", "Messages are printed on the console.")
        buttons = "with buttons" if daemon.buttons else "without buttons"
        return Capability(True, f"{daemon.name} {daemon.version}, {buttons}")

    def listen(self, clicked: Callable[[str, str], None]) -> None:
        self._with_buttons = True
        self._line.clicked = clicked

    def _send(self, notification: Notification) -> None:
        def show(popups: Popups) -> None:
            popups.show(notification, with_buttons=self._with_buttons, environment=os.environ)

        self._line.do(show, within_s=self._limit_s)

    def _withdraw(self, slot: str) -> None:
        if self._line.connected:
            self._line.do(lambda popups: popups.withdraw(slot), within_s=self._limit_s)

    def abort(self) -> None:
        self._line.cut()

    def close(self) -> None:
        self._line.close()
