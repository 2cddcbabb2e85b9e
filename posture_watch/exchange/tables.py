"""The tables of an export by name, each with the type of its records. docs/export.md tells users the same."""

from __future__ import annotations

from typing import Any

from posture_watch.core.baseline import Baseline
from posture_watch.core.diary import FollowUp
from posture_watch.core.exported import HoursBefore, NumberedEntry, ReadingsBlock, Run
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip
from posture_watch.core.practice import Practised
from posture_watch.core.summary import DayFigures

FORMAT = "posture-watch-export"
VERSION = 2
"""Goes up with every change that an older posture_watch could not read. 1 has no diary."""

Record = (
    Run
    | Baseline
    | DayFigures
    | Interval
    | Minute
    | LoggedBout
    | LoggedReminder
    | LoggedSkip
    | LoggedNotice
    | ReadingsBlock
    | NumberedEntry
    | FollowUp
    | HoursBefore
    | Practised
)

# Days go before the detail, runs before reminders, the diary before what belongs to its entries: who reads on the way
# knows what it is of.
TABLES: dict[str, type[Any]] = {
    "runs": Run,
    "baselines": Baseline,
    "days": DayFigures,
    "intervals": Interval,
    "minutes": Minute,
    "bouts": LoggedBout,
    "reminders": LoggedReminder,
    "skips": LoggedSkip,
    "notices": LoggedNotice,
    "readings": ReadingsBlock,
    "diary": NumberedEntry,
    "follow_ups": FollowUp,
    "exposures": HoursBefore,
    "practice": Practised,
}
