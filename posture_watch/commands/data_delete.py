"""`data delete`: what is deleted is gone from the file, and what the user wrote themselves is named before it goes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import chain

from posture_watch.capture.clock import Clock
from posture_watch.commands.alone import without_monitor
from posture_watch.commands.asking import agrees
from posture_watch.commands.table_words import table_word
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.store.log import Log
from posture_watch.texts import text

_PAGES = ("day", "week", "month", "clinician")
"""How the names of pages begin that tell of the user."""


def delete_days(paths: Paths, first: date, last: date, *, agreed: bool) -> None:
    """Every local day from ``first`` to ``last``; what was written in the diary about them, too."""
    start, end = _midnight(first), _midnight(last + timedelta(days=1) if last < date.max else last)
    with Log.open(paths.database_file) as log:
        told = _told(log, lambda day: first <= day <= last)
        days = text("the days from {first} to {last}", first=first, last=last)
        _require_yes(_with_diary(days, told), agreed=agreed)
        log.delete(start, end, now=Clock().now(), days=(first, last))
    delete_pages(paths)
    print(text("Deleted the days from {first} to {last}.", first=first, last=last), end=" ")
    if told:
        print(text("From your diary: {told}.", told=told), end=" ")
    print(text("Your upright postures are kept."))


def delete_all(paths: Paths, *, agreed: bool) -> None:
    """The files themselves, also of a log that cannot be read any more. Not under a running monitor's hands."""
    told = ""
    with suppress(UserError, ValueError), Log.open_readonly(paths.database_file) as log:
        told = _told(log, lambda _: True)
    everything = text("everything that was logged, and your upright postures")
    _require_yes(_with_diary(everything, told), agreed=agreed)
    with without_monitor(paths.runtime_folder, "data delete"):
        for kept in (paths.database_file, paths.log_file, paths.tray_log_file, paths.camera_file):
            for file in kept.parent.glob(f"{kept.name}*"):
                file.unlink(missing_ok=True)
        delete_pages(paths)
    print(text("Deleted everything that was logged."), end=" " if told else "\n")
    if told:
        print(text("From your diary: {told}.", told=told))


def delete_pages(paths: Paths) -> None:
    """Any of them may tell of what was deleted, a week's or a month's too; `report --open` makes them anew."""
    folder = paths.reports_folder
    if folder.is_symlink():  # somebody's other folder, with things of their own in it
        for page in chain.from_iterable(folder.glob(f"{kind}-*.html") for kind in _PAGES):
            page.unlink(missing_ok=True)
    elif folder.is_dir():
        shutil.rmtree(folder)


def _told(log: Log, within: Callable[[date], bool]) -> str:
    """How much of the diary is of those days, as the log deletes it: with an entry go all of its follow-ups."""
    entries = follow_ups = 0
    for episode in log.diary.episodes():
        goes = within(episode.entry.local_date)
        entries += goes
        follow_ups += sum(goes or within(one.at_local.date()) for one in episode.follow_ups)
    counts = {"diary": entries, "follow_ups": follow_ups}
    return ", ".join(f"{table_word(table)} {count}" for table, count in counts.items() if count)


def _with_diary(what: str, told: str) -> str:
    return text("{what}; from your diary: {told}", what=what, told=told) if told else what


def _require_yes(what: str, *, agreed: bool) -> None:
    if agreed:
        return
    if not sys.stdin.isatty():
        raise UserError(f"This deletes {what}.", "Say --yes to agree.")
    if not agrees(text("Delete {what}? This cannot be undone. [y/N]", what=what)):
        raise UserError("Nothing was deleted.")


def _midnight(day: date) -> datetime:
    """The local midnight that begins the day."""
    return datetime.combine(day, time()).astimezone()
