"""`diary edit` and `diary follow-up`: what the flags say, or at a terminal question by question."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from posture_watch.capture.clock import Clock
from posture_watch.commands.entry_words import edit_command, follow_up_command, follow_up_words, summary
from posture_watch.commands.noting import keep, require_writable
from posture_watch.commands.question_asking import ask_all, how_to_answer, told_by, with_flags
from posture_watch.commands.questions import (
    SLACK,
    Record,
    entry_questions,
    follow_up_questions,
    follow_up_time,
    when_words,
)
from posture_watch.core.diary import Episode, FollowUp
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.texts import text


def change_entry(database: Path, episode: Episode, options: argparse.Namespace) -> None:
    """What the flags say; without any, at a terminal, every question with what stands there now."""
    now, questions = Clock().now(), entry_questions()
    told = told_by(options, questions)
    entry = replace(with_flags(episode.entry, questions, told, now), kind=options.kind or episode.entry.kind)
    is_told = bool(told or options.kind)
    asking = sys.stdin.isatty() and not is_told
    if asking:
        require_writable(database)
        print(text("Enter keeps what stands there, - takes it away, a dot ends the questions and saves."))
        entry = _asked(lambda: ask_all(episode.entry, questions, now, editing=True))
    elif not is_told:
        raise UserError(
            text("Say what to change."),
            text("For example: {example}", example=f"posture-watch diary edit {episode.number} --worst 6"),
        )
    require_before_follow_ups(episode, entry.began_utc)
    if entry == episode.entry:
        print(text("Nothing was changed."))
        return
    entry = replace(entry, written_utc=now.utc)
    keep(database, lambda diary: diary.save(entry), edit_command(entry, episode.number), asking=asking)
    print(text("Changed number {number}: {what}.", number=episode.number, what=summary(entry)))


def require_before_follow_ups(episode: Episode, began_utc: datetime) -> None:
    """UserError for a beginning after the first follow-up."""
    if episode.follow_ups and began_utc > episode.follow_ups[0].at_utc + SLACK:
        raise UserError(
            text("It cannot have begun after its first follow-up, {when}.", when=_first_words(episode)),
            text("Delete that one first, or say an earlier beginning."),
        )


def _first_words(episode: Episode) -> str:
    return when_words(episode.follow_ups[0].at_local)


def note_follow_up(database: Path, episode: Episode, options: argparse.Namespace) -> None:
    """How it is now, or was at the time that --at says."""
    now = Clock().now()
    empty = new_follow_up(episode, now)
    told = told_by(options, (follow_up_time(), *follow_up_questions()))
    follow_up = with_flags(empty, (follow_up_time(), *follow_up_questions()), told, now)
    require_after_beginning(episode, follow_up)
    asking = sys.stdin.isatty() and not told.keys() - {"at"}
    if asking:
        require_writable(database)
        print(summary(episode.entry))
        print(how_to_answer())
        first = follow_up
        follow_up = _asked(lambda: ask_all(first, follow_up_questions(), now))
    if not says_something(follow_up):
        if asking:
            print(text("Nothing was said, so nothing was noted."))
            return
        raise UserError(
            text("Say how it is."),
            text("For example: {example}", example=f"posture-watch diary follow-up {episode.number} --now 3"),
        )
    command = follow_up_command(follow_up, episode.number)
    keep(database, lambda diary: diary.save_follow_up(follow_up), command, asking=asking)
    print(text("Noted with number {number}: {what}.", number=episode.number, what=follow_up_words(follow_up)))


def require_after_beginning(episode: Episode, follow_up: FollowUp) -> None:
    """UserError for a follow-up of a time before its entry's."""
    if follow_up.at_utc < episode.entry.began_utc - SLACK:
        raise UserError(
            text("That was before it began, {when}.", when=when_words(episode.entry.began_local)),
            text("Say a later time, or none for now."),
        )


def new_follow_up(episode: Episode, now: Instant) -> FollowUp:
    """Of this moment; nothing is said yet."""
    return FollowUp(uuid4().hex, episode.entry.key, now.utc, now.utc_offset_s)


def says_something(one: FollowUp) -> bool:
    """Whether anything was said beside the time."""
    return bool(one.helped or one.over or one.note or one.pain_now is not None) or one.pain_worst is not None


def _asked(ask: Callable[[], Record]) -> Record:
    try:
        return ask()
    except KeyboardInterrupt:
        raise KeyboardInterrupt(text("Nothing was noted.")) from None
