"""What a live run shows: the present for `status` and `watch`, and the line in its own terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.app import Monitor
from posture_watch.capture.clock import Clock
from posture_watch.core.sitting import rested
from posture_watch.following import FollowedConfig
from posture_watch.gentle_days import GentleDays
from posture_watch.held_camera import HeldCamera
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.obeying import Obeying
from posture_watch.present import Present
from posture_watch.terminal.now import gentle_line, live_line
from posture_watch.texts import retold, text


@dataclass(frozen=True, slots=True)
class Shown:
    """Reads the parts of a run and changes none of them. Owned by the loop's thread."""

    monitor: Monitor
    camera: HeldCamera
    obeying: Obeying
    gentle_days: GentleDays
    file: FollowedConfig
    tell: Dispatcher
    clock: Clock

    def present(self) -> Present:
        """All that `status` is made of; put into words only when somebody asks, in whose thread that is done."""
        watcher, step, now = self.monitor.watcher, self.monitor.last_step, self.clock.now()
        switch, source = self.camera.switch, watcher.source
        # without frames the fold cannot see that a break has passed
        bout, _ = rested(watcher.state.bout, now, watcher.settings.sitting.break_s)
        return Present(
            now=now,
            state=replace(watcher.state, bout=bout),
            settings=watcher.settings,
            judgement=step.judgement if step and not switch.off else None,
            source=source.state,
            camera_on=switch.lent if switch.off else source.camera_on,
            lent=switch.lent,
            attended=source.in_moments and self.camera.is_attended(now.mono_s),
            off=switch.off,
            paused_until_s=switch.paused_until_s,
            today=None,  # read when somebody asks
            reminders_today=sum(one.at.local_date == now.local_date for one in watcher.state.reminders.given),
            wrong_lately=self.obeying.wrong,
            problems=self._problems(),
            calibrating=self.camera.recalibration.under_way,
            gentle_until=self.gentle_days.until(now),
            pace="" if switch.off else self.camera.pacing.sentence(source),
        )

    def line(self, present: Present) -> str:
        """The live line, in the user's language."""
        step = self.monitor.last_step
        if self.camera.is_off:
            return f"{retold(present.as_json()['text'])} · posture-watch resume"
        if step is None:
            return text("waiting for a picture")
        settings = self.monitor.watcher.settings
        return live_line(step.judgement, settings) if settings.gentle_share is None else gentle_line(step.judgement)

    def _problems(self) -> tuple[str, ...]:
        last = self.tell.last
        problems = [p for p in (self.file.problem, self.monitor.log_problem, self.monitor.log_news) if p]
        if last is not None and last.problem:
            problems.append(f"the last notification: {last.problem}")
        return tuple(problems)
