"""`welcome`: the first steps, in a window or, where there is none, here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from posture_watch.errors import UserError
from posture_watch.native_output import silence_native_output
from posture_watch.paths import user_paths
from posture_watch.screen import require_window
from posture_watch.texts import text
from posture_watch.window.first_run import FirstRun
from posture_watch.window.in_terminal import run_terminal


def run(options: argparse.Namespace) -> int:
    """Closing it at any point is fine: what was done stays, all else follows the defaults."""
    environment = dict(os.environ)
    os.umask(0o077)
    first_run = FirstRun(user_paths(), environment)
    in_window = not options.terminal and _can_show(environment)
    silence_native_output()
    if not in_window:
        return run_terminal(first_run)
    from posture_watch.window.opening import run_window  # noqa: PLC0415  # Qt, only where it can start

    return run_window(first_run)


def _can_show(environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown; if not, it is said why."""
    try:
        require_window(environment)
    except UserError as error:
        print(error, file=sys.stderr)
        print(text("No window can be shown; so here:"), file=sys.stderr)
        return False
    return True
