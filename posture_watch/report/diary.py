"""What the user wrote in the diary, a line each. It is told as it was written: nothing is added, nothing judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from posture_watch.core.diary import Episode, FollowUp
from posture_watch.core.diary_words import (
    KIND_OF_ENTRY_WORDS,
    ONSET_WORDS,
    before_words,
    relief_words,
    sites_words,
)
from posture_watch.core.words import duration
from posture_watch.report.layout import labelled, wrapped
from posture_watch.report.words import clock
from posture_watch.texts import retold, text

LONGEST_QUOTE = 120
"""Characters of a note that a line of a report quotes; `diary show` has the whole of it."""
_DAY_S = 86_400.0
_HANG = 7


class Told(NamedTuple):
    """A line of the diary: when by the user's clock, and what."""

    at_local: datetime
    words: str


def one_line(written: str, most: int | None = None) -> str:
    """What the user wrote as one line without anything that a terminal or a page would obey, at most ``most`` long."""
    line = "".join(char for char in " ".join(written.split()) if char.isprintable())
    return line if most is None or len(line) <= most else line[: most - 1].rstrip() + "…"


def listed(words: Iterable[str]) -> str:
    """Words of the diary's tables one after the other, in the language of the user."""
    return ", ".join(retold(word) for word in words)


def pain_words(now: int | None, worst: int | None) -> str:
    """ "pain 3 of 10, at worst 7"; "" if neither was said."""
    if now is None and worst is None:
        return ""
    if worst is None:
        return text("pain {now} of 10", now=now)
    if now is None:
        return text("pain at worst {worst} of 10", worst=worst)
    return text("pain {now} of 10, at worst {worst}", now=now, worst=worst)


def lasted(seconds: float) -> str:
    """How long an episode was, as the user said: days once it is two of them."""
    if seconds < 2 * _DAY_S:
        return duration(seconds)
    return text("{number} days", number=round(seconds / _DAY_S))


def what_was_written(episode: Episode, *, most: int = LONGEST_QUOTE) -> list[str]:
    """What beside the place, the pain and the length was said of an episode, piece by piece."""
    entry = episode.entry
    pieces = [
        text("before: {what}", what=listed(before_words(entry.before))) if entry.before else "",
        text("stress {score} of 10", score=entry.stress) if entry.stress is not None else "",
        text("helped: {what}", what=listed(relief_words(entry.helped))) if entry.helped else "",
        _quoted(entry.note, most),
    ]
    return [piece for piece in pieces if piece]


def entry_words(episode: Episode) -> str:
    """An episode in a line: number, kind, place, pain, and the rest of what was said."""
    entry = episode.entry
    kind = text("no. {number}, {kind}", number=episode.number, kind=retold(KIND_OF_ENTRY_WORDS[entry.kind]))
    pieces = [
        listed(sites_words(entry.sites)),
        retold(ONSET_WORDS[entry.onset]) if entry.onset else "",
        pain_words(entry.pain_now, entry.pain_worst),
        text("lasted {time}", time=lasted(entry.duration_s)) if entry.duration_s is not None else "",
        *what_was_written(episode),
    ]
    return f"{kind}: {'; '.join(piece for piece in pieces if piece)}" if any(pieces) else kind


def follow_up_words(number: int, follow_up: FollowUp) -> str:
    """How it was later, in a line."""
    later, pieces = text("no. {number}, later", number=number), follow_up_pieces(follow_up)
    return f"{later}: {'; '.join(pieces)}" if pieces else later


def follow_up_pieces(follow_up: FollowUp) -> list[str]:
    """What was said then, piece by piece."""
    pieces = [
        pain_words(follow_up.pain_now, follow_up.pain_worst),
        text("over") if follow_up.over else "",
        text("helped: {what}", what=listed(relief_words(follow_up.helped))) if follow_up.helped else "",
        _quoted(follow_up.note, LONGEST_QUOTE),
    ]
    return [piece for piece in pieces if piece]


def _quoted(note: str, most: int) -> str:
    line = one_line(note, most)
    return text("“{note}”", note=line) if line else ""


def lines_of(episodes: Iterable[Episode], first: date, last: date) -> list[Told]:
    """What was written of the days from ``first`` to ``last``, in order: beginnings, and how it was later."""
    episodes = tuple(episodes)
    found = [Told(one.entry.began_local, entry_words(one)) for one in episodes]
    found += [Told(later.at_local, follow_up_words(one.number, later)) for one in episodes for later in one.follow_ups]
    return sorted(told for told in found if first <= told.at_local.date() <= last)


def concerning(episodes: Iterable[Episode], first: date, last: date) -> tuple[Episode, ...]:
    """Those that began on these days, or have a follow-up on one of them."""
    return tuple(
        one
        for one in episodes
        if any(first <= day <= last for day in (one.entry.local_date, *(f.at_local.date() for f in one.follow_ups)))
    )


def begun(episodes: Iterable[Episode], first: date, last: date) -> tuple[Episode, ...]:
    """Those that began on these days."""
    return tuple(one for one in episodes if first <= one.entry.local_date <= last)


def day_diary(episodes: Iterable[Episode], day: date) -> list[str]:
    """The diary of a day as lines beside their label."""
    told = [wrapped(f"{clock(at)}  {words}", hang=_HANG) for at, words in lines_of(episodes, day, day)]
    return labelled(text("Diary"), [line for lines in told for line in lines])


def days_diary(episodes: Iterable[Episode], first: date, last: date, day_name: Callable[[date], str]) -> list[str]:
    """The diary of a week or a month as lines beside their label."""
    told = [
        wrapped(f"{day_name(at.date())} {clock(at)}  {words}", hang=_HANG)
        for at, words in lines_of(episodes, first, last)
    ]
    return labelled(text("Diary"), [line for lines in told for line in lines])
