"""The backends by the names that the config file uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from posture_watch.errors import UserError
from posture_watch.notify.base import Notifier
from posture_watch.notify.console import ConsoleNotifier
from posture_watch.notify.desktop import DesktopNotifier

APP_NAME = "posture watch"


@dataclass(frozen=True, slots=True)
class NotifyOptions:
    """Seconds. ``popup_s``: a popup stays so long where we may choose; ``deadline_s``: a send is given up then."""

    popup_s: float
    deadline_s: float


BACKENDS: dict[str, Callable[[NotifyOptions], Notifier]] = {
    "desktop": lambda options: DesktopNotifier(
        app_name=APP_NAME, popup_s=options.popup_s, deadline_s=options.deadline_s
    ),
    "console": lambda _: ConsoleNotifier(),
}


def choose(backend_name: str, options: NotifyOptions) -> tuple[Notifier, ...]:
    """The backends to try in order: the one named so in BACKENDS, then the console. UserError for another name."""
    if backend_name not in BACKENDS:
        known = ", ".join(BACKENDS)
        raise UserError(f"there is no notification backend {backend_name!r}", f"Choose one of: {known}.")
    first = BACKENDS[backend_name](options)
    return (first,) if first.name == "console" else (first, ConsoleNotifier())
