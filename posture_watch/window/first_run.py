"""What the first run changes, each the moment it is decided and whole: camera, upright posture, start at login."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace

from posture_watch.autostart import this_program
from posture_watch.capture.addresses import looks_like_address, shown_address
from posture_watch.capture.clock import Clock
from posture_watch.capture.devices import list_cameras
from posture_watch.capture.found_camera import FoundCamera
from posture_watch.commands.autostart import TRAY, usual_way
from posture_watch.config import Config
from posture_watch.config.editing import set_value
from posture_watch.core.baseline import Baseline, with_scale_of
from posture_watch.errors import UserError
from posture_watch.opening import notifiers, read_config
from posture_watch.paths import Paths
from posture_watch.store.log import Log
from posture_watch.texts import retold, text
from posture_watch.window.sight import Said
from posture_watch.window.trial import Trial


@dataclass(frozen=True, slots=True)
class Choice:
    """A camera to choose: what is read, and what is written as camera.source."""

    label: str
    source: str


class FirstRun:
    """Raises UserError if the settings file has mistakes. ``environment`` is for programs started from here."""

    def __init__(self, paths: Paths, environment: Mapping[str, str]) -> None:
        self.paths = paths
        self.config: Config = read_config(paths)
        self._environment = dict(environment)
        self._trial = Trial()

    def choose(self, source: str) -> None:
        """Use this camera from now on. Raises UserError if that cannot be written."""
        if source != self.config.camera.source:
            set_value(self.paths.config_file, "camera", "source", source)
            self.config = replace(self.config, camera=replace(self.config.camera, source=source))

    def keep_upright(self, taken: Baseline) -> str:
        """Log the upright posture; what to say about it. Raises UserError."""
        with Log.open(self.paths.database_file) as log:
            log.save_baseline(with_scale_of(replace(taken, made_utc=Clock().now().utc), log.baselines()))
        return text("This is your upright posture from now on, taken from {number} pictures.", number=taken.frames)

    def notify(self) -> Said:
        """Show the test reminder until ``end``; whether it was, as far as can be known. Takes seconds at most."""
        backends = notifiers(self.config)
        if not backends:
            return Said(False, text("Notifications are switched off in your settings."))
        last = self._trial.show(backends, self.config.reminders.snooze_s)
        if last is not None and last.backend == backends[0].name:
            return Said(True, text("It was sent: do you see it?"))
        able = backends[0].probe()
        why = able.why if not able.works else last.problem if last is not None else ""
        return Said(False, text("It could not be shown: {why}.", why=retold(why)), retold(able.advice))

    def end(self) -> None:
        """Take the test reminder back, if it is still there. Takes a second at most."""
        self._trial.take_back()

    def starts_at_login(self) -> bool:
        """Whether it does now. A start entry that cannot be read counts as none."""
        way, _ = usual_way(self.paths)
        try:
            return way.look().enabled
        except UserError:
            return False

    def start_at_login(self, wanted: bool) -> None:
        """Make it so, if it is not. Raises UserError."""
        way, start = usual_way(self.paths)
        if wanted:
            way.enable(start)
        elif way.look().enabled:
            way.disable()

    def start_tray(self) -> None:
        """Start the tray beside us; it stays when we end. A second one finds the first. Raises UserError."""
        start = this_program(*TRAY)
        nothing = subprocess.DEVNULL
        try:
            subprocess.Popen(  # noqa: S603  # our own program
                start.command,
                env={**self._environment, **start.variables},
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                start_new_session=True,
            )
        except OSError as error:
            raise UserError(
                text("The tray could not be started: {why}.", why=error.strerror or str(error)), "posture-watch tray"
            ) from None


def choices(cameras: list[FoundCamera], configured: str) -> list[Choice]:
    """What can be chosen: the first camera that works, each by its name, and what the settings say if that is else."""
    found = [Choice(text("The first camera that works"), "auto")]
    names: set[str] = set()
    for camera in cameras:
        named = bool(camera.name) and camera.name.isprintable() and camera.name not in names
        source = f"camera:{camera.name}" if named else str(camera.index)
        names.add(camera.name)
        found.append(Choice(camera.name if named else camera.label, source))
    if configured not in {choice.source for choice in found}:
        same = next((c for c in cameras if str(c.index) == configured), None)
        shown = shown_address(configured) if looks_like_address(configured) else configured
        label = same.label if same else text("As in your settings: {source}", source=shown)
        found.append(Choice(label, configured))
    return found


def find_choices(configured: str) -> list[Choice]:
    """``choices`` of this computer now. Takes a moment on some systems."""
    return choices(list_cameras(), configured)
