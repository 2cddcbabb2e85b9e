"""Asks the diary's questions at a terminal: Enter passes one over, a slip of the finger gets the question again."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Sequence
from textwrap import fill

from posture_watch.commands.asking import ask as ask_person
from posture_watch.commands.questions import CLEARED, Changes, Question, Record, changed
from posture_watch.commands.said_choices import UnknownChoiceError
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.texts import retold, text

Ask = Callable[[str], str]
ENOUGH = "."
"""Typed in place of an answer: no more questions."""
CHOICES = "?"
"""Typed in place of an answer: show the choices again."""
MOST_COLUMNS = 80


def told_by(options: argparse.Namespace, questions: Sequence[Question[Record]]) -> dict[str, str]:
    """What the flags say: question to answer. A switch that is set is a yes."""
    said = {question.flag: getattr(options, question.flag, None) for question in questions}
    return {
        flag: "yes" if answer is True else str(answer) for flag, answer in said.items() if answer not in (None, False)
    }


def with_flags(record: Record, questions: Sequence[Question[Record]], told: dict[str, str], now: Instant) -> Record:
    """The record with all that the flags say, checked together. UserError names the flag."""
    changes: Changes = {}
    for question in questions:
        if question.flag in told:
            try:
                changes |= answered(question, told[question.flag], now)
            except UserError as error:
                raise UserError(f"--{question.flag}: {retold(error.message)}", retold(error.advice)) from None
    return changed(record, changes, now)


def ask_all(
    record: Record, questions: Sequence[Question[Record]], now: Instant, ask: Ask = ask_person, *, editing: bool = False
) -> Record:
    """The record with what is answered. ENOUGH or the end of the input ends the questions."""
    for question in questions:
        for line in _numbered(question):
            print(line)
        try:
            changes = _ask(record, question, now, ask, editing=editing)
        except EOFError:
            print()
            break
        if changes is None:
            break
        record = changed(record, changes, now)
    return record


def how_to_answer() -> str:
    """What stands above the questions."""
    return text(
        "Enter passes a question over; a dot ends the questions and notes what was said.\n"
        "Several at once: 1 7. The choices once more: ?"
    )


def answered(question: Question[Record], said: str, now: Instant) -> Changes:
    """What the answer changes. Raises UserError."""
    if said.strip() != CLEARED:
        return question.take(said, now)
    if question.empty is None:
        raise UserError(text("This cannot be left open."), text('For example "30m" (ago) or "07:40".'))
    return question.empty


def _ask(record: Record, question: Question[Record], now: Instant, ask: Ask, *, editing: bool) -> Changes | None:
    """What a clear answer changes; None: no more questions."""
    prompt = _prompt(record, question, editing=editing)
    while True:
        try:
            said = ask(prompt).strip()
            if said == ENOUGH:
                return None
            if said == CHOICES and question.choices:
                print("\n".join(_numbered(question)))
                continue
            changes = answered(question, said, now) if said else {}
            changed(record, changes, now)  # two answers together may be the slip
        except UnicodeDecodeError:
            print(text("Some of that could not be read; please type it again."))
        except UnknownChoiceError as error:
            print(complaint(UserError(error.message, text("Please type it again; ? shows the choices."))))
        except UserError as error:
            print(complaint(error))
        else:
            return changes


def complaint(error: UserError) -> str:
    """What was wrong and what to type, indented below the answer."""
    said = f"{retold(error.message)} {retold(error.advice)}".strip()
    return fill(said, MOST_COLUMNS, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _prompt(record: Record, question: Question[Record], *, editing: bool) -> str:
    if editing:
        return f"{question.words} [{question.shown(record) or text('not said')}]"
    return f"{question.words} [{question.otherwise}]" if question.otherwise else question.words


def _numbered(question: Question[Record]) -> list[str]:
    """The choices with their numbers, in columns."""
    if question.choices is None:
        return []
    offered = [f"{number:2} {retold(words)}" for number, words in enumerate(question.choices.values(), 1)]
    width = max(map(len, offered)) + 3
    columns = max(1, (min(shutil.get_terminal_size().columns, MOST_COLUMNS) - 1) // width)
    rows = -(-len(offered) // columns)
    return ["  " + "".join(f"{cell:<{width}}" for cell in offered[row::rows]).rstrip() for row in range(rows)]
