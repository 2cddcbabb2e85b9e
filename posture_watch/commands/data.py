"""`data where`, `data size`, `data delete`: what is kept, and how to be rid of it."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date, datetime, time, timedelta

from posture_watch import __version__
from posture_watch.capture.clock import Clock
from posture_watch.commands.asking import agrees
from posture_watch.control.lock import AlreadyRunningError, Holder, MonitorLock
from posture_watch.errors import UserError
from posture_watch.paths import Paths, user_paths
from posture_watch.store.log import Log
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Do the action."""
    paths = user_paths()
    if options.action == "where":
        names = (text("settings"), text("log"), text("text log"), text("run-time"))
        places = (paths.config_file, paths.database_file, paths.log_file, paths.runtime_folder)
        width = max(map(len, names)) + 3
        for name, place in zip(names, places, strict=True):
            print(f"{name + ':':<{width}}{place}")
        return 0
    if options.action == "size":
        return _size(paths)
    return _delete(paths, options)


def _size(paths: Paths) -> int:
    if not paths.database_file.exists():
        print(text("Nothing has been logged yet ({path}).", path=paths.database_file))
        return 0
    with Log.open_readonly(paths.database_file) as log:
        reach = log.reach()
        print(text("{size:.0f} KiB in {path}", size=log.size_bytes / 1024, path=paths.database_file))
    if reach:
        first, last = (f"{moment.astimezone():%Y-%m-%d %H:%M}" for moment in reach)
        print(text("from {first} to {last}", first=first, last=last))
    return 0


def _delete(paths: Paths, options: argparse.Namespace) -> int:
    if options.all == bool(options.first or options.last):
        raise UserError("Say what to delete.", "posture-watch data delete --from 2026-03-01 --to 2026-03-07, or --all")
    if not paths.database_file.exists() and not paths.log_file.exists():
        print(text("Nothing has been logged yet."))
        return 0
    if options.all:
        _require_yes(text("everything that was logged, and your upright postures"), agreed=options.yes)
        _delete_everything(paths)
        print(text("Deleted everything that was logged."))
        return 0
    first, last = parse_day(options.first or "2000-01-01"), parse_day(options.last or f"{date.max}")
    if last < first:
        raise UserError(f"{last} is before {first}.", "Give --from the earlier day.")
    _require_yes(text("the days from {first} to {last}", first=first, last=last), agreed=options.yes)
    with Log.open(paths.database_file) as log:
        log.delete(
            _midnight(first), _midnight(last + timedelta(days=1) if last < date.max else last), now=Clock().now()
        )
    deleted = text("Deleted the days from {first} to {last}.", first=first, last=last)
    print(f"{deleted} {text('Your upright postures are kept.')}")
    return 0


def _delete_everything(paths: Paths) -> None:
    """The files themselves, also of a log that cannot be read any more. Not under a running monitor's hands."""
    with MonitorLock(paths.runtime_folder) as lock:
        try:
            lock.acquire(Holder(os.getpid(), Clock().now().utc, __version__, "data delete"))
        except AlreadyRunningError as error:
            raise UserError("The monitor is running and remembers.", "First: posture-watch stop") from error
        for kept in (paths.database_file, paths.log_file, paths.tray_log_file, paths.camera_file):
            for file in kept.parent.glob(f"{kept.name}*"):
                file.unlink(missing_ok=True)


def _require_yes(what: str, *, agreed: bool) -> None:
    if agreed:
        return
    if not sys.stdin.isatty():
        raise UserError(f"This deletes {what}.", "Say --yes to agree.")
    if not agrees(text("Delete {what}? This cannot be undone. [y/N]", what=what)):
        raise UserError("Nothing was deleted.")


def parse_day(text: str) -> date:
    """A date. Raises UserError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text} is not a day.", "Write it as YYYY-MM-DD, for example 2026-03-02.") from None


def _midnight(day: date) -> datetime:
    """The local midnight that begins the day."""
    return datetime.combine(day, time()).astimezone()
