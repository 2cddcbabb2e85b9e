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
from posture_watch.commands.question_asking import ask_all, complaint, told_by, with_flags
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
        entry, days = _asked(paths, entry, set(told), days, now)
    entry = replace(entry, written_utc=Clock().now().utc)
    number = keep(paths.database_file, lambda diary: diary.save(entry), as_command(entry), asking=asking)
    if options.json:
        gentle = begin_gentle(paths, days)
        print(json.dumps({"noted": True, **episode_object(Episode(number, entry)), "gentle": gentle or None}))
        return 0
    print(text("Noted as number {number}: {what}.", number=number, what=summary(entry)))
    if said := begin_gentle(paths, days):
        print(said)
    _say_what_helps(entry, now, at_length=asking)
    print(text("How it goes on: {command}", command=f"posture-watch diary follow-up {number}"))
    return 0


def new_entry(kind: EntryKind, now: Instant) -> DiaryEntry:
    """It began just now; nothing else is said."""
    return DiaryEntry(uuid4().hex, kind, now.utc, now.utc_offset_s, now.utc)


def gentle_number(said: str) -> int:
    """How many gentler days. Raises UserError."""
    if said.strip().isascii() and said.strip().isdecimal() and int(said) <= gentle_days.MOST_DAYS:
        return int(said)
    raise UserError(
        text("Gentler days are a number from 0 to {most}.", most=gentle_days.MOST_DAYS),
        text("For example 3; 0 for none."),
    )


def _asked(
    paths: Paths, entry: DiaryEntry, told: set[str], days: int | None, now: Instant
) -> tuple[DiaryEntry, int | None]:
    require_writable(paths.database_file)
    print(text("Enter passes a question over; a dot ends the questions. Several at once: 1 7"))
    asked = entry
    try:
        asked = ask_all(entry, [one for one in entry_questions() if one.flag not in told], now)
        # what is copied from a paper diary asks for none
        offered = 0 if now.utc - asked.began_utc > ACUTE else offered_days(paths)
        return asked, _ask_gentle(offered) if days is None else days
    except KeyboardInterrupt:
        raise KeyboardInterrupt(text("Nothing was noted.")) from None


def offered_days(paths: Paths) -> int:
    """What the settings say; settings that cannot be read are no reason not to note a spasm."""
    try:
        return load(paths.config_file, missing_ok=True).care.gentle_days
    except UserError:
        return 0


def _ask_gentle(offered: int) -> int | None:
    """How many gentler days are wanted; Enter takes the offer. None where there is none, or nobody answers."""
    if not offered:
        return None
    question = text("Gentler days from now, with more changes of position and no hints about posture: how many?")
    while True:
        try:
            said = ask(f"{question} [{offered}]").strip()
            return gentle_number(said) if said else offered
        except EOFError:
            print()
            return None
        except UnicodeDecodeError:
            print(text("Some of that could not be read; please type it again."))
        except UserError as error:
            print(complaint(error))


def begin_gentle(paths: Paths, days: int | None) -> str:
    """What came of it, "" if nothing. The entry is noted, whatever becomes of these."""
    now = Clock().now()
    if days is None:
        return ""
    try:
        if days == 0 and gentle_days.until(paths.database_file, now) is None:
            return ""
        return gentle_days.begin(paths, days, now)
    except UserError as error:
        return f"{retold(error.message)} {retold(error.advice)}".strip()


def _say_what_helps(entry: DiaryEntry, now: Instant, *, at_length: bool) -> None:
    if not at_length or now.utc - entry.began_utc > ACUTE:
        print(text("What may help now, and warning signs: {command}", command="posture-watch help-now"))
        return
    from posture_watch.commands.report import speaks_unicode  # noqa: PLC0415  # only where it is read
    from posture_watch.report.care_text import help_lines, plain_text  # noqa: PLC0415  # as above

    print()
    print(plain_text(help_lines(), unicode=speaks_unicode()))


def _in_window(entry: DiaryEntry, days: int | None) -> int:
    require_window(dict(os.environ))
    from posture_watch.window.diary_opening import run_spasm_window  # noqa: PLC0415  # Qt, only where it can start

    return run_spasm_window(entry, days)
