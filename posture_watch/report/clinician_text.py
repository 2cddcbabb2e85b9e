"""The page to take along as plain text of at most 80 columns, with all of its episodes."""

from __future__ import annotations

from textwrap import wrap

from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.measuring import MEASURED
from posture_watch.report.clinician import (
    ClinicianReport,
    before_words,
    coverage_words,
    number_words,
    period_words,
    sitting_words,
    sources_words,
    title,
)
from posture_watch.report.diary import entry_words, follow_up_words
from posture_watch.report.layout import COLUMNS, joined, labelled, whole, wrapped
from posture_watch.report.words import clock, short_date
from posture_watch.texts import retold, text

_HANG = 2


def clinician_text(report: ClinicianReport, *, unicode: bool = True) -> str:
    """The page. ``unicode`` False is ASCII, for terminals and files that cannot take more."""
    name = text("Name:")
    blocks = [
        [title(), "", f"{name} {'_' * (COLUMNS - len(name) - 1)}"],
        _figures(report),
        *([[text("What was written")], *_episodes(report)] if report.episodes else []),
        [text("How it was measured, and its limits"), *_limits(report)],
        [*whole(text("Estimates from a camera.")), *whole(retold(DISCLAIMER))],
    ]
    return joined(blocks, unicode=unicode)


def _figures(report: ClinicianReport) -> list[str]:
    made = text("made on {day}", day=short_date(report.made_on))
    return [
        *labelled(text("Period"), wrapped(f"{period_words(report)}; {made}")),
        *labelled(text("Coverage"), wrapped(coverage_words(report))),
        *labelled(text("Sitting"), wrapped(sitting_words(report))),
        *labelled(text("Diary"), wrapped(number_words(report))),
    ]


def _episodes(report: ClinicianReport) -> list[list[str]]:
    """Each with how it went on, in order."""
    blocks: list[list[str]] = []
    for episode in report.episodes:
        began = episode.entry.began_local
        before = text("Sitting before / usual: {what}", what=before_words(report, episode))
        said = [f"{began.date()} {clock(began)}  {entry_words(episode)}", before]
        said += [
            f"{later.at_local.date()} {clock(later.at_local)}  {follow_up_words(episode.number, later)}"
            for later in episode.follow_ups
        ]
        first, *others = said
        blocks.append([*_hung(first), *(line for one in others for line in _hung(one, indent=_HANG))])
    return blocks


def _limits(report: ClinicianReport) -> list[str]:
    said = [retold(claim.words) for claim in MEASURED]
    if report.log_first is not None and report.log_first > report.first:
        said.append(text("The log begins on {day}.", day=short_date(report.log_first)))
    return [*(line for one in said for line in _hung(f"- {one}")), *_hung(sources_words())]


def _hung(sentence: str, *, indent: int = 0) -> list[str]:
    further = " " * (indent + _HANG)
    return wrap(sentence, COLUMNS, initial_indent=" " * indent, subsequent_indent=further, break_on_hyphens=False)
