"""The live run around the monitor: a loop that obeys orders, minds what has changed, and looks once, in this order."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from posture_watch.app import REMINDER, Monitor
from posture_watch.asked import Asked
from posture_watch.camera_switch import CameraSwitch, Off
from posture_watch.capture.clock import Clock
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.config import ConfigWatcher
from posture_watch.control.request import MessageError, Request
from posture_watch.core.around import Around
from posture_watch.core.engine import begin
from posture_watch.core.history import Begun
from posture_watch.daily_notices import DailyNotices
from posture_watch.following import FollowedConfig, keeping_of, settings_of
from posture_watch.gentle_days import GentleDays
from posture_watch.heart import Heart
from posture_watch.held_camera import HeldCamera
from posture_watch.in_force import SettingsInForce
from posture_watch.native_memory import Returning
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.obeying import Obeying
from posture_watch.pacing import Pacing
from posture_watch.power.priority import give_way, give_way_too
from posture_watch.recalibrating import Recalibrator
from posture_watch.resuming import resumed
from posture_watch.shown import Shown
from posture_watch.standing_orders import StandingOrders
from posture_watch.store.log import Log
from posture_watch.terminal.line import Line
from posture_watch.texts import choose
from posture_watch.today import Today
from posture_watch.watching import Look, Watcher

_log = logging.getLogger(__name__)

POLL_S = 2.0
"""How long one wait for a frame may take (s; engineering choice: as often as the quick senses are asked). An order ends
it, and so does a change of what goes on around the user."""
READER = "posture-watch-reader"
"""The thread that drains the camera, as capture/reader names it; later ones are started by the loop."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a live run is made of. ``reopen`` opens the camera again after a pause; ``around`` says what goes on.
    ``orders`` is where those of other processes wait; with the camera off, the loop waits there. ``off``: why
    ``source`` is one that was not opened. ``pacing``: how often to look, on battery too.
    ``told``: called each time the loop comes round."""

    source: Source
    reopen: Callable[[], Source]
    look: Look
    log: Log
    tell: Dispatcher
    clock: Clock
    config: ConfigWatcher
    around: Callable[[], Around] = Around
    orders: queue.SimpleQueue[Request] = field(default_factory=queue.SimpleQueue[Request])
    off: Off | None = None
    pacing: Pacing = field(default_factory=Pacing)
    told: Callable[[], None] | None = None


class LiveRun:
    """Watches until told to stop. ``handle``, ``clicked`` and ``wake`` may be called from another thread, the rest from
    one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        now, log, clock, tell = parts.clock.now(), parts.log, parts.clock, parts.tell
        break_s = parts.config.config.sitting.break_s
        log.settle_bout(now, break_s=break_s)
        facts = log.resume_facts(now, break_s=break_s)
        promises = StandingOrders(log)
        gentle_days = GentleDays(promises, now)
        self._heart = heart = Heart(parts.told)
        begun = resumed(facts, promises.found, now)
        self._monitor = monitor = _monitor_of(parts, begun, heart, gentle=gentle_days.until(now) is not None)
        self._file = file = FollowedConfig(parts.config, tell)
        self._settings = settings = SettingsInForce(monitor, file, gentle_days, tell, clock)
        self._notices = DailyNotices(log, now, break_s)
        switch = CameraSwitch(off=parts.off, locked_at=now if parts.off == "locked" else None)
        taking = Recalibrator(log, tell, clock)
        self._camera = camera = HeldCamera(monitor, settings, switch, taking, parts.pacing, parts.reopen, clock)
        self._obeying = Obeying(monitor, camera, promises, gentle_days, clock, wrong=facts.wrong)
        if self._obeying.go_on_pausing(now):
            self._mind_surroundings()
        self._shown = Shown(monitor, camera, self._obeying, gentle_days, file, tell, clock)
        today = Today(log.where, break_s)
        self._asked = Asked(self._shown.present(), today, heart, monitor, file, parts.orders, clock)
        self._line = Line()

    def run(self) -> None:
        """Until a stop order, ``stop``, or the end of a clip. The calling thread gives way to whatever else runs."""
        give_way()
        give_way_too(READER)
        memory = Returning()
        try:
            while not self._obeying.stopping:
                self._heart.beat(POLL_S)
                self._turn()
                memory.mind(self._parts.clock.mono_s())
                self._show()
        except EndOfSource:
            _log.info("the clip has ended")
        finally:
            self._line.end()
            self._monitor.write(self._parts.clock.now())
            self._monitor.watcher.source.close()
            self._parts.tell.withdraw(REMINDER)

    def rest(self) -> None:
        """For a process that outlives its run: else it would be ended for hanging on the way out."""
        self._heart.rest()

    def stop(self) -> None:
        """End soon. Safe to call from a signal handler."""
        self._obeying.stopping = True
        self._heart.stop_surely()

    def wake(self) -> None:
        """What goes on around the user has changed: it is looked at now. May be called from another thread."""
        self._monitor.watcher.source.wake()

    def handle(self, request: Request) -> Mapping[str, Any]:
        """The answer to another process, once its order has been carried out."""
        return self._asked.handle(request)

    def clicked(self, slot: str, key: str) -> None:
        """A button of a notification was pressed."""
        self._notices.clicked(slot, key, self._parts.clock)
        if slot != REMINDER:
            return
        try:
            self.handle(Request("answer", {"choice": key}))
        except MessageError:  # "default": the message itself was clicked
            return

    def _turn(self) -> None:
        """Once round: what was said and what goes on around first, then one look or one wait."""
        self._obey()
        self._take_up_file()
        was_off = self._camera.is_off
        self._mind_surroundings()
        if self._camera.is_off != was_off:  # whoever asks is told now, not after the wait that follows
            self._asked.present = self._shown.present()
        self._settings.mind_gentle_days()
        self._camera.mind_pace()
        self._mind_notices()
        self._asked.settle(self._shown.present)
        if self._camera.is_off:
            self._wait()
        else:
            self._camera.look(POLL_S)

    def _obey(self) -> None:
        while not self._parts.orders.empty():
            self._obeying.carry_out(self._parts.orders.get())

    def _take_up_file(self) -> None:
        before = self._file.config.camera
        changed = self._file.poll(self._parts.clock.mono_s())
        if changed is not None:
            choose(changed.language)
            if changed.camera != before:
                self._camera.exchange()
            self._settings.renew_for_file(changed)

    def _mind_surroundings(self) -> None:
        """Lock and sleep switch the camera off; what else goes on holds reminders back."""
        now, around = self._parts.clock.now(), self._parts.around()
        self._obeying.end_pause_in_time(now)
        self._camera.turn(around, now)
        self._settings.hush(around, now)

    def _mind_notices(self) -> None:
        now, step = self._parts.clock.now(), self._monitor.last_step
        silent, gentle = self._monitor.watcher.settings.hush is not None, self._settings.is_gentle
        at_desk = step is not None and not self._camera.is_off and step.judgement.posture in ("good", "poor")
        for notice in self._notices.due(now, self._file.config, silent=silent, gentle=gentle, at_desk=at_desk):
            self._monitor.carry_out((notice,), now)

    def _wait(self) -> None:
        """The camera is off: sleep until an order comes, or it is time to look at the surroundings again."""
        orders = self._parts.orders
        try:
            orders.put(orders.get(timeout=POLL_S))
        except queue.Empty:
            return

    def _show(self) -> None:
        self._asked.present = self._shown.present()
        if self._line.shown:
            self._line.show(self._shown.line(self._asked.present))


def _monitor_of(parts: Parts, begun: Begun, heart: Heart, *, gentle: bool) -> Monitor:
    """The monitor of a run that takes over what ``begun`` says."""
    config = parts.config.config
    state = begin(tuple(parts.log.baselines()), bout=begun.bout, reminders=begun.reminders)
    watcher = Watcher(parts.source, parts.look, settings_of(config, parts.source, gentle=gentle), state, parts.clock)
    monitor = Monitor(watcher, parts.log, parts.tell, keeping_of(config), heart.beat)
    monitor.journal.note(begun)
    return monitor
