"""A camera by index or name: opened through OpenCV, found again by its name after it was unplugged."""

from __future__ import annotations

import platform
import time

from posture_watch.capture import opencv
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.devices import capitalised, found, list_cameras, problem
from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.opencv import Capture
from posture_watch.capture.pictures import Image, turned
from posture_watch.capture.reader import Patience
from posture_watch.capture.source import CameraOptions, LostKind, SourceLost

CAMERA_PATIENCE = Patience(last_retry_s=4.0)
"""Looking for a camera of this computer costs next to nothing, and somebody waits for it: never wait long."""
_MAX_BUFFERED = 8
"""More frames than any usual driver keeps."""
_BELIEVED_STALE = 30
"""So many old frames in a row cannot all have waited: the driver's stamps are wrong, and are not believed any more."""


class CameraFeed:
    """An open camera, turned upright."""

    def __init__(self, capture: Capture, options: CameraOptions, *, max_age_s: float) -> None:
        self._capture = capture
        self._options = options
        self._max_age_s = max_age_s
        self._stale_in_row = 0

    def grab(self) -> bool:
        return self._capture.grab()

    def retrieve(self) -> Image | None:
        image = self._capture.retrieve()
        if image is None:
            return None
        return turned(image, rotate_deg=self._options.rotate_deg, mirror=self._options.mirror)

    def is_stale(self) -> bool:
        """V4L2 stamps each buffer with the monotonic clock; a stamp that makes no sense on it is not believed."""
        age_s = time.monotonic() - self._capture.position_s()
        self._stale_in_row = self._stale_in_row + 1 if self._max_age_s < age_s < 60.0 else 0
        return 0 < self._stale_in_row <= _BELIEVED_STALE

    def freshen(self) -> bool:
        return all(self._capture.grab() for _ in range(_MAX_BUFFERED))

    def release(self) -> None:
        self._capture.release()


class CameraConnector(Connector):
    """``wanted`` is "auto" (the first usable), an index, or a name. Once opened, the camera is known by its name."""

    def __init__(self, wanted: str | int, options: CameraOptions, *, max_age_s: float) -> None:
        self._wanted = wanted
        self._options = options
        self._max_age_s = max_age_s
        self._found: FoundCamera | None = None
        self.name = f"camera {wanted}" if wanted != "auto" else "camera"
        self.identity = f"camera:{wanted}{options.suffix}"

    def connect(self) -> Feed:
        info = self._find()
        if info.problem is not None:
            raise problem(info.label, info.problem)
        capture = self._open(info)
        if capture is None:
            raise self._why_not(info)
        self._found = info
        self.name, self.identity = info.label, f"camera:{self._key(info)}{self._options.suffix}"
        return CameraFeed(capture, self._options, max_age_s=self._max_age_s)

    def diagnose(self, kind: LostKind) -> SourceLost:
        info = self._same_again(list_cameras())
        if info is None:
            return problem(self.name, "unplugged")
        return problem(info.label, info.problem or ("stalled" if kind == "unplugged" else kind))

    def _open(self, info: FoundCamera) -> Capture | None:
        options = self._options
        return opencv.open_camera(
            info.index, platform.system(), width_px=options.width_px, height_px=options.height_px, fps=options.fps
        )

    def _find(self) -> FoundCamera:
        cameras = list_cameras()
        again = self._same_again(cameras)
        if again is not None:
            return again
        if self._found is not None:
            raise problem(self.name, "unplugged")
        chosen = _choose(self._wanted, cameras)
        if chosen is None:
            raise _none_like(self._wanted, cameras)
        return chosen

    def _same_again(self, cameras: list[FoundCamera]) -> FoundCamera | None:
        """The camera that was open before, by name; of several so called the one of the old index, or the first."""
        known = self._found
        if known is None:
            return None
        alike = [camera for camera in cameras if camera.name == known.name]
        return next((camera for camera in alike if camera.index == known.index), alike[0] if alike else None)

    def _key(self, info: FoundCamera) -> str:
        """What names the camera in a baseline: its name, and its place among several of that name."""
        if not info.name:
            return str(info.index)
        alike = [camera.index for camera in list_cameras() if camera.name == info.name]
        place = alike.index(info.index) if info.index in alike else 0
        return info.name if place == 0 else f"{info.name} #{place + 1}"

    def _why_not(self, info: FoundCamera) -> SourceLost:
        again = next((camera for camera in list_cameras() if camera.index == info.index), None)
        if again is None:
            return problem(info.label, "unplugged" if self._found else "absent")
        if again.problem is not None:
            return problem(info.label, again.problem)
        return SourceLost(
            "busy",
            f"{capitalised(info.label)} could not be opened.",
            "Close programs that may use it, and see that the system's privacy settings allow the camera.",
        )


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
