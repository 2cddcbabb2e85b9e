"""The settings of a running monitor: taken up when the file changes, the last good ones kept when it is broken."""

from __future__ import annotations

import logging
from dataclasses import replace

from posture_watch.app import Keeping, Tell
from posture_watch.capture.source import Source
from posture_watch.config import Config, ConfigError, ConfigWatcher, build_settings
from posture_watch.core.gentle import gentled
from posture_watch.core.hush import HushPolicy
from posture_watch.core.settings import Settings
from posture_watch.notify.base import Notification
from posture_watch.texts import retold, text

_log = logging.getLogger(__name__)


class FollowedConfig:
    """``problem`` says what is wrong with the file now, "" if nothing is."""

    def __init__(self, watcher: ConfigWatcher, tell: Tell) -> None:
        self._watcher = watcher
        self._tell = tell
        self.problem = ""

    @property
    def config(self) -> Config:
        """The last good one."""
        return self._watcher.config

    def poll(self, now_mono_s: float) -> Config | None:
        """The settings if they have changed for good; a mistake is told once."""
        found = self._watcher.poll(now_mono_s)
        if isinstance(found, ConfigError):
            self._complain(found)
            return None
        if found is not None:
            self.problem = ""
            _log.info("settings taken up; those of the model at the next start")
        return found

    def _complain(self, error: ConfigError) -> None:
        self.problem = f"settings not taken up, the last good ones hold: {error.message}"
        _log.warning("%s %s", self.problem, error.advice)
        first = error.problems[0]
        where = f"line {first.line}, " if first.line else ""
        body = f"{where}{first.key or 'the file'}: expected {first.expected}. The last good settings hold."
        self._tell.submit(Notification(text("posture_watch: settings not taken up"), retold(body), slot="settings"))


def settings_of(config: Config, source: Source, before: Settings | None = None, *, gentle: bool = False) -> Settings:
    """What the fold is told while ``source`` is watched, on ``gentle`` days or others; what asked for silence
    ``before`` still does."""
    settings = build_settings(
        config, camera=source.identity, mode=config.pose.mode, sample_interval_s=config.camera.interval_s
    )
    # between two bursts nobody has left: at least two of them must be empty
    sitting = replace(settings.sitting, break_s=max(settings.sitting.break_s, 2 * source.interval_s))
    hush = before.hush if before else None
    settings = replace(settings, sample_interval_s=source.interval_s, sitting=sitting, hush=hush)
    return gentled(settings, config.care.gentle_share) if gentle else settings


def keeping_of(config: Config) -> Keeping:
    """How the monitor writes and speaks."""
    loudness, snooze_s = config.notifications.loudness, config.reminders.snooze_s
    return Keeping(config.log.checkpoint_s, config.log.retention_days, config.sitting.break_s, loudness, snooze_s)


def hush_policy_of(config: Config) -> HushPolicy:
    """What the user wants to be left alone for."""
    wish = config.silence
    return HushPolicy(
        call=wish.call, full_screen=wish.full_screen, do_not_disturb=wish.do_not_disturb, idle_s=wish.idle_s,
        quiet_hours=wish.quiet_hours, work_days=wish.work_days,
    )  # fmt: skip
