"""What is known about a sore back, as pages to read or print: the first hours with warning signs, all topics."""

from __future__ import annotations

from collections.abc import Iterable

from posture_watch.care.acute import GUIDANCE, Guidance
from posture_watch.care.claim import Claim
from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.topics import KIND_TITLES, KINDS, TOPICS, Topic
from posture_watch.care.warning_signs import EMERGENCY, IN_DOUBT, INTRODUCTION, TITLE, URGENCIES, Urgency
from posture_watch.report.care_text import Footnotes
from posture_watch.report.html.frame import document, section
from posture_watch.report.html.markup import Html, el, joined
from posture_watch.texts import retold, text


def help_page() -> str:
    """The first hours, then the warning signs: one static page, the same for everybody."""
    lead = el("p", text("If one of the warning signs below is there, do first what stands beside it."), class_="lead")
    return document(text("It hurts now"), lead, _help_sections(), [retold(DISCLAIMER)])


def help_parts() -> str:
    """The same without a document around it, for a window."""
    lead = el("p", text("If one of the warning signs below is there, do first what stands beside it."))
    return joined([lead, *_help_sections(), el("p", retold(DISCLAIMER))])


def _help_sections() -> list[Html]:
    notes = Footnotes()
    first = section(
        "first-hours", text("What may help in the first hours"), joined(_guidance(one, notes) for one in GUIDANCE)
    )
    signs = section(
        "warning-signs", retold(TITLE), _paragraph(INTRODUCTION, notes), joined(_urgency(u, notes) for u in URGENCIES),
        el("p", el("strong", retold(IN_DOUBT))), class_="long alone",
    )  # fmt: skip
    return [first, signs, sources(notes)]


def about_page() -> str:
    """All topics, causes first."""
    notes = Footnotes()
    lead = el("p", text("What one often hears, and what is known"), class_="lead")
    sections = [
        section(kind, retold(KIND_TITLES[kind]), joined(_topic(t, notes) for t in TOPICS if t.kind == kind),
                class_="long")
        for kind in KINDS
    ]  # fmt: skip
    return document(text("Back pain"), lead, [*sections, sources(notes)], [retold(DISCLAIMER)])


def sources(notes: Footnotes) -> Html:
    """What the numbers behind the claims are."""
    cited = joined(el("li", source, value=number, id=f"source-{number}") for number, source in notes.cited)
    return section("sources", text("Sources"), el("ol", cited, class_="sources"), class_="long")


def _topic(topic: Topic, notes: Footnotes) -> Html:
    return el(
        "div",
        el("h3", retold(topic.title), id=topic.key),
        el("p", text("Often heard: “{words}”", words=retold(topic.told)), class_="quiet"),
        _list(topic.known, notes),
        el("p", el("strong", text("One thing to do:")), " ", *_said(topic.so, notes)),
        class_="topic",
    )


def _guidance(guidance: Guidance, notes: Footnotes) -> Html:
    return el("div", el("h3", retold(guidance.title)), _list(guidance.claims, notes), class_="topic")


def _urgency(urgency: Urgency, notes: Footnotes) -> Html:
    return el(
        "div",
        el("h3", retold(urgency.title), id=urgency.key),
        el("p", el("strong", retold(urgency.what_to_do))),
        _list(urgency.signs, notes),
        class_="signs now" if urgency is EMERGENCY else "signs",
    )


def _list(claims: Iterable[Claim], notes: Footnotes) -> Html:
    return el("ul", joined(el("li", *_said(claim, notes)) for claim in claims))


def _paragraph(claim: Claim, notes: Footnotes) -> Html:
    return el("p", *_said(claim, notes))


def _said(claim: Claim, notes: Footnotes) -> tuple[str, ...]:
    numbers = (el("a", str(number), href=f"#source-{number}") for number in notes.numbers(claim))
    return (retold(claim.words), " ", el("span", "[", joined(numbers, ", "), "]", class_="cited"))
