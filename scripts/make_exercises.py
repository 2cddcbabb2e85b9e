"""Writes docs/exercises.md and its drawings from the catalogue. A test fails while they are not up to date."""

from __future__ import annotations

from pathlib import Path

from posture_watch.care.claim import Claim
from posture_watch.care.drawings import HEIGHT, LIGHT, WIDTH, drawing
from posture_watch.care.exercise import Exercise, words_of
from posture_watch.care.exercises import BY_KEY, CAMERA_WORDS, EASY, GENTLE, MORNING, SAFETY
from posture_watch.care.sources import SOURCES
from posture_watch.report.exercise_text import groups

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "exercises.md"
PICTURES = DOCS / "pictures" / "exercises"
INTRO = """# Exercises

Made by `scripts/make_exercises.py` from `posture_watch/care/exercises.py`; do not edit. The drawings are ours and made
by code (`posture_watch/care/drawings.py`).

`posture-watch exercises` lists them, `posture-watch exercises chin_tuck` tells how one is done, and
`posture-watch exercises --open` shows all with drawings. `posture-watch break` puts two or three together: the first
answers what the last two hours were like, the others are those that were done least today.
`posture-watch break --strength` is the block of two or three times a week.
"""


def contents() -> dict[Path, str]:
    """Every file as it ought to be."""
    pictures = {PICTURES / f"{e.key}.svg": picture(e) for _, exercises in groups() for e in exercises}
    return {PAGE: page(), **pictures}


def page() -> str:
    """The whole page."""
    rules = [f"- {said(claim)}" for claim in (*SAFETY, MORNING, GENTLE)]
    rules.append(f"  These are: {', '.join(BY_KEY[key].name.lower() for key in EASY)}; and slow breathing by choice.")
    parts = [INTRO, "\n".join(rules), ""]
    for heading, exercises in groups():
        parts += [f"## {heading}", "", *(part for exercise in exercises for part in of_one(exercise))]
    return "\n".join(parts).rstrip("\n") + "\n"


def of_one(exercise: Exercise) -> list[str]:
    """One exercise: name, drawing, steps, dose, what is known, what the camera sees."""
    steps = [f"{number}. {words_of(step)}" for number, step in enumerate(exercise.steps, start=1)]
    shown = f"![{exercise.name}, start and end](pictures/exercises/{exercise.key}.svg)"
    dose = f"**{exercise.dose.words}** {cited(exercise.dose)}"
    known = [line for claim in exercise.known for line in (said(claim), "")]
    last = ["", dose, "", *known, CAMERA_WORDS[exercise.seen], ""]
    return [f"### {exercise.name} (`{exercise.key}`)", "", shown, "", exercise.purpose, "", *steps, *last]


def said(claim: Claim) -> str:
    """A claim and its sources."""
    return f"{claim.words} {cited(claim)}"


def cited(claim: Claim) -> str:
    """The sources of a claim, as short as they can be found by."""
    return f"({'; '.join(SOURCES[key].cited for key in claim.sources)})"


def picture(exercise: Exercise) -> str:
    """The drawing on paper of its own, so that it can be seen on a dark page, too."""
    paper = f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" rx="8" fill="{LIGHT.paper}"/>'
    drawn = drawing(exercise.key).replace(">", f' width="{WIDTH:g}" height="{HEIGHT:g}">{paper}', 1)
    return drawn + "\n"


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    for file, content in contents().items():
        file.write_text(content, encoding="utf-8")
