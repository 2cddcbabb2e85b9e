"""`diary`: the list of what was noted, one entry, changing and deleting it, and how it went on."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from posture_watch.commands.diary_changing import change_entry, note_follow_up
from posture_watch.commands.diary_deleting import delete
from posture_watch.commands.entry_object import episode_object
from posture_watch.commands.entry_words import list_line, page
from posture_watch.core.diary import Episode
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.screen import require_window
from posture_watch.store.log import Log
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Do the action; without one, the list."""
    if options.action == "before":
        from posture_watch.commands import diary_before  # noqa: PLC0415  # reads days of the log, only for who asks

        return diary_before.run(options)
    if options.window:
        require_window(dict(os.environ))
        from posture_watch.window.diary_opening import run_diary_window  # noqa: PLC0415  # Qt, only where it can start

        return run_diary_window()
    database = user_paths().database_file
    if options.action in (None, "list"):
        _list(database, as_json=getattr(options, "json", False))
        return 0
    actions = {"show": _show, "edit": change_entry, "follow-up": note_follow_up, "delete": delete}
    actions[options.action](database, _episode(database, options.number), options)
    return 0


def _list(database: Path, *, as_json: bool) -> None:
    found = _read(database)
    if as_json:
        print(json.dumps({"episodes": [episode_object(one) for one in found]}))
        return
    if not found:
        print(text("The diary is empty."))
        print(text("A spasm or pain is noted with: {command}", command="posture-watch spasm"))
        return
    for one in found:
        print(list_line(one))
    print(text("One of them: {command}", command=f"posture-watch diary show {found[-1].number}"))


def _read(database: Path) -> list[Episode]:
    if not database.exists():
        return []
    with Log.open_readonly(database) as log:
        return log.diary.episodes()


def _episode(database: Path, number: int) -> Episode:
    found = _read(database)
    episode = next((one for one in found if one.number == number), None)
    if episode is None:
        raise UserError(
            text("There is no number {number} in the diary.", number=number),
            text("The numbers are in the list: {command}", command="posture-watch diary"),
        )
    return episode


def _show(_database: Path, episode: Episode, _options: argparse.Namespace) -> None:
    print(page(episode))
