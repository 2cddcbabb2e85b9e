"""A running monitor lets go of the camera while another command of ours looks through it."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Generator, Mapping
from typing import Any

from posture_watch.control.client import NotRunningError, ask
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.texts import retold, text

AT_MOST_S = 600.0
"""The monitor goes on by itself after this (s), should the borrower be killed."""
SLACK_S = 2.0
"""Between our order and the monitor's clock (s)."""
RELEASED_WITHIN_S = 5.0
"""How long a monitor may take to let go (s); its loop looks at orders four times a second."""


@contextlib.contextmanager
def borrowed_camera(paths: Paths, at_most_s: float = AT_MOST_S, *, told: bool = True) -> Generator[bool]:
    """While inside, a running monitor is paused, for ``at_most_s`` seconds. One that the user has paused stays as it
    is, before and after. Yields whether one was paused; unless ``told`` no line says so."""
    borrowed = _pause(paths, at_most_s)
    if borrowed and told:
        print(text("The running monitor lets go of the camera meanwhile."), file=sys.stderr)
    try:
        yield borrowed
    finally:
        if borrowed:
            _resume(paths, at_most_s)


def lent(status: Mapping[str, Any], at_most_s: float) -> bool:
    """Whether the monitor of this status is paused by who borrowed for ``at_most_s`` seconds. A pause that goes on for
    longer is one that the user has asked for meanwhile."""
    until_s = status.get("paused_until")
    return status.get("state") == "paused" and until_s is not None and until_s <= time.time() + at_most_s + SLACK_S


def _pause(paths: Paths, at_most_s: float) -> bool:
    try:
        if ask(paths.runtime_folder, "status")["state"] == "paused":
            return False
        ask(paths.runtime_folder, "pause", seconds=at_most_s, lent=True)
        _wait_until_released(paths)
    except NotRunningError:
        return False
    return True


def _wait_until_released(paths: Paths) -> None:
    """The answer to an order comes at once, the camera a moment later."""
    end_s = time.monotonic() + RELEASED_WITHIN_S
    while ask(paths.runtime_folder, "status")["state"] != "paused" and time.monotonic() < end_s:
        time.sleep(0.05)


def _resume(paths: Paths, at_most_s: float) -> None:
    try:
        if lent(ask(paths.runtime_folder, "status"), at_most_s):
            ask(paths.runtime_folder, "resume")
    except UserError as error:
        said = text("the monitor did not resume: {why}", why=retold(error.message))
        print(f"posture-watch: {said}", file=sys.stderr)
