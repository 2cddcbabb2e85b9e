"""One guided break: the pace, what the camera counts, and what is noted of it. Window and terminal show the same."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

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
GIVEN_BACK_S, LOOK_S = 8.0, 0.2
"""How long a camera may take to be given back, and how often it is looked whether it has been."""
ENDS_WITHIN_S = 2.0
"""Nobody waits longer for a monitor that does not answer (s)."""


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
    """From its making until it is over, which ``over`` is told, once or more. ``note`` keeps a row, at once: a kill
    loses no more than what is under way."""

    def __init__(
        self,
        name: Routine,
        stages: tuple[Stage, ...],
        *,
        eyes: Eyes | None,
        note: Callable[[Practised], None],
        clock: Clock,
        over: Callable[[], object] = lambda: None,
    ) -> None:
        self._name: Routine = name
        self._eyes, self._note, self._clock, self._on_over = eyes, note, clock, over
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
        if self._guide.over:
            self._on_over()
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
    """Keeps rows in the log: ``rows`` of them by now. What could not be kept is told at the end; it spoils no break."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.problem: UserError | None = None
        self.rows = 0

    def note(self, row: Practised) -> None:
        """Written when it returns, or ``problem`` says why not."""
        try:
            with Log.open(self._database) as log:
                log.diary.note_practice([row])
            self.rows += 1
        except UserError as error:
            self.problem = error


class Quiet:
    """While inside, a running monitor knows that a break is taken: no reminder comes into it.

    Afterwards reminders come again, unless the user has asked for quiet themselves.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="quiet", daemon=True)

    def __enter__(self) -> Quiet:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._thread.join(ENDS_WITHIN_S)

    def end(self) -> None:
        """The break is over; returns at once."""
        self._over.set()

    def _keep(self) -> None:
        told, wanted_until_s = False, 0.0
        while True:
            try:
                before = self._status()
                ask(self._paths.runtime_folder, "answer", choice="break", within_s=ENDS_WITHIN_S)
                wanted_until_s = max(wanted_until_s, _asked_for_until_s(before, ours=told))
                told = answered = True
            except UserError:
                answered = False
            if self._over.wait(QUIET_AGAIN_S if answered else NOT_TOLD_S):
                break
        if told:
            self._end(wanted_until_s)

    def _status(self) -> Mapping[str, Any]:
        return ask(self._paths.runtime_folder, "status", within_s=ENDS_WITHIN_S)

    def _end(self, wanted_until_s: float) -> None:
        """Without one to answer there is nothing to end: it forgets by itself."""
        with contextlib.suppress(UserError):
            now = self._status()
            for _ in range(round(GIVEN_BACK_S / LOOK_S)):  # what is lent to the break is given back in a moment
                if not now.get("lent"):
                    break
                time.sleep(LOOK_S)
                now = self._status()
            is_quiet = now.get("break_until") and now.get("state") not in ("paused", "locked")
            if is_quiet and time.time() >= wanted_until_s:
                ask(self._paths.runtime_folder, "resume", within_s=ENDS_WITHIN_S)


def _asked_for_until_s(status: Mapping[str, Any], *, ours: bool) -> float:
    """Until when the user wants quiet by a snooze or by a break (unless that may be ``ours``), in unix seconds."""
    return max(status.get("snoozed_until") or 0.0, 0.0 if ours else status.get("break_until") or 0.0)
