"""Orders of other processes, carried out by the loop one after the other; what must outlive a kill stands in the log
before anybody is told so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from posture_watch.app import Monitor
from posture_watch.capture.clock import Clock
from posture_watch.control.request import Request
from posture_watch.core.events import ReminderEnded
from posture_watch.core.history import Answered, Awoken, reminder_at_hand
from posture_watch.core.instant import Instant
from posture_watch.gentle_days import GentleDays
from posture_watch.held_camera import HeldCamera
from posture_watch.standing_orders import StandingOrders


@dataclass(slots=True)
class Obeying:
    """``wrong``: how many reminders were called wrong lately. ``stopping``: the run is to end, which a signal may say
    too. Owned by the loop's thread."""

    monitor: Monitor
    camera: HeldCamera
    promises: StandingOrders
    gentle_days: GentleDays
    clock: Clock
    wrong: int
    stopping: bool = False

    def carry_out(self, request: Request) -> None:
        """What was asked for, at once."""
        asked = request.arguments
        match request.command:
            case "stop":
                self.stopping = True
                self.promises.drop_all()
            case "pause":
                self._pause(asked["seconds"], lent=asked["lent"])
            case "resume":
                self._resume()
            case "recalibrate":
                self.camera.recalibrate()
            case "attend":
                self.camera.attend(asked["seconds"])
            case "gentle":
                self.gentle_days.begin(self.clock.now(), asked["seconds"])
            case "snooze":
                self._answer("snooze", asked["seconds"])
            case _:
                self._answer(asked["choice"], None)

    def go_on_pausing(self, now: Instant) -> bool:
        """A pause that the run before promised goes on for what is left of it. Whether there is one."""
        pause = self.promises.pause_of_before(now)
        if pause is None:
            return False
        left_s = None if pause.until_utc is None else (pause.until_utc - now.utc).total_seconds()
        self.camera.switch.pause(now, left_s)
        return True

    def end_pause_in_time(self, now: Instant) -> None:
        """A pause for some time ends by itself."""
        if self.camera.switch.pause_is_over(now):
            self._resume()

    def _answer(self, choice: Any, seconds: float | None) -> None:
        at, watcher = self.clock.now(), self.monitor.watcher
        about = reminder_at_hand(watcher.state.reminders, choice, at)
        events = self.monitor.apply(Answered(at, choice, seconds, about.utc if about else None))
        self.wrong += sum(isinstance(e, ReminderEnded) and e.outcome == "wrong" for e in events)
        quiet_s = watcher.state.reminders.quiet_for_s(at)
        if choice == "snooze" and quiet_s:
            self.promises.keep("snooze", at, quiet_s)

    def _pause(self, seconds: float | None, *, lent: bool = False) -> None:
        now = self.clock.now()
        self.camera.switch.pause(now, seconds, lent=lent)
        self.promises.keep("pause", now, seconds)

    def _resume(self) -> None:
        """Ends a pause, else a snooze."""
        if self.camera.switch.paused:
            self.camera.switch.resume()
            self.promises.drop("pause")
            return
        self.monitor.apply(Awoken(self.clock.now()))
        self.promises.drop("snooze")
