"""`diary delete`: an entry with its follow-ups, or one of them. What is deleted is said first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from posture_watch.commands.asking import agrees
from posture_watch.commands.data_delete import delete_pages
from posture_watch.commands.entry_words import follow_up_words, summary
from posture_watch.commands.noting import write
from posture_watch.core.diary import Episode
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.texts import text


def delete(database: Path, episode: Episode, options: argparse.Namespace) -> None:
    """Once it is agreed to."""
    wanted: int | None = options.follow_up
    if wanted is None:
        what = text("number {number}: {what}", number=episode.number, what=summary(episode.entry))
        what += f", {text('with all its follow-ups')}" if episode.follow_ups else ""
        _require_yes(what, agreed=options.yes)
        write(database, lambda diary: diary.drop(episode.entry.key))
    else:
        what = _delete_follow_up(database, episode, wanted, agreed=options.yes)
    delete_pages(user_paths())  # a report may quote it
    print(text("Deleted {what}.", what=what))


def _delete_follow_up(database: Path, episode: Episode, wanted: int, *, agreed: bool) -> str:
    """What it was."""
    if not 1 <= wanted <= len(episode.follow_ups):
        raise UserError(
            text("Number {number} has no follow-up {wanted}.", number=episode.number, wanted=wanted),
            text("They are in: {command}", command=f"posture-watch diary show {episode.number}"),
        )
    one = episode.follow_ups[wanted - 1]
    what = text("follow-up {number}: {what}", number=wanted, what=follow_up_words(one))
    _require_yes(what, agreed=agreed)
    write(database, lambda diary: diary.drop_follow_up(one.key))
    return what


def _require_yes(what: str, *, agreed: bool) -> None:
    if agreed:
        return
    if not sys.stdin.isatty():
        raise UserError(text("This deletes {what}.", what=what), text("Say --yes to agree."))
    if not agrees(text("Delete {what}? This cannot be undone. [y/N]", what=what)):
        raise UserError(text("Nothing was deleted."))
