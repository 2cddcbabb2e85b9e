"""A diary entry in words for a terminal, and as the command that notes it again."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from textwrap import wrap

from posture_watch.commands.questions import CLEARED, listed, out_of_ten, when_words
from posture_watch.core.diary import DiaryEntry, Episode, FollowUp
from posture_watch.core.diary_words import (
    BEFORE_WORDS,
    KIND_OF_ENTRY_WORDS,
    ONSET_WORDS,
    RELIEF_WORDS,
    SITE_WORDS,
)
from posture_watch.core.words import duration
from posture_watch.texts import retold, text

COLUMNS = 80
MINUTE_S = 60.0


def summary(entry: DiaryEntry) -> str:
    """One line: "2026-11-20 07:40, spasm, neck, lower back, pain 4 of 10, at worst 7 of 10"."""
    parts = [when_words(entry.began_local), retold(KIND_OF_ENTRY_WORDS[entry.kind])]
    parts += [retold(SITE_WORDS[site]) for site in entry.sites]
    return ", ".join([*parts, *_pain(entry)])


def _pain(record: DiaryEntry | FollowUp) -> list[str]:
    pain: list[str] = []
    if record.pain_now is not None:
        pain.append(text("pain {score}", score=out_of_ten(record.pain_now)))
    if record.pain_worst is not None:
        pain.append(text("at worst {score}", score=out_of_ten(record.pain_worst)))
    return pain


def list_line(episode: Episode) -> str:
    """A line of the list: its number, when, what, and how it went on."""
    line = f"{episode.number:>4}  {summary(episode.entry)}"
    notes = len(episode.follow_ups)
    if notes:
        line += "; " + (text("1 follow-up") if notes == 1 else text("{number} follow-ups", number=notes))
    return f"{line}; {text('gone')}" if any(one.over for one in episode.follow_ups) else line


def page(episode: Episode) -> str:
    """All that was noted, what was not said left out."""
    entry = episode.entry
    head = f"{episode.number}  {retold(KIND_OF_ENTRY_WORDS[entry.kind])}, {when_words(entry.began_local)}"
    rows = [_row(label, words) for label, words in said(entry) if words]
    later = [_later(number, one) for number, one in enumerate(episode.follow_ups, 1)]
    return "\n".join([head, *rows, *([""] if later else []), *later])


def said(entry: DiaryEntry) -> Iterator[tuple[str, str]]:
    """What it says, label and words, "" for what was not said."""
    yield text("where"), listed(SITE_WORDS[site] for site in entry.sites)
    yield text("pain now"), "" if entry.pain_now is None else out_of_ten(entry.pain_now)
    yield text("at its worst"), "" if entry.pain_worst is None else out_of_ten(entry.pain_worst)
    yield text("lasted"), "" if entry.duration_s is None else duration(entry.duration_s)
    yield text("came"), "" if entry.onset is None else retold(ONSET_WORDS[entry.onset])
    yield text("before"), listed(BEFORE_WORDS[one] for one in entry.before)
    yield text("stress before"), "" if entry.stress is None else out_of_ten(entry.stress)
    yield text("helped"), listed(RELIEF_WORDS[one] for one in entry.helped)
    yield text("note"), entry.note


def follow_up_words(one: FollowUp) -> str:
    """One line: "2026-11-21 09:00, pain 2 of 10, helped: heat, gone"."""
    parts = [when_words(one.at_local), *_pain(one)]
    if one.helped:
        parts.append(text("helped: {what}", what=listed(RELIEF_WORDS[relief] for relief in one.helped)))
    if one.over:
        parts.append(text("gone"))
    return ", ".join(parts)


def _later(number: int, one: FollowUp) -> str:
    label = text("follow-up {number}", number=number)
    line = f"  {label:<15} {follow_up_words(one)}"
    return "\n".join([line, *_row("", one.note).split("\n")]) if one.note else line


def _row(label: str, words: str) -> str:
    """The words beside their label; lines of a note stay lines."""
    lines = [line for part in words.split("\n") for line in (wrap(part, COLUMNS - 18) or [""])]
    return "\n".join(f"  {label if n == 0 else '':<15} {line}".rstrip() for n, line in enumerate(lines))


def as_command(entry: DiaryEntry) -> str:
    """What to type to note the same again: nothing that was said is lost with a log that cannot be written."""
    words = ["posture-watch", "spasm", *(["--pain"] if entry.kind == "pain" else [])]
    words += _flag("at", when_words(entry.began_local)) + _flag("where", ",".join(entry.sites))
    words += _flag("now", entry.pain_now) + _flag("worst", entry.pain_worst)
    words += _flag("lasted", None if entry.duration_s is None else f"{round(entry.duration_s / MINUTE_S)}m")
    words += _flag("onset", entry.onset) + _flag("before", ",".join(entry.before)) + _flag("stress", entry.stress)
    words += _flag("helped", ",".join(entry.helped)) + _flag("note", entry.note)
    return _quoted(words)


def follow_up_command(one: FollowUp, number: int) -> str:
    """The same for a follow-up of the entry of this number."""
    words = ["posture-watch", "diary", "follow-up", str(number), *_flag("at", when_words(one.at_local))]
    words += _flag("now", one.pain_now) + _flag("worst", one.pain_worst) + _flag("helped", ",".join(one.helped))
    return _quoted([*words, *(["--over"] if one.over else []), *_flag("note", one.note)])


def edit_command(entry: DiaryEntry, number: int) -> str:
    """The same for a changed entry."""
    words = as_command(entry).removeprefix("posture-watch spasm")
    if entry.kind == "spasm":
        words = f" --spasm{words}"
    open_ = {
        "where": entry.sites, "now": entry.pain_now, "worst": entry.pain_worst, "lasted": entry.duration_s,
        "onset": entry.onset, "before": entry.before, "stress": entry.stress, "helped": entry.helped,
        "note": entry.note,
    }  # fmt: skip
    taken_away = [f"--{name}={CLEARED}" for name, value in open_.items() if value in (None, "", ())]
    return " ".join([f"posture-watch diary edit {number}{words}", *taken_away])


def _flag(name: str, value: object) -> list[str]:
    """With "=": an answer that begins with a dash is one, too."""
    return [] if value in (None, "") else [f"--{name}={value}"]


def _quoted(words: list[str]) -> str:
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
