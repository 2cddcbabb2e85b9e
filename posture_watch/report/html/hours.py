"""The hours of the user's week as a table, shaded by what its figures say; and one day hour by hour, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain

from posture_watch.core.intervals import Posture
from posture_watch.core.logged import local_time
from posture_watch.core.summary import DayFigures, DaySummary, HourFigures
from posture_watch.core.words import duration
from posture_watch.report.html.markup import Html, el
from posture_watch.report.html.parts import table, with_bar
from posture_watch.report.names import weekday_name
from posture_watch.report.words import OUTCOME_WORDS, POSTURE_WORDS, clock, percent, utc_offset
from posture_watch.texts import retold, text

_LEAST_JUDGED_S = 600.0
"""An hour of the week with less judged time than this has no share (engineering choice)."""
_SHADES = 4
_MOST_SAID = 8


def week_of_hours(days: Sequence[DayFigures]) -> list[Html]:
    """Two tables, hours by weekdays: minutes of sitting, and the share close to the baseline. Empty without hours."""
    if not any(day.hours for day in days):
        return []
    count = len(days)
    return [
        _heat(
            text("Minutes of sitting in each hour, mean of {days} days; the stronger the shade, the more", days=count),
            days, _sitting_min, 60.0,
        ),
        _heat(
            text("Per cent of the judged time close to your baseline; the stronger the shade, the more"),
            days, _good_percent, 100.0,
        ),
    ]  # fmt: skip


def _sitting_min(hours: Sequence[HourFigures], days: int) -> float | None:
    minutes = sum(hour.sitting_s for hour in hours) / 60 / days if days else 0.0
    return minutes if minutes >= 0.5 else None


def _good_percent(hours: Sequence[HourFigures], days: int) -> float | None:
    judged_s = sum(hour.judged_s for hour in hours)
    return 100 * sum(hour.good_s for hour in hours) / judged_s if days and judged_s >= _LEAST_JUDGED_S else None


def _heat(
    caption: str, days: Sequence[DayFigures], value: Callable[[Sequence[HourFigures], int], float | None], most: float
) -> Html:
    """A row for each hour of the clock from the first to the last that has anything."""
    used = sorted(set(chain.from_iterable(day.hours for day in days)))
    by_weekday: defaultdict[int, list[DayFigures]] = defaultdict(list)
    for day in days:
        by_weekday[day.day.weekday()].append(day)
    heads = [el("th", text("Hour"), scope="col")]
    heads += [el("th", weekday_name(n), scope="col") for n in range(7)]
    rows: list[Html] = []
    for hour in range(used[0], used[-1] + 1):
        cells = [
            _shaded(value([d.hours[hour] for d in by_weekday[n] if hour in d.hours], len(by_weekday[n])), most)
            for n in range(7)
        ]
        rows.append(el("tr", el("th", f"{hour:02d}", scope="row"), *cells))
    return el(
        "table", el("caption", caption), el("thead", el("tr", *heads)), el("tbody", *rows), class_="heat"
    )  # fmt: skip


def _shaded(value: float | None, most: float) -> Html:
    if value is None:
        return el("td", "–", class_="none")
    shade = min(_SHADES, round(_SHADES * value / most))
    return el("td", f"{value:.0f}", class_=f"h{shade}" if shade else None)


def hours_of_day(figures: DayFigures) -> Html:
    """What is kept of the hours of a day whose details are gone."""
    rows = [
        (f"{hour:02d}:00", with_bar(duration(h.sitting_s), min(1.0, h.sitting_s / 3600)), _good_words(h))
        for hour, h in sorted(figures.hours.items())
    ]
    heads = (text("From"), text("Sitting"), text("Close to your baseline"))
    return table(text("Sitting by the hour"), heads, rows, class_="short")


def _good_words(hour: HourFigures) -> str:
    if hour.judged_s <= 0:
        return text("could not be judged")
    return text("{share} of {time} judged", share=percent(hour.good_s / hour.judged_s), time=duration(hour.judged_s))


def hour_by_hour(summary: DaySummary) -> Html:
    """The picture of the day in words: a row for each hour of the user's clock, with what it held and what was said."""
    held: defaultdict[datetime, dict[Posture, float]] = defaultdict(dict)
    for interval in summary.timeline:
        moment = local_time(interval.start_utc, interval.utc_offset_s)
        end = local_time(interval.end_utc, interval.utc_offset_s)
        while moment < end:
            following = min(end, _hour(moment) + timedelta(hours=1))
            hour = held[_hour(moment)]
            hour[interval.posture] = hour.get(interval.posture, 0.0) + (following - moment).total_seconds()
            moment = following
    said: defaultdict[datetime, list[str]] = defaultdict(list)
    for reminder in summary.reminders:
        due = local_time(reminder.due_utc, reminder.utc_offset_s)
        outcome = retold(OUTCOME_WORDS[reminder.outcome])
        said[_hour(due)].append(text("reminder {clock}: {outcome}", clock=clock(due), outcome=outcome))
    several = len({hour.utcoffset() for hour in held}) > 1
    rows = [(_named(hour, several), _words(held[hour], said[hour])) for hour in sorted(held)]
    return table(text("The day hour by hour"), (text("From"), text("What was seen")), rows)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _named(hour: datetime, several: bool) -> str:
    return f"{clock(hour)} ({utc_offset(hour)})" if several else clock(hour)


def _words(seconds: Mapping[Posture, float], reminders: Sequence[str]) -> str:
    most_first = sorted(seconds.items(), key=lambda entry: -entry[1])
    held = [f"{retold(POSTURE_WORDS[posture])} {duration(s)}" for posture, s in most_first if s >= 0.5]
    if len(reminders) > _MOST_SAID:
        reminders = [text("{number} reminders", number=len(reminders))]
    return "; ".join([", ".join(held), *reminders])
