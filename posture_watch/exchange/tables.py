"""The tables of an export by name, each with the type of its records. docs/export.md tells users the same."""

from __future__ import annotations

from typing import Any

from posture_watch.core.baseline import Baseline
from posture_watch.core.exported import ReadingsBlock, Run
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DayFigures

FORMAT = "posture-watch-export"
VERSION = 1
"""Goes up with every change that an older posture_watch could not read."""

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
)

# Days go before the detail, runs before reminders: who reads on the way knows what it is of.
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
}
