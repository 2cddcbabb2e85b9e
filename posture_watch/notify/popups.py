"""The notifications of ours on one bus: shown, replaced in place, taken back, and the clicks on them. For one thread.

Calls go to the daemon's unique name and signals count only from it: a daemon that came after it, and gave the same
numbers to others' notifications, is never told to close one, and nobody else can click for the user.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posture_watch.dbus.connection import RefusedError, Signal
from posture_watch.notify.base import MESSAGE_KEY, HeldBackError, Notification, SendError
from posture_watch.notify.freedesktop import HELD_BACK, NAME, PATH, Daemon, greet, has_screen, open_bus
from posture_watch.notify.text import printable

# The file name of the program's own desktop entry, without its ending: its icon and its settings in the desktop.
DESKTOP_ENTRY = "posture-watch"
# The sound theme's name for a message that has just come.
_SOUND = "message-new-instant"
# Somebody who finishes a sentence and reads four labels needs more than a popup's usual seconds; longer, it is in the
# way, and the choices are in the tray's menu, too.
_LEAST_WITH_BUTTONS_S = 30.0
# A daemon that never says what it closed must not fill our memory.
_MOST_KNOWN = 64


@dataclass(frozen=True, slots=True)
class _Popup:
    slot: str
    buttons: bool


class Popups:
    """``address`` is the session bus's. NoDaemonError or OSError if it cannot be reached."""

    def __init__(self, address: str, *, app_name: str, popup_s: float) -> None:
        self.bus = open_bus(address)
        self._address, self._app_name, self._popup_s = address, app_name, popup_s
        self._owner = ""
        self._known: dict[int, _Popup] = {}
        self._clicks: list[tuple[str, str]] = []
        try:
            self.bus.hear_from(NAME, PATH, NAME)
        except (OSError, RefusedError) as error:
            self.bus.close()
            raise SendError(f"the session bus does not let us listen: {error}") from error

    def show(self, notification: Notification, *, with_buttons: bool, environment: Mapping[str, str]) -> None:
        """Show it, in the place of what stands in its slot. SendError or OSError if that failed."""
        self.listen()
        daemon = greet(self.bus, self._address, screen=has_screen(environment))
        self._serve_by(daemon.owner)
        if daemon.paused:
            raise HeldBackError(HELD_BACK.format(daemon=daemon.name))
        old = self._in_slot(notification.slot)
        buttons = with_buttons and daemon.buttons and bool(notification.actions)
        try:
            answer = self._call(
                "Notify", *self._arguments(notification, daemon, old, buttons), signature="susssasa{sv}i"
            )
        except TimeoutError:
            raise SendError("the notification daemon does not answer") from None
        except RefusedError as error:
            raise SendError(f"the notification daemon refused: {error}") from error
        self._digest()  # it may have closed the old one just before it answered
        self._known.pop(old, None)
        self._known[int(answer[0])] = _Popup(notification.slot, buttons)
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def _arguments(self, notification: Notification, daemon: Daemon, old: int, buttons: bool) -> tuple[Any, ...]:
        title = printable(notification.title, keep_newlines=False).strip() or self._app_name
        body = printable(notification.body)
        stays_s = max(self._popup_s, _LEAST_WITH_BUTTONS_S) if buttons else self._popup_s
        return (
            self._app_name,
            old,
            "",  # the icon is the desktop entry's
            title,
            html.escape(body, quote=False) if daemon.markup else body,
            _actions(notification) if buttons else [],
            _hints(notification),
            int(stays_s * 1000),
        )

    def withdraw(self, slot: str) -> None:
        """Take back what stands in ``slot``; nothing if nothing does. OSError if the bus is gone."""
        self.listen()
        if number := self._in_slot(slot):
            self._take_back(number)

    def withdraw_buttons(self) -> None:
        """Take back everything with buttons. OSError if the bus is gone."""
        self.listen()
        for number in [number for number, popup in self._known.items() if popup.buttons]:
            self._take_back(number)

    def _take_back(self, number: int) -> None:
        del self._known[number]
        self._tell_to_close(number)

    def _tell_to_close(self, number: int) -> None:  # without an answer: it may be gone already, and the daemon may hang
        self.bus.tell(self._owner, PATH, NAME, "CloseNotification", number, signature="u")

    def listen(self) -> None:
        """Take in what the daemon has said, without waiting. OSError or ValueError if the bus is gone."""
        self.bus.listen()
        self._digest()

    def clicks(self) -> list[tuple[str, str]]:
        """(slot, key) of each click since the last time."""
        clicks, self._clicks = self._clicks, []
        return clicks

    def _call(self, method: str, *arguments: Any, signature: str) -> tuple[Any, ...]:
        return self.bus.call(self._owner, PATH, NAME, method, *arguments, signature=signature)

    def _in_slot(self, slot: str) -> int:
        """The number of what stands in ``slot``, 0 if nothing does."""
        return next((number for number, popup in self._known.items() if slot and popup.slot == slot), 0)

    def _serve_by(self, owner: str) -> None:
        if owner != self._owner:  # another daemon: its numbers mean something else
            self._known.clear()
        self._owner = owner

    def _digest(self) -> None:
        for signal in self.bus.heard():
            if signal.sender == self._owner and signal.interface == NAME:
                self._take_in(signal)

    def _take_in(self, signal: Signal) -> None:
        match signal.member, signal.body:
            case "ActionInvoked", (int(number), str(key)) if number in self._known:
                self._clicks.append((self._known.pop(number).slot, key))
                self._tell_to_close(number)  # dunst leaves it on the screen
            case "NotificationClosed", (int(number), _):
                self._known.pop(number, None)
            case _:
                pass  # another program's notification, or a signal that came after 1.2 of the specification


def _actions(notification: Notification) -> list[str]:
    """Keys and labels in turn. A click on the message itself has no label: xfce4-notifyd would make it a button."""
    labels = {action.key: printable(action.label, keep_newlines=False) for action in notification.actions}
    return [part for pair in {MESSAGE_KEY: "", **labels}.items() for part in pair]


def _hints(notification: Notification) -> dict[str, tuple[str, object]]:
    sound = {"sound-name": ("s", _SOUND)} if notification.loud else {"suppress-sound": ("b", True)}
    return {
        "urgency": ("y", 0 if notification.urgency == "low" else 1),
        "transient": ("b", True),  # a reminder of an hour ago is worth nothing: no history, no queue of the undisturbed
        "desktop-entry": ("s", DESKTOP_ENTRY),
        **sound,
    }
