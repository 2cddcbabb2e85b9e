"""`welcome`: the first steps, in a window or, where there is none, here."""

from __future__ import annotations

import argparse
import os
import sys

from posture_watch.native_output import silence_native_output
from posture_watch.paths import user_paths
from posture_watch.texts import text
from posture_watch.window.first_run import FirstRun
from posture_watch.window.in_terminal import run_terminal
from posture_watch.window.screen import why_no_window


def run(options: argparse.Namespace) -> int:
    """Closing it at any point is fine: what was done stays, all else follows the defaults."""
    environment = dict(os.environ)
    os.umask(0o077)
    first_run = FirstRun(user_paths(), environment)
    why = "" if options.terminal else why_no_window(environment)
    silence_native_output()
    if options.terminal or why:
        if why:
            print(text("No window can be shown ({why}); so here:", why=why), file=sys.stderr)
        return run_terminal(first_run)
    from posture_watch.window.opening import run_window  # noqa: PLC0415  # Qt, only where it can start

    return run_window(first_run)
