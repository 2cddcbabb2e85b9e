"""`preview`: a window with the live picture, skeleton and angles. The picture stays in memory; nothing is logged."""

from __future__ import annotations

import argparse
import os

from posture_watch.capture.opening import is_live
from posture_watch.core.baseline import Baseline
from posture_watch.native_output import silence_native_output
from posture_watch.opening import checked_model, open_for, read_config
from posture_watch.paths import Paths, user_paths
from posture_watch.screen import require_window
from posture_watch.store.log import Log
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Until the window is closed. A running monitor lends its camera meanwhile."""
    require_window(dict(os.environ))
    silence_native_output()
    paths = user_paths()
    config = read_config(paths)
    checked_model(config)
    wanted = options.source or config.camera.source
    live = is_live(wanted)
    if not live:  # what is wrong with a file is said here, not in a window
        open_for(config, wanted).close()
    from posture_watch.window.onlooker import Onlooker  # noqa: PLC0415  # cv2 and Qt, only where they can start
    from posture_watch.window.preview_opening import run_preview  # noqa: PLC0415

    baselines = _baselines(paths)
    return run_preview(
        lambda: Onlooker(paths, config, wanted, baselines, borrows=live),
        mirrored=live and not config.camera.mirror,
        note=_note(live=live),
    )


def _baselines(paths: Paths) -> tuple[Baseline, ...]:
    if not paths.database_file.exists():
        return ()
    with Log.open_readonly(paths.database_file) as log:
        return tuple(log.baselines())


def _note(*, live: bool) -> str:
    kept = text("The picture stays in the memory of this computer; nothing is logged and no reminder comes.")
    return f"{kept} {text('A running monitor waits meanwhile.')}" if live else kept
