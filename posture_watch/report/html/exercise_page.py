"""The exercises as a page to read or print: a drawing, steps, dose and sources of each."""

from __future__ import annotations

from posture_watch.care.claim import Claim
from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.drawings import Colours, drawing
from posture_watch.care.exercise import Exercise
from posture_watch.care.exercises import CAMERA_WORDS, SAFETY
from posture_watch.report.care_text import Footnotes
from posture_watch.report.exercise_text import groups
from posture_watch.report.html.care_page import sources
from posture_watch.report.html.frame import document, section
from posture_watch.report.html.markup import Html, el, joined
from posture_watch.texts import retold, text

INK = Colours("var(--ink)", "var(--unknown)", "var(--bg)", "var(--rail)", "var(--poor)")
"""The page's own colours, by day and by night."""
# ruff: noqa: E501  # a style sheet reads by its own lines
_STYLE = """
.exercise{display:grid;grid-template-columns:minmax(14rem,22rem) 1fr;gap:.25rem 1.75rem;align-items:start;margin:1rem 0 2.25rem}
.exercise{break-inside:avoid}.exercise h3{grid-column:1/-1;margin:0;font-size:1.05rem}.exercise svg{display:block;width:100%}
.exercise ol{margin:0 0 .75rem;padding-left:1.4rem}.exercise p{margin:.2rem 0 .4rem}.drawing{--rail:#a7a194}
@media screen and (prefers-color-scheme:dark){.drawing{--rail:#5f6872}}
@media (max-width:40rem){.exercise{grid-template-columns:1fr}}
@media print{.exercise{grid-template-columns:16rem 1fr;margin:.5rem 0 .9rem}.exercise p{max-width:none}}
"""


def exercise_page() -> str:
    """All of them, the desk moves first."""
    notes = Footnotes()
    lead = el("p", *_claim(SAFETY[0], notes), " ", *_claim(SAFETY[1], notes), class_="lead")
    sections = [
        section(f"group-{number}", heading, joined(_exercise(e, notes) for e in exercises), class_="long")
        for number, (heading, exercises) in enumerate(groups(), start=1)
    ]
    return document(text("Exercises"), lead, [*sections, sources(notes)], [retold(DISCLAIMER)], style=_STYLE)


def _exercise(exercise: Exercise, notes: Footnotes) -> Html:
    name = retold(exercise.name)
    shown = el(
        "div",
        Html(drawing(exercise.key, INK)),
        role="img",
        aria_label=text("Drawing: {name}, start and end", name=name),
        class_="drawing",
    )
    steps = el("ol", joined(el("li", *_said(step, notes)) for step in exercise.steps))
    words = el(
        "div",
        el("p", retold(exercise.purpose), class_="quiet"),
        steps,
        el("p", el("strong", *_claim(exercise.dose, notes))),
        joined(el("p", *_claim(claim, notes)) for claim in exercise.known),
        el("p", retold(CAMERA_WORDS[exercise.seen]), class_="quiet"),
    )
    return el("div", el("h3", name, id=exercise.key), shown, words, class_="exercise")


def _said(step: Claim | str, notes: Footnotes) -> tuple[str, ...]:
    return _claim(step, notes) if isinstance(step, Claim) else (retold(step),)


def _claim(claim: Claim, notes: Footnotes) -> tuple[str, ...]:
    numbers = (el("a", str(number), href=f"#source-{number}") for number in notes.numbers(claim))
    return (retold(claim.words), " ", el("span", "[", joined(numbers, ", "), "]", class_="cited"))
