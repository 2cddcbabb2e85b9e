"""A reminder to try: looks as a real one does, buttons and all, and nothing that is chosen in it does anything."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from posture_watch.app import REMINDER, reminder_actions
from posture_watch.notify.base import Notification, Notifier
from posture_watch.notify.dispatcher import Delivery, Dispatcher
from posture_watch.texts import text

NOTIFY_S = 12.0
"""How long the desktop may take to show it (s)."""
_CLOSE_S = 1.0


class Trial:
    """Stays to be tried until ``take_back`` or the next ``show``: a desktop drops buttons that nobody hears."""

    def __init__(self) -> None:
        self._dispatcher: Dispatcher | None = None

    def show(self, backends: Sequence[Notifier], snooze_s: float) -> Delivery | None:
        """Show it; what came of it, None if that took too long. ``snooze_s`` stands on a button (s)."""
        self.take_back()
        came = threading.Event()
        self._dispatcher = dispatcher = Dispatcher(
            *backends, delivered=lambda _delivery: came.set(), on_action=_do_nothing
        )
        title = text("Time to change position")
        body = text("This is only a test: reminders will look like this. What you choose here does nothing yet.")
        dispatcher.submit(Notification(title, body, slot=REMINDER, actions=reminder_actions(snooze_s)))
        if not came.wait(NOTIFY_S):
            self.take_back()
        return dispatcher.last

    def take_back(self) -> None:
        """Take it off the screen, if it is still there. Takes a second at most."""
        if self._dispatcher is not None:
            self._dispatcher.close(_CLOSE_S)
            self._dispatcher = None


def _do_nothing(_slot: str, _key: str) -> None:
    pass
