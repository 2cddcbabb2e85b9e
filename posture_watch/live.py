"""The live run around the monitor: camera, orders of other processes, changed settings, and the present for them."""

from __future__ import annotations

import logging
import os
import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from posture_watch import __version__
from posture_watch.app import Keeping, Monitor
from posture_watch.capture.clock import Clock
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.config import Config, ConfigError, ConfigWatcher, build_settings
from posture_watch.control.request import Request
from posture_watch.core.engine import begin
from posture_watch.core.instant import Instant
from posture_watch.core.reminders import Reminded
from posture_watch.core.settings import Settings
from posture_watch.core.sitting import Bout
from posture_watch.core.words import duration
from posture_watch.notify.base import Notification
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.store.facts import ResumeFacts
from posture_watch.store.log import Log
from posture_watch.terminal.line import Line
from posture_watch.terminal.now import live_line, next_reminder, posture_text
from posture_watch.watching import Look, Watcher

_log = logging.getLogger(__name__)

POLL_S = 0.25
"""How long one wait for a frame may take (s): orders are obeyed within it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a live run is made of. ``reopen`` opens the camera again after a pause."""

    source: Source
    reopen: Callable[[], Source]
    look: Look
    log: Log
    tell: Dispatcher
    clock: Clock
    config: ConfigWatcher


