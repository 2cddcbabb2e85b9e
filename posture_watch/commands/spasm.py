"""`spasm`: notes a spasm, or pain without one, in half a minute; then what may help now."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from posture_watch import gentle_days
from posture_watch.capture.clock import Clock
from posture_watch.commands.asking import ask
from posture_watch.commands.entry_object import episode_object
from posture_watch.commands.entry_words import as_command, summary
from posture_watch.commands.noting import keep, require_writable
from posture_watch.commands.question_asking import ask_all, complaint, how_to_answer, told_by, with_flags
from posture_watch.commands.questions import entry_questions
from posture_watch.config import load
from posture_watch.core.diary import DiaryEntry, EntryKind, Episode
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.paths import Paths, user_paths
from posture_watch.screen import require_window
from posture_watch.texts import retold, text

ACUTE = timedelta(days=3)
"""How old an entry may be for guidance and gentler days to follow it."""
_NONE = ("no", "n", "none", "nein", "keine")


def run(options: argparse.Namespace) -> int:
    """At a terminal what the flags leave open is asked; else what they say is noted and nothing is asked."""
    paths, now = user_paths(), Clock().now()
    told = told_by(options, entry_questions())
    entry = with_flags(new_entry("pain" if options.pain else "spasm", now), entry_questions(), told, now)
    days = None if options.gentle is None else gentle_number(options.gentle)
    if options.window:
        return _in_window(entry, days)
    asking = sys.stdin.isatty() and not options.json
    if asking:
        entry = _asked(paths, entry, set(told), now)
    elif not told:
        raise UserError(
            text("Say what to note."),
            text("For example: {example}", example="posture-watch spasm --at 30m --where lower_back --now 6"),
        )
    entry = replace(entry, written_utc=Clock().now().utc)
    number = keep(paths.database_file, lambda diary: diary.save(entry), as_command(entry), asking=asking)
    if options.json:
        gentle = begin_gentle(paths, days)
        print(json.dumps({"noted": True, **episode_object(Episode(number, entry)), "gentle": gentle or None}))
        return 0
    print(text("Noted as number {number}: {what}.", number=number, what=summary(entry)))
    print(text("How it goes on: {command}", command=f"posture-watch diary follow-up {number}"))
    if asking and days is None and now.utc - entry.began_utc <= ACUTE:  # a paper diary that is copied asks for none
        days = _ask_gentle(offered_days(paths))
    if said := begin_gentle(paths, days):
        print(said)
    _say_what_helps(entry, now, asked=asking)
    return 0


def new_entry(kind: EntryKind, now: Instant) -> DiaryEntry:
    """It began just now; nothing else is said."""
    return DiaryEntry(uuid4().hex, kind, now.utc, now.utc_offset_s, now.utc)


def gentle_number(said: str) -> int:
    """How many gentler days; 0: things stay as they are. Raises UserError."""
    if said.strip().casefold() in (*_NONE, text("no"), text("none")):
        return 0
    if said.strip().isascii() and said.strip().isdecimal() and int(said) <= gentle_days.MOST_DAYS:
        return int(said)
    raise UserError(
        text("Gentler days are a number from 0 to {most}.", most=gentle_days.MOST_DAYS),
        text("For example 3; 0 leaves things as they are."),
    )


def _asked(paths: Paths, entry: DiaryEntry, told: set[str], now: Instant) -> DiaryEntry:
    require_writable(paths.database_file)
    questions = [one for one in entry_questions() if one.flag not in told]
    if len(questions) > 1:
        print(text("{number} questions, the most needed first.", number=len(questions)))
    print(how_to_answer())
    try:
        return ask_all(entry, questions, now)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(text("Nothing was noted.")) from None


def offered_days(paths: Paths) -> int:
    """What the settings say; settings that cannot be read are no reason not to note a spasm."""
    try:
        return load(paths.config_file, missing_ok=True).care.gentle_days
    except UserError:
        return 0


def _ask_gentle(offered: int) -> int | None:
    """How many gentler days are wanted; None: things stay as they are. The entry is noted, and Ctrl-C leaves it so."""
    if not offered:
        return None
    question = text(
        "Gentler days from now (more changes of position, no hints about posture)?\n"
        "How many, for example {number}; Enter leaves things as they are:",
        number=offered,
    )
    while True:
        try:
            said = ask(question).strip()
            return gentle_number(said) if said else None
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        except UnicodeDecodeError:
            print(text("Some of that could not be read; please type it again."))
        except UserError as error:
            print(complaint(error))


def begin_gentle(paths: Paths, days: int | None) -> str:
    """What came of it, "" if nothing. The entry is noted, whatever becomes of these; those that hold already
    get no shorter."""
    if not days:
        return ""
    try:
        now = Clock().now()
        held_until = gentle_days.until(paths.database_file, now)
        if held_until is not None and held_until > gentle_days.end_of(days, now):
            return text("The gentler days go on as long as before.")
        return gentle_days.begin(paths, days, now)
    except UserError as error:
        return f"{retold(error.message)} {retold(error.advice)}".strip()


def _say_what_helps(entry: DiaryEntry, now: Instant, *, asked: bool) -> None:
    if not asked or now.utc - entry.began_utc > ACUTE:
        print(text("What may help now, and warning signs: {command}", command="posture-watch help-now"))
        return
    from posture_watch.commands.report import speaks_unicode  # noqa: PLC0415  # only where it is read
    from posture_watch.report.care_text import plain_text, short_help_lines  # noqa: PLC0415  # as above

    print()
    print(plain_text(short_help_lines(), unicode=speaks_unicode()), end="")


def _in_window(entry: DiaryEntry, days: int | None) -> int:
    require_window(dict(os.environ))
    from posture_watch.window.diary_opening import run_spasm_window  # noqa: PLC0415  # Qt, only where it can start

    return run_spasm_window(entry, days)
