"""Days told to a real monitor on a real log, without a camera: scenes go in, the log and its history come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from posture_watch.app import Keeping, Monitor
from posture_watch.capture.clock import Clock
from posture_watch.capture.unopened import UnopenedSource
from posture_watch.core.engine import begin
from posture_watch.core.events import Event
from posture_watch.core.history import Begun
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.notify.base import Notification
from posture_watch.resuming import resumed
from posture_watch.store.log import Log
from posture_watch.watching import Watcher
from tests.core.stories import baseline_of

Order = Callable[[Monitor, Instant], object]


class Silent:
    """Nobody is told anything."""

    def submit(self, notification: Notification) -> bool:
        return True

    def withdraw(self, slot: str) -> None:
        return


@dataclass(slots=True)
class Lived:
    """What a run said."""

    events: list[Event] = field(default_factory=list[Event])


def live(log_file: Path, scenes: Iterable[Scene], settings: Settings, orders: dict[int, Order] | None = None) -> Lived:
    """A run of the monitor over these scenes; ``orders`` by the number of the scene before which they come."""
    lived, todo = Lived(), dict(orders or {})
    monitor: Recorded | None = None
    log: Log | None = None
    for number, scene in enumerate(scenes):
        if monitor is None:
            log = Log.open(log_file, now=scene.at)
            begun = resumed(log.resume_facts(scene.at, break_s=settings.sitting.break_s), log.orders(), scene.at)
            monitor = _monitor(log, settings, begun, lived)
        if number in todo:
            todo[number](monitor, scene.at)
        step = monitor.watcher.take(scene)
        monitor.carry_out(step.events, step.judgement.at)
    assert log is not None
    assert monitor is not None
    assert monitor.last_at is not None
    monitor.write(monitor.last_at)
    log.close()
    return lived


def _monitor(log: Log, settings: Settings, begun: Begun, lived: Lived) -> Recorded:
    source = UnopenedSource("sim", interval_s=settings.sample_interval_s)
    source.identity = settings.camera
    state = begin((baseline_of(),), bout=begun.bout, reminders=begun.reminders)
    watcher = Watcher(source, lambda _: (_ for _ in ()).throw(AssertionError), settings, state, Clock())
    monitor = Recorded(watcher, log, Silent(), Keeping(60.0, 90, settings.sitting.break_s, "silent", 600.0))
    monitor.lived = lived
    monitor.journal.note(begun)
    return monitor


class Recorded(Monitor):
    """A monitor that keeps what it carried out."""

    lived: Lived
    last_at: Instant | None = None

    def carry_out(self, events: tuple[Event, ...], at: Instant) -> None:
        self.lived.events += events
        self.last_at = at
        super().carry_out(events, at)
