"""What the user writes down: a spasm or pain, and how it went on. Theirs alone: nothing here is measured or judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from posture_watch.core.logged import local_time

EntryKind = Literal["spasm", "pain"]
Site = Literal[
    "neck", "left_shoulder", "right_shoulder", "upper_back", "middle_back", "lower_back_left", "lower_back",
    "lower_back_right", "left_buttock", "right_buttock", "left_arm", "right_arm", "left_leg", "right_leg",
]  # fmt: skip
Onset = Literal["sudden", "gradual"]
Before = Literal["lift", "bend_twist", "sit", "drive", "exercise", "cough_sneeze", "distracted", "tired", "none"]
Relief = Literal[
    "moving", "lying", "heat", "cold", "medicine", "stretching", "massage", "physiotherapy", "breathing", "other",
    "nothing",
]  # fmt: skip
SITES: tuple[Site, ...] = get_args(Site)
BEFORE: tuple[Before, ...] = get_args(Before)
RELIEFS: tuple[Relief, ...] = get_args(Relief)
MOST_SCORE = 10
"""Pain and stress go from 0 to this."""
LONGEST_NOTE = 2000
"""Characters."""
LONGEST_S = 366 * 86_400.0


def _require_score(name: str, value: int | None) -> None:
    if value is not None and not (type(value) is int and 0 <= value <= MOST_SCORE):
        raise ValueError(f"{name} is a whole number from 0 to {MOST_SCORE}, not {value!r}")


def _require_chosen(name: str, chosen: tuple[str, ...], known: tuple[str, ...]) -> None:
    unknown = [one for one in chosen if one not in known]
    if unknown or len(set(chosen)) != len(chosen):
        raise ValueError(f"{name} are some of {', '.join(known)}, each once, not {', '.join(chosen)}")


def _require_common(key: str, moments: tuple[datetime, ...], note: str) -> None:
    if not (len(key) == 32 and set(key) <= set("0123456789abcdef")):
        raise ValueError(f"a key is 32 hexadecimal digits, not {key!r:.50}")
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError("a moment needs a time zone")
    if len(note) > LONGEST_NOTE:
        raise ValueError(f"a note has at most {LONGEST_NOTE} characters, this one has {len(note)}")


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One episode, as it was first told. None is "not said", never zero.

    ``key``: 32 hexadecimal digits, the same in every copy of the log. ``pain_now`` and ``pain_worst`` 0 to 10;
    ``duration_s``: how long it lasted, None while it goes on. ``before``: done in the two hours before.
    """

    key: str
    kind: EntryKind
    began_utc: datetime
    utc_offset_s: float
    written_utc: datetime
    sites: tuple[Site, ...] = ()
    pain_now: int | None = None
    pain_worst: int | None = None
    duration_s: float | None = None
    onset: Onset | None = None
    before: tuple[Before, ...] = ()
    stress: int | None = None
    helped: tuple[Relief, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        _require_common(self.key, (self.began_utc, self.written_utc), self.note)
        if self.kind not in get_args(EntryKind) or self.onset not in (None, *get_args(Onset)):
            raise ValueError(f"this is no kind or onset of ours: {self.kind!r}, {self.onset!r}")
        _require_score("pain_now", self.pain_now)
        _require_score("pain_worst", self.pain_worst)
        _require_score("stress", self.stress)
        if self.pain_now is not None and self.pain_worst is not None and self.pain_worst < self.pain_now:
            raise ValueError(f"the worst pain ({self.pain_worst}) cannot be below the pain now ({self.pain_now})")
        if self.duration_s is not None and not 0 <= self.duration_s <= LONGEST_S:
            raise ValueError(f"duration_s is from 0 to {LONGEST_S:.0f}, not {self.duration_s}")
        _require_chosen("sites", self.sites, SITES)
        _require_chosen("before", self.before, BEFORE)
        _require_chosen("helped", self.helped, RELIEFS)
        if "none" in self.before and len(self.before) > 1:
            raise ValueError("none of these stands alone")

    @property
    def began_local(self) -> datetime:
        """By the clock of the user at that moment."""
        return local_time(self.began_utc, self.utc_offset_s)

    @property
    def local_date(self) -> date:
        """The user's day on which it began."""
        return self.began_local.date()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How it is on a later day. ``over``: it is gone. ``key`` is its own, ``entry_key`` that of its entry."""

    key: str
    entry_key: str
    at_utc: datetime
    utc_offset_s: float
    pain_now: int | None = None
    pain_worst: int | None = None
    helped: tuple[Relief, ...] = ()
    over: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        _require_common(self.key, (self.at_utc,), self.note)
        _require_common(self.entry_key, (self.at_utc,), self.note)
        _require_score("pain_now", self.pain_now)
        _require_score("pain_worst", self.pain_worst)
        _require_chosen("helped", self.helped, RELIEFS)

    @property
    def at_local(self) -> datetime:
        """By the clock of the user at that moment."""
        return local_time(self.at_utc, self.utc_offset_s)


@dataclass(frozen=True, slots=True)
class Episode:
    """An entry with its follow-ups, the earliest first. ``number``: what people call it by, never given twice."""

    number: int
    entry: DiaryEntry
    follow_ups: tuple[FollowUp, ...] = field(default=())

    @property
    def is_over(self) -> bool:
        """Whether the user has said that it is gone."""
        return self.entry.duration_s is not None or any(one.over for one in self.follow_ups)

    @property
    def worst(self) -> int | None:
        """The highest pain that was told."""
        told = [self.entry.pain_worst, self.entry.pain_now]
        told += [score for one in self.follow_ups for score in (one.pain_worst, one.pain_now)]
        return max((score for score in told if score is not None), default=None)
