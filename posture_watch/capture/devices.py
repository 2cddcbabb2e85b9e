"""Which cameras there are and what is wrong with each, asked of the system: OpenCV cannot tell busy from absent."""

from __future__ import annotations

import platform
from collections.abc import Iterable

from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.source import LostKind, SourceLost
from posture_watch.texts import english


def problem(label: str, kind: LostKind, program: str = "") -> SourceLost:
    """The error for the camera called ``label``; ``program`` is who has it, if that is known."""
    camera = capitalised(label)
    if kind == "busy" and program:
        said = english("{camera} is in use by another program ({program}).", camera=camera, program=program)
    else:
        said = _said(camera, kind)
    return SourceLost(kind, said, _advice(kind))


def _said(camera: str, kind: LostKind) -> str:
    sentences: dict[LostKind, str] = {
        "absent": english("{camera} is not there.", camera=camera),
        "unplugged": english("{camera} was unplugged.", camera=camera),
        "busy": english("{camera} is in use by another program.", camera=camera),
        "forbidden": english("{camera} may not be used by you.", camera=camera),
        "stalled": english("{camera} sends no frames.", camera=camera),
        "bad_data": english("{camera} sends frames that cannot be read.", camera=camera),
    }
    return sentences[kind]


def _advice(kind: LostKind) -> str:
    if kind == "forbidden" and platform.system() == "Linux":
        return english("Join the group of the camera's device: sudo usermod -aG video $USER, then log in again.")
    advice: dict[LostKind, str] = {
        "absent": english("Plug it in, or choose another one."),
        "unplugged": english("Plug it in again; it is taken up by itself."),
        "busy": english("Close the other program (a video call?); it is taken up by itself."),
        "forbidden": english("Allow the camera in the system's privacy settings."),
        "stalled": english("Unplug it and plug it in again, or restart the computer."),
        "bad_data": english("Unplug it and plug it in again, or choose another size."),
    }
    return advice[kind]


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


def is_another_now(camera: FoundCamera) -> bool:
    """Whether its device is known to belong to another camera by now. Touches none."""
    if platform.system() != "Linux":
        return False
    from posture_watch.capture import linux_devices  # noqa: PLC0415 (fcntl is not on every system)

    return linux_devices.is_another_now(camera)


def described(camera: FoundCamera) -> str:
    """The camera and what is wrong with it, in words."""
    return f"{camera.label}, {_said('which', camera.problem).rstrip('.')}" if camera.problem else camera.label


def found(cameras: Iterable[FoundCamera]) -> str:
    """What to tell somebody who asked for a camera that is not there."""
    labels = [described(camera) for camera in cameras]
    if not labels:
        return "Plug one in, or try a clip: posture-watch replay FILE."
    return f"Found: {'; '.join(labels)}. Choose one of these (posture-watch cameras lists them)."
