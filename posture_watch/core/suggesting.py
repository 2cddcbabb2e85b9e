"""One thing to try, out of the figures of some days, and why. Never medical; where little is known, nothing is said.

What is told first is what all else rests on: what the camera sees, then whether the reminders fit, then the sitting,
then the posture. Each needs a minimum of data; all limits are starting guesses unless a source is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from posture_watch.core.hours import HourFigures
from posture_watch.core.reminder_state import UNHEEDED
from posture_watch.core.summary import DayFigures
from posture_watch.core.trends import FEWEST_DAYS, LEAST_DESK_S
from posture_watch.core.words import KIND_WORDS, duration

LEAST_SEEN_S = 5 * 3600.0
"""Time at the desk, or judged, that makes a habit worth a word."""
LOW_COVERAGE = 0.6
FEWEST_REMINDERS = 10
WRONG_SHARE = 0.2
UNHEEDED_SHARE = 0.6
LONG_BOUT_S = 3600.0
"""An hour without a break: HSE asks for a break before it."""
FULL_STRAIN = 100.0
"""About the holding limit of ISO 11226 (strain.py)."""
KIND_SHARE, OF_NOTICED = 0.15, 0.5
"""Of the time that was judged, and of that which was not upright: a kind with both stands out."""
HOUR_DAYS, HOUR_JUDGED_S, HOUR_LESS, HOUR_OFTEN = 8, 2 * 3600.0, 0.15, 0.75
"""An hour stands out that is less upright than the rest by this share of time, on so many of so many days at least."""

AT_THE_DESK = {
    "slump": "Sit back until the backrest carries you; try a small cushion in your back.",
    "head_drop": "Raise the screen, or what you read, until you look straight ahead.",
    "forward_lean": "Bring the screen nearer or make the letters larger, so that you need not lean in to read.",
    "head_forward": "Bring the screen nearer or make the letters larger, so that your head need not reach for it.",
    "trunk_lean": "Put keyboard, mouse and screen right in front of you, and both armrests at one height.",
    "head_tilt": "Put the screen that you look at most right in front of you.",
    "shoulder_tilt": "Bring the mouse close to you, and both armrests to one height.",
}
"""What to change at the desk, by the kind of posture without its side."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to try, and why: English sentences, which outlets retell."""

    text: str
    reason: str


def suggest(days: Sequence[DayFigures]) -> Suggestion | None:
    """What these days suggest first; None if they are too few, or too little was seen, to say anything."""
    telling = [day for day in days if day.desk_s >= LEAST_DESK_S]
    if sum(day.desk_s for day in telling) < LEAST_SEEN_S:
        return None
    for ask in _QUESTIONS:
        found = ask(telling)
        if found is not None:
            return found
    if len(telling) < FEWEST_DAYS:
        return None
    return Suggestion("Nothing to change.", f"Nothing stood out in your last {len(telling)} days at the desk.")


def _coverage(days: Sequence[DayFigures]) -> Suggestion | None:
    share = sum(day.judged_s for day in days) / sum(day.desk_s for day in days)
    if share >= LOW_COVERAGE:
        return None
    return Suggestion(
        "Put a light in front of you, or turn the camera until head and shoulders are in it: posture-watch doctor",
        f"The camera saw only {100 * share:.0f} % of your time at the desk.",
    )


def _wrong(days: Sequence[DayFigures]) -> Suggestion | None:
    told = _outcomes(days)
    if told.total() < FEWEST_REMINDERS or told["wrong"] < WRONG_SHARE * told.total():
        return None
    return Suggestion(
        "Try other limits on your own logged days: posture-watch tune",
        f"You called {told['wrong']} of {told.total()} reminders wrong.",
    )


def _unheeded(days: Sequence[DayFigures]) -> Suggestion | None:
    told = _outcomes(days)
    without = sum(told[outcome] for outcome in UNHEEDED)
    if told.total() < FEWEST_REMINDERS or without < UNHEEDED_SHARE * told.total():
        return None
    return Suggestion(
        'Have fewer of them: posture-watch tune finds limits for it, or set profile = "gentle".',
        f"Nothing came of {without} of {told.total()} reminders.",
    )


