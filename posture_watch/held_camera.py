"""The camera of a live run: let go, taken again, held open for somebody, and looked through at the pace that is right.
While it is off, nothing of that time is counted."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from posture_watch.app import Monitor
from posture_watch.camera_switch import CameraSwitch
from posture_watch.capture.clock import Clock
from posture_watch.capture.source import Source
from posture_watch.core.around import Around
from posture_watch.core.history import Interrupted
from posture_watch.core.instant import Instant
from posture_watch.core.upcoming import look_again_s
from posture_watch.in_force import SettingsInForce
from posture_watch.pacing import Pacing
from posture_watch.recalibrating import Recalibrator

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class HeldCamera:
    """``switch`` says whether it is off on purpose, ``reopen`` opens it again. Owned by the loop's thread."""

    monitor: Monitor
    settings: SettingsInForce
    switch: CameraSwitch
    recalibration: Recalibrator
    pacing: Pacing
    reopen: Callable[[], Source]
    clock: Clock
    _attended_until_s: float = 0.0

    @property
    def is_off(self) -> bool:
        """On purpose."""
        return self.switch.off is not None

    def is_attended(self, mono_s: float) -> bool:
        """Whether it is held open at that moment (monotonic, s) for somebody who watches."""
        return mono_s < self._attended_until_s

    def attend(self, seconds: float) -> None:
        """Somebody watches: it is held open, for so long and not while it is off."""
        if not self.is_off:
            self.monitor.watcher.source.hold_open(seconds)
            self._attended_until_s = self.clock.mono_s() + seconds

    def recalibrate(self) -> None:
        """The upright posture is taken anew, not while it is off."""
        if not self.is_off:
            self.recalibration.begin(self.monitor)

    def look(self, timeout_s: float) -> None:
        """Wait for one observation, and say when the next is wanted. Raises EndOfSource after a clip."""
        watcher = self.monitor.watcher
        watcher.may_spare = not self._is_wanted_for_more(self.clock.mono_s())
        step = self.monitor.step(timeout_s)
        if step is not None:
            wanted_s = look_again_s(step.judgement, watcher.state, watcher.settings)
            if wanted_s is not None:
                watcher.source.look_again_in(wanted_s)
        self.recalibration.follow(self.monitor)

    def turn(self, around: Around, now: Instant) -> None:
        """Pause, lock and sleep switch it off, their end switches it on."""
        turned = self.switch.turn(around, now)
        if turned == "off":
            self._release(now)
        elif turned == "on":
            self._take(now)

    def exchange(self) -> None:
        """The file names another, or wants it opened in another way."""
        if not self.is_off and self.monitor.watcher.source.live:
            now = self.clock.now()
            self._release(now)
            self._take(now)

    def mind_pace(self) -> None:
        """Battery, heat and a limit of processor time change how often is looked, not while somebody watches."""
        now_s, watcher = self.clock.mono_s(), self.monitor.watcher
        self.pacing.follow(self.settings.config, now_s)
        self.settings.mind_longer_time()
        if self.is_off or self._is_wanted_for_more(now_s) or not watcher.source.live:
            return
        before_s = watcher.source.interval_s
        if not self.pacing.take(watcher.source):
            watcher.source.close()
            watcher.look_through(self.reopen())
        if watcher.source.interval_s != before_s:
            self.settings.renew_for_pace()

    def _is_wanted_for_more(self, mono_s: float) -> bool:
        """Than the watch itself: each frame is wanted, and none later than asked for."""
        return self.recalibration.under_way or self.is_attended(mono_s)

    def _release(self, now: Instant) -> None:
        """Also when it is for a moment only: no time in which nobody looked is counted."""
        self.recalibration.give_up()
        self.monitor.apply(Interrupted(now))
        self.monitor.write(now)
        self.monitor.watcher.source.close()
        self.monitor.watcher.forget()
        _log.info("the camera is off: %s", self.switch.off)

    def _take(self, now: Instant) -> None:
        watcher = self.monitor.watcher
        watcher.look_through(self.reopen())
        self.settings.renew_for_camera()
        self.monitor.last_step = None  # what was seen before is not the present
        self.monitor.reload_baselines(now)
        _log.info("watching again")
