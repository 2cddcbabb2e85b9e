"""The simulated user before a monitor without a camera: sights go through journal and fold as in a live run."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from months.answers import Response, respond
from months.body import BURSTS, FRAMES, Body, Habits
from months.calendar import Session
from months.day import Activity, activities
from months.judging import judged
from posture_watch.config import Config, build_settings
from posture_watch.core.answering import Answer
from posture_watch.core.events import Event, ReminderDue
from posture_watch.core.history import Answered, Begun, Entry, Hushed, apply, reminder_at_hand
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading, Sight
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState
from posture_watch.journal import Journal
from posture_watch.store.log import Log

WRITE_S = 600.0
"""How often the log is written to: a live run does so more often, and comes to the same."""
OPEN_S = 5.0
"""While a reminder is open, so often is looked."""
BOOTED_S = 30.0
"""What the monotonic clock says when the monitor starts."""
TRUNK = ("lateral_lean_deg", "shoulder_tilt_deg")
"""What can be told of somebody whose head is turned away."""


def default_settings(interval_s: float) -> Settings:
    """The program's own defaults, for a look every ``interval_s`` seconds."""
    return build_settings(Config(), camera="sim", mode="image", sample_interval_s=interval_s)


def beginning(session: Session) -> Instant:
    """When the monitor of a session starts."""
    return Instant(BOOTED_S, session.start_utc, session.offset_s(session.start_utc))


class Desk:
    """One run of the monitor, from switching on to switching off; without a ``log`` only its events are kept."""

    def __init__(self, session: Session, settings: Settings, habits: Habits, begun: Begun, log: Log | None) -> None:
        self.settings: Settings = settings
        self.state: EngineState
        self.events: list[Event] = []
        self.dice = random.Random(f"{habits.seed} {session.start_utc}")  # noqa: S311  # a story
        self._session = session
        self._at = begun.at
        self._log = log
        self.state, _ = apply(EngineState(), begun, settings)
        self._journal = Journal()
        self._journal.note(begun)
        self._unwritten: list[Event] = []
        self._written_at = self._at
        self._body = Body(habits, BURSTS if settings.sample_interval_s > OPEN_S else FRAMES, self.dice)
        self._plan: tuple[float, Response] | None = None
        self._gone_until_s = 0.0

    def live(self) -> list[Event]:
        """The whole session. What happened, in order."""
        for activity in activities(self._session, self.dice):
            self._spend(activity)
        self._write()
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
        self._journal.before(self._at, self.state, self.settings)
        reading = Reading(self._at, sight, deviations)
        self._journal.note(reading)
        self.state, events = judged(self.state, reading, self.settings)
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
        return self.dice.choices(("measured", "partial", "unclear"), (95, 3, 2))[0]

    def _deviations(self, sight: Sight) -> dict[str, float]:
        if sight not in ("measured", "partial"):
            return {}
        deviations = self._body.deviations()
        if sight == "measured":
            return deviations
        return {name: deviations[name] for name in TRUNK if name in deviations}

    def _wait(self, until_s: float) -> None:
        """Until the next look."""
        usual_s = self.settings.sample_interval_s
        step_s = min(OPEN_S, usual_s) if self.state.reminders.open else usual_s + self.dice.uniform(-0.01, 0.05)
        step_s = round(min(step_s, max(0.001, until_s - self._at.mono_s)), 3)
        utc = self._at.utc + timedelta(milliseconds=round(step_s * 1000))
        self._at = Instant(round(self._at.mono_s + step_s, 3), utc, self._session.offset_s(utc))
        self._body.pass_time(step_s)

    def _hush(self, hush: Hush | None) -> None:
        if hush == self.settings.hush:
            return
        self.settings = replace(self.settings, hush=hush)
        self._journal.hush(self._at, hush)
        self.state, _ = apply(self.state, Hushed(self._at, hush), self.settings)

    def _respond(self) -> None:
        """What the user does about the last reminder, when it is time to."""
        if self._plan is None or self._at.mono_s < self._plan[0]:
            return
        reply = self._plan[1].reply
        self._plan = None
        if reply in ("moves", "break", "walks"):
            self._body.sit_up()
        if reply in ("walks", "break"):
            self._gone_until_s = self._at.mono_s + self.dice.uniform(90, 360)
        if reply in ("break", "snooze", "not_now", "wrong"):
            self._answer(reply)

    def _answer(self, answer: Answer) -> None:
        due = reminder_at_hand(self.state.reminders, answer, self._at)
        self._apply(Answered(self._at, answer, None, due.utc if due else None))

    def _apply(self, entry: Entry) -> None:
        self.state, events = apply(self.state, entry, self.settings)
        self._journal.note(entry)
        self._take(events)

    def _take(self, events: tuple[Event, ...]) -> None:
        self.events += events
        self._unwritten += events
        for event in events:
            if isinstance(event, ReminderDue):
                response = respond(event.kind, self.dice)
                self._plan = (self._at.mono_s + response.after_s, response)

    def _write(self) -> None:
        if self._log is not None:
            self._log.append(self._unwritten, self.state.checkpoint, self._journal.unwritten)
        self._unwritten.clear()
        self._journal.unwritten.clear()
        self._written_at = self._at
