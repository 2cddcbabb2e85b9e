"""The camera during a guided break: counts what a front camera can see of a movement. In memory only."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import replace

from posture_watch.capture.frame import Frame
from posture_watch.capture.source import Source
from posture_watch.care.counting import Counting, advance, begin
from posture_watch.care.counting.words import hint
from posture_watch.care.guiding import Stage
from posture_watch.commands.borrowing import borrowed_camera
from posture_watch.commands.sighting import Sighting, movement, sighting_of
from posture_watch.config import Config
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.texts import retold, text
from posture_watch.window.gaze import LEND_S, Gaze, looking_settings

SILENT_S = 4.0
"""A camera that gives no picture for so long is told about."""


FRAMES_A_SECOND = 5.0
"""More count no better (docs/counting.md), and cost more: this is a fifth of a core."""


class BreakEyes(Gaze):
    """Looks through ``source`` until closed. ``watch_for`` and ``newest`` return at once."""

    fps = FRAMES_A_SECOND

    def __init__(self, paths: Paths, config: Config, source: str, *, borrows: bool) -> None:
        super().__init__(paths, config, source, borrows=borrows)
        self._settings: Settings | None = None
        self._stage: Stage | None = None
        self._state: Counting | None = None
        self._newest = Sighting(0, hint=text("The camera is being opened."))
        self.begin()

    def watch_for(self, number: int, stage: Stage) -> None:
        """Count stage ``number`` from now on, from nothing."""
        with self._changed:
            asked = movement(stage)
            self._stage, self._state = stage, begin(asked) if asked is not None else None
            said = self._newest.hint if self._settings is None else ""
            self._newest = self._sighting(number, said)

    def newest(self) -> Sighting:
        """What was counted up to now."""
        with self._changed:
            return self._newest

    @contextlib.contextmanager
    def _camera(self) -> Generator[bool]:
        """As always, without a line in the middle of the view."""
        if not self._borrows:
            yield False
            return
        with borrowed_camera(self._paths, LEND_S, told=False) as borrowed:
            yield borrowed

    def _opened(self, wanted: str, source: Source) -> None:  # noqa: ARG002
        self._settings = looking_settings(self._config, source)

    def _saw(self, frame: Frame | None, scene: Scene) -> None:  # noqa: ARG002
        assert self._settings is not None
        with self._changed:
            if self._state is not None:
                self._state = advance(self._state, scene, self._settings.gate)
                self._newest = self._sighting(self._newest.number, hint(self._state))
            else:
                self._newest = replace(self._newest, hint="")

    def _sighting(self, number: int, said: str) -> Sighting:
        if self._state is None or self._stage is None:
            return Sighting(number, hint=said)
        return sighting_of(self._state, self._stage, number, said)

    def _silent(self, source: Source, silent_s: float) -> None:
        state = source.state
        if state.kind == "opening":
            self._say(retold(state.text))
        elif state.kind != "ok":
            self._say_trouble(retold(state.text))
        elif silent_s >= SILENT_S:
            self._say_trouble(text("The camera gives no pictures."))

    def _failed(self, error: UserError) -> None:
        self._say_trouble(retold(error.message))

    def _ended(self) -> bool:
        return False

    def _say_trouble(self, words: str) -> None:
        self._say(f"{words} {text('Go by the clock.')}")

    def _say(self, words: str) -> None:
        with self._changed:
            self._newest = replace(self._newest, hint=words)
