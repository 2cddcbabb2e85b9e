"""`exercises`: which there are, how one is done, or all of them with drawings as a page."""

from __future__ import annotations

import argparse

from posture_watch.care.exercise import Exercise
from posture_watch.care.exercises import BY_KEY, EXERCISES
from posture_watch.commands.report import speaks_unicode
from posture_watch.errors import UserError
from posture_watch.report.care_text import plain_text
from posture_watch.report.exercise_text import exercise_lines, list_lines
from posture_watch.texts import retold


def run(options: argparse.Namespace) -> int:
    """Print the list, or one exercise; or open the page with all of them."""
    exercise = found(options.exercise) if options.exercise else None
    if options.open:
        from posture_watch.opening_pages import open_page  # noqa: PLC0415  # only who wants a page pays for it
        from posture_watch.report.html.exercise_page import exercise_page  # noqa: PLC0415

        open_page(exercise_page(), "exercises")
        return 0
    lines = exercise_lines(exercise) if exercise else list_lines()
    print(plain_text(lines, unicode=speaks_unicode()), end="")
    return 0


def found(word: str) -> Exercise:
    """The exercise of this name, or the only one whose name has the word in it. Raises UserError if none has."""
    wanted = word.strip().casefold().replace("-", "_")
    if wanted in BY_KEY:
        return BY_KEY[wanted]
    spoken = wanted.replace("_", " ")
    close = [e for e in EXERCISES if spoken and any(spoken in name for name in _names(e))]
    if len(close) == 1:
        return close[0]
    names = ", ".join(exercise.key for exercise in close or EXERCISES)
    if close:
        raise UserError(f"{word!r} may be more than one of the exercises.", f"One of these: {names}")
    raise UserError(f"There is no exercise {word!r}.", f"One of these: {names}")


def _names(exercise: Exercise) -> tuple[str, ...]:
    names = (exercise.key, exercise.name, retold(exercise.name))
    return tuple(name.casefold().replace("_", " ").replace("-", " ") for name in names)
