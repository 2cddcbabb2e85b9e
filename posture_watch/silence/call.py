"""Does another program use the camera or the microphone? Neither is ever opened to find out."""

from __future__ import annotations

from posture_watch.silence.camera_use import CameraUse
from posture_watch.silence.desktop import Desktop
from posture_watch.silence.microphone_use import MicrophoneUse
from posture_watch.silence.sense import Ask, Sense, Source
from posture_watch.texts import text


def call(desktop: Desktop) -> Sense[bool]:
    """True while another program uses the camera or the microphone."""
    sources: list[Source[bool]] = []
    advice = ""
    if desktop.platform == "linux":
        sources = [MicrophoneUse(desktop.kernel, desktop.environ), CameraUse(desktop.kernel)]
    elif desktop.platform == "win32":
        sources = [
            Ask("Windows: microphone", lambda: desktop.windows.in_use("microphone")),
            Ask("Windows: webcam", lambda: desktop.windows.in_use("webcam")),
        ]
    elif desktop.platform == "darwin":
        # The camera is shared there, so "it is running" is true because of us.
        sources = [Ask("CoreAudio", desktop.macos.microphone_in_use)]
        advice = text("A call is noticed by its microphone.")
    return Sense(text("camera or microphone in a call"), sources, choice="every", every_s=6.0, advice=advice)
