"""Writes docs/what-is-known.md from posture_watch/care/. A test fails while it is not up to date."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from posture_watch.care.acute import GUIDANCE
from posture_watch.care.claim import Claim
from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.topics import KIND_TITLES, KINDS, TOPICS, Topic
from posture_watch.care.warning_signs import IN_DOUBT, INTRODUCTION, TITLE, URGENCIES
from posture_watch.report.care_text import Footnotes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "what-is-known.md"
_INTRODUCTION = """# What is known about a sore back

Made by `scripts/make_what_is_known.py` from `posture_watch/care/`; do not edit. `posture-watch about` and
`posture-watch help-now` say the same, in English and German.

A sentence that claims something about the body is a `Claim` and cannot be built without a source. Tests see to it that
no bare sentence claims what something does to the body, and that no sentence in the program, its help, its settings or
their German speaks as a medical device would, but for the one disclaimer at the end. The numbers are the sources below.
"""


def page() -> str:
    """The whole page."""
    notes = Footnotes()
    lines = [_INTRODUCTION]
    for kind in KINDS:
        lines += [f"## {KIND_TITLES[kind]}", ""]
        lines += [line for topic in TOPICS if topic.kind == kind for line in _topic(topic, notes)]
    lines += ["## What may help in the first hours", ""]
    for guidance in GUIDANCE:
        lines += [f"### {guidance.title}", "", *_list(guidance.claims, notes)]
    lines += [f"## {TITLE}", "", notes.said(INTRODUCTION), ""]
    for urgency in URGENCIES:
        lines += [f"### {urgency.title}", "", f"**{urgency.what_to_do}**", "", *_list(urgency.signs, notes)]
    lines += [IN_DOUBT, "", "## Sources", "", *(f"{number}. {cited}" for number, cited in notes.cited)]
    return "\n".join([*lines, "", "## Disclaimer", "", DISCLAIMER, ""])


def _topic(topic: Topic, notes: Footnotes) -> list[str]:
    heard, known = f"Often heard: “{topic.told}”", _list(topic.known, notes)
    return [f"### {topic.title}", "", heard, "", *known, f"One thing to do: {notes.said(topic.so)}", ""]


def _list(claims: Iterable[Claim], notes: Footnotes) -> list[str]:
    return [*(f"- {notes.said(claim)}" for claim in claims), ""]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
