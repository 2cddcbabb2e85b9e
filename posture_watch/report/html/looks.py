"""What a posture or an answer looks like: a colour, and beside it a height, a hatch or a shape that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.core.events import ReminderOutcome
from posture_watch.core.intervals import Posture
from posture_watch.report.html.markup import Html, el, joined


@dataclass(frozen=True, slots=True)
class Look:
    """A class of the style sheet (one letter), and the height of a bar as a share of the lane."""

    name: str
    height: float


POSTURE_LOOKS: dict[Posture, Look] = {
    "poor": Look("p", 1.0),
    "good": Look("g", 0.7),
    "standing": Look("s", 0.7),
    "unknown": Look("u", 0.36),
    "busy": Look("b", 0.36),
    "away": Look("a", 0.06),
}
"""From the tallest to the flattest: the hatched peaks are what a reader looks for."""

MARKS: dict[ReminderOutcome | None, str] = {
    "moved": "m-done",
    "left": "m-done",
    "break": "m-done",
    "snoozed": "m-later",
    "not_now": "m-later",
    "wrong": "m-wrong",
    "ignored": "m-none",
    "superseded": "m-none",
    None: "m-unknown",
}
"""The shape of a reminder by what came of it: a disc, a triangle, a cross, a ring, a dot."""

DIARY_MARK = "m-diary"
"""The shape of an episode of the diary: a diamond."""

_HATCHES = {"p": "M-2 2L2-2M0 8L8 0M6 10L10 6", "s": "M2 0V8M6 0V8", "b": "M0 0L8 8M0 8L8 0", "u": "M1 2h2M5 6h2"}
_SWATCH_X, _SWATCH_Y = 24, 16
"""Whole tiles of the hatches."""
_LINE = 0.1
_SHAPES = {
    "m-done": '<circle r="5"/>',
    "m-later": '<path d="M0-5.5L6 5H-6Z"/>',
    "m-wrong": '<path d="M-4.5-4.5L4.5 4.5M-4.5 4.5L4.5-4.5"/>',
    "m-none": '<circle r="4.5"/>',
    "m-unknown": '<circle r="2.5"/>',
    "m-diary": '<path d="M0-7L7 0L0 7L-7 0Z"/>',
}


def definitions() -> Html:
    """The hatches and shapes, once a page, before the first picture that uses them."""
    hatches = [
        el(
            "pattern", el("rect", width=8, height=8, class_=f"bg-{name}"), el("path", d=path, class_=f"ink-{name}"),
            id=f"h-{name}", width=8, height=8, patternUnits="userSpaceOnUse",
        )
        for name, path in _HATCHES.items()
    ]  # fmt: skip
    shapes = [el("g", Html(shape), id=name, class_=name) for name, shape in _SHAPES.items()]
    return el("svg", el("defs", joined([*hatches, *shapes])), width=0, height=0, class_="defs", aria_hidden="true")


def swatch(posture: Posture) -> Html:
    """The small picture of a posture in a legend: whole hatches of one height, or it would look cut; a thin line stays
    one."""
    look = POSTURE_LOOKS[posture]
    height = _SWATCH_Y if look.height > _LINE else 2
    bar = el("rect", x=0, y=_SWATCH_Y - height, width=_SWATCH_X, height=height, class_=look.name)
    return el("svg", bar, width=_SWATCH_X, height=_SWATCH_Y, class_="swatch", aria_hidden="true")


def mark(outcome: ReminderOutcome | None) -> Html:
    """The small picture of what came of a reminder."""
    return shape(MARKS[outcome])


def shape(name: str) -> Html:
    """The same by the name of its shape."""
    return el("svg", el("use", href=f"#{name}", x=9, y=9), width=18, height=18, class_="swatch", aria_hidden="true")
