"""What is known about a sore back, on a terminal: claims with the numbers of their sources, the sources below."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import wrap

from posture_watch.care.acute import GUIDANCE
from posture_watch.care.claim import Claim
from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.sources import SOURCES
from posture_watch.care.topics import KIND_TITLES, KINDS, TOPICS, Topic
from posture_watch.care.warning_signs import EMERGENCY, IN_DOUBT, INTRODUCTION, TITLE, URGENCIES, Urgency
from posture_watch.report.layout import COLUMNS, joined
from posture_watch.texts import retold, text

_KEY = 14


class Footnotes:
    """The sources of a page, numbered as they come up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def said(self, claim: Claim) -> str:
        """The claim in the language of the user, with the numbers of its sources: "… [1, 3]"."""
        return f"{retold(claim.words)} [{', '.join(map(str, self.numbers(claim)))}]"

    def numbers(self, claim: Claim) -> list[int]:
        """The numbers of its sources on this page, from 1."""
        return sorted(self._numbers.setdefault(key, len(self._numbers) + 1) for key in claim.sources)

    @property
    def cited(self) -> list[tuple[int, str]]:
        """Each number with its source."""
        return [(number, retold(SOURCES[key].cited)) for key, number in self._numbers.items()]

    def lines(self) -> list[str]:
        """The sources, for below."""
        return [
            "",
            text("Sources"),
            *(line for number, cited in self.cited for line in _hung(f"[{number}] ", cited)),
        ]


def help_lines() -> list[str]:
    """The first hours, then the warning signs: the same for everybody."""
    notes = Footnotes()
    lines = [
        *_plain(text("If one of the warning signs below is there, do first what stands beside it.")),
        "",
        *_guidance(notes),
    ]
    lines += ["", *_warning_signs(notes.said), *notes.lines(), "", *_foot()]
    return [*lines, "", *_plain(emergency_words())]


def short_help_lines() -> list[str]:
    """After an entry: a line for each thing to do, the same warning signs, and last what a small screen must show."""
    lines = [text("What may help in the first hours").upper()]
    for guidance in GUIDANCE:
        lines += _item(f"{retold(guidance.title)}: {retold(guidance.brief.words)}")
    lines += ["", *_warning_signs(lambda claim: retold(claim.words)), "", *_foot(), "", *_plain(emergency_words())]
    return [*lines, *_plain(text("All of this at length, with sources: {command}", command="posture-watch help-now"))]


def emergency_words() -> str:
    """What an emergency sign means: always in sight, whatever else has gone off the screen."""
    urgency, what_to_do = retold(EMERGENCY.title), retold(EMERGENCY.what_to_do)
    return text("Any of the signs under “{urgency}”? {what_to_do}", urgency=urgency, what_to_do=what_to_do)


def topic_lines(topic: Topic) -> list[str]:
    """One topic: what is told, what is known, one thing to do."""
    notes = Footnotes()
    known = [line for claim in topic.known for line in _item(notes.said(claim))]
    so = _plain(notes.said(topic.so))
    told = _plain(text("Often heard: “{words}”", words=retold(topic.told)))
    return [retold(topic.title).upper(), *told, "", text("What is known"), *known, "", text("One thing to do"), *so,
            *notes.lines(), "", *_foot()]  # fmt: skip


def list_lines() -> list[str]:
    """Which topics there are."""
    lines: list[str] = []
    for kind in KINDS:
        rows = [f"  {topic.key:<{_KEY}}{retold(topic.title)}" for topic in TOPICS if topic.kind == kind]
        lines += [retold(KIND_TITLES[kind]), *rows, ""]
    lines += _plain(text("One of them, for example: posture-watch about posture"))
    lines += _plain(text("All of it as a page to read or print: posture-watch about --open"))
    return [*lines, *_plain(text("It hurts now: posture-watch help-now")), "", *_foot()]


def _guidance(notes: Footnotes) -> list[str]:
    lines = [text("What may help in the first hours").upper()]
    for guidance in GUIDANCE:
        lines += ["", retold(guidance.title)]
        lines += [line for claim in guidance.claims for line in _item(notes.said(claim))]
    return lines


def _warning_signs(said: Callable[[Claim], str]) -> list[str]:
    lines = [retold(TITLE).upper(), *_plain(said(INTRODUCTION))]
    for urgency in URGENCIES:
        lines += _urgency(urgency, said)
    return [*lines, "", *_plain(retold(IN_DOUBT))]


def _urgency(urgency: Urgency, said: Callable[[Claim], str]) -> list[str]:
    signs = [line for sign in urgency.signs for line in _item(said(sign))]
    return ["", retold(urgency.title).upper(), *_plain(retold(urgency.what_to_do)), *signs]


def _foot() -> list[str]:
    return _plain(retold(DISCLAIMER))


def _plain(sentence: str) -> list[str]:
    return wrap(sentence, COLUMNS, break_on_hyphens=False)


def _item(sentence: str) -> list[str]:
    return _hung("  - ", sentence)


def _hung(before: str, sentence: str) -> list[str]:
    return wrap(
        sentence, COLUMNS, initial_indent=before, subsequent_indent=" " * len(before), break_on_hyphens=False
    )  # fmt: skip


def plain_text(lines: Iterable[str], *, unicode: bool) -> str:
    """The lines as one text; ASCII only where no more can be shown."""
    return joined([lines], unicode=unicode)
