"""`tray`: the icon in the tray, which starts the monitor and keeps it running."""

from __future__ import annotations

import argparse
import logging
import logging.handlers
import os

from posture_watch import __version__
from posture_watch.capture.clock import Clock
from posture_watch.control.lock import TRAY_FILE, AlreadyRunningError, Holder, MonitorLock
from posture_watch.errors import UserError
from posture_watch.paths import Paths, make_private, user_paths
from posture_watch.screen import require_screen
from posture_watch.texts import text

_LOG_BYTES = 200_000


def run(_options: argparse.Namespace) -> int:
    """Until the user quits or the session ends."""
    require_screen()
    os.umask(0o077)
    paths = user_paths()
    with MonitorLock(paths.runtime_folder, TRAY_FILE) as lock:
        try:
            lock.acquire(Holder(os.getpid(), Clock().now().utc, __version__, "tray"))
        except AlreadyRunningError as error:
            raise _already_there(error.holder) from None
        _log_to_file(paths)
        from posture_watch.tray.app import run_tray  # noqa: PLC0415  # loads Qt, which needs a screen

        return run_tray(paths)


def _already_there(holder: Holder | None) -> UserError:
    advice = text("Look for its icon in the panel; `posture-watch status` says how the monitor is.")
    if holder is None:
        return UserError(text("The tray of posture_watch runs already."), advice)
    since = f"{holder.started_utc.astimezone():%Y-%m-%d %H:%M}"
    said = text("The tray of posture_watch runs already: process {pid}, since {since}.", pid=holder.pid, since=since)
    return UserError(said, advice)


def _log_to_file(paths: Paths) -> None:
    """When the monitor ended and what it said, for whoever looks into it later."""
    make_private(paths.state_folder)
    handler = logging.handlers.RotatingFileHandler(
        paths.tray_log_file, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.raiseExceptions = False
