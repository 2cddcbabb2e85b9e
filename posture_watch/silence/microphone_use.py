"""Does a program record sound (Linux)? By what the kernel and the sound server tell; no microphone is opened."""

from __future__ import annotations

import re
from collections.abc import Mapping

from posture_watch.silence.child import answer_of, installed
from posture_watch.silence.kernel import Kernel, text_of
from posture_watch.silence.sense import CannotTellError, Source
from posture_watch.texts import text

_SOUND_SERVERS = ("pulseaudio", "pipewire", "wireplumber", "jackd", "jackdbus")
# They listen all day to show a level or to filter out noise; that is no call.
_LISTENING_ALWAYS = ("org.PulseAudio.pavucontrol", "org.gnome.VolumeControl", "com.github.wwmm.easyeffects")
_PACTL = ("pactl", "list", "source-outputs")


class MicrophoneUse(Source[bool]):
    """True while something records. The sound server is asked who only if it records itself or a headset is there
    that the kernel knows nothing of (Bluetooth): asking it takes a child process."""

    name = "microphones"

    def __init__(self, kernel: Kernel, environ: Mapping[str, str]) -> None:
        self._kernel = kernel
        self._environ = environ

    def ask(self) -> bool:
        recording = self._recording()
        if any(not self._is_server(pid) for pid in recording):
            return True
        if not installed(_PACTL[0], self._environ):
            return self._without_pactl(recording)
        if recording or not self._has_sound_card() or self._has_bluetooth():
            return somebody_records(answer_of(_PACTL, self._environ))
        return False

    def _without_pactl(self, recording: list[int]) -> bool:
        if not self._has_sound_card():
            why = text("the kernel knows no sound card, and pactl is not installed")
            raise CannotTellError(why, text("With pactl (package pulseaudio-utils) a headset's calls are noticed too."))
        return bool(recording)

    def _recording(self) -> list[int]:
        """The processes or threads (0: unknown) for which the kernel records now."""
        found: list[int] = []
        for path in (self._kernel.proc / "asound").glob("card*/pcm*c/sub*/status"):
            lines = dict(re.findall(r"^(\w+)\s*: (.*)$", text_of(path), flags=re.MULTILINE))
            if lines.get("state") == "RUNNING":
                owner = lines.get("owner_pid", "").strip()
                found.append(int(owner) if owner.isdigit() else 0)
        return found

    def _is_server(self, pid: int) -> bool:
        return self._kernel.name(pid).startswith(_SOUND_SERVERS)

    def _has_sound_card(self) -> bool:
        return any((self._kernel.proc / "asound").glob("card*"))

    def _has_bluetooth(self) -> bool:
        """Whether anything is connected: hci0:11 beside hci0."""
        return any((self._kernel.sys / "class/bluetooth").glob("hci*:*"))


def somebody_records(answer: str) -> bool:
    """Whether ``pactl list source-outputs`` names a program that listens to a microphone (not to loudspeakers)."""
    return any(_is_recording(stream) for stream in answer.split("Source Output #")[1:])


def _is_recording(stream: str) -> bool:
    if re.search(r"^\s*Corked: yes", stream, flags=re.MULTILINE):
        return False
    if re.search(r"^\s*Resample method: peaks", stream, flags=re.MULTILINE):
        return False
    words = dict(re.findall(r'^\s*([\w.]+) = "(.*)"$', stream, flags=re.MULTILINE))
    return (
        words.get("application.id", "") not in _LISTENING_ALWAYS
        and words.get("stream.capture.sink", "") != "true"
        and words.get("media.name", "") != "Peak detect"
    )
