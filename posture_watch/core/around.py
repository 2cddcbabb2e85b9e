"""What goes on around the user as the shell found it. None is "cannot be told on this machine", and hushes nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Around:
    """The present of the session. ``idle_s``: seconds since the last key or mouse movement. ``call``: another program
    uses camera or microphone. ``asleep``: the computer goes to sleep now."""

    locked: bool | None = None
    asleep: bool | None = None
    idle_s: float | None = None
    do_not_disturb: bool | None = None
    full_screen: bool | None = None
    call: bool | None = None

    def __post_init__(self) -> None:
        if self.idle_s is not None and not (math.isfinite(self.idle_s) and self.idle_s >= 0):
            raise ValueError(f"idle_s is a number of seconds from 0 on, not {self.idle_s}")
