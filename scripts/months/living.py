"""The simulated user before a monitor without a camera: sights go through journal, fold and log as in a live run."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from months.answers import Response, respond
from months.body import BURSTS, FRAMES, Body, Habits
from months.calendar import Session, sessions
from months.day import Activity, activities
from months.judging import judged
from posture_watch.config import Config, build_settings
from posture_watch.core.answering import Answer
from posture_watch.core.events import Event, ReminderDue
from posture_watch.core.history import Answered, Entry, Hushed, apply, reminder_at_hand
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading, Sight
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState
from posture_watch.journal import Journal
from posture_watch.resuming import resumed
from posture_watch.store.log import Log

WRITE_S = 600.0
"""How often the log is written to: a live run does so more often, and comes to the same."""
OPEN_S = 5.0
"""While a reminder is open, so often is looked."""
SEED = 20261001


def default_settings(interval_s: float) -> Settings:
    """The program's own defaults, for a look every ``interval_s`` seconds."""
    return build_settings(Config(), camera="sim", mode="image", sample_interval_s=interval_s)


class Run:
    """One run of the monitor, from switching on to switching off."""

    def __init__(self, log_file: Path, session: Session, settings: Settings, habits: Habits, seed: int) -> None:
        self.settings = settings
        self.events: list[Event] = []
        self._session = session
        self._dice = random.Random(f"{seed} {session.start_utc}")
        self._at = Instant(30.0, session.start_utc, session.offset_s(session.start_utc))
        self._log = Log.open(log_file, now=self._at)
        facts = self._log.resume_facts(self._at, break_s=settings.sitting.break_s)
        begun = resumed(facts, self._log.orders(), self._at)
        self._state, _ = apply(EngineState(), begun, settings)
        self._journal = Journal()
        self._journal.note(begun)
        self._unwritten: list[Event] = []
        self._written_at = self._at
        self._body = Body(habits, BURSTS if settings.sample_interval_s > 5 else FRAMES, self._dice)
        self._plan: tuple[float, Response] | None = None
        self._gone_until_s = 0.0

    def live(self) -> list[Event]:
        """The whole session. What happened, in order."""
        for activity in activities(self._session, self._dice):
            self._spend(activity)
        self._write()
        self._log.close()
        return self.events

    def _spend(self, activity: Activity) -> None:
        self._hush("call" if activity.doing == "call" else None)
        if activity.doing in ("away", "meeting", "standing"):
            self._body.sit_up()
        until_s = self._at.mono_s + activity.seconds
        while self._at.mono_s < until_s:
            self._respond()
            self._look(self._sight(activity))
            self._wait(until_s)

    def _look(self, sight: Sight) -> None:
        deviations = self._deviations(sight)
        self._journal.before(self._at, self._state, self.settings)
        reading = Reading(self._at, sight, deviations)
        self._journal.note(reading)
        self._state, events = judged(self._state, reading, self.settings)
        self._take(events)
        if self._at.gap_since(self._written_at) >= WRITE_S:
            self._write()

    def _sight(self, activity: Activity) -> Sight:
        if activity.doing == "outage":
            return "missing"
        if activity.doing == "meeting":
            return "busy"
        if activity.doing == "away" or self._at.mono_s < self._gone_until_s:
            return "nobody"
        if activity.doing == "standing":
            return "on_feet"
        return self._dice.choices(("measured", "partial", "unclear"), (95, 3, 2))[0]

    def _deviations(self, sight: Sight) -> dict[str, float]:
        if sight not in ("measured", "partial"):
            return {}
        deviations = self._body.deviations()
        if sight == "measured":
            return deviations
        return {name: deviations[name] for name in ("lateral_lean_deg", "shoulder_tilt_deg") if name in deviations}

    def _wait(self, until_s: float) -> None:
        """Until the next look."""
        usual_s = self.settings.sample_interval_s
        step_s = min(OPEN_S, usual_s) if self._state.reminders.open else usual_s + self._dice.uniform(-0.01, 0.05)
        step_s = round(min(step_s, max(0.001, until_s - self._at.mono_s)), 3)
        utc = self._at.utc + timedelta(milliseconds=round(step_s * 1000))
        self._at = Instant(round(self._at.mono_s + step_s, 3), utc, self._session.offset_s(utc))
        self._body.pass_time(step_s)

    def _hush(self, hush: Hush | None) -> None:
        if hush == self.settings.hush:
            return
        self.settings = replace(self.settings, hush=hush)
        self._journal.hush(self._at, hush)
        self._state, _ = apply(self._state, Hushed(self._at, hush), self.settings)

    def _respond(self) -> None:
        """What the user does about the last reminder, when it is time to."""
        if self._plan is None or self._at.mono_s < self._plan[0]:
            return
        reply = self._plan[1].reply
        self._plan = None
        if reply in ("moves", "break", "walks"):
            self._body.sit_up()
        if reply in ("walks", "break"):
            self._gone_until_s = self._at.mono_s + self._dice.uniform(90, 360)
        if reply in ("break", "snooze", "not_now", "wrong"):
            self._answer(reply)

    def _answer(self, answer: Answer) -> None:
        due = reminder_at_hand(self._state.reminders, answer, self._at)
        self._apply(Answered(self._at, answer, None, due.utc if due else None))

    def _apply(self, entry: Entry) -> None:
        self._state, events = apply(self._state, entry, self.settings)
        self._journal.note(entry)
        self._take(events)

    def _take(self, events: tuple[Event, ...]) -> None:
        self.events += events
        self._unwritten += events
        for event in events:
            if isinstance(event, ReminderDue):
                response = respond(event.kind, self._dice)
                self._plan = (self._at.mono_s + response.after_s, response)

    def _write(self) -> None:
        self._log.append(self._unwritten, self._state.checkpoint, self._journal.unwritten)
        self._unwritten.clear()
        self._journal.unwritten.clear()
        self._written_at = self._at


def live(
    log_file: Path,
    first: date,
    last: date,
    *,
    interval_s: float = 15.0,
    habits: Habits | None = None,
    seed: int = SEED,
    told: Callable[[date], object] = lambda day: None,
) -> list[Event]:
    """Everything that happens to the user from ``first`` to ``last``, written into ``log_file``.

    ``told`` is called after each run with its day.
    """
    settings, events = default_settings(interval_s), list[Event]()
    for session in sessions(first, last, seed):
        events += Run(log_file, session, settings, habits or Habits(), seed).live()
        told(session.day)
    return events
