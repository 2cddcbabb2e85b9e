"""What the diary asks, one question a field. An answer changes a record; what needs two fields is checked after."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from posture_watch.commands.said_choices import one, score, several
from posture_watch.commands.said_time import length_s, moment
from posture_watch.core.diary import LONGEST_NOTE, LONGEST_S, MOST_SCORE, DiaryEntry, FollowUp
from posture_watch.core.diary_words import BEFORE_WORDS, ONSET_WORDS, RELIEF_WORDS, SITE_WORDS
from posture_watch.core.instant import Instant
from posture_watch.core.words import duration
from posture_watch.errors import UserError
from posture_watch.texts import retold, text

Record = TypeVar("Record", DiaryEntry, FollowUp)
Changes = dict[str, Any]
"""Fields of a record and what they become."""
CLEARED = "-"
"""Typed in place of an answer: it is not said any more."""
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SLACK = timedelta(minutes=1)
"""Times are typed in whole minutes."""


@dataclass(frozen=True, slots=True)
class Question(Generic[Record]):
    """``flag``: its option on the command line. ``words``: the question, localised. ``choices``: numbered from 1.

    ``take``: what an answer changes; raises UserError. ``empty``: what CLEARED changes, None where it may not be.
    ``shown``: what stands there now, localised, "" if it is not said. ``otherwise``: what Enter alone means, if that
    is an answer.
    """

    flag: str
    words: str
    take: Callable[[str, Instant], Changes]
    shown: Callable[[Record], str]
    empty: Changes | None
    choices: Mapping[Any, str] | None = None
    otherwise: str = ""


def entry_questions() -> Sequence[Question[DiaryEntry]]:
    """What is asked about a spasm or pain, the most needed first."""
    return (
        Question("at", text("When did it begin? (07:40; 30m ago; yesterday 18:00)"), _began,
                 lambda e: when_words(e.began_local), None, otherwise=text("just now")),
        Question("where", text("Where?"), lambda said, _: {"sites": several(said, SITE_WORDS)},
                 lambda e: listed(SITE_WORDS[site] for site in e.sites), {"sites": ()}, SITE_WORDS),
        Question("now", text("Pain now, 0 to 10?"), lambda said, _: {"pain_now": score(said)},
                 lambda e: figure(e.pain_now), {"pain_now": None}),
        Question("worst", text("Pain at its worst, 0 to 10?"), lambda said, _: {"pain_worst": score(said)},
                 lambda e: figure(e.pain_worst), {"pain_worst": None}),
        Question("lasted", text("How long did it last? (20m, 2h; on: it goes on)"), _lasted,
                 lambda e: "" if e.duration_s is None else duration(e.duration_s), {"duration_s": None}),
        Question("onset", text("How did it come?"), lambda said, _: {"onset": one(said, ONSET_WORDS)},
                 lambda e: "" if e.onset is None else retold(ONSET_WORDS[e.onset]), {"onset": None}, ONSET_WORDS),
        Question("before", text("In the two hours before?"), _before,
                 lambda e: listed(BEFORE_WORDS[one_] for one_ in e.before), {"before": ()}, BEFORE_WORDS),
        Question("stress", text("Stress before it, 0 to 10?"), lambda said, _: {"stress": score(said)},
                 lambda e: figure(e.stress), {"stress": None}),
        Question("helped", text("What has helped so far?"), _helped,
                 lambda e: listed(RELIEF_WORDS[one_] for one_ in e.helped), {"helped": ()}, RELIEF_WORDS),
        Question("note", text("Anything else, in your own words?"), _note, lambda e: e.note, {"note": ""}),
    )  # fmt: skip


def follow_up_questions() -> Sequence[Question[FollowUp]]:
    """What is asked on a later day."""
    return (
        Question("now", text("Pain now, 0 to 10?"), lambda said, _: {"pain_now": score(said)},
                 lambda f: figure(f.pain_now), {"pain_now": None}),
        Question("worst", text("The worst since, 0 to 10?"), lambda said, _: {"pain_worst": score(said)},
                 lambda f: figure(f.pain_worst), {"pain_worst": None}),
        Question("over", text("Is it gone? (yes or no)"), _over, lambda f: text("yes") if f.over else "",
                 {"over": False}),
        Question("helped", text("What has helped since?"), _helped,
                 lambda f: listed(RELIEF_WORDS[one_] for one_ in f.helped), {"helped": ()}, RELIEF_WORDS),
        Question("note", text("Anything else, in your own words?"), _note, lambda f: f.note, {"note": ""}),
    )  # fmt: skip


def follow_up_time() -> Question[FollowUp]:
    """When it was so: only a flag says it, else it is now."""
    return Question("at", text("When?"), _at, lambda f: when_words(f.at_local), None, otherwise=text("now"))


def changed(record: Record, changes: Changes, now: Instant) -> Record:
    """``record`` with the changes. Pain now over the worst that was said before is the worst. Raises UserError."""
    told = {"pain_now": record.pain_now, "pain_worst": record.pain_worst, **changes}
    if told["pain_now"] is not None and told["pain_worst"] is not None and told["pain_worst"] < told["pain_now"]:
        if "pain_worst" in changes:
            raise UserError(
                text("The worst pain cannot be below the pain now, which is {score}.", score=told["pain_now"]),
                text("Say {score} or more, or leave it out.", score=told["pain_now"]),
            )
        changes = {**changes, "pain_worst": told["pain_now"]}
    new = replace(record, **changes)
    if isinstance(new, DiaryEntry):
        _require_over_by(new, now)
    return new


def _require_over_by(entry: DiaryEntry, now: Instant) -> None:
    if entry.duration_s is None:
        return
    if entry.began_utc + timedelta(seconds=entry.duration_s) > now.utc + SLACK:
        raise UserError(
            text(
                "It began {when}, so it cannot have lasted {time} yet.",
                when=when_words(entry.began_local),
                time=duration(entry.duration_s),
            ),
            text("While it goes on, leave that out."),
        )


def _began(said: str, now: Instant) -> Changes:
    utc = moment(said, now)
    return {"began_utc": utc, "utc_offset_s": offset_s(utc)}


def _at(said: str, now: Instant) -> Changes:
    utc = moment(said, now)
    return {"at_utc": utc, "utc_offset_s": offset_s(utc)}


def offset_s(utc: datetime) -> float:
    """How far the clock of this computer was ahead of UTC at that moment (s)."""
    offset = utc.astimezone().utcoffset()
    return offset.total_seconds() if offset else 0.0


def _lasted(said: str, _now: Instant) -> Changes:
    if said.strip().lower() in ("on", "still", "noch", "an"):
        return {"duration_s": None}
    seconds = length_s(said)
    if seconds is None or seconds > LONGEST_S:
        raise UserError(
            text("That length of time was not understood."),
            text('For example "20m", "2h", "3 days"; "on" if it goes on.'),
        )
    return {"duration_s": seconds}


def _before(said: str, _now: Instant) -> Changes:
    before = several(said, BEFORE_WORDS)
    _require_alone("none", before, BEFORE_WORDS)
    return {"before": before}


def _helped(said: str, _now: Instant) -> Changes:
    helped = several(said, RELIEF_WORDS)
    _require_alone("nothing", helped, RELIEF_WORDS)
    return {"helped": helped}


def _require_alone(lone: str, chosen: tuple[str, ...], words_of: Mapping[Any, str]) -> None:
    if lone in chosen and len(chosen) > 1:
        raise UserError(
            text("“{lone}” does not go with others.", lone=retold(words_of[lone])),
            text("Choose it alone, or leave it out."),
        )


def _over(said: str, _now: Instant) -> Changes:
    words = said.strip().casefold()
    if words in ("yes", "y", "ja", "j", text("yes"), "true"):
        return {"over": True}
    if words in ("no", "n", "nein", text("no")):
        return {"over": False}
    raise UserError(text("Please answer yes or no."))


def _note(said: str, _now: Instant) -> Changes:
    note = plain(said).strip()
    if len(note) > LONGEST_NOTE:
        raise UserError(
            text("The note has {length} characters, and {most} have room.", length=len(note), most=LONGEST_NOTE),
            text("Please shorten it."),
        )
    return {"note": note}


def plain(words: str) -> str:
    """The words as text that every screen and file can take: no broken bytes, no control characters but new lines,
    nothing that turns the direction of what is shown after it (letters that are written to the left stay so)."""
    whole = words.encode("utf-8", "replace").decode().replace("\r\n", "\n")
    return "".join(" " if unicodedata.category(c) == "Cc" and c != "\n" else c for c in whole if c not in _TURNING)


def when_words(local: datetime) -> str:
    """The moment by the user's clock then: "2026-11-20 07:40"."""
    return f"{local:%Y-%m-%d %H:%M}"


def figure(score_: int | None) -> str:
    """The figure; "" if it was not said."""
    return "" if score_ is None else str(score_)


def out_of_ten(score_: int) -> str:
    """ "4 of 10"."""
    return text("{score} of {most}", score=score_, most=MOST_SCORE)


def listed(words: Any) -> str:
    """English words one after the other, localised."""
    return ", ".join(retold(word) for word in words)
