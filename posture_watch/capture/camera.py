"""A camera by index or name: opened through OpenCV, found again by its name after it was unplugged."""

from __future__ import annotations

import platform
import time

from posture_watch.capture import opencv
from posture_watch.capture.camera_memory import CameraMemory
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.devices import capitalised, is_another_now, list_cameras, problem
from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.opencv import Capture
from posture_watch.capture.permission import asked, refusal
from posture_watch.capture.picture import Picture, upright
from posture_watch.capture.reader import Patience
from posture_watch.capture.sharing import Sharing, sharing
from posture_watch.capture.source import CameraOptions, LostKind, SourceLost
from posture_watch.capture.which_camera import WhichCamera
from posture_watch.texts import english

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

    def retrieve(self) -> Picture | None:
        picture = self._capture.picture()
        return None if picture is None else upright(picture, self._options)

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
    """A camera, found again by its name, and only opened while no other program needs it."""

    def __init__(
        self,
        wanted: str | int,
        options: CameraOptions,
        *,
        max_age_s: float,
        memory: CameraMemory | None = None,
        shared: Sharing | None = None,
    ) -> None:
        self._which = WhichCamera(wanted, memory)
        self._sharing = shared or sharing()
        self._options = options
        self._max_age_s = max_age_s
        self._program = ""
        self.name = f"camera {wanted}" if wanted != "auto" else "camera"
        self.identity = f"camera:{wanted}{options.suffix}"

    @property
    def warnings(self) -> tuple[str, ...]:  # pyright: ignore[reportIncompatibleVariableOverride] (it grows elsewhere)
        return self._which.warnings

    def connect(self) -> Feed:
        last = self._which.opened
        if last is not None and not is_another_now(last):
            self._leave_to_others(last)  # before looking for it, which asks the driver
        cameras = list_cameras()
        info = self._which.find(cameras, time.monotonic())
        if last is None or info.device != last.device:
            self._leave_to_others(info)
        if info.problem is not None:
            raise problem(info.label, info.problem)
        refused = refusal(info.label)
        if refused is not None:
            raise refused
        capture = self._open(info)
        if capture is None:
            raise self._why_not(info)
        self._which.took(info)
        self.name, self.identity = info.label, f"camera:{_key(info, cameras)}{self._options.suffix}"
        self._sharing.opened(info.device, time.monotonic())  # last: every look at the device rings
        return CameraFeed(capture, self._options, max_age_s=self._max_age_s)

    def wanted_elsewhere(self) -> bool:
        program = self._sharing.wanted_by(time.monotonic())
        self._program = program or ""
        return program is not None

    def diagnose(self, kind: LostKind) -> SourceLost:
        if kind == "busy":
            return problem(self.name, "busy", self._program)  # the other program has it: leave it alone
        info = self._which.same_again(list_cameras())
        if info is None:
            return problem(self.name, "unplugged")
        return problem(info.label, info.problem or ("stalled" if kind == "unplugged" else kind))

    def _leave_to_others(self, info: FoundCamera) -> None:
        program = self._sharing.taken_by(info.device, time.monotonic())
        if program is not None:
            raise problem(info.label, "busy", program)

    def _open(self, info: FoundCamera) -> Capture | None:
        options = self._options
        return opencv.open_camera(
            info.index, platform.system(), width_px=options.width_px, height_px=options.height_px, fps=options.fps
        )

    def _why_not(self, info: FoundCamera) -> SourceLost:
        again = next((camera for camera in list_cameras() if camera.index == info.index), None)
        if again is None:
            return problem(info.label, "unplugged" if self._which.opened else "absent")
        if again.problem is not None:
            return problem(info.label, again.problem)
        return asked(info.label) or SourceLost(
            "busy",
            english("{camera} could not be opened.", camera=capitalised(info.label)),
            english("Close programs that may use it, and see that the system's privacy settings allow the camera."),
        )


def _key(info: FoundCamera, cameras: list[FoundCamera]) -> str:
    """What names the camera in a baseline: its name, and its place among several of that name."""
    if not info.name:
        return str(info.index)
    alike = [camera.index for camera in cameras if camera.name == info.name]
    place = alike.index(info.index) if info.index in alike else 0
    return info.name if place == 0 else f"{info.name} #{place + 1}"
