"""A page to take along to somebody who knows about backs: figures of sitting, and the diary. It interprets nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from posture_watch.care.measuring import MEASURED
from posture_watch.care.sources import SOURCES
from posture_watch.core.diary import Episode
from posture_watch.core.exposure import Compared
from posture_watch.core.summary import DayFigures
from posture_watch.core.trends import LEAST_DESK_S, Spread, spread_of
from posture_watch.core.words import duration
from posture_watch.report.words import percent, short_date
from posture_watch.texts import text

USUAL_DAYS = 90
"""The period if none is asked for: as long as the log keeps detail by default."""


@dataclass(frozen=True, slots=True)
class ClinicianReport:
    """The days from ``first`` to ``last``; ``days`` those with any figures, ``episodes`` what began in them.

    ``compared``: sitting before an episode and on comparable days, by the key of its entry. ``log_first``: the first
    day that the log knows anything about.
    """

    first: date
    last: date
    made_on: date
    days: tuple[DayFigures, ...]
    episodes: tuple[Episode, ...] = ()
    compared: Mapping[str, Compared] = field(default_factory=dict[str, Compared])
    log_first: date | None = None

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a period cannot begin ({self.first}) after its end ({self.last})")

    @property
    def watched(self) -> tuple[DayFigures, ...]:
        """The days that say something about days: an hour or more at the desk, and over."""
        return tuple(day for day in self.days if day.desk_s >= LEAST_DESK_S and day.day != self.made_on)

    @property
    def sitting(self) -> Spread | None:
        """Sitting a day (s) over the watched days; None without one."""
        return spread_of(day.sitting_s for day in self.watched)


def title() -> str:
    """What the page is called."""
    return text("Sitting and pain, a page to take along")


def period_words(report: ClinicianReport) -> str:
    """From when to when, and how many days that is."""
    number = (report.last - report.first).days + 1
    first, last = short_date(report.first), short_date(report.last)
    if number == 1:
        return first
    return text("{first} to {last} ({number} days)", first=first, last=last, number=number)


def coverage_words(report: ClinicianReport) -> str:
    """How much of the time at the desk the camera saw."""
    if not report.days:
        return text("The monitor did not run in this period.")
    desk_s = sum(day.desk_s for day in report.days)
    if desk_s <= 0:
        return text("The camera saw nobody at the desk.")
    share = percent(sum(day.judged_s for day in report.days) / desk_s)
    return text("The camera saw {share} of the desk time ({time}).", share=share, time=duration(desk_s))


def sitting_words(report: ClinicianReport) -> str:
    """Sitting a day: median and quartiles, and over how many days."""
    spread = report.sitting
    if spread is None:
        return text("No day of this period was watched for an hour or more and is over.")
    if spread.days == 1:
        return text("{time} on the one day with an hour or more at the desk", time=duration(spread.middle))
    return text(
        "median {middle} a day, quartiles {low} and {high}, over {days} days with an hour or more at the desk",
        middle=duration(spread.middle), low=duration(spread.low), high=duration(spread.high), days=spread.days,
    )  # fmt: skip


def number_words(report: ClinicianReport) -> str:
    """How many episodes there were, of which kind."""
    if not report.episodes:
        return text("The diary has no entry that began in this period.")
    spasms = sum(one.entry.kind == "spasm" for one in report.episodes)
    return text(
        "spasms noted: {spasms}; pain without a spasm: {pains}", spasms=spasms, pains=len(report.episodes) - spasms
    )


def before_words(report: ClinicianReport, episode: Episode) -> str:
    """ "95 min / 70 min (4 days)": sitting before the episode, and the usual; a dash where it is not known."""
    compared = report.compared.get(episode.entry.key)
    if compared is None:
        return "–"
    case = _minutes(compared.case.exposure_s) if compared.case is not None and compared.case.is_covered else "–"
    if compared.usual_s is None:
        return "–" if case == "–" else f"{case} / –"
    days = text("1 day") if len(compared.controls) == 1 else text("{number} days", number=len(compared.controls))
    return f"{case} / {_minutes(compared.usual_s)} ({days})"


def _minutes(seconds: float) -> str:
    return f"{round(seconds / 60)} min"


def sources_words() -> str:
    """Where the way of measuring comes from."""
    keys = dict.fromkeys(key for claim in MEASURED for key in claim.sources if key != "ours")
    return text("Sources: {sources}", sources="; ".join(SOURCES[key].cited for key in keys))


def usual_first(last: date) -> date:
    """The first day of a period that ends with ``last``, if none is asked for."""
    return last - timedelta(days=min(USUAL_DAYS - 1, (last - date.min).days))
