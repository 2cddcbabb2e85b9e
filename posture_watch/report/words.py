"""The words of the reports: durations, clock times, postures, rules and outcomes as people say them. Kind and short."""

from __future__ import annotations

from datetime import date, datetime

from posture_watch.core.events import ReminderOutcome, SkipReason
from posture_watch.core.intervals import Posture
from posture_watch.texts import retold, text

POSTURE_WORDS: dict[Posture, str] = {
    "good": "close to your baseline",
    "poor": "away from your baseline",
    "unknown": "could not be judged",
    "standing": "standing at the desk",
    "away": "nobody there",
    "busy": "camera busy",
}

OUTCOME_WORDS: dict[ReminderOutcome | None, str] = {
    "moved": "you moved",
    "left": "you got up",
    "ignored": "no change",
    "superseded": "another one followed",
    "break": "you took a break",
    "snoozed": "you snoozed it",
    "not_now": "not now",
    "wrong": "wrong, you said",
    None: "not known",
}

SKIP_WORDS: dict[SkipReason, str] = {
    "gap": "too soon after the last",
    "hourly_cap": "enough for that hour",
    "daily_cap": "enough for the day",
    "fading": "reminders are getting fewer",
    "snoozed": "snoozed",
    "paused": "paused",
    "halved": "fewer, as some were ignored",
    "on_break": "you took a break",
    "settling": "just after a silence",
    "locked": "screen locked",
    "call": "in a call",
    "full_screen": "full screen",
    "do_not_disturb": "do not disturb",
    "quiet_hours": "quiet hours",
    "day_off": "day off",
    "idle": "nobody in front",
}


def percent(share: float) -> str:
    """A share of 1 in whole per cent; 100 only if all of it, 0 only if nothing."""
    whole = round(100 * share)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        return text("under 1 %")
    return f"{whole} %"


def clock(moment: datetime) -> str:
    """The time of the day as the moment's own clock shows it."""
    return f"{moment:%H:%M}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def long_date(day: date) -> str:
    """ "Tuesday 5 March 2024", in the language of the rest of the report, whatever the locale."""
    return text("{weekday} {date}", weekday=retold(_WEEKDAYS[day.weekday()]), date=short_date(day))


def short_date(day: date) -> str:
    """ "5 March 2024"."""
    return text("{day} {month} {year}", day=day.day, month=retold(MONTHS[day.month - 1]), year=day.year)


def utc_offset(moment: datetime) -> str:
    """How far the moment's clock is from UTC: "UTC+1", "UTC+5:30", "UTC"."""
    offset = moment.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def bouts(number: int) -> str:
    """ "1 bout", "2 bouts"."""
    return text("1 bout") if number == 1 else text("{number} bouts", number=number)


def breaks(number: int) -> str:
    """ "1 break", "2 breaks"."""
    return text("1 break") if number == 1 else text("{number} breaks", number=number)
