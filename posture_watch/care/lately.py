"""What the last two hours were like: which postures, how long without a break. It chooses exercises, nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from posture_watch.care.exercise import Answer
from posture_watch.core.bouts_of_day import RESTING
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute
from posture_watch.texts import retold, text

REACH_S = 2 * 3600.0
"""The last hours."""
LEAST_S = 5 * 60.0
"""A posture of fewer seconds is nothing to answer (starting guess)."""
LEAST_SHARE = 0.1
"""Nor is one of a smaller share of what was judged (starting guess)."""
LONG_SITTING_S = 30 * 60.0
"""Moving is advised after so much sitting without a break (Radwan 2022)."""
MORNING_ENDS_H = 11
MORNING_S = 3600.0
"""The first hour at the desk, if it is before eleven: who has just got up is told from no camera (starting guess)."""
FORGIVEN_S = 10 * 60.0
"""A log that ends so many seconds ago says nothing of a break: the monitor may have been stopped for this one."""

ANSWERED: Mapping[str, tuple[Answer, ...]] = {
    "head_forward": ("head_forward", "rounded_shoulders"),
    "head_drop": ("neck_load", "head_forward"),
    "forward_lean": ("head_forward", "slump"),
    "slump": ("slump", "rounded_shoulders"),
    **{
        f"{kind}_{side}": ("tilt",)
        for kind in ("head_tilt", "trunk_lean", "shoulder_tilt")
        for side in ("left", "right")
    },
}
"""What answers a kind of posture (core/kinds.py); the first says it best, the second counts half."""
ANSWER_WORDS: Mapping[Answer, str] = {
    "head_forward": "The head was often forward.",
    "slump": "You sat lower for a while.",
    "tilt": "You leaned to one side for a while.",
    "neck_load": "You looked down for a while.",
}


@dataclass(frozen=True, slots=True)
class Lately:
    """``answers``: what exercises may answer, most of it first. ``sitting_s`` of the last two hours, ``unbroken_s``
    since the last break. ``early``: the first hour of the day at the desk."""

    answers: tuple[Answer, ...] = ()
    sitting_s: float = 0.0
    unbroken_s: float = 0.0
    early: bool = False


def lately(intervals: Sequence[Interval], minutes: Iterable[Minute], now: Instant, *, break_s: float) -> Lately:
    """Out of the log of today, or at least of the last two hours. What was not seen is no posture and no break."""
    known = [interval for interval in intervals if interval.start_utc < now.utc]
    unbroken_s = _unbroken_s(known, now, break_s)
    weights = _weights(minutes, now)
    if unbroken_s >= LONG_SITTING_S:
        weights["long_sitting"] += unbroken_s / 2  # half an hour of sitting as much as a quarter of an hour's slump
    return Lately(
        tuple(sorted(weights, key=lambda answer: -weights[answer])),
        sum(_within_reach_s(interval, now) for interval in known if interval.sitting),
        unbroken_s,
        _is_early(known, now),
    )


def because(said: Lately, answers: Iterable[Answer], *, gentle: bool = False) -> list[str]:
    """Why these exercises, in sentences for the user; on gentle days nothing of posture."""
    sentences: list[str] = []
    if said.unbroken_s >= LONG_SITTING_S:
        sentences.append(text("You have sat for {minutes} minutes.", minutes=int(said.unbroken_s // 60)))
    if not gentle:
        words = (ANSWER_WORDS.get(answer) for answer in answers)
        sentences.extend([retold(said_of) for said_of in words if said_of][:1])
    return sentences


def _weights(minutes: Iterable[Minute], now: Instant) -> defaultdict[Answer, float]:
    seconds: defaultdict[str, float] = defaultdict(float)
    for minute in minutes:
        if 0 <= (now.utc - minute.start_utc).total_seconds() <= REACH_S:
            for kind, kind_s in minute.kinds_s.items():
                seconds[kind] += kind_s
    least_s = max(LEAST_S, LEAST_SHARE * sum(seconds.values()))
    weights: defaultdict[Answer, float] = defaultdict(float)
    summed = _by_answers(seconds)
    for answers, kind_s in summed.items():
        if kind_s >= least_s:
            for rank, answer in enumerate(answers, start=1):
                weights[answer] += kind_s / rank
    return weights


def _by_answers(seconds: Mapping[str, float]) -> dict[tuple[Answer, ...], float]:
    """Leaning left and leaning right are one thing to answer."""
    summed: defaultdict[tuple[Answer, ...], float] = defaultdict(float)
    for kind, kind_s in seconds.items():
        if kind in ANSWERED:
            summed[ANSWERED[kind]] += kind_s
    return dict(summed)


def _unbroken_s(intervals: Sequence[Interval], now: Instant, break_s: float) -> float:
    """Seconds seen sitting since the last ``break_s`` seconds of being away, standing, or not watched."""
    sat_s = rested_s = 0.0
    until = None
    for interval in intervals:
        rested_s += 0.0 if until is None else max(0.0, (interval.start_utc - until).total_seconds())
        rested_s += interval.duration_s if interval.posture in RESTING else 0.0
        sat_s = 0.0 if rested_s >= break_s else sat_s
        if interval.sitting:
            sat_s, rested_s = sat_s + interval.duration_s, 0.0
        until = interval.end_utc
    unwatched_s = 0.0 if until is None else (now.utc - until).total_seconds()
    return sat_s if unwatched_s <= FORGIVEN_S else 0.0


def _within_reach_s(interval: Interval, now: Instant) -> float:
    end_ago_s = max(0.0, (now.utc - interval.end_utc).total_seconds())
    start_ago_s = min(REACH_S, (now.utc - interval.start_utc).total_seconds())
    return max(0.0, start_ago_s - end_ago_s)


def _is_early(intervals: Sequence[Interval], now: Instant) -> bool:
    today = [i for i in intervals if i.end_utc > now.midnight_utc and (i.sitting or i.posture in ("good", "poor"))]
    begun_ago_s = (now.utc - max(today[0].start_utc, now.midnight_utc)).total_seconds() if today else 0.0
    return now.local.hour < MORNING_ENDS_H and begun_ago_s < MORNING_S
