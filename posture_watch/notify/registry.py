"""The backends by the names that the config file uses."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from posture_watch.errors import UserError
from posture_watch.notify.actions import ActionNotifier
from posture_watch.notify.base import Notifier
from posture_watch.notify.console import ConsoleNotifier
from posture_watch.notify.desktop import DesktopNotifier

APP_NAME = "posture watch"


@dataclass(frozen=True, slots=True)
class NotifyOptions:
    """Seconds. ``popup_s``: a popup stays so long where we may choose; ``deadline_s``: a send is given up then."""

    popup_s: float
    deadline_s: float


def _desktop(options: NotifyOptions) -> tuple[Notifier, ...]:
    desktop = DesktopNotifier(app_name=APP_NAME, popup_s=options.popup_s, deadline_s=options.deadline_s)
    return (desktop, ConsoleNotifier())


def _actions(options: NotifyOptions) -> tuple[Notifier, ...]:
    actions = ActionNotifier(app_name=APP_NAME, popup_s=options.popup_s, deadline_s=options.deadline_s)
    return (actions, ConsoleNotifier())


def _auto(options: NotifyOptions) -> tuple[Notifier, ...]:
    if sys.platform != "linux":
        return _desktop(options)
    buttons, _ = _actions(options)
    return (buttons, *_desktop(options))


# What to try, in this order, until one shows it.
BACKENDS: dict[str, Callable[[NotifyOptions], tuple[Notifier, ...]]] = {
    "auto": _auto,
    "actions": _actions,
    "desktop": _desktop,
    "console": lambda _: (ConsoleNotifier(),),
    "off": lambda _: (),
}


def choose(backend_name: str, options: NotifyOptions) -> tuple[Notifier, ...]:
    """The backends to try in order for a name of BACKENDS, none for "off". UserError for another name."""
    if backend_name not in BACKENDS:
        known = ", ".join(BACKENDS)
        raise UserError(f"there is no notification backend {backend_name!r}", f"Choose one of: {known}.")
    return BACKENDS[backend_name](options)
