"""What the judging half of the fold was told, until the log has it: `tune` judges it again by other limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from posture_watch.core.engine import EngineState
from posture_watch.core.history import Entry, Hushed, Limits, standing_in
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading
from posture_watch.core.settings import Settings


class Journal:
    """Entries that are not written yet. What the settings are is noted when they change, what stands once a day."""

    def __init__(self) -> None:
        self.unwritten: list[Entry] = []
        self._limits: Settings | None = None
        self._hush: Hush | None = None
        self._stood_on: date | None = None

    def note(self, entry: Entry) -> None:
        """One more entry."""
        self.unwritten.append(entry)

    def keep_latest(self, most: int) -> None:
        """Forget the oldest readings of more than ``most`` entries; what they are judged by stays."""
        orders = [entry for entry in self.unwritten[:-most] if not isinstance(entry, Reading)]
        self.unwritten[:-most] = orders

    def before(self, at: Instant, state: EngineState, settings: Settings) -> None:
        """Note what a reading or an answer at ``at`` will be judged by, as far as it has changed."""
        if self._stood_on != at.local_date:
            if self._stood_on is not None:
                self.note(standing_in(state, at))
            self._stood_on, self._limits, self._hush = at.local_date, None, None  # each day can be read by itself
        limits = replace(settings, hush=None, camera="", mode="")
        if limits != self._limits:
            self._limits = limits
            self.note(Limits(at, limits))
        self.hush(at, settings.hush)

    def hush(self, at: Instant, hush: Hush | None) -> None:
        """Note that something asks for silence from now on, or no longer."""
        if hush != self._hush:
            self._hush = hush
            self.note(Hushed(at, hush))
