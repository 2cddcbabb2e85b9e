"""What went before the spasms, out of the log, as the diary and the report of a month want it."""

from __future__ import annotations

from datetime import date

from posture_watch.core.crossover import Crossover, crossover
from posture_watch.store.log import Log


def read_before(log: Log, last: date) -> Crossover | None:
    """The spasms up to the local day ``last`` beside their ordinary days; None if none was noted."""
    told = [one for one in log.compared() if one.episode.entry.local_date <= last]
    return crossover(told) if told else None
