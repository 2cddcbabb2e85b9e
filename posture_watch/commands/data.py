"""`data where`, `data size`, `data delete`: what is kept, and how to be rid of it."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import date, datetime, time, timedelta
from itertools import chain

from posture_watch.capture.clock import Clock
from posture_watch.commands.alone import without_monitor
from posture_watch.commands.asking import agrees
from posture_watch.commands.data_size import print_size
from posture_watch.errors import UserError
from posture_watch.paths import Paths, user_paths
from posture_watch.store.log import Log
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Do the action."""
    paths = user_paths()
    if options.action == "where":
        _print_places(paths)
    elif options.action == "size":
        print_size(paths)
    else:
        _delete(paths, options)
    return 0


def _print_places(paths: Paths) -> None:
    places = {
        text("settings"): paths.config_file,
        text("log"): paths.database_file,
        text("text log"): paths.log_file,
        text("report pages"): paths.reports_folder,
        text("run-time"): paths.runtime_folder,
    }
    width = max(map(len, places)) + 3
    for name, place in places.items():
        print(f"{name + ':':<{width}}{place}")


def _delete(paths: Paths, options: argparse.Namespace) -> None:
    if options.all == bool(options.first or options.last):
        raise UserError("Say what to delete.", "posture-watch data delete --from 2026-03-01 --to 2026-03-07, or --all")
    if not any(place.exists() for place in (paths.database_file, paths.log_file, paths.reports_folder)):
        print(text("Nothing has been logged yet."))
        return
    if options.all:
        _require_yes(text("everything that was logged, and your upright postures"), agreed=options.yes)
        _delete_everything(paths)
        print(text("Deleted everything that was logged."))
        return
    first, last = parse_day(options.first or "2000-01-01"), parse_day(options.last or f"{date.max}")
    if last < first:
        raise UserError(f"{last} is before {first}.", "Give --from the earlier day.")
    _require_yes(text("the days from {first} to {last}", first=first, last=last), agreed=options.yes)
    with Log.open(paths.database_file) as log:
        log.delete(
            _midnight(first), _midnight(last + timedelta(days=1) if last < date.max else last), now=Clock().now()
        )
    _delete_pages(paths)
    deleted = text("Deleted the days from {first} to {last}.", first=first, last=last)
    print(f"{deleted} {text('Your upright postures are kept.')}")


def _delete_everything(paths: Paths) -> None:
    """The files themselves, also of a log that cannot be read any more. Not under a running monitor's hands."""
    with without_monitor(paths.runtime_folder, "data delete"):
        for kept in (paths.database_file, paths.log_file, paths.tray_log_file, paths.camera_file):
            for file in kept.parent.glob(f"{kept.name}*"):
                file.unlink(missing_ok=True)
        _delete_pages(paths)


def _delete_pages(paths: Paths) -> None:
    """Any of them may tell of a deleted day, a week's or a month's too; `report --open` makes them anew."""
    folder = paths.reports_folder
    if folder.is_symlink():  # somebody's other folder, with things of their own in it
        for page in chain.from_iterable(folder.glob(f"{kind}-*.html") for kind in ("day", "week", "month")):
            page.unlink(missing_ok=True)
    elif folder.is_dir():
        shutil.rmtree(folder)


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
