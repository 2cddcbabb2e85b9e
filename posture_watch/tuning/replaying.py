"""The history judged by a trial's limits, and what it would have said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from posture_watch.core.events import Event, ReminderDue, ReminderEnded, ReminderSkipped, SkipReason
from posture_watch.core.history import Entry, Limits, replayed
from posture_watch.core.settings import Settings
from posture_watch.tuning.said import Said
from posture_watch.tuning.trial import Trial

STEP = 2000
"""Entries between two steps of a progress bar."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What would have been said, in order, and how often something was held back and why."""

    said: tuple[Said, ...]
    skipped: Mapping[SkipReason, int]


@dataclass(slots=True)
class _Heard:
    said: list[Said] = field(default_factory=list[Said])
    skipped: Counter[SkipReason] = field(default_factory=Counter[SkipReason])

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            match event:
                case ReminderDue(at=at, kind=kind, rules=rules):
                    self.said.append(Said(at.utc, at.utc_offset_s, kind, rules))
                case ReminderEnded():
                    self._settle(event)
                case ReminderSkipped(reason=reason):
                    self.skipped[reason] += 1
                case _:
                    pass

    def _settle(self, ended: ReminderEnded) -> None:
        for index in range(len(self.said) - 1, -1, -1):
            if abs((self.said[index].due_utc - ended.due.utc).total_seconds()) < 0.002:
                self.said[index] = replace(self.said[index], outcome=ended.outcome)
                return


def replay(
    entries: Sequence[Entry], settings: Settings, trial: Trial | None, step: Callable[[int], None] = lambda _: None
) -> Replayed:
    """Judge the entries again; ``trial`` None: by the limits that held. ``step`` is told of every STEP entries.

    ``settings`` hold until the history says others.
    """
    heard, done = _Heard(), 0
    judged = replayed(entries, settings, trial or _as_it_was, minutes=False)
    for done, (_, _, events) in enumerate(judged, 1):
        if events:
            heard.take(events)
        if done % STEP == 0:
            step(STEP)
    step(len(entries) - done // STEP * STEP)
    return Replayed(tuple(heard.said), heard.skipped)


def _as_it_was(logged: Settings) -> Settings:
    return logged


def limits_in(entries: Iterable[Entry]) -> tuple[Settings, ...]:
    """Every settings that held, each once."""
    found: list[Settings] = []
    for entry in entries:
        if isinstance(entry, Limits) and entry.settings not in found:
            found.append(entry.settings)
    return tuple(found)


def effect_of(trial: Trial | None, limits: Sequence[Settings]) -> tuple[Settings, ...]:
    """What the trial makes of the limits that held: with the same effect a replay says the same."""
    return tuple(limits) if trial is None else tuple(trial(settings) for settings in limits)