class LiveRun:
    """Watches until told to stop. ``handle`` may be called from another thread; everything else from one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        now = parts.clock.now()
        config = parts.config.config
        facts = parts.log.resume_facts(now, break_s=config.sitting.break_s)
        state = begin(tuple(parts.log.baselines()), bout=_resumed_bout(facts, now), given=_given(facts, now))
        watcher = Watcher(parts.source, parts.look, _settings(config, parts.source), state, parts.clock)
        self._monitor = Monitor(watcher, parts.log, parts.tell, _keeping(config))
        self._orders: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._paused = False
        self._paused_until_s: float | None = None
        self._stopping = False
        self._config_problem = ""
        self._snapshot: Mapping[str, Any] = self._describe()
        self._line = Line()

    def run(self) -> None:
        """Until a stop order, ``stop``, or the end of a clip."""
        try:
            while not self._stopping:
                self._obey()
                self._look_at_config()
                if self._paused:
                    self._wait_out_pause()
                else:
                    self._monitor.step(POLL_S)
                self._snapshot = self._describe()
                if self._line.shown:
                    self._line.show(self._line_text())
        except EndOfSource:
            _log.info("the clip has ended")
        finally:
            self._line.end()
            self._monitor.write(self._parts.clock.now())
            self._monitor.watcher.source.close()

    def stop(self) -> None:
        """End soon. Safe to call from a signal handler."""
        self._stopping = True

    def handle(self, request: Request) -> Mapping[str, Any]:
        """The answer to another process, at once; the order itself is carried out by the loop."""
        if request.command == "status":
            return self._snapshot
        if request.command in ("snooze", "recalibrate"):
            return {"text": f"{request.command} is not available yet; use pause or calibrate."}
        self._orders.put(request)
        return {"text": self._answer(request)}

    def _answer(self, request: Request) -> str:
        if request.command == "pause":
            seconds = request.arguments["seconds"]
            length = f"for {duration(seconds)}" if seconds else "until you say resume"
            return f"Paused {length}; the camera is off."
        return "Watching again." if request.command == "resume" else "Stopping."

    def _obey(self) -> None:
        while not self._orders.empty():
            request = self._orders.get()
            if request.command == "stop":
                self._stopping = True
            elif request.command == "pause":
                self._pause(request.arguments["seconds"])
            elif self._paused:
                self._resume()

    def _pause(self, seconds: float | None) -> None:
        now_s = self._parts.clock.now()
        self._paused_until_s = now_s.utc.timestamp() + seconds if seconds else None
        if not self._paused:
            self._monitor.write(now_s)
            self._monitor.watcher.source.close()
            _log.info("paused")
        self._paused = True

    def _resume(self) -> None:
        self._paused, self._paused_until_s = False, None
        self._monitor.watcher.source = self._parts.reopen()
        self._monitor.watcher.rest()
        self._monitor.last_step = None  # what was seen before the pause is not the present
        self._monitor.reload_baselines(self._parts.clock.now())
        _log.info("watching again")

    def _wait_out_pause(self) -> None:
        """A pause is measured by the wall clock: it ends in time after a suspend, too."""
        if self._paused_until_s is not None and self._parts.clock.now().utc.timestamp() >= self._paused_until_s:
            self._resume()
            return
        try:
            request = self._orders.get(timeout=POLL_S)
        except queue.Empty:
            return
        self._orders.put(request)

    def _look_at_config(self) -> None:
        found = self._parts.config.poll(self._parts.clock.mono_s())
        if found is None:
            return
        if isinstance(found, ConfigError):
            self._config_problem = f"settings not taken up, the last good ones hold: {found.message}"
            _log.warning("%s %s", self._config_problem, found.advice)
            first = found.problems[0]
            where = f"line {first.line}, " if first.line else ""
            text = f"{where}{first.key or 'the file'}: expected {first.expected}. The last good settings hold."
            self._parts.tell.submit(Notification("posture_watch: settings not taken up", text))
            return
        self._config_problem = ""
        watcher = self._monitor.watcher
        watcher.settings = _settings(found, watcher.source)
        self._monitor.keeping = _keeping(found)
        _log.info("settings taken up; those of camera and model at the next start")

    def _line_text(self) -> str:
        step = self._monitor.last_step
        if self._paused:
            return f"{self._snapshot['text']} · posture-watch resume"
        return live_line(step.judgement, self._monitor.watcher.settings) if step else "waiting for the first picture"

    def _describe(self) -> Mapping[str, Any]:
        """The present for `status`: words and numbers, JSON all through."""
        watcher, step = self._monitor.watcher, self._monitor.last_step
        judgement = step.judgement if step else None
        today = self._parts.clock.now().local_date
        given = sum(given.at.local_date == today for given in watcher.state.reminders.given)
        last = self._parts.tell.last
        problems = [p for p in (self._config_problem, self._monitor.log_problem) if p]
        if last is not None and last.problem:
            problems.append(f"the last notification: {last.problem}")
        return {
            "text": self._headline(),
            "state": "paused" if self._paused else judgement.posture if judgement else "unknown",
            "paused_until": self._paused_until_s,
            "person": bool(judgement and judgement.person),
            "sitting": duration(watcher.state.bout.sitting_s),
            "sitting_s": watcher.state.bout.sitting_s,
            "over": list(judgement.over) if judgement else [],
            "active_rules": list(judgement.active) if judgement else [],
            "deviations": {n: round(v, 4) for n, v in judgement.deviations.items()} if judgement else {},
            "next_reminder": next_reminder(judgement, watcher.settings) if judgement and not self._paused else "",
            "reminders_today": given,
            "camera": "off (paused)" if self._paused else watcher.source.state.text.rstrip("."),
            "camera_state": "off" if self._paused else watcher.source.state.kind,
            "baseline": _baseline_text(judgement.provisional if judgement else None),
            "problems": problems,
            "pid": os.getpid(),
            "version": __version__,
        }

    def _headline(self) -> str:
        step = self._monitor.last_step
        if self._paused:
            return "Paused, the camera is off"
        if step is None:
            return "Waiting for the first picture"
        return posture_text(step.judgement, self._monitor.watcher.settings).capitalize()


def _baseline_text(provisional: bool | None) -> str:
    if provisional is None:
        return "not known yet; sit well for a minute, or run posture-watch calibrate"
    return "provisional, learnt in passing (posture-watch calibrate sets your own)" if provisional else "calibrated"


def _settings(config: Config, source: Source) -> Settings:
    settings = build_settings(
        config, camera=source.identity, mode=config.pose.mode, sample_interval_s=config.camera.interval_s
    )
    return replace(settings, sample_interval_s=source.interval_s)


def _keeping(config: Config) -> Keeping:
    return Keeping(config.log.checkpoint_s, config.log.retention_days, config.sitting.break_s)


def _resumed_bout(facts: ResumeFacts, now: Instant) -> Bout:
    """The sitting bout that a restart interrupted, on this run's clocks."""
    if facts.bout_start_utc is None or facts.bout_last_sitting_utc is None:
        return Bout()
    start = now.shifted((facts.bout_start_utc - now.utc).total_seconds())
    last = now.shifted((facts.bout_last_sitting_utc - now.utc).total_seconds())
    return Bout(start, last, facts.bout_sitting_s)


def _given(facts: ResumeFacts, now: Instant) -> tuple[Reminded, ...]:
    return tuple(Reminded(now.shifted((r.due_utc - now.utc).total_seconds()), r.kind) for r in facts.reminders)
