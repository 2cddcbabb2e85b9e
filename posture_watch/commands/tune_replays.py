"""Replays of the log by several limits: in this process, or where it pays in one a core. Ctrl-C ends them all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from posture_watch.commands.tune_reading import Stretch
from posture_watch.commands.tune_workers import Workers
from posture_watch.core.settings import Settings
from posture_watch.terminal.progress import Progress
from posture_watch.texts import text
from posture_watch.tuning.past import Past
from posture_watch.tuning.replaying import Replayed, effect_of, limits_in, replay
from posture_watch.tuning.trial import Trial

WORTH_PROCESSES = 40_000
"""Entries to judge at once, from which on starting processes (about a second) pays; a search asks several times."""


class Replays:
    """Replays of one past. What has the same effect on the limits that held is replayed once. Processes that were
    started stay for what is asked next, and end with the block."""

    def __init__(
        self, past: Past | None, stretch: Stretch | None, settings: Settings, *, cores: int | None = None
    ) -> None:
        self._past, self._stretch, self._settings = past, stretch, settings
        self._limits = limits_in(past.entries if past else ()) or (settings,)
        self._known: dict[tuple[Settings, ...], Replayed] = {}
        self._cores = (os.cpu_count() or 1) if cores is None else cores
        self._workers: Workers | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workers = None
        self._open.close()

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
        total = len(entries) * len(trials)
        with Progress(text("Judging the logged days again"), total=total) as bar:
            if self._workers is None and min(self._cores, len(trials)) > 1 and total >= WORTH_PROCESSES:
                count = min(self._cores, len(trials))
                self._workers = self._open.enter_context(Workers(count, self._stretch, self._settings))
            if self._workers is None:
                return [replay(entries, self._settings, trial, lambda by: bar.advance(by=by)) for trial in trials]
            return self._workers.replays(trials, lambda by: bar.advance(by=by))
