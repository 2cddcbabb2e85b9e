"""A call: another program uses the microphone or the camera, by the kernel's files and a real sound server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posture_watch.silence.camera_use import CameraUse
from posture_watch.silence.kernel import Kernel
from posture_watch.silence.microphone_use import MicrophoneUse, somebody_records
from posture_watch.silence.sense import CannotTellError
from tests.desktop_session import DesktopSession, require, wait_for

HOLDER = """
import mmap, sys
from pathlib import Path
how, path = sys.argv[1], sys.argv[2]
file = open(path, "r+b")
held = mmap.mmap(file.fileno(), 0) if how == "maps" else None
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def somebody(how: str, camera: Path, *, called: str = "holder.py") -> Generator[subprocess.Popen[bytes]]:
    """Another program that has ``camera`` open ("opens"), and its pictures in memory ("maps")."""
    script = camera.parent / called
    script.write_text(HOLDER)
    with subprocess.Popen(
        [sys.executable, str(script), how, str(camera)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == b"ready\n"
        yield child
        child.stdin.close()


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    """A file that stands for a camera; processes and what they map are real."""
    if sys.platform != "linux":
        pytest.skip("needs /proc")
    path = tmp_path / "video0"
    path.write_bytes(bytes(4096))
    return path


def use_of(camera: Path, *, own_pid: int = -1) -> CameraUse:
    return CameraUse(Kernel(dev=camera.parent, sys=camera.parent / "sys", own_pid=own_pid))


def test_a_program_that_takes_pictures(camera: Path) -> None:
    use = use_of(camera)
    assert use.ask() is False
    with somebody("maps", camera):
        assert use.ask() is True
    assert use.ask() is False


def test_open_alone_is_no_call(camera: Path) -> None:
    with somebody("opens", camera):
        assert use_of(camera).ask() is False


def test_we_and_our_children_are_no_call(camera: Path) -> None:
    with somebody("maps", camera) as child:
        assert use_of(camera, own_pid=os.getpid()).ask() is False  # the parent of the one that takes pictures
        assert use_of(camera, own_pid=child.pid).ask() is False


def test_another_process_of_posture_watch_is_no_call(camera: Path) -> None:
    with somebody("maps", camera, called="posture_watch-preview.py"):
        assert use_of(camera).ask() is False


def test_a_browser_that_the_tray_opened_may_be_in_a_call(tmp_path: Path) -> None:
    camera = tmp_path / "dev/video0"
    camera.parent.mkdir()
    camera.touch()
    process(tmp_path / "proc", 6, name="posture_watch tray")
    process(tmp_path / "proc", 7, name="browser", opened=(str(camera), "/dmabuf:"))
    (tmp_path / "proc/7/status").write_text("Name:\tbrowser\nPPid:\t6\n")
    assert CameraUse(Kernel(tmp_path / "proc", tmp_path / "sys", tmp_path / "dev", own_pid=5)).ask() is True


def test_a_camera_that_the_kernel_put_to_sleep_is_not_looked_for(camera: Path) -> None:
    status = camera.parent / "sys/class/video4linux/video0/device/power/runtime_status"
    status.parent.mkdir(parents=True)
    with somebody("maps", camera):
        status.write_text("suspended\n")
        assert use_of(camera).ask() is False
        status.write_text("active\n")
        assert use_of(camera).ask() is True


def process(proc: Path, pid: int, *, name: str = "app", opened: tuple[str, ...] = (), maps: str = "") -> None:
    """A process as the kernel shows it."""
    (proc / f"{pid}/fd").mkdir(parents=True)
    (proc / f"{pid}/status").write_text(f"Name:\t{name}\nTgid:\t{pid}\nPPid:\t1\n")
    (proc / f"{pid}/cmdline").write_text(name)
    (proc / f"{pid}/maps").write_text(maps)
    for number, path in enumerate(opened):
        (proc / f"{pid}/fd/{number}").symlink_to(path)


def test_pictures_handed_on_as_dmabuf(tmp_path: Path) -> None:
    camera = tmp_path / "dev/video0"
    camera.parent.mkdir()
    camera.touch()
    process(tmp_path / "proc", 7, name="pipewire", opened=(str(camera), "/dmabuf:"))
    assert CameraUse(Kernel(tmp_path / "proc", tmp_path / "sys", tmp_path / "dev")).ask() is True


def test_a_program_that_draws_with_dmabuf_is_no_call(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/video0").touch()
    process(tmp_path / "proc", 7, name="compositor", opened=("/dev/dri/card0", "/dmabuf:"))
    assert CameraUse(Kernel(tmp_path / "proc", tmp_path / "sys", tmp_path / "dev")).ask() is False


def test_another_cameras_pictures_do_not_count(tmp_path: Path) -> None:
    for name in ("video1", "video10"):
        (tmp_path / "dev").mkdir(exist_ok=True)
        (tmp_path / "dev" / name).touch()
    row = "7f00-7f01 rw-s 00000000 00:05 1 "
    process(tmp_path / "proc", 7, opened=(f"{tmp_path}/dev/video1",), maps=f"{row}{tmp_path}/dev/video10\n")
    assert CameraUse(Kernel(tmp_path / "proc", tmp_path / "sys", tmp_path / "dev")).ask() is False


class Sound:
    """Sound cards as the kernel shows them, and a pactl that prints ``streams``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = {"PATH": str(folder / "bin")}
        (folder / "proc").mkdir()

    def card(self, status: str) -> None:
        path = self.folder / "proc/asound/card0/pcm0c/sub0/status"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(status)

    def pactl(self, streams: str) -> None:
        script = self.folder / "bin/pactl"
        script.parent.mkdir(exist_ok=True)
        (self.folder / "streams.txt").write_text(streams)
        script.write_text(f'#!/bin/sh\nwhile IFS= read -r l; do echo "$l"; done < "{self.folder}/streams.txt"\n')
        script.chmod(0o755)

    def bluetooth(self) -> None:
        (self.folder / "sys/class/bluetooth/hci0:11").mkdir(parents=True)

    def used(self) -> bool:
        return MicrophoneUse(Kernel(self.folder / "proc", self.folder / "sys"), self.environ).ask()


@pytest.fixture
def sound(tmp_path: Path) -> Sound:
    return Sound(tmp_path)


def running(pid: int) -> str:
    return f"state: RUNNING\nowner_pid   : {pid}\ntrigger_time: 1.0\n"


def stream(*, corked: str = "no", method: str = "speex-float-1", **words: str) -> str:
    lines = "".join(f'\t\t{key.replace("_", ".")} = "{value}"\n' for key, value in words.items())
    return f"Source Output #7\n\tCorked: {corked}\n\tResample method: {method}\n\tProperties:\n{lines}\n"


def test_no_sound_card_and_nobody_to_ask_is_unknown(sound: Sound) -> None:
    with pytest.raises(CannotTellError) as raised:
        sound.used()
    assert "pulseaudio-utils" in raised.value.advice


def test_a_program_records_from_the_card_itself(sound: Sound) -> None:
    sound.card("closed\n")
    assert sound.used() is False
    process(sound.folder / "proc", 31, name="arecord")
    sound.card(running(31))
    assert sound.used() is True


def test_a_card_that_is_only_prepared_is_silent(sound: Sound) -> None:
    sound.card("state: PREPARED\nowner_pid   : 31\n")
    assert sound.used() is False


def test_the_sound_server_is_asked_who_records(sound: Sound) -> None:
    process(sound.folder / "proc", 31, name="pipewire")
    sound.card(running(31))
    assert sound.used() is True  # without pactl the server itself is all that is known
    sound.pactl(stream(application_id="org.PulseAudio.pavucontrol"))
    assert sound.used() is False
    sound.pactl(stream(application_name="Meeting"))
    assert sound.used() is True


def test_a_thread_of_the_sound_server_is_the_sound_server(sound: Sound) -> None:
    proc = sound.folder / "proc"
    process(proc, 31, name="pipewire")
    process(proc, 35, name="data-loop.0")
    (proc / "35/status").write_text("Name:\tdata-loop.0\nTgid:\t31\n")
    sound.card(running(35))
    sound.pactl("")
    assert sound.used() is False


def test_a_bluetooth_headset_has_no_card(sound: Sound) -> None:
    sound.card("closed\n")
    sound.pactl(stream(application_name="Meeting"))
    assert sound.used() is False
    sound.bluetooth()
    assert sound.used() is True


@pytest.mark.parametrize(
    ("streams", "records"),
    [
        ("", False),
        (stream(application_name="Meeting"), True),
        (stream(application_name="Meeting", corked="yes"), False),
        (stream(method="peaks"), False),
        (stream(media_name="Peak detect"), False),
        (stream(stream_capture_sink="true"), False),
        (stream(application_id="com.github.wwmm.easyeffects"), False),
        (stream(corked="yes") + stream(application_name="Meeting"), True),
    ],
)
def test_who_records(streams: str, records: bool) -> None:
    assert somebody_records(streams) is records


@pytest.mark.desktop
def test_a_real_sound_server_says_that_a_program_records(session: DesktopSession) -> None:
    require("pulseaudio", "pactl", "parec")
    session.spawn(
        ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm", "-F", "/dev/null",
         "-L", "module-null-source", "-L", f"module-native-protocol-unix socket={session.folder}/sound"]
    )  # fmt: skip
    session.environment["PULSE_SERVER"] = f"unix:{session.folder}/sound"
    session.environment["PATH"] = os.environ["PATH"]
    use = MicrophoneUse(Kernel(session.folder / "proc", session.folder / "sys"), session.environment)

    def answers() -> bool | None:
        try:
            return use.ask()
        except CannotTellError:
            return None

    wait_for(lambda: answers() is False, what="the sound server")
    recorder, _ = session.spawn([str(shutil.which("parec")), "--device=source.null"])
    wait_for(lambda: answers() is True, what="the recording")
    session.kill(recorder)
    wait_for(lambda: answers() is False, what="silence")
