"""Which of the cameras that are there is meant: the same as before if it is there, whatever its number now."""

from __future__ import annotations

import platform

from posture_watch.capture.camera_memory import CameraMemory, RememberedCamera
from posture_watch.capture.devices import found, problem
from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.source import SourceLost
from posture_watch.texts import english

_REPLACED_S = 15.0
"""A camera that sleeps or is plugged over to another port is back by then; after that another one may stand in."""


class WhichCamera:
    """``wanted`` is "auto" (the first usable), an index, or a name. One asked for by name has no stand-in."""

    def __init__(self, wanted: str | int, memory: CameraMemory | None = None) -> None:
        self._wanted = wanted
        self._by_name = isinstance(wanted, str) and wanted != "auto"
        self._memory = None if self._by_name else memory
        self._meant = self._memory.recall(str(wanted)) if self._memory else None
        self._gone_since_s: float | None = None
        self.opened: FoundCamera | None = None
        """The camera that was open last, in this run."""
        self.warnings: tuple[str, ...] = ()

    def find(self, cameras: list[FoundCamera], now_s: float) -> FoundCamera:
        """The camera to open (it may have a problem); raises SourceLost if there is none."""
        again = self.same_again(cameras)
        if again is not None:
            self._gone_since_s = None
            return again
        if self.opened is not None and not self._may_replace(now_s):
            raise problem(self.opened.label, "unplugged")
        chosen = _choose(self._wanted, cameras)
        if chosen is None or (self.opened is not None and not chosen.usable):
            raise _none_like(self._wanted, cameras) if self.opened is None else problem(self.opened.label, "unplugged")
        return chosen

    def same_again(self, cameras: list[FoundCamera]) -> FoundCamera | None:
        """The camera that is meant, or that was open last, by name."""
        return _alike(self._meant, cameras) or _alike(self.opened, cameras)

    def took(self, camera: FoundCamera) -> None:
        """``camera`` has been opened: it is the one that is meant, unless it stands in for another."""
        self.opened = camera
        if self._by_name or not camera.name:
            return
        if self._meant is None:
            self._meant = RememberedCamera(camera.name, camera.index)
            if self._memory is not None:
                self._memory.keep(str(self._wanted), self._meant)
        elif self._news(camera):
            meant = self._meant.name
            told = english("{meant} is not there; {camera} is used instead.", meant=meant, camera=camera.label)
            self.warnings = (*self.warnings, told)

    def _news(self, camera: FoundCamera) -> bool:
        """Whether it is to be told, now, that ``camera`` stands in; not at every start of the computer."""
        assert self._meant is not None
        instead = "" if camera.name == self._meant.name else camera.name
        if self._memory is None:
            before, self._meant = self._meant.instead, RememberedCamera(self._meant.name, self._meant.index, instead)
            return bool(instead) and instead != before
        return self._memory.tell_once(str(self._wanted), instead) and bool(instead)

    def _may_replace(self, now_s: float) -> bool:
        if self._by_name:
            return False
        if self._gone_since_s is None:
            self._gone_since_s = now_s
        return now_s - self._gone_since_s >= _REPLACED_S


def _alike(known: FoundCamera | RememberedCamera | None, cameras: list[FoundCamera]) -> FoundCamera | None:
    """The camera of that name; of several so called the one of the old index, or the first."""
    if known is None:
        return None
    alike = [camera for camera in cameras if camera.name == known.name]
    return next((camera for camera in alike if camera.index == known.index), alike[0] if alike else None)


def _choose(wanted: str | int, cameras: list[FoundCamera]) -> FoundCamera | None:
    if wanted == "auto":
        return next((camera for camera in cameras if camera.usable), cameras[0] if cameras else None)
    if isinstance(wanted, int):
        by_index = next((camera for camera in cameras if camera.index == wanted), None)
        unlisted = platform.system() != "Linux" and not cameras
        return by_index or (FoundCamera(wanted, "", "") if unlisted else None)
    folded = wanted.casefold()
    exact = [camera for camera in cameras if camera.name.casefold() == folded]
    alike = [camera for camera in cameras if folded in camera.name.casefold()]
    return next(iter(exact or alike), None)


def _none_like(wanted: str | int, cameras: list[FoundCamera]) -> SourceLost:
    if wanted == "auto":
        return SourceLost("absent", "No camera was found.", found(cameras))
    what = f"camera {wanted}" if isinstance(wanted, int) else f'camera called "{wanted}"'
    return SourceLost("absent", f"There is no {what}.", found(cameras))
