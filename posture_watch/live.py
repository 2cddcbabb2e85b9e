"""The live run around the monitor: camera, orders of other processes, changed settings, and the present for them."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from posture_watch import evening, strength_days
from posture_watch.answers import answer, not_yet
from posture_watch.app import REMINDER, Monitor
from posture_watch.camera_switch import CameraSwitch, Off
from posture_watch.capture.clock import Clock
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.config import ConfigWatcher
from posture_watch.control.request import MessageError, Request
from posture_watch.core.around import Around
from posture_watch.core.engine import begin
from posture_watch.core.events import ReminderEnded
from posture_watch.core.history import Answered, Awoken, Interrupted, reminder_at_hand
from posture_watch.core.hush import hush_of
from posture_watch.core.instant import Instant
from posture_watch.core.sitting import rested
from posture_watch.core.upcoming import look_again_s
from posture_watch.evening import Evening
from posture_watch.following import FollowedConfig, hush_policy_of, keeping_of, settings_of
from posture_watch.gentle_days import GentleDays
from posture_watch.heart import Heart
from posture_watch.native_memory import Returning
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.pacing import Pacing
from posture_watch.power.priority import give_way, give_way_too
from posture_watch.present import Present
from posture_watch.recalibrating import Recalibrator
from posture_watch.resuming import resumed
from posture_watch.standing_orders import StandingOrders
from posture_watch.store.log import Log
from posture_watch.strength_days import StrengthDays
from posture_watch.terminal.line import Line
from posture_watch.terminal.now import gentle_line, live_line
from posture_watch.texts import choose, retold, text
from posture_watch.today import Today
from posture_watch.watching import Look, Step, Watcher

_log = logging.getLogger(__name__)

POLL_S = 1.0
"""How long one wait for a frame may take (s): so soon is seen that the screen was locked. An order ends it."""
READER = "posture-watch-reader"
"""The thread that drains the camera, as capture/reader names it; later ones are started by the loop."""
SETTLED_S = 1.0
"""How long an answer waits for the order to be carried out (s), should a frame take long."""


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
    """Watches until told to stop. ``handle`` and ``clicked`` may be called from another thread, the rest from one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        now = parts.clock.now()
        config = parts.config.config
        parts.log.settle_bout(now, break_s=config.sitting.break_s)
        facts = parts.log.resume_facts(now, break_s=config.sitting.break_s)
        self._promises = StandingOrders(parts.log)
        self._gentle_days = GentleDays(self._promises, now)
        begun = resumed(facts, self._promises.found, now)
        state = begin(tuple(parts.log.baselines()), bout=begun.bout, reminders=begun.reminders)
        settings = settings_of(config, parts.source, gentle=self._gentle_days.until(now) is not None)
        watcher = Watcher(parts.source, parts.look, settings, state, parts.clock)
        self._heart = Heart(parts.told)
        self._monitor = Monitor(watcher, parts.log, parts.tell, keeping_of(config), self._heart.beat)
        self._monitor.journal.note(begun)
        self._orders = parts.orders
        self._ordering, self._settled = threading.Lock(), threading.Event()
        self._settled.set()
        self._config = FollowedConfig(parts.config, parts.tell)
        self._switch = CameraSwitch(off=parts.off, locked_at=now if parts.off == "locked" else None)
        self._stopping = False
        self._before_pace: Step | None = None
        self._wrong = facts.wrong
        self._attended_until_s = 0.0
        self._today = Today(parts.log.where, config.sitting.break_s)
        self._evening = Evening(parts.log, now, config.sitting.break_s)
        self._strength = StrengthDays(parts.log, now)
        self._recalibration = Recalibrator(parts.log, parts.tell, parts.clock)
        pause = self._promises.pause_of_before(now)
        if pause is not None:
            left_s = None if pause.until_utc is None else (pause.until_utc - now.utc).total_seconds()
            self._switch.pause(now, left_s)
            self._mind_surroundings()
        self._present = self._look_at_present()
        self._line = Line()

    def run(self) -> None:
        """Until a stop order, ``stop``, or the end of a clip. The calling thread gives way to whatever else runs."""
        give_way()
        give_way_too(READER)
        memory = Returning()
        try:
            while not self._stopping:
                self._heart.beat(POLL_S)
                self._obey()
                self._take_up_settings()
                self._mind_surroundings()
                self._mind_gentle_days()
                self._mind_pace()
                self._mind_notices()
                self._settle()
                if self._switch.off:
                    self._wait()
                else:
                    self._step()
                memory.mind(self._parts.clock.mono_s())
                self._present = self._look_at_present()
                if self._line.shown:
                    self._line.show(self._line_text())
        except EndOfSource:
            _log.info("the clip has ended")
        finally:
            self._line.end()
            self._monitor.write(self._parts.clock.now())
            self._monitor.watcher.source.close()
            self._parts.tell.withdraw(REMINDER)

    def _settle(self) -> None:
        """What was ordered has been carried out: whoever asks now sees what came of it."""
        if not self._settled.is_set():
            self._present = self._look_at_present()
            with self._ordering:
                if self._orders.empty():
                    self._settled.set()

    def rest(self) -> None:
        """For a process that outlives its run: else it would be ended for hanging on the way out."""
        self._heart.rest()

    def stop(self) -> None:
        """End soon. Safe to call from a signal handler."""
        self._stopping = True
        self._heart.stop_surely()

    def handle(self, request: Request) -> Mapping[str, Any]:
        """The answer to another process. An order is carried out by the loop, and answered once that has been done:
        what was promised stands in the log then, whoever kills us. Of a loop that hangs nothing is promised."""
        self._settled.wait(SETTLED_S)  # the present is what the orders before have made of it
        if request.command == "status":
            today = self._today.figures(self._parts.clock.now())
            return replace(self._present, today=today, late_s=self._heart.late_s()).as_json()
        if request.command == "watch":
            return replace(self._present, late_s=self._heart.late_s()).as_watched(self._parts.clock.now())
        words, carry_out = answer(request, self._present.as_json(), self._config.config.reminders.snooze_s)
        if carry_out:
            if request.command == "stop":
                self._heart.stop_surely()
            with self._ordering:
                self._settled.clear()
                self._orders.put(request)
            self._monitor.watcher.source.wake()
            if not self._settled.wait(SETTLED_S) and request.command not in ("stop", "attend"):
                return {"text": not_yet(), "done": False}
        return {"text": words, "done": carry_out}

    def clicked(self, slot: str, key: str) -> None:
        """A button of a notification was pressed."""
        if (slot, key) == (evening.SLOT, evening.OPEN):
            evening.open_report(self._evening.told_on(self._parts.clock.now()))
        if (slot, key) == (strength_days.SLOT, strength_days.START):
            strength_days.start_block()
        if slot != REMINDER:
            return
        try:
            self.handle(Request("answer", {"choice": key}))
        except MessageError:  # "default": the message itself was clicked
            return

    def _step(self) -> None:
        watcher = self._monitor.watcher
        attended = self._parts.clock.mono_s() < self._attended_until_s
        watcher.may_spare = not attended and not self._recalibration.under_way
        step = self._monitor.step(POLL_S)
        if step is not None:
            is_open = watcher.state.reminders.open is not None
            wanted_s = look_again_s(step.judgement, watcher.settings, reminder_open=is_open)
            if wanted_s is not None:
                watcher.source.look_again_in(wanted_s)
        self._recalibration.follow(self._monitor)

    def _obey(self) -> None:
        while not self._orders.empty():
            request = self._orders.get()
            match request.command:
                case "stop":
                    self._stopping = True
                    self._promises.drop_all()
                case "pause":
                    self._pause(request.arguments["seconds"], lent=request.arguments["lent"])
                case "resume":
                    self._resume()
                case "recalibrate":
                    if self._switch.off is None:
                        self._recalibration.begin(self._monitor)
                case "attend":
                    self._attend(request.arguments["seconds"])
                case "gentle":
                    self._gentle_days.begin(self._parts.clock.now(), request.arguments["seconds"])
                case "snooze":
                    self._answer("snooze", request.arguments["seconds"])
                case _:
                    self._answer(request.arguments["choice"], None)

    def _answer(self, choice: Any, seconds: float | None) -> None:
        at, watcher = self._parts.clock.now(), self._monitor.watcher
        about = reminder_at_hand(watcher.state.reminders, choice, at)
        events = self._monitor.apply(Answered(at, choice, seconds, about.utc if about else None))
        self._wrong += sum(isinstance(e, ReminderEnded) and e.outcome == "wrong" for e in events)
        quiet_s = watcher.state.reminders.quiet_for_s(at)
        if choice == "snooze" and quiet_s:
            self._promises.keep("snooze", at, quiet_s)

    def _attend(self, seconds: float) -> None:
        """Somebody watches: the camera is held open, for so long and not while it is off."""
        if self._switch.off is None:
            self._monitor.watcher.source.hold_open(seconds)
            self._attended_until_s = self._parts.clock.mono_s() + seconds

    def _pause(self, seconds: float | None, *, lent: bool = False) -> None:
        now = self._parts.clock.now()
        self._switch.pause(now, seconds, lent=lent)
        self._promises.keep("pause", now, seconds)

    def _resume(self) -> None:
        """Ends a pause, else a snooze."""
        if self._switch.paused:
            self._switch.resume()
            self._promises.drop("pause")
            return
        self._monitor.apply(Awoken(self._parts.clock.now()))
        self._promises.drop("snooze")

    def _mind_surroundings(self) -> None:
        """Lock and sleep switch the camera off; what else goes on holds reminders back."""
        now, around = self._parts.clock.now(), self._parts.around()
        if self._switch.pause_is_over(now):
            self._resume()
        turned = self._switch.turn(around, now)
        if turned == "off":
            self._release_camera(now)
        elif turned == "on":
            self._take_camera(now)
        self._hush(around, now)

    def _mind_gentle_days(self) -> None:
        """Their limits hold as soon as they begin, and no longer than they last."""
        watcher = self._monitor.watcher
        gentle = self._is_gentle()
        if gentle != (watcher.settings.gentle_share is not None):
            self._renew_settings()

    def _mind_pace(self) -> None:
        """Battery, heat and a limit of processor time change how often is looked, not while somebody watches."""
        now_s, watcher = self._parts.clock.mono_s(), self._monitor.watcher
        self._parts.pacing.follow(self._config.config, now_s)
        if self._before_pace is not None and self._before_pace is not self._monitor.last_step:
            self._before_pace = None
            self._renew_settings()
        busy = self._recalibration.under_way or now_s < self._attended_until_s
        if self._switch.off or busy or not watcher.source.live:
            return
        before_s = watcher.source.interval_s
        if not self._parts.pacing.take(watcher.source):
            watcher.source.close()
            watcher.source = self._parts.reopen()
            watcher.rest()
        if watcher.source.interval_s != before_s:
            self._before_pace = self._monitor.last_step
            self._renew_settings()

    def _renew_settings(self) -> None:
        """What the fold is told from now on. After a change to a quicker pace, the look that ends the longer time is
        still judged by it: a silence that was meant is no gap."""
        watcher = self._monitor.watcher
        before = watcher.settings
        after = settings_of(self._config.config, watcher.source, before, gentle=self._is_gentle())
        if self._before_pace is not None and before.sample_interval_s > after.sample_interval_s:
            after = replace(after, sample_interval_s=before.sample_interval_s, sitting=before.sitting)
        watcher.settings = after

    def _is_gentle(self) -> bool:
        return self._gentle_days.until(self._parts.clock.now()) is not None

    def _mind_notices(self) -> None:
        """What is told once a day, if the user chose it."""
        now, settings, config = self._parts.clock.now(), self._monitor.watcher.settings, self._config.config
        step, silent = self._monitor.last_step, settings.hush is not None
        at_desk = step is not None and not self._switch.off and step.judgement.posture in ("good", "poor")
        notices = (
            self._evening.due(now, config.report, silent=silent),
            self._strength.due(now, config.care, silent=silent, gentle=self._is_gentle(), somebody=at_desk),
        )
        for notice in notices:
            if notice is not None:
                self._monitor.carry_out((notice,), now)

    def _hush(self, around: Around, now: Instant) -> None:
        watcher, step = self._monitor.watcher, self._monitor.last_step
        somebody = step is not None and step.judgement.posture != "away"
        hush = hush_of(around, now, hush_policy_of(self._config.config), somebody=somebody)
        if hush == watcher.settings.hush:
            return
        watcher.settings = replace(watcher.settings, hush=hush)
        self._monitor.hush(hush, now)  # at once: it may be over before the next look
        if hush is not None:
            self._parts.tell.withdraw(REMINDER)

    def _release_camera(self, now: Instant) -> None:
        """Also when it is for a moment only: no time in which nobody looked is counted."""
        self._recalibration.give_up()
        self._monitor.apply(Interrupted(now))
        self._monitor.write(now)
        self._monitor.watcher.source.close()
        _log.info("the camera is off: %s", self._switch.off)

    def _take_camera(self, now: Instant) -> None:
        watcher = self._monitor.watcher
        watcher.source = self._parts.reopen()
        self._before_pace = None
        self._renew_settings()
        watcher.rest()
        self._monitor.last_step = None  # what was seen before is not the present
        self._monitor.reload_baselines(now)
        _log.info("watching again")

    def _wait(self) -> None:
        """The camera is off: sleep until an order comes, or it is time to look at the surroundings again."""
        try:
            self._orders.put(self._orders.get(timeout=POLL_S))
        except queue.Empty:
            return

    def _take_up_settings(self) -> None:
        before, watcher = self._config.config.camera, self._monitor.watcher
        changed = self._config.poll(self._parts.clock.mono_s())
        if changed is not None:
            choose(changed.language)
            if changed.camera != before and self._switch.off is None and watcher.source.live:
                now = self._parts.clock.now()
                self._release_camera(now)
                self._take_camera(now)
            self._renew_settings()
            self._monitor.keeping = keeping_of(changed)

    def _line_text(self) -> str:
        step = self._monitor.last_step
        if self._switch.off:
            return f"{retold(self._present.as_json()['text'])} · posture-watch resume"
        if step is None:
            return text("waiting for a picture")
        settings = self._monitor.watcher.settings
        return live_line(step.judgement, settings) if settings.gentle_share is None else gentle_line(step.judgement)

    def _look_at_present(self) -> Present:
        """All that `status` is made of; put into words only when somebody asks, in whose thread that is done."""
        watcher, step, now = self._monitor.watcher, self._monitor.last_step, self._parts.clock.now()
        last = self._parts.tell.last
        problems = [p for p in (self._config.problem, self._monitor.log_problem, self._monitor.log_news) if p]
        if last is not None and last.problem:
            problems.append(f"the last notification: {last.problem}")
        given = watcher.state.reminders.given
        # without frames the fold cannot see that a break has passed
        bout, _ = rested(watcher.state.bout, now, watcher.settings.sitting.break_s)
        return Present(
            now=now,
            state=replace(watcher.state, bout=bout),
            settings=watcher.settings,
            judgement=step.judgement if step and not self._switch.off else None,
            source=watcher.source.state,
            camera_on=self._switch.lent if self._switch.off else watcher.source.camera_on,
            lent=self._switch.lent,
            attended=watcher.source.in_moments and now.mono_s < self._attended_until_s,
            off=self._switch.off,
            paused_until_s=self._switch.paused_until_s,
            today=None,  # read when somebody asks
            reminders_today=sum(one.at.local_date == now.local_date for one in given),
            wrong_lately=self._wrong,
            problems=tuple(problems),
            calibrating=self._recalibration.under_way,
            gentle_until=self._gentle_days.until(now),
            pace="" if self._switch.off else self._parts.pacing.sentence(watcher.source),
        )
