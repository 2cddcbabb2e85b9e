"""What every way to notify has in common: ``send`` never raises, ``_send`` may."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

Urgency = Literal["low", "normal"]

# The key of a click on the message itself, beside its buttons.
MESSAGE_KEY = "default"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Action:
    """A button: ``key`` is what comes back, ``label`` what stands on it."""

    key: str
    label: str

    def __post_init__(self) -> None:
        if not self.key or not self.label:
            raise ValueError(f"a button needs a key and a label: {self!r}")


@dataclass(frozen=True, slots=True)
class Notification:
    """One message for the user, shown verbatim: markup is text. An empty title becomes the program's name.

    ``slot``: a later message of the same slot takes this one's place, and it can be withdrawn by it. ``loud``: with
    sound, where the desktop lets us choose. ``actions`` are left out where there are no buttons; where there are, a
    click on the message itself comes back as MESSAGE_KEY.
    """

    title: str
    body: str
    urgency: Urgency = "normal"
    slot: str = ""
    actions: tuple[Action, ...] = ()
    loud: bool = False

    def __post_init__(self) -> None:
        if self.urgency not in get_args(Urgency):
            raise ValueError(f"urgency must be one of {get_args(Urgency)}, not {self.urgency!r}")


@dataclass(frozen=True, slots=True)
class Capability:
    """Whether a backend would work now, ``why`` (what was found) and ``advice`` (what to do), in words for people."""

    works: bool
    why: str
    advice: str = ""


class SendError(Exception):
    """A notification was not shown; the text says why. Raised by ``_send``, never by ``send``."""


class HeldBackError(SendError):
    """The person wants no message now, and the desktop would keep this one for later: nobody else shall show it."""


class Notifier(ABC):
    """One way to notify.

    ``deadline_s``: a ``send`` that takes longer (s) hangs. ``problem``: why the last one failed, empty if it worked.
    ``held_back``: the last one was refused for everybody.
    """

    name: str
    deadline_s: float
    problem: str = ""
    held_back: bool = False

    @abstractmethod
    def probe(self) -> Capability:
        """Look whether it would work now, showing nothing. Takes seconds at most; never raises."""

    @abstractmethod
    def _send(self, notification: Notification) -> None:
        """Show it, or raise whatever happened."""

    def send(self, notification: Notification) -> bool:
        """Show ``notification``; return whether that worked as far as can be known. Never raises; may take seconds."""
        self.held_back = False
        try:
            self._send(notification)
        except Exception as error:  # any other failure of a foreign desktop is the same to the monitor
            self.held_back = isinstance(error, HeldBackError)
            self.problem = str(error) or type(error).__name__
            _log.info("notification by %s failed: %s", self.name, self.problem)
            return False
        self.problem = ""
        return True

    def withdraw(self, slot: str) -> None:
        """Take back what stands in ``slot``, where the desktop lets us. Never raises; may take seconds."""
        try:
            self._withdraw(slot)
        except Exception as error:  # as for send; what was not taken back goes by itself
            _log.info("withdrawing by %s failed: %s", self.name, error)

    def _withdraw(self, slot: str) -> None:  # noqa: B027 - most backends cannot
        """Take it back, or raise whatever happened."""

    def listen(self, clicked: Callable[[str, str], None]) -> None:  # noqa: B027 - most backends have no buttons
        """From now on show buttons and call ``clicked(slot, key)``, in any thread, for each click on one of ours."""

    def abort(self) -> None:  # noqa: B027 - most backends have nothing to end
        """End a ``send`` that hangs in another thread, as far as possible. Never raises."""

    def close(self) -> None:  # noqa: B027 - most backends keep nothing open
        """Take back what has buttons, for nobody hears them any more, and let go of the desktop. Never raises."""
