"""The page to take along out of the log: which days were asked for, and what is known of them."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from posture_watch.commands.data import parse_day
from posture_watch.errors import UserError
from posture_watch.report.clinician import ClinicianReport, usual_first
from posture_watch.report.diary import begun
from posture_watch.store.errors import LogMissingError
from posture_watch.store.log import Log


def _typed(first: date, last: date) -> str:
    """What to type for the page about these days."""
    return f"posture-watch report --for-clinician --from {first} --to {last}"


def asked_period(options: argparse.Namespace, today: date) -> tuple[date, date]:
    """The first and the last day of the page, from --from and --to. Raises UserError."""
    if options.date:
        last = min(parse_day(options.date), today)
        raise UserError(
            "The page to take along is about a period; --date is for the report of a day, a week or a month.",
            _typed(usual_first(last), last),
        )
    last = parse_day(options.last) if options.last else today
    first = parse_day(options.first) if options.first else usual_first(last)
    for day in (first, last):
        if day > today:
            raise UserError(f"{day} is still to come.", _typed(first if first <= today else usual_first(today), today))
    if first > last:
        raise UserError(f"{first} is after {last}.", _typed(last, first))
    return first, last


def require_no_period(options: argparse.Namespace) -> None:
    """Raises UserError if days are named that only the page to take along has."""
    if options.first or options.last:
        asked = (("--from", options.first), ("--to", options.last))
        days = " ".join(f"{flag} {day}" for flag, day in asked if day)
        typed = f"posture-watch report --for-clinician {days}"
        raise UserError("--from and --to are for --for-clinician.", typed)


def read_clinician(database: Path, first: date, last: date, today: date, *, break_s: float) -> ClinicianReport:
    """The page about these days. Raises UserError if nothing at all is known of them."""
    try:
        with Log.open_readonly(database) as log:
            days = tuple(log.figures(first, last, break_s=break_s))
            written = log.diary.episodes()
            compared = {one.episode.entry.key: one for one in log.compared()}
            reach = log.local_reach()
    except LogMissingError:
        days, written, compared, reach = (), [], {}, None
    episodes = begun(written, first, last)
    if not days and not episodes:
        known = [*(reach or ()), *(one.entry.local_date for one in written)]
        raise _nothing(first, last, known)
    return ClinicianReport(first, last, today, days, episodes, compared, reach[0] if reach else None)


def _nothing(first: date, last: date, known: list[date]) -> UserError:
    if not known:
        return UserError("Nothing has been logged yet.", "Start the monitor with: posture-watch run")
    said = f"Nothing was logged or written from {first} to {last}."
    return UserError(said, _typed(min(known), max(known)))
