"""The pace of a running monitor: what battery, heat and its own use make of the configured one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from posture_watch.capture.source import Source
from posture_watch.config import Config
from posture_watch.core.words import duration
from posture_watch.opening import takes_bursts
from posture_watch.power.own_use import OwnUse
from posture_watch.power.pace import Found, Pace, Policy, Wanted, Why, is_hot, next_stretch, pace_of
from posture_watch.texts import english

_log = logging.getLogger(__name__)

_WHY: dict[Why, str] = {
    "battery": "On battery",
    "heat": "The processor is hot",
    "limit": "Over your limit of processor time",
}


class Pacing:
    """``found`` says what is so; ``cpu_s`` is the processor time of this process."""

    def __init__(self, found: Callable[[], Found] = Found, *, cpu_s: Callable[[], float] = time.process_time) -> None:
        self._found = found
        self._cpu_s = cpu_s
        self._own = OwnUse()
        self._hot = False
        self._stretch = 1.0
        self.pace: Pace | None = None
        self._taken: Pace | None = None
        self._config: Config | None = None
        self._before = Found()

    def follow(self, config: Config, mono_s: float) -> Pace:
        """The pace from now on. Asked several times a second: where nothing has changed, the answer is at hand."""
        found = self._found()
        unlimited = not config.power.cpu_limit_percent
        if self.pace is not None and unlimited and config is self._config and found == self._before:
            return self.pace
        self._config, self._before = config, found
        policy, wanted = policy_of(config), wanted_of(config)
        self._hot = is_hot(found, policy, was=self._hot)
        every_s = self.pace.every_s if self.pace else 0.0
        if policy.limit is None:
            self._stretch = 1.0
        elif self._own.add(mono_s, self._cpu_s(), every_s) and self._own.share is not None:
            self._stretch = next_stretch(self._stretch, self._own.share, policy)
        pace = pace_of(wanted, found, policy, hot=self._hot, stretch=self._stretch)
        if pace != self.pace:
            if self.pace is not None or pace.why:
                _log.info("a look every %.1f s: %s", pace.every_s, ", ".join(pace.why) or "as configured")
            self._own.start_again()
        self.pace = pace
        self._taken = self._taken or pace  # whatever is open already was opened for it
        return pace

    def paced(self, config: Config) -> Config:
        """The settings to open a source with: the camera as the pace has it; as they are before the first."""
        self._taken = self.pace
        if self.pace is None or not self.pace.why:
            return config
        pace = self.pace
        use = "bursts" if pace.bursts else "open"
        return replace(
            config, camera=replace(config.camera, use=use, period_s=pace.period_s, interval_s=pace.interval_s)
        )

    def take(self, source: Source) -> bool:
        """Have ``source`` look at the present pace, if that is another than it was opened for or has taken; False if
        it has to be opened anew."""
        pace, before = self.pace, self._taken
        if pace is None or pace == before:
            return True
        stays_open = source.identity.startswith("stream:")
        if not stays_open and source.in_moments != pace.bursts:
            return False
        self._taken = pace
        source.interval_s = pace.interval_s if stays_open else pace.every_s
        source.look_again_in(source.interval_s)
        return True

    def sentence(self, source: Source) -> str:
        """What is slower than configured and why, "" if nothing is."""
        if self.pace is None or not self.pace.why or not source.live:
            return ""
        why, every = _WHY[self.pace.why[0]], duration(source.interval_s)
        if source.in_moments:
            return english("{why}: a look every {time}, the camera is off in between", why=why, time=every)
        return english("{why}: a look every {time}", why=why, time=every)


def policy_of(config: Config) -> Policy:
    """What the user wants; zeros are no limit."""
    power = config.power
    return Policy(
        power.save_battery,
        power.slow_period_s,
        power.cpu_limit_percent / 100.0 or None,
        power.hot_above_c or None,
    )


def wanted_of(config: Config) -> Wanted:
    """The pace as configured."""
    return Wanted(takes_bursts(config), config.camera.period_s, config.camera.interval_s)
