"""When something was, as people type it: local time, in English or German. Never in the future, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.texts import text

YEARS_BACK = 10
"""A diary that was kept on paper may be copied; what is longer ago is a slip of the finger."""
LAST_NIGHT = timedelta(hours=12)
"""A time of day that is still to come was yesterday's, if that is no longer ago than this."""

_NOW = {"now", "just now", "jetzt", "gerade", "eben", "gerade eben"}
_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "t": 86_400.0, "w": 7 * 86_400.0}
_UNIT = (
    r"seconds?|sekunden?|sec|s|minutes?|minuten?|mins?|m|hours?|stunden?|hrs?|std|h"
    r"|days?|tag(?:en?)?|d|weeks?|wochen?|w"
)
_PART = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({_UNIT})?\.?(?![a-z])\s*")
_CLOCK = re.compile(r"(?:(\d{1,2})[:.](\d{2})(?!\d|\.)|(\d{1,2})(?=\s*(?:am|pm|uhr)\b))\s*(am|pm|uhr)?$")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})?$")
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "vorgestern": 2, "tomorrow": -1, "morgen": -1}
_WEEKDAYS = (("mon", "mo"), ("tue", "di"), ("wed", "mi"), ("thu", "do"), ("fri", "fr"), ("sat", "sa"), ("sun", "so"))
_LONG_WEEKDAYS = (
    ("monday", "montag"), ("tuesday", "dienstag"), ("wednesday", "mittwoch"), ("thursday", "donnerstag"),
    ("friday", "freitag"), ("saturday", "samstag"), ("sunday", "sonntag"),
)  # fmt: skip


def moment(said: str, now: Instant) -> datetime:
    """When that was, in UTC: "07:40", "yesterday 18:00", "2026-11-20 07:40", "30m" ago; "" is now. Raises UserError."""
    words = " ".join(said.lower().replace("t", " ", 1).split()) if _is_iso(said) else " ".join(said.lower().split())
    if not words or words in _NOW:
        return now.utc
    ago_s = length_s(re.sub(r"^(?:vor|seit|since|for)\s+|\s+ago$", "", words))
    if ago_s is not None:
        if ago_s > YEARS_BACK * 366 * 86_400.0:
            raise _too_long_ago()
        return _past(now.utc - timedelta(seconds=ago_s), now)
    return _past(_of_clock(words, now), now)


def length_s(said: str) -> float | None:
    """Seconds of "20m", "2 h", "1h30", "3 days"; None if it is no length of time. A bare number is none."""
    rest, seconds, unit = said.strip().lower(), 0.0, ""
    if not rest:
        return None
    while rest:
        part = _PART.match(rest)
        if part is None or not (part[2] or unit == "h"):  # the 30 of 1h30
            return None
        unit = "h" if (part[2] or "").startswith("st") else (part[2] or "m")[0]
        seconds += float(part[1].replace(",", ".")) * _UNITS_S[unit]
        rest = rest[part.end() :]
    return seconds


def _is_iso(said: str) -> bool:
    return re.match(r"\s*\d{4}-\d\d-\d\d[tT]\d", said) is not None


def _of_clock(words: str, now: Instant) -> datetime:
    words = re.sub(r"^(?:at|on|um|am|since|seit|about)\s+", "", words)
    found = _CLOCK.search(words)
    if found is None:
        raise _no_day_time(words, now) if _day(words, now) else _unclear()
    clock = _time(found)
    day_words = re.sub(r"(?:,|\bat|\bum)?\s*$", "", words[: found.start()].strip()).strip()
    if day_words:
        day = _day(day_words, now)
        if day is None:
            raise _unclear()
        return _utc(datetime.combine(day, clock), now)
    today = datetime.combine(now.local_date, clock)
    yesterday = today - timedelta(days=1)
    late = today > now.local and now.local - yesterday <= LAST_NIGHT
    return _utc(yesterday if late else today, now)


def _time(found: re.Match[str]) -> time:
    hour, minute = int(found[1] or found[3]), int(found[2] or 0)
    if found[4] in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise _unclear()
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise UserError(
            text("There is no such time of day: {clock}.", clock=f"{hour:02d}:{minute:02d}"),
            text("For example 07:40 or 18:05."),
        ) from None


def _day(words: str, now: Instant) -> date | None:
    if words in _DAYS_AGO:
        return now.local_date - timedelta(days=_DAYS_AGO[words])
    for number, names in enumerate(zip(_WEEKDAYS, _LONG_WEEKDAYS, strict=True)):
        if words.removeprefix("last ").rstrip(".") in (*names[0], *names[1]):
            back = (now.local_date.weekday() - number) % 7
            return now.local_date - timedelta(days=back or 7)
    if found := _ISO_DAY.match(words):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _GERMAN_DAY.match(words):
        return _german_day(found, now)
    return None


def _german_day(found: re.Match[str], now: Instant) -> date:
    """Without a year: the last one that was."""
    month, day, year = int(found[2]), int(found[1]), now.local_date.year
    if found[3]:
        return _date(int(found[3]), month, day)
    this_year = _date(year, month, day)
    return this_year if this_year <= now.local_date else _date(year - 1, month, day)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UserError(text("There is no such day."), text("Write it as 2026-11-20, then the time.")) from None


def _utc(local: datetime, now: Instant) -> datetime:
    """When the user's clocks showed ``local``. If they showed it twice: the later one that has been."""
    if not now.local_date.year - YEARS_BACK <= local.year <= now.local_date.year + YEARS_BACK:
        raise _too_long_ago()
    both = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    shown = [utc for utc in both if utc.astimezone().replace(tzinfo=None) == local]
    if not shown:
        raise UserError(
            text("There was no {clock} on that day: the clocks were put forward.", clock=f"{local:%H:%M}"),
            text("Say the time as your clock showed it then."),
        )
    return max((utc for utc in shown if utc <= now.utc), default=min(shown))


def _past(utc: datetime, now: Instant) -> datetime:
    if utc > now.utc:
        raise _to_come(now)
    if (now.utc - utc) > timedelta(days=366 * YEARS_BACK):
        raise _too_long_ago()
    return utc


def _to_come(now: Instant) -> UserError:
    return UserError(
        text("That is still to come; it is {clock} now.", clock=f"{now.local:%Y-%m-%d %H:%M}"),
        text('If it was the day before, say "yesterday" and the time.'),
    )


def _too_long_ago() -> UserError:
    return UserError(
        text("That is more than {years} years from now.", years=YEARS_BACK),
        text('For example "2026-11-20 07:40"; the year may be a slip.'),
    )


def _no_day_time(words: str, now: Instant) -> UserError:
    day = _day(words, now)
    if day is not None and day > now.local_date:
        return _to_come(now)
    said = text("And at what time on {day}, roughly?", day=day)
    return UserError(said, text("For example: {example}", example=f"{day} 18:00"))


def _unclear() -> UserError:
    return UserError(
        text("That time was not understood."),
        text('For example "30m" (ago), "07:40", "yesterday 18:00" or "2026-11-20 07:40".'),
    )
