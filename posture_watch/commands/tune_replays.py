"""Replays of the log by several limits: in this process, or where it pays in one a core. Ctrl-C ends them all."""

from __future__ import annotations

import os
from collections.abc import Sequence

from posture_watch.commands.tune_reading import Stretch
from posture_watch.commands.tune_workers import Workers
from posture_watch.core.settings import Settings
from posture_watch.terminal.progress import Progress
from posture_watch.texts import text
from posture_watch.tuning.past import Past
from posture_watch.tuning.replaying import Replayed, effect_of, limits_in, replay
from posture_watch.tuning.trial import Trial

WORTH_PROCESSES = 60_000
"""Entries to judge in all, from which on starting processes (about a second) pays."""


class Replays:
    """Replays of one past. What has the same effect on the limits that held is replayed once."""

    def __init__(
        self, past: Past | None, stretch: Stretch | None, settings: Settings, *, cores: int | None = None
    ) -> None:
        self._past, self._stretch, self._settings = past, stretch, settings
        self._limits = limits_in(past.entries if past else ()) or (settings,)
        self._known: dict[tuple[Settings, ...], Replayed] = {}
        self._cores = (os.cpu_count() or 1) if cores is None else cores

    def of(self, trials: Sequence[Trial | None]) -> list[Replayed]:
        """The replay by each of the trials; None: by the limits that held."""
        effects = [effect_of(trial, self._limits) for trial in trials]
        fresh = {effect: trial for effect, trial in zip(effects, trials, strict=True) if effect not in self._known}
        if fresh:
            self._known |= dict(zip(fresh, self._replayed(list(fresh.values())), strict=True))
        return [self._known[effect] for effect in effects]

    def _replayed(self, trials: list[Trial | None]) -> list[Replayed]:
        if self._past is None or self._stretch is None:
            raise ValueError("nothing was logged: there is nothing to judge again")
        entries = self._past.entries
        workers = min(self._cores, len(trials))
        with Progress(text("Judging the logged days again"), total=len(entries) * len(trials)) as bar:
            if workers < 2 or len(entries) * len(trials) < WORTH_PROCESSES:
                return [replay(entries, self._settings, trial, lambda by: bar.advance(by=by)) for trial in trials]
            with Workers(workers, self._stretch, self._settings) as others:
                return others.replays(trials, lambda by: bar.advance(by=by))
