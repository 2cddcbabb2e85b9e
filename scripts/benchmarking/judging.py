"""Which events a side found, and when, beside judging the film's frames one by one in the film's own time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarking.film import FPS, Film
from posture_watch.capture.frame import Frame
from posture_watch.capture.pictures import decode_picture
from posture_watch.config import Config, build_settings
from posture_watch.core.engine import advance, begin
from posture_watch.core.events import Event, PostureChanged, ReminderDue, RuleRaised
from posture_watch.core.history import replayed
from posture_watch.core.instant import Instant
from posture_watch.opening import open_look
from posture_watch.pose.models import model_path
from posture_watch.store.log import Log

MORNING_UTC = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
SAME_WITHIN_S = 60.0
"""Two of a name farther apart are two events."""


@dataclass(frozen=True, slots=True)
class Found:
    """``t_s`` seconds into the film. ``name``: the rule with its level, away, back, or what a reminder is about."""

    t_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Compared:
    """An event of every-frame judging and when the side had it (seconds later; None: never)."""

    t_s: float
    name: str
    later_s: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``extra``: what only the side found."""

    rows: tuple[Compared, ...]
    extra: tuple[Found, ...]

    @property
    def missed(self) -> tuple[Compared, ...]:
        return tuple(row for row in self.rows if row.later_s is None)

    @property
    def latest_s(self) -> float:
        return max((row.later_s for row in self.rows if row.later_s is not None), default=0.0)


def every_frame(film: Film, every_s: float, first: int = 0) -> list[Found]:
    """All frames that are ``every_s`` apart, from the ``first`` on, through model and fold, in the program's mode and
    with its settings."""
    config = Config()
    look, close = open_look(model_path(config.pose.model), config.pose.mode, config.pose.max_people)
    settings = build_settings(config, camera="film", mode=config.pose.mode, sample_interval_s=every_s)
    start = Instant(0.0, MORNING_UTC, 0.0)
    state, found = begin(), list[Found]()
    try:
        for number, encoded in film.encoded(first, max(1, round(every_s * FPS))):
            image = decode_picture(encoded)
            assert image is not None
            state, _, events = advance(state, look(Frame(start.shifted(number / FPS), image)), settings)
            found += _named(events, start.utc)
    finally:
        close()
    return found


def of_log(path: Path, began_utc: datetime) -> list[Found]:
    """What the monitor found that wrote this log: its history judged again gives its events to the moment."""
    config = Config()
    settings = build_settings(config, camera="film", mode=config.pose.mode, sample_interval_s=config.camera.interval_s)
    with Log.open_readonly(path) as log:
        entries = list(log.history(*FAR))
    return [one for _, _, events in replayed(entries, settings, minutes=False) for one in _named(events, began_utc)]


def _named(events: Iterable[Event], began_utc: datetime) -> list[Found]:
    found: list[Found] = []
    for event in events:
        match event:
            case RuleRaised(rule=rule, level=level):
                name = f"{rule} ({level})"
            case PostureChanged(after="away"):
                name = "away"
            case PostureChanged(before="away"):
                name = "back"
            case ReminderDue(rules=rules):
                name = "reminder: " + ", ".join(rules)
            case _:
                continue
        found.append(Found(round((event.at.utc - began_utc).total_seconds(), 2), name))
    return found


def compared(wanted: Sequence[Found], got: Sequence[Found]) -> Comparison:
    """Each wanted event with the nearest one of its name, once; what is left over is extra."""
    left, rows = list(got), list[Compared]()
    for one in wanted:
        near = [other for other in left if other.name == one.name and abs(other.t_s - one.t_s) <= SAME_WITHIN_S]
        best = min(near, key=lambda other: abs(other.t_s - one.t_s), default=None)
        if best is not None:
            left.remove(best)
        rows.append(Compared(one.t_s, one.name, None if best is None else round(best.t_s - one.t_s, 2)))
    return Comparison(tuple(rows), tuple(left))
