"""All senses of a desktop, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posture_watch.silence.call import call
from posture_watch.silence.desktop import Desktop, desktop_of
from posture_watch.silence.do_not_disturb import do_not_disturb
from posture_watch.silence.full_screen import full_screen
from posture_watch.silence.idle import idle
from posture_watch.silence.lock import lock
from posture_watch.silence.sense import Capability, Sense, Source
from posture_watch.silence.sleep import sleep

__all__ = ["Capability", "Sense", "Senses", "Source", "all_senses", "senses_of"]


@dataclass(frozen=True, slots=True)
class Senses:
    """One of each. ``desktop``: the connections they share; who made the senses closes it."""

    desktop: Desktop
    lock: Sense[bool]
    sleep: Sense[bool]
    idle: Sense[float]
    do_not_disturb: Sense[bool]
    full_screen: Sense[bool]
    call: Sense[bool]

    def each(self) -> tuple[Sense[Any], ...]:
        """In the order in which people are told about them."""
        return (self.lock, self.sleep, self.idle, self.do_not_disturb, self.full_screen, self.call)


def senses_of(desktop: Desktop) -> Senses:
    """The senses of ``desktop``."""
    return Senses(
        desktop,
        lock(desktop),
        sleep(desktop),
        idle(desktop),
        do_not_disturb(desktop),
        full_screen(desktop),
        call(desktop),
    )


def all_senses(environ: Mapping[str, str], platform: str) -> Senses:
    """The senses of the desktop that ``environ`` names, on ``platform`` (as sys.platform). Connects to nothing yet."""
    return senses_of(desktop_of(environ, platform))
