"""Reports to make pages of: ordinary days, and days on which something is odd. From a seed, the same each time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from posture_watch.core.events import ReminderOutcome
from posture_watch.core.intervals import Interval, Minute, Posture
from posture_watch.core.logged import Detail, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DaySummary, summarise_day
from posture_watch.core.trends import trends
from posture_watch.report.day import DayReport, PeriodReport, Suggestion

DAY = date(2026, 3, 10)
TRY = Suggestion(
    "Get up once after each 40 minutes.",
    "Your three longest bouts today were over 70 minutes, and most slumps came after the first 45.",
)
_KINDS = ("slump", "forward_lean", "head_forward", "head_tilt_left", "trunk_lean_right", "recline")
_OUTCOMES: tuple[ReminderOutcome | None, ...] = (
    "moved", "moved", "left", "ignored", "snoozed", "break", "not_now", "wrong", "superseded", None,
)  # fmt: skip
_RULES = ("slump", "lean", "head_forward", "sitting", "still", "strain")


def at(day: date, hour: float, offset_s: float = 3600.0) -> datetime:
    """The moment (UTC) at which the user's clock, ``offset_s`` ahead of UTC, shows ``hour``."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour, seconds=-offset_s)


def span(start: datetime, minutes: float, posture: Posture, offset_s: float = 3600.0) -> Interval:
    """Some minutes of one posture."""
    sitting = posture in ("good", "poor", "unknown")
    return Interval(start, start + timedelta(minutes=minutes), posture, sitting, offset_s)


def worked(
    dice: Random, start: datetime, minutes: float, offset_s: float = 3600.0, *, piece_min: float = 6.0
) -> list[Interval]:
    """Hours at the desk with what belongs to them, back to back."""
    found: list[Interval] = []
    left, bout = minutes, 0.0
    while left > 0.01:
        posture: Posture = dice.choices(("good", "poor", "unknown", "standing", "busy"), (60, 22, 10, 4, 4))[0]
        length = dice.expovariate(1 / piece_min) + 0.2
        if bout > dice.uniform(25, 95):
            posture, length, bout = "away", dice.uniform(1.5, 12), 0.0
        length = min(length, left)
        found.append(span(start, length, posture, offset_s))
        start, left = found[-1].end_utc, left - length
        bout += length if posture != "away" else 0.0
    return found


def minutes_of(dice: Random, intervals: Iterable[Interval]) -> tuple[Minute, ...]:
    """Minutes with a load that gathers at the desk and eases away from it, and with kinds of posture."""
    minutes: list[Minute] = []
    load, kind = 0.0, "slump"
    weights = [dice.random() ** 2 for _ in _KINDS]
    for interval in intervals:
        start = interval.start_utc
        kind = dice.choices(_KINDS, weights)[0]
        while start < interval.end_utc:
            moment = start.replace(second=0, microsecond=0)
            end = min(interval.end_utc, moment + timedelta(minutes=1))
            gain = {"good": 0.9, "poor": 4.2, "unknown": 0.0, "standing": -6.0, "away": -9.0, "busy": 0.0}
            load = max(0.0, min(140.0, load + gain[interval.posture] - 0.012 * load))
            strain = None if interval.posture in ("unknown", "busy", "away") else load
            here = (end - start).total_seconds()
            kinds = {"good": {"upright": here}, "poor": {kind: here}}.get(interval.posture, {})
            over = {"slump": here, "my_own_rule": 0.1 * here} if interval.posture == "poor" else {}
            seconds: dict[Posture, float] = {interval.posture: here}
            minutes.append(Minute(moment, interval.utc_offset_s, seconds, over_s=over, kinds_s=kinds, strain=strain))
            start = end
    return tuple(minutes)


def reminders_in(dice: Random, intervals: list[Interval], number: int) -> tuple[LoggedReminder, ...]:
    """Reminders at moments at the desk, with all that may come of them."""
    there = [i for i in intervals if i.sitting]
    chosen = sorted(dice.sample(range(len(there)), min(number, len(there))))
    return tuple(
        LoggedReminder(
            there[i].end_utc, there[i].utc_offset_s, n + 1, "posture", (_RULES[n % len(_RULES)],),
            "Time to change position", "", _OUTCOMES[n % len(_OUTCOMES)],
        )
        for n, i in enumerate(chosen)
    )  # fmt: skip


