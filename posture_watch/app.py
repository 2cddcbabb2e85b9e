"""The monitor: pulls frames, advances the engine, carries out events. No decision about posture is made here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, Protocol

from posture_watch import evening, strength_days
from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.engine import recalibrated
from posture_watch.core.events import BaselineChanged, Event, MinuteEnded, NoticeDue, ReminderDue
from posture_watch.core.history import Entry, Hushed, Rebased, apply
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.words import duration
from posture_watch.errors import UserError
from posture_watch.journal import Journal
from posture_watch.notify.base import Action, Notification
from posture_watch.store.log import Log
from posture_watch.terminal.sentences import sentence
from posture_watch.texts import retold, text
from posture_watch.watching import Step, Watcher

_log = logging.getLogger(__name__)

KEPT_REASONS = ("learnt", "seen_more_upright", "calibrated")
"""Baselines worth keeping: one that was only carried along is found again from the one it came from."""
Loudness = Literal["tray", "silent", "sound", "rising"]
RISING: tuple[Loudness, ...] = ("tray", "silent", "sound")
"""What "rising" comes to after none, one, two reminders that were ignored."""
MOST_UNWRITTEN = 20_000
"""Events kept in memory while the disk refuses them: about a week of minutes."""


REMINDER = "reminder"
"""The slot of reminders: one at a time on the screen."""


class Tell(Protocol):
    """Whatever shows notifications without making the monitor wait."""

    def submit(self, notification: Notification) -> bool: ...

    def withdraw(self, slot: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """``checkpoint_s``: seconds between writes. ``retention_days``, ``break_s``: for forgetting old detail.
    ``loudness``: how reminders are shown; ``snooze_s`` stands on a button."""

    checkpoint_s: float
    retention_days: int
    break_s: float
    loudness: Loudness
    snooze_s: float


class Monitor:
    """Carries out what the fold says: into the log, to the user. Owned by one thread. ``beat``: called before anything
    that may take seconds."""

    def __init__(
        self, watcher: Watcher, log: Log, tell: Tell, keeping: Keeping, beat: Callable[[], None] = lambda: None
    ) -> None:
        self.watcher = watcher
        self._beat = beat
        self.keeping = keeping
        self.journal = watcher.journal = Journal()
        self.last_step: Step | None = None
        self.log_problem = ""
        self.log_news = ""
        """That the log was damaged, and where it is kept, once the user has been told of it."""
        self._log = log
        log.let_beat(beat)
        self._tell = tell
        self._unwritten: list[Event] = []
        self._written_at: Instant | None = None
        self._kept_day: date | None = None
        self._shown: int | None = None
        self._warned: set[str] = set()
        self._asked_of: object = None

    def step(self, timeout_s: float) -> Step | None:
        """One observation and all that follows from it; None if none was due. Raises EndOfSource after a clip."""
        step = self.watcher.step(timeout_s)
        if step is not None:
            self.last_step = step
            self.carry_out(step.events, step.judgement.at)
        for warning in self.watcher.source.warnings:
            if warning not in self._warned:
                self._warned.add(warning)
                self._mention(retold(warning), "camera")
        return step

    def apply(self, entry: Entry) -> tuple[Event, ...]:
        """Something happened beside the camera: what the fold makes of it is carried out, and noted for a replay."""
        entry = replace(entry, at=entry.at.in_ms)  # as the history has it
        self.journal.before(entry.at, self.watcher.state, self.watcher.settings)
        self.watcher.state, events = apply(self.watcher.state, entry, self.watcher.settings)
        self.journal.note(entry)
        self.carry_out(events, entry.at)
        return events

    def hush(self, hush: Hush | None, at: Instant) -> None:
        """Something asks for silence from now on (an open reminder is taken back), or no longer."""
        at = at.in_ms
        self.journal.hush(at, hush)
        self.watcher.state, _ = apply(self.watcher.state, Hushed(at, hush), self.watcher.settings)
        if hush is not None:
            self.carry_out((), at)

    def carry_out(self, events: tuple[Event, ...], at: Instant) -> None:
        """Tell, keep and log; write when something happened or the checkpoint is due."""
        for event in events:
            self._carry_out_one(event)
        self._withdraw_if_settled()
        self._unwritten += events
        happened = any(not isinstance(event, MinuteEnded) for event in events)
        due = self._written_at is None or at.gap_since(self._written_at) >= self.keeping.checkpoint_s
        if happened or due or at.mono_s < self._written_at.mono_s:  # pyright: ignore[reportOptionalMemberAccess]
            self.write(at)

    def write(self, at: Instant) -> None:
        """Everything not yet written, and what is open, in one transaction. A disk that refuses is tried again."""
        self._beat()
        try:
            self._log.append(self._unwritten, self.watcher.state.checkpoint, self.journal.unwritten)
            self._unwritten.clear()
            self.journal.unwritten.clear()
            self._beat()
            self._keep_days(at)
        except UserError as error:
            self._complain(error)
            del self._unwritten[:-MOST_UNWRITTEN]
            self.journal.keep_latest(MOST_UNWRITTEN)
        else:
            if self.log_problem:
                self.log_problem = ""
                _log.info("the log can be written again; nothing was lost")
            self._tell_of_mending()
        self._written_at = at

    def reload_baselines(self, at: Instant) -> bool:
        """Take up a baseline that was calibrated meanwhile by another process; True if there was one."""
        known = {_told_apart_by(b) for b in self.watcher.state.reference.known}
        new = [b for b in self._log.baselines() if not b.provisional and _told_apart_by(b) not in known]
        newest = max(new, key=lambda b: b.made_utc, default=None)
        if newest is None:
            return False
        self.measure_against(newest, at)
        return True

    def measure_against(self, baseline: Baseline, at: Instant) -> None:
        """The user had their upright posture taken anew."""
        self.watcher.state, events = recalibrated(self.watcher.state, baseline, at)
        self.journal.note(Rebased(at))
        self.carry_out(events, at)

    def _carry_out_one(self, event: Event) -> None:
        line = sentence(event)
        if line:
            _log.info("%s", line)
        match event:
            case ReminderDue():
                self._remind(event)
            case NoticeDue(topic="frames_resumed"):
                self._tell.withdraw("frames_stopped")
            case NoticeDue(topic="frames_stopped"):
                self._mention(f"{retold(self.watcher.source.state.text)} {retold(event.text)}", event.topic)
            case NoticeDue(topic="evening"):
                self._tell.submit(evening.notification(event))
            case NoticeDue(topic="strength"):
                self._tell.submit(strength_days.notification(event))
            case NoticeDue():
                self._mention(retold(event.text), event.topic)
            case BaselineChanged() if event.reason in KEPT_REASONS:
                self._keep(event.baseline)
                if event.reason == "learnt":
                    self._mention(retold(event.note), "learnt")
            case _:
                pass

    def _remind(self, event: ReminderDue) -> None:
        """In the way that was chosen. The icon shows the posture in any case."""
        self._shown = event.number
        loudness = self.keeping.loudness
        if loudness == "rising":
            loudness = RISING[min(event.ignored, len(RISING) - 1)]
        if loudness != "tray":
            actions = reminder_actions(self.keeping.snooze_s)
            title, message = retold(event.title), retold(event.message)
            self._tell.submit(Notification(title, message, slot=REMINDER, actions=actions, loud=loudness == "sound"))

    def _withdraw_if_settled(self) -> None:
        """A reminder is taken back when the person has moved, has gone, or has answered it."""
        current = self.watcher.state.reminders.open
        if self._shown is not None and (current is None or current.number != self._shown):
            self._shown = None
            self._tell.withdraw(REMINDER)

    def _mention(self, news: str, slot: str) -> None:
        """Something that is no reminder; where silence is asked for, the log and `status` have it."""
        if self.watcher.settings.hush is None:
            self._tell.submit(Notification("posture watch", news, "low", slot=slot))

    def _keep(self, baseline: Baseline) -> None:
        try:
            self._log.save_baseline(baseline)
        except UserError as error:
            self._complain(error)

    def _keep_days(self, at: Instant) -> None:
        """Once a day: detail older than the retention becomes daily figures."""
        if self._kept_day != at.local_date:
            if self._log.may_forget(self.keeping.retention_days, at):
                self._log.apply_retention(self.keeping.retention_days, at, break_s=self.keeping.break_s)
            self._kept_day = at.local_date

    def _tell_of_mending(self) -> None:
        """Once, whoever has found the log damaged and mended it."""
        if self._asked_of == self._log.file:
            return
        self._asked_of = self._log.file
        try:
            news = self._log.untold()
            if news:
                self.log_news = news
                self._tell.submit(Notification(text("posture_watch has mended its log"), retold(news), slot="log"))
                self._log.note_told()
        except UserError as error:
            _log.warning("%s", error.message)

    def _complain(self, error: UserError) -> None:
        if not self.log_problem:
            words = f"{retold(error.message)} {retold(error.advice)}"
            self._tell.submit(Notification(text("posture_watch cannot write its log"), words))
        if error.message != self.log_problem:  # it is tried again every few seconds, and a text log is small
            _log.warning("%s", error.message)
        self.log_problem = error.message


def reminder_actions(snooze_s: float) -> tuple[Action, ...]:
    """The buttons of a reminder; their keys are the answers that the control channel takes."""
    return (
        Action("break", text("Take a break")),
        Action("snooze", text("Snooze {time}", time=duration(snooze_s))),
        Action("not_now", text("Not now")),
        Action("wrong", text("Wrong")),
    )


def _told_apart_by(baseline: Baseline) -> tuple[BaselinePlace, datetime, float | None]:
    """Not by its figures, which drift in memory, and by whole milliseconds only, as the log keeps them."""
    made = baseline.made_utc
    return baseline.place, made.replace(microsecond=made.microsecond // 1000 * 1000), baseline.full_slump_ratio
