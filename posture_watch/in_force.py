"""The settings in force: what the fold is told of the file, of gentler days, pace and silence, once they change."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.app import REMINDER, Monitor, Tell
from posture_watch.capture.clock import Clock
from posture_watch.config import Config
from posture_watch.core.around import Around
from posture_watch.core.hush import hush_of
from posture_watch.core.instant import Instant
from posture_watch.following import FollowedConfig, hush_policy_of, keeping_of, settings_of
from posture_watch.gentle_days import GentleDays
from posture_watch.watching import Step


class SettingsInForce:
    """Those of the monitor's watcher. Owned by the loop's thread."""

    def __init__(
        self, monitor: Monitor, file: FollowedConfig, gentle_days: GentleDays, tell: Tell, clock: Clock
    ) -> None:
        self._monitor, self._file, self._gentle_days = monitor, file, gentle_days
        self._tell, self._clock = tell, clock
        self._before_pace: Step | None = None

    @property
    def config(self) -> Config:
        """The last good one."""
        return self._file.config

    @property
    def is_gentle(self) -> bool:
        """Whether the gentler days hold now."""
        return self._gentle_days.until(self._clock.now()) is not None

    def renew(self) -> None:
        """What the fold is told from now on. After a change to a quicker pace, the look that ends the longer time is
        still judged by it: a silence that was meant is no gap."""
        watcher = self._monitor.watcher
        before = watcher.settings
        after = settings_of(self.config, watcher.source, before, gentle=self.is_gentle)
        if self._before_pace is not None and before.sample_interval_s > after.sample_interval_s:
            after = replace(after, sample_interval_s=before.sample_interval_s, sitting=before.sitting)
        watcher.settings = after

    def renew_for_file(self, changed: Config) -> None:
        """The file has changed."""
        self.renew()
        self._monitor.keeping = keeping_of(changed)

    def renew_for_pace(self) -> None:
        """The source looks at another pace from now on."""
        self._before_pace = self._monitor.last_step
        self.renew()

    def renew_for_camera(self) -> None:
        """Another source is looked through: no longer time is left to be ended."""
        self._before_pace = None
        self.renew()

    def mind_gentle_days(self) -> None:
        """Their limits hold as soon as they begin, and no longer than they last."""
        if self.is_gentle != (self._monitor.watcher.settings.gentle_share is not None):
            self.renew()

    def mind_longer_time(self) -> None:
        """The look that ends the longer time of a slower pace has come: the quicker one holds in full."""
        if self._before_pace is not None and self._before_pace is not self._monitor.last_step:
            self._before_pace = None
            self.renew()

    def hush(self, around: Around, now: Instant) -> None:
        """What goes on around the user holds reminders back, or no longer does."""
        watcher, step = self._monitor.watcher, self._monitor.last_step
        somebody = step is not None and step.judgement.posture != "away"
        hush = hush_of(around, now, hush_policy_of(self.config), somebody=somebody)
        if hush == watcher.settings.hush:
            return
        watcher.settings = replace(watcher.settings, hush=hush)
        self._monitor.hush(hush, now)  # at once: it may be over before the next look
        if hush is not None:
            self._tell.withdraw(REMINDER)
