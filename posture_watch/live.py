"""The live run around the monitor: camera, orders of other processes, changed settings, and the present for them."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from posture_watch.answers import answer
from posture_watch.app import REMINDER, Keeping, Monitor
from posture_watch.capture.clock import Clock
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.config import Config, ConfigError, ConfigWatcher, build_settings
from posture_watch.control.request import MessageError, Request
from posture_watch.core.answering import awake
from posture_watch.core.around import Around
from posture_watch.core.calibration import Refused
from posture_watch.core.engine import begin, recalibrated, told
from posture_watch.core.events import ReminderEnded
from posture_watch.core.hush import HushPolicy, hush_of
from posture_watch.core.instant import Instant
from posture_watch.core.settings import Settings
from posture_watch.core.upcoming import look_again_s
from posture_watch.errors import UserError
from posture_watch.notify.base import Notification
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.present import OFF_TEXTS, Off, Present
from posture_watch.recalibrating import SETTLE_S, TAKE_S, Recalibration
from posture_watch.resuming import resumed_bout, resumed_reminders
from posture_watch.store.facts import StandingOrder
from posture_watch.store.log import Log
from posture_watch.terminal.line import Line
from posture_watch.terminal.now import live_line
from posture_watch.texts import retold, text
from posture_watch.today import Today
from posture_watch.watching import Look, Watcher

_log = logging.getLogger(__name__)

POLL_S = 0.25
"""How long one wait for a frame may take (s): orders are obeyed within it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a live run is made of. ``reopen`` opens the camera again after a pause; ``around`` says what goes on."""

    source: Source
    reopen: Callable[[], Source]
    look: Look
    log: Log
    tell: Dispatcher
    clock: Clock
    config: ConfigWatcher
    around: Callable[[], Around] = Around


class LiveRun:
    """Watches until told to stop. ``handle`` and ``clicked`` may be called from another thread, the rest from one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        now = parts.clock.now()
        config = parts.config.config
        facts = parts.log.resume_facts(now, break_s=config.sitting.break_s)
        orders = parts.log.orders()
        reminders = resumed_reminders(facts, orders, now)
        state = begin(tuple(parts.log.baselines()), bout=resumed_bout(facts, now), reminders=reminders)
        watcher = Watcher(parts.source, parts.look, _settings(config, parts.source), state, parts.clock)
        self._monitor = Monitor(watcher, parts.log, parts.tell, _keeping(config))
        self._orders: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._off: Off | None = None
        self._paused, self._paused_until_s = False, None
        self._stopping = False
        self._config_problem = ""
        self._wrong = facts.wrong
        self._today = Today(parts.log, config.sitting.break_s)
        self._recalibration: Recalibration | None = None
        self._take_up_pause(orders, now)
        self._snapshot: Mapping[str, Any] = self._describe()
        self._line = Line()

    def run(self) -> None:
        """Until a stop order, ``stop``, or the end of a clip."""
        try:
            while not self._stopping:
                self._obey()
                self._look_at_config()
                self._mind_surroundings()
                if self._off:
                    self._wait()
                else:
                    self._step()
                self._snapshot = self._describe()
                if self._line.shown:
                    self._line.show(self._line_text())
        except EndOfSource:
            _log.info("the clip has ended")
        finally:
            self._line.end()
            self._monitor.write(self._parts.clock.now())
            self._monitor.watcher.source.close()
            self._parts.tell.withdraw(REMINDER)

    def stop(self) -> None:
        """End soon. Safe to call from a signal handler."""
        self._stopping = True

    def handle(self, request: Request) -> Mapping[str, Any]:
        """The answer to another process, at once; the order itself is carried out by the loop."""
        if request.command == "status":
            self._today.wanted()
            return self._snapshot
        words, carry_out = answer(request, self._snapshot, self._parts.config.config.reminders.snooze_s)
        if carry_out:
            self._orders.put(request)
        return {"text": words, "done": carry_out}

    def clicked(self, slot: str, key: str) -> None:
        """A button of a notification was pressed."""
        if slot != REMINDER:
            return
        try:
            self.handle(Request("answer", {"choice": key}))
        except MessageError:  # "default": the message itself was clicked
            return

    def _step(self) -> None:
        step = self._monitor.step(POLL_S)
        watcher = self._monitor.watcher
        if step is not None:
            self._wrong += sum(isinstance(e, ReminderEnded) and e.outcome == "wrong" for e in step.events)
            is_open = watcher.state.reminders.open is not None
            wanted_s = look_again_s(step.judgement, watcher.settings, reminder_open=is_open)
            if wanted_s is not None:
                watcher.source.look_again_in(wanted_s)
        self._follow_recalibration()

    def _obey(self) -> None:
        while not self._orders.empty():
            request = self._orders.get()
            match request.command:
                case "stop":
                    self._stopping = True
                    self._forget_orders()
                case "pause":
                    self._pause(request.arguments["seconds"])
                case "resume":
                    self._resume()
                case "recalibrate":
                    self._recalibrate()
                case "snooze":
                    self._answer("snooze", request.arguments["seconds"])
                case _:
                    self._answer(request.arguments["choice"], None)

    def _answer(self, choice: Any, seconds: float | None) -> None:
        at, watcher = self._parts.clock.now(), self._monitor.watcher
        watcher.state, events = told(watcher.state, choice, at, watcher.settings.reminders, seconds=seconds)
        self._wrong += sum(isinstance(e, ReminderEnded) and e.outcome == "wrong" for e in events)
        self._monitor.carry_out(events, at)
        quiet_s = watcher.state.reminders.quiet_for_s(at)
        if choice == "snooze" and quiet_s:
            self._keep_order(StandingOrder("snooze", at.shifted(quiet_s).utc))

    def _pause(self, seconds: float | None) -> None:
        now = self._parts.clock.now()
        self._paused, self._paused_until_s = True, now.utc.timestamp() + seconds if seconds else None
        self._keep_order(StandingOrder("pause", now.shifted(seconds).utc if seconds else None))
        self._switch(now)

    def _resume(self) -> None:
        """Ends a pause, else a snooze."""
        watcher = self._monitor.watcher
        if self._paused:
            self._paused, self._paused_until_s = False, None
            self._drop_order("pause")
            self._switch(self._parts.clock.now())
        else:
            watcher.state = replace(watcher.state, reminders=awake(watcher.state.reminders))
            self._drop_order("snooze")

    def _mind_surroundings(self) -> None:
        """Lock and sleep switch the camera off; what else goes on holds reminders back. A pause ends in time: by the
        wall clock, so after a suspend, too."""
        now, watcher = self._parts.clock.now(), self._monitor.watcher
        if self._paused_until_s is not None and now.utc.timestamp() >= self._paused_until_s:
            self._resume()
        self._switch(now)
        judgement = self._monitor.last_step.judgement if self._monitor.last_step else None
        somebody = judgement is not None and judgement.posture != "away"
        policy = _hush_policy(self._parts.config.config)
        hush = hush_of(self._parts.around(), now, policy, somebody=somebody)
        if hush != watcher.settings.hush:
            watcher.settings = replace(watcher.settings, hush=hush)
            if hush is not None:
                self._parts.tell.withdraw(REMINDER)

    def _switch(self, now: Instant) -> None:
        """Let go of the camera, or take it again, as pause, lock and sleep want it."""
        around = self._parts.around()
        off: Off | None = "paused" if self._paused else "asleep" if around.asleep else None
        off = off or ("locked" if around.locked else None)
        if off == self._off:
            return
        before, self._off = self._off, off
        if before is None:
            self._recalibration = None
            self._monitor.write(now)
            self._monitor.watcher.source.close()
            _log.info("%s", OFF_TEXTS[off] if off else "")
        elif off is None:
            self._take_camera(now)

    def _take_camera(self, now: Instant) -> None:
        self._monitor.watcher.source = self._parts.reopen()
        self._monitor.watcher.rest()
        self._monitor.last_step = None  # what was seen before is not the present
        self._monitor.reload_baselines(now)
        _log.info("watching again")

    def _wait(self) -> None:
        """The camera is off: sleep until an order comes, or it is time to look at the surroundings again."""
        try:
            self._orders.put(self._orders.get(timeout=POLL_S))
        except queue.Empty:
            return

    def _recalibrate(self) -> None:
        if self._off is None:
            self._recalibration = Recalibration.beginning(self._parts.clock.now())
            self._monitor.watcher.source.hold_open(SETTLE_S + TAKE_S)

    def _follow_recalibration(self) -> None:
        under_way, watcher, step = self._recalibration, self._monitor.watcher, self._monitor.last_step
        if under_way is None:
            return
        if step is not None and under_way.take.last is not step.scene:
            under_way = self._recalibration = under_way.with_scene(step.scene, watcher.settings)
        now = self._parts.clock.now()
        if not under_way.is_over(now.mono_s, seen=step is not None and step.judgement.at.mono_s > under_way.until_s):
            return
        self._recalibration = None
        result = under_way.result(self._parts.log.baselines(), watcher.settings, now)
        if isinstance(result, Refused):
            self._say(text("Your upright posture stays as it was"), f"{retold(result.reason)}. {retold(result.advice)}")
            return
        watcher.state, events = recalibrated(watcher.state, result, now)
        self._monitor.carry_out(events, now)
        self._say(text("Your upright posture is set"), text("From now on I measure against it."))

    def _say(self, title: str, body: str) -> None:
        self._parts.tell.submit(Notification(title, body[:1].upper() + body[1:], slot="recalibration"))

    def _look_at_config(self) -> None:
        found = self._parts.config.poll(self._parts.clock.mono_s())
        if found is None:
            return
        if isinstance(found, ConfigError):
            self._config_problem = f"settings not taken up, the last good ones hold: {found.message}"
            _log.warning("%s %s", self._config_problem, found.advice)
            first = found.problems[0]
            where = f"line {first.line}, " if first.line else ""
            body = f"{where}{first.key or 'the file'}: expected {first.expected}. The last good settings hold."
            title = text("posture_watch: settings not taken up")
            self._parts.tell.submit(Notification(title, retold(body), slot="settings"))
            return
        self._config_problem = ""
        watcher = self._monitor.watcher
        watcher.settings = replace(_settings(found, watcher.source), hush=watcher.settings.hush)
        self._monitor.keeping = _keeping(found)
        _log.info("settings taken up; those of camera and model at the next start")

    def _take_up_pause(self, orders: list[StandingOrder], now: Instant) -> None:
        """A pause outlives a kill: whoever asked for the camera to be off must not find it on."""
        pause = next((order for order in orders if order.name == "pause"), None)
        if pause is None or (pause.until_utc is not None and pause.until_utc <= now.utc):
            return
        self._paused = True
        self._paused_until_s = None if pause.until_utc is None else pause.until_utc.timestamp()
        self._switch(now)

    def _keep_order(self, order: StandingOrder) -> None:
        try:
            self._parts.log.save_order(order)
        except UserError as error:  # it holds all the same, as long as this process lives
            _log.warning("%s", error.message)

    def _drop_order(self, name: Any) -> None:
        try:
            self._parts.log.drop_order(name)
        except UserError as error:
            _log.warning("%s", error.message)

    def _forget_orders(self) -> None:
        """Who stops the monitor and starts it again wants it to watch."""
        for name in ("pause", "snooze"):
            self._drop_order(name)

    def _line_text(self) -> str:
        step = self._monitor.last_step
        if self._off:
            return f"{retold(self._snapshot['text'])} · posture-watch resume"
        return live_line(step.judgement, self._monitor.watcher.settings) if step else text("waiting for a picture")

    def _describe(self) -> Mapping[str, Any]:
        watcher, step, now = self._monitor.watcher, self._monitor.last_step, self._parts.clock.now()
        last = self._parts.tell.last
        problems = [p for p in (self._config_problem, self._monitor.log_problem) if p]
        if last is not None and last.problem:
            problems.append(f"the last notification: {last.problem}")
        given = watcher.state.reminders.given
        return Present(
            now=now,
            state=watcher.state,
            settings=watcher.settings,
            judgement=step.judgement if step and not self._off else None,
            source=watcher.source.state,
            camera_on=not self._off and watcher.source.camera_on,
            off=self._off,
            paused_until_s=self._paused_until_s,
            today=self._today.figures(now),
            reminders_today=sum(one.at.local_date == now.local_date for one in given),
            wrong_lately=self._wrong,
            problems=tuple(problems),
            calibrating=self._recalibration is not None,
        ).as_json()


def _settings(config: Config, source: Source) -> Settings:
    settings = build_settings(
        config, camera=source.identity, mode=config.pose.mode, sample_interval_s=config.camera.interval_s
    )
    return replace(settings, sample_interval_s=source.interval_s)


def _keeping(config: Config) -> Keeping:
    return Keeping(
        config.log.checkpoint_s, config.log.retention_days, config.sitting.break_s,
        config.notifications.loudness, config.reminders.snooze_s,
    )  # fmt: skip


def _hush_policy(config: Config) -> HushPolicy:
    silence = config.silence
    return HushPolicy(
        silence.call, silence.full_screen, silence.do_not_disturb, silence.idle_s, silence.quiet_hours,
        silence.work_days,
    )  # fmt: skip
