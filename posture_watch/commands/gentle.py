"""`gentle`: some gentler days from now on, or how long they still last."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timedelta

from posture_watch.capture.clock import Clock
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.gentle_days import MOST_DAYS, begin, until
from posture_watch.paths import user_paths
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Begin or end them; without a number only say whether they hold."""
    paths, now = user_paths(), Clock().now()
    begun = None if options.days is None else begin(paths, days_of(options.days), now)
    found = until(paths.database_file, now)
    words = begun or _standing_words(found, now)
    if options.json:
        print(json.dumps({"text": words, "until": None if found is None else found.isoformat()}))
    else:
        print(words)
    return 0


def days_of(words: str) -> int:
    """A number of days as it was typed. Raises UserError for anything but 0 to 28."""
    days = int(words) if words.isascii() and words.isdecimal() else -1
    if not 0 <= days <= MOST_DAYS:
        advice = text("For example: posture-watch gentle 3; 0 ends them.")
        raise UserError(text("Gentler days are a number from 0 to {most}.", most=MOST_DAYS), advice)
    return days


def _standing_words(found: datetime | None, now: Instant) -> str:
    if found is None:
        return text("No gentler days now. posture-watch gentle 3 begins three.")
    last = (found - timedelta(seconds=1)).astimezone(now.local.tzinfo)
    return text("Gentler until the end of {day}. posture-watch gentle 0 ends it.", day=f"{last:%Y-%m-%d}")