def _outcomes(days: Sequence[DayFigures]) -> Counter[str]:
    """Reminders by what came of them, where that is known."""
    total: Counter[str] = Counter()
    for day in days:
        total.update({name: number for name, number in day.outcomes.items() if name not in ("unknown", "superseded")})
    return total


def _long_bouts(days: Sequence[DayFigures]) -> Suggestion | None:
    longest_s = median(day.longest_bout_s for day in days)
    if len(days) < FEWEST_DAYS or longest_s < LONG_BOUT_S:
        return None
    return Suggestion(
        "Stand up for two minutes before the hour is full, for a glass of water or a call.",
        f"On half of your last {len(days)} days you sat for {duration(longest_s)} or more at a stretch.",
    )


def _strain(days: Sequence[DayFigures]) -> Suggestion | None:
    followed = [day.strain_peak for day in days if day.strain_peak is not None]
    full = sum(peak >= FULL_STRAIN for peak in followed)
    if len(followed) < FEWEST_DAYS or 2 * full < len(followed):
        return None
    return Suggestion(
        "Change position sooner: lean back or stand up for a minute, a few times an hour.",
        f"The load estimate reached 100 on {full} of {len(followed)} days.",
    )


def _hour(days: Sequence[DayFigures]) -> Suggestion | None:
    found = [(hour, less) for hour in range(24) if (less := _less_upright(hour, days)) is not None]
    if not found:
        return None
    hour, (share, rest) = min(found, key=lambda entry: entry[1][0] - entry[1][1])
    clock, clock2 = f"{hour:02d}:00", f"{(hour + 1) % 24:02d}:00"
    return Suggestion(
        f"Plan a short break at {clock}.",
        f"From {clock} to {clock2} you are close to your baseline {100 * share:.0f} % of the time, "
        f"else {100 * rest:.0f} %.",
    )


def _less_upright(hour: int, days: Sequence[DayFigures]) -> tuple[float, float] | None:
    """The share of the hour that was good, and of the rest of the days; None if the hour does not stand out."""
    own, rest, lower, both = HourFigures(), HourFigures(), 0, 0
    for day in days:
        this = day.hours.get(hour, HourFigures())
        others = sum((f for h, f in day.hours.items() if h != hour), HourFigures())
        own, rest = own + this, rest + others
        if this.judged_s > 0 and others.judged_s > 0:
            both += 1
            lower += this.good_s / this.judged_s < others.good_s / others.judged_s
    if both < HOUR_DAYS or own.judged_s < HOUR_JUDGED_S or lower < HOUR_OFTEN * both:
        return None
    shares = own.good_s / own.judged_s, rest.good_s / rest.judged_s
    return shares if shares[1] - shares[0] >= HOUR_LESS else None


def _kind(days: Sequence[DayFigures]) -> Suggestion | None:
    total: defaultdict[str, float] = defaultdict(float)
    for day in days:
        for kind, seconds in day.kinds_s.items():
            total[kind] += seconds
    judged_s = sum(total.values())
    noticed = {kind: seconds for kind, seconds in total.items() if _without_side(kind) in AT_THE_DESK}
    if judged_s < LEAST_SEEN_S or not noticed:
        return None
    most = max(noticed, key=lambda kind: noticed[kind])
    if noticed[most] < max(KIND_SHARE * judged_s, OF_NOTICED * sum(noticed.values())):
        return None
    share = 100 * noticed[most] / judged_s
    kind = KIND_WORDS[most]
    return Suggestion(
        AT_THE_DESK[_without_side(most)],
        f"What was noticed most: {kind}, {share:.0f} % of the time that could be judged.",
    )


def _without_side(kind: str) -> str:
    return kind.removesuffix("_left").removesuffix("_right")


_QUESTIONS: tuple[Callable[[Sequence[DayFigures]], Suggestion | None], ...] = (
    _coverage,
    _wrong,
    _unheeded,
    _long_bouts,
    _strain,
    _hour,
    _kind,
)
