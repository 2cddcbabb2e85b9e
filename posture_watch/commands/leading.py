"""One guided break: the pace, what the camera counts, and what is noted of it. Window and terminal show the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from posture_watch.capture.clock import Clock
from posture_watch.care import guiding
from posture_watch.care.guiding import Cue, Done, Guide, Stage
from posture_watch.commands.sighting import Sighting, movement
from posture_watch.control.client import ask
from posture_watch.core.practice import Practised, Routine
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.store.log import Log

QUIET_AGAIN_S = 240.0
"""A running monitor is told again so often that a break is taken: it is quiet for five minutes each time."""

NOT_TOLD_S = 5.0
"""One that did not answer may be starting (s)."""


class Eyes(Protocol):
    """What counts."""

    def watch_for(self, number: int, stage: Stage) -> None: ...

    def newest(self) -> Sighting: ...

    def close(self, within_s: float) -> bool: ...


@dataclass(frozen=True, slots=True)
class Now:
    """What to show. ``sighting`` None: no camera looks. ``done``: what was followed, and what was counted of it."""

    cue: Cue | None
    sighting: Sighting | None
    done: tuple[Practised, ...]


class Leading:
    """From its making until it is over. ``note`` keeps a row, at once: a kill loses no more than what is under way."""

    def __init__(
        self,
        name: Routine,
        stages: tuple[Stage, ...],
        *,
        eyes: Eyes | None,
        note: Callable[[Practised], None],
        clock: Clock,
    ) -> None:
        self._name: Routine = name
        self._eyes, self._note, self._clock = eyes, note, clock
        self._done: list[Practised] = []
        self._watched = -1
        self._guide = guiding.begin(stages, clock.mono_s())
        self._last_seen_at = max((at for at, stage in enumerate(stages) if movement(stage)), default=-1)
        self._point_eyes()

    def now(self) -> Now:
        """Time passes; what to show."""
        return self._moved(guiding.advance)

    def skip(self) -> Now:
        """On to the next."""
        return self._moved(guiding.skip)

    def pause(self) -> Now:
        """Stand still, or go on."""
        return self._moved(guiding.pause)

    def end(self) -> Now:
        """Over; what is under way is noted for as long as it was followed."""
        return self._moved(guiding.end)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self._guide.over

    def _moved(self, step: Callable[[Guide, float], Guide]) -> Now:
        sighting = self._sighting()
        self._guide = step(self._guide, self._clock.mono_s())
        for done in self._guide.done[len(self._done) :]:
            self._keep(done, sighting)
        self._point_eyes()
        return Now(guiding.cue(self._guide), self._sighting(), tuple(self._done))

    def _sighting(self) -> Sighting | None:
        """Of the stage under way."""
        found = self._eyes.newest() if self._eyes is not None else None
        return found if found is None or found.number == self._watched else Sighting(self._watched, hint=found.hint)

    def _keep(self, done: Done, sighting: Sighting | None) -> None:
        now = self._clock.now()
        at_utc = now.utc - timedelta(seconds=max(0.0, now.mono_s - done.began_s))
        counted = sighting.repetitions if sighting is not None else None
        row = Practised(at_utc, now.utc_offset_s, self._name, done.stage.key, round(done.seconds, 1), counted)
        self._done.append(row)
        self._note(row)

    def _point_eyes(self) -> None:
        """At the stage under way; a camera that has nothing more to see is let go of at once."""
        if self._eyes is None or self._guide.at == self._watched:
            return
        stage, self._watched = self._guide.stage, self._guide.at
        if stage is None or self._guide.at > self._last_seen_at:
            self._eyes.close(0.0)
            self._eyes = None
        else:
            self._eyes.watch_for(self._watched, stage)


class Notebook:
    """Keeps rows in the log; what could not be kept is told at the end, and spoils no break."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.problem: UserError | None = None

    def note(self, row: Practised) -> None:
        """Written when it returns, or ``problem`` says why not."""
        try:
            with Log.open(self._database) as log:
                log.diary.note_practice([row])
        except UserError as error:
            self.problem = error


class Quiet:
    """While inside, a running monitor knows that a break is taken: no reminder comes into it."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._over = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._tell, name="quiet", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def _tell(self) -> None:
        while True:
            try:
                ask(self._paths.runtime_folder, "answer", choice="break")
                told = True
            except UserError:
                told = False
            if self._over.wait(QUIET_AGAIN_S if told else NOT_TOLD_S):
                return