def summary_of(dice: Random, day: date, intervals: list[Interval], *, reminders: int = 7) -> DaySummary:
    """The day as the log would return it, with all that later figures need."""
    shown = reminders_in(dice, intervals, reminders)
    skips = tuple(
        LoggedSkip(r.due_utc, r.utc_offset_s, "posture", r.rules, reason)
        for r, reason in zip(shown, ("gap", "call", "fading"), strict=False)
    )
    summary = summarise_day(day, Detail(tuple(intervals), minutes_of(dice, intervals), (), shown, skips), 60.0)
    assert summary is not None
    return summary


def workday(seed: int, day: date, *, worse: float = 1.0, reminders: int | None = None) -> DaySummary:
    """An office day: from about nine, lunch, to about six."""
    dice = Random(seed)
    start = at(day, 8.6 + dice.random())
    morning = worked(dice, start, dice.uniform(170, 220) / worse)
    lunch = span(morning[-1].end_utc, dice.uniform(30, 55), "away")
    afternoon = worked(dice, lunch.end_utc, dice.uniform(200, 290) * worse)
    return summary_of(dice, day, [*morning, lunch, *afternoon], reminders=reminders or dice.randint(4, 9))


@cache
def workdays(first: date, last: date, seed: int = 1) -> tuple[DaySummary, ...]:
    """The working days from ``first`` to ``last``; one in nine is a day off."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return tuple(workday(seed + d.toordinal(), d) for d in days if d.weekday() < 5 and d.toordinal() % 9)


def day_report(summary: DaySummary | None, day: date = DAY, *, weeks: bool = True, today: bool = False) -> DayReport:
    """A report of the day with four weeks before it, if asked for."""
    before = tuple(s.figures for s in workdays(day - timedelta(days=28), day - timedelta(days=1))) if weeks else ()
    now = day if today else day + timedelta(days=1)
    beside = trends([summary.figures], before, today=now) if summary else ()
    return DayReport(day, now, summary, date(2026, 1, 5), day, before, beside, TRY if summary else None)


@cache
def ordinary_day() -> DayReport:
    """An office day with weeks before it."""
    return day_report(workday(3, DAY, reminders=8))


@cache
def minute_of_data() -> DayReport:
    """The program was started and stopped again, on its first day."""
    return day_report(
        summary_of(Random(1), DAY, [span(at(DAY, 9.26), 1, "good")], reminders=0), weeks=False, today=True
    )


@cache
def nobody_day() -> DayReport:
    """Somebody left the camera on and went home."""
    return day_report(summary_of(Random(1), DAY, [span(at(DAY, 9), 480, "away")], reminders=0), weeks=False)


@cache
def unseen_day() -> DayReport:
    """At the desk all day, and never seen well enough."""
    return day_report(summary_of(Random(1), DAY, [span(at(DAY, 9), 90, "unknown")], reminders=0))


@cache
def empty_day() -> DayReport:
    """Nothing was logged on it."""
    return day_report(None, weeks=False)


@cache
def first_day() -> DayReport:
    """Nothing was ever logged."""
    return DayReport(DAY, DAY, None)


@cache
def forgotten_day() -> DayReport:
    """Long ago: only the figures are left."""
    summary = workday(3, DAY)
    return day_report(DaySummary(summary.figures, has_detail=False))


@cache
def clock_forward_day() -> DayReport:
    """29 March 2026 in Berlin, awake at night: there is no hour from two to three."""
    day, dice = date(2026, 3, 29), Random(5)
    before = worked(dice, at(day, 0.4), 96)
    after = worked(dice, at(day, 3.0, 7200.0), 100, 7200.0)
    return day_report(summary_of(dice, day, [*before, *after]), day)


@cache
def clock_back_day() -> DayReport:
    """25 October 2026 in Berlin, awake at night: the hour from two to three comes twice."""
    day, dice = date(2026, 10, 25), Random(6)
    before = worked(dice, at(day, 0.4, 7200.0), 156, 7200.0)
    after = worked(dice, at(day, 2.0), 130)
    return day_report(summary_of(dice, day, [*before, *after]), day)


@cache
def flight_day() -> DayReport:
    """From Berlin to New York: the morning here, the evening there, five hours of the clock lived twice."""
    dice = Random(7)
    here = worked(dice, at(DAY, 7.5), 180)
    there = worked(dice, at(DAY, 14.2, -14400.0), 260, -14400.0)
    return day_report(summary_of(dice, DAY, [*here, *there]))


@cache
def far_flight_day() -> DayReport:
    """From Berlin to Kathmandu (UTC+5:45): hours are missing, and those there begin at other minutes."""
    dice = Random(8)
    here = worked(dice, at(DAY, 6.5), 150)
    there = worked(dice, at(DAY, 19.6, 20700.0), 200, 20700.0)
    return day_report(summary_of(dice, DAY, [*here, *there]))


@cache
def restless_day() -> DayReport:
    """The worst case for the size: another posture every few seconds, day and night, and reminders without end."""
    dice = Random(9)
    pieces: list[Interval] = []
    start = at(DAY, 0)
    while (start - at(DAY, 0)).total_seconds() < 86_380:
        posture: Posture = dice.choice(("good", "poor", "unknown", "standing", "away", "busy"))
        seconds = 75 if posture == "away" and dice.random() < 0.2 else dice.uniform(3, 20)
        pieces.append(span(start, seconds / 60, posture))
        start = pieces[-1].end_utc
    return day_report(summary_of(dice, DAY, [p for p in pieces if p.end_utc <= at(DAY, 24)], reminders=400))


@cache
def full_month() -> PeriodReport:
    """The worst case for the size: every day and hour of a month."""
    report = _period("month", date(2026, 3, 1), date(2026, 3, 31))
    restless = restless_day().summary
    assert restless is not None
    days = tuple(replace(restless.figures, day=date(2026, 3, n)) for n in range(1, 32))
    return replace(report, days=days, before=days[:28])


@cache
def empty_week() -> PeriodReport:
    """Nothing was logged in it."""
    return PeriodReport("week", date(2026, 3, 9), date(2026, 3, 15), date(2026, 3, 20), (), DAY, DAY)


@cache
def week_so_far() -> PeriodReport:
    """Tuesday evening of the first week."""
    report = week()
    return replace(report, days=report.days[:2], before=(), trends=(), today=date(2026, 3, 10), suggestion=None)


@cache
def hostile_day() -> DayReport:
    """Names of the user's own that would be markup elsewhere."""
    report = ordinary_day()
    assert report.summary is not None
    nasty = '<script src="//x">&"\'</script>' + "x" * 80
    reminders = tuple(replace(r, rules=(nasty,)) for r in report.summary.reminders)
    figures = replace(report.summary.figures, kinds_s={nasty: 600.0, "upright": 4000.0}, over_s={nasty: 60.0})
    return replace(
        report,
        summary=replace(report.summary, reminders=reminders, figures=figures),
        suggestion=Suggestion(nasty, nasty),
    )


@cache
def month() -> PeriodReport:
    """March 2026: working days with some off."""
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    return _period("month", first, last)


@cache
def week() -> PeriodReport:
    """A working week."""
    return _period("week", date(2026, 3, 9), date(2026, 3, 15))


def _period(span_name: str, first: date, last: date) -> PeriodReport:
    summaries = workdays(first, last)
    days = tuple(s.figures for s in summaries)
    before = tuple(s.figures for s in workdays(first - timedelta(days=28), first - timedelta(days=1)))
    longest = sorted((b for s in summaries for b in s.bouts), key=lambda bout: -bout.sitting_s)[:10]
    return PeriodReport(
        "week" if span_name == "week" else "month", first, last, last + timedelta(days=1), days, date(2026, 1, 5), last,
        before, trends(days, before, today=last + timedelta(days=1)), tuple(longest), TRY,
    )  # fmt: skip
