"""The exercises on a terminal: which there are, and how one of them is done."""

from __future__ import annotations

from textwrap import wrap

from posture_watch.care.claim import Claim
from posture_watch.care.exercise import Exercise
from posture_watch.care.exercises import CAMERA_WORDS, DESK, EXERCISES, SAFETY, STRENGTH
from posture_watch.report.care_text import Footnotes
from posture_watch.report.layout import COLUMNS
from posture_watch.texts import retold, text

_KEY = 21


def groups() -> list[tuple[str, tuple[Exercise, ...]]]:
    """The exercises by where they belong, with a heading for each group."""
    others = tuple(e for e in EXERCISES if e.key not in (*DESK, *STRENGTH))
    return [
        (text("At the desk, for breaks"), tuple(e for e in EXERCISES if e.key in DESK)),
        (text("Anywhere else"), others),
        (text("Strength, two or three times a week"), tuple(e for e in EXERCISES if e.key in STRENGTH)),
    ]


def list_lines() -> list[str]:
    """Which there are: how to call each, its name and its dose."""
    lines: list[str] = []
    for heading, exercises in groups():
        lines.append(heading)
        for exercise in exercises:
            lines += [f"  {exercise.key:<{_KEY}}{retold(exercise.name)}", *_hung(" " * (_KEY + 2), _dose(exercise))]
        lines.append("")
    lines += _plain(text("How one is done, for example: posture-watch exercises chin_tuck"))
    lines += _plain(text("With drawings, to read or print: posture-watch exercises --open"))
    return [
        *lines,
        *_plain(text("A guided break: posture-watch break, the strength block: posture-watch break --strength")),
    ]


def exercise_lines(exercise: Exercise) -> list[str]:
    """How one is done, how often, what is known of it, and what the camera sees."""
    notes = Footnotes()
    lines = [retold(exercise.name).upper(), *_plain(retold(exercise.purpose)), ""]
    for number, step in enumerate(exercise.steps, start=1):
        lines += _hung(f"  {number}. ", _said(step, notes))
    lines += ["", *_plain(notes.said(exercise.dose))]
    lines += [line for claim in exercise.known for line in _plain(notes.said(claim))]
    lines += _plain(retold(CAMERA_WORDS[exercise.seen]))
    lines += ["", *(line for claim in SAFETY for line in _plain(notes.said(claim))), ""]
    lines += _plain(text("Guided: posture-watch break --exercise {name}", name=exercise.key))
    return [*lines, *notes.lines()]


def _dose(exercise: Exercise) -> str:
    return retold(exercise.dose.words)


def _said(step: Claim | str, notes: Footnotes) -> str:
    return notes.said(step) if isinstance(step, Claim) else retold(step)


def _plain(sentence: str) -> list[str]:
    return wrap(sentence, COLUMNS, break_on_hyphens=False)


def _hung(before: str, sentence: str) -> list[str]:
    after = " " * len(before)
    return wrap(sentence, COLUMNS, initial_indent=before, subsequent_indent=after, break_on_hyphens=False)
