"""Which cameras there are and what is wrong with each, asked of the system: OpenCV cannot tell busy from absent."""

from __future__ import annotations

import platform
from collections.abc import Iterable

from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.source import LostKind, SourceLost

_PROBLEMS: dict[LostKind, tuple[str, str]] = {
    "absent": ("is not there", "Plug it in, or choose another one."),
    "unplugged": ("was unplugged", "Plug it in again; it is taken up by itself."),
    "busy": ("is in use by another program", "Close the other program (a video call?); it is taken up by itself."),
    "forbidden": ("may not be used by you", "Allow the camera in the system's privacy settings."),
    "stalled": ("sends no frames", "Unplug it and plug it in again, or restart the computer."),
    "bad_data": ("sends frames that cannot be read", "Unplug it and plug it in again, or choose another size."),
}
_LINUX_FORBIDDEN = "Join the group of the camera's device: sudo usermod -aG video $USER, then log in again."


def problem(label: str, kind: LostKind) -> SourceLost:
    """The error for the camera called ``label``."""
    what, advice = _PROBLEMS[kind]
    if kind == "forbidden" and platform.system() == "Linux":
        advice = _LINUX_FORBIDDEN
    return SourceLost(kind, f"{capitalised(label)} {what}.", advice)


def capitalised(label: str) -> str:
    """A label at the start of a sentence."""
    return label[:1].upper() + label[1:]


def list_cameras() -> list[FoundCamera]:
    """Every camera of this computer, by rising index. Opens none for pictures: no light goes on."""
    if platform.system() == "Linux":
        from posture_watch.capture import linux_devices  # noqa: PLC0415 (fcntl is not on every system)

        return linux_devices.cameras()
    from posture_watch.capture import other_devices  # noqa: PLC0415 (only needed there)

    return other_devices.cameras()


def described(camera: FoundCamera) -> str:
    """The camera and what is wrong with it, in words."""
    return camera.label + (f", which {_PROBLEMS[camera.problem][0]}" if camera.problem else "")


def found(cameras: Iterable[FoundCamera]) -> str:
    """What to tell somebody who asked for a camera that is not there."""
    labels = [described(camera) for camera in cameras]
    if not labels:
        return "Plug one in, or try a clip: posture-watch replay FILE."
    return f"Found: {'; '.join(labels)}. Choose one of these (posture-watch cameras lists them)."
