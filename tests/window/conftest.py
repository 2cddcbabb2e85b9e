"""The first run on a virtual screen, with the webcam that shows the portrait."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.capture.conftest import WRITTEN_BY_CV2, fakecam_library
from tests.desktop_session import DesktopSession, desktop_session, require, wait_for
from tests.live.conftest import upright_frames
from tests.live.monitor import Webcam
from tests.program import PROGRAM, assert_quiet, program_environment

__all__ = ["fakecam_library", "upright_frames"]

TITLES = ("What happens with your picture", "Your camera", "Your upright posture", "A reminder, to try", "Ready")
BONE = (90, 230, 150)
"""The colour of the skeleton."""


class FirstSteps:
    """`posture-watch welcome` on a screen of its own; pressed and looked at as a person would."""

    def __init__(self, session: DesktopSession, home: Path, webcam: Webcam) -> None:
        self.session, self.home = session, home
        self._output = home.parent / "welcome.txt"
        desktop = {key: value for key, value in session.environment.items() if key not in ("PATH", "LANG")}
        extra = {**desktop, **webcam.environment, "XDG_CONFIG_HOME": str(home.parent / "xdg")}
        environment = program_environment(home, extra)
        for name in [name for name in environment if name.startswith(WRITTEN_BY_CV2)]:
            del environment[name]  # the tests' own cv2 has written them
        with self._output.open("wb") as stream:
            self.process = subprocess.Popen(
                [*PROGRAM, "welcome"],
                env=environment,
                cwd=home.parent,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    @property
    def printed(self) -> str:
        return self._output.read_text()

    def key(self, *names: str) -> None:
        self._xdotool("key", *names)

    def click(self, right: int, down: int) -> None:
        """A place of the window: negative numbers count from its right or lower edge (px)."""
        x, y, width, height = self.place()
        at_x, at_y = x + right + (width if right < 0 else 0), y + down + (height if down < 0 else 0)
        self._xdotool("mousemove", str(at_x), str(at_y), "click", "1")

    def place(self) -> tuple[int, int, int, int]:
        """Left, top, width, height of the window (px)."""
        shell = self._xdotool("getwindowgeometry", "--shell", self._window(""))
        values = {name: int(value) for name, value in re.findall(r"^(\w+)=(\d+)$", shell, flags=re.MULTILINE)}
        return values["X"], values["Y"], values["WIDTH"], values["HEIGHT"]

    def wait_for_step(self, number: int) -> None:
        """Until the window has the title of this step."""
        wait_for(
            lambda: bool(self._window(TITLES[number])) or self.process.poll() is not None,
            within_s=30,
            what=TITLES[number],
        )
        assert self.process.poll() is None, self.printed

    def go_to(self, number: int) -> None:
        """Press Next until there, waiting at each step."""
        for step in range(number + 1):
            self.wait_for_step(step)
            if step < number:
                self.key("alt+n")

    def wait_for_skeleton(self) -> None:
        """Until the lines of a skeleton are drawn in the window."""
        wait_for(lambda: self.pixels(BONE) > 200, within_s=30, what="the skeleton")

    def pixels(self, colour: tuple[int, int, int]) -> int:
        """How many pixels of the screen have exactly this colour (red, green, blue)."""
        return pixels(self.session, colour)

    def wait_for_end(self, within_s: float = 20.0) -> int:
        code = self.process.wait(within_s)
        assert_quiet(self.printed)
        return code

    def baselines(self) -> int:
        """How many upright postures are logged."""
        file = paths_below(self.home).database_file
        if not file.exists():
            return 0
        with Log.open_readonly(file) as log:
            return len(log.baselines())

    def _window(self, title: str) -> str:
        found = self._xdotool("search", "--onlyvisible", "--name", title or "first steps of posture_watch")
        return found.split("\n")[0]

    def _xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self.session.environment, capture_output=True, text=True, timeout=20, check=False
        ).stdout.strip()


def pixels(session: DesktopSession, colour: tuple[int, int, int]) -> int:
    """How many pixels of the screen have exactly this colour (red, green, blue)."""
    wanted = "#{:02X}{:02X}{:02X}".format(*colour)
    shot = session.folder.parent / "shot.png"
    session.take_picture(shot)
    command = ["convert", str(shot), "-fill", "black", "+opaque", wanted, "-fill", "white",
               "-opaque", wanted, "-format", "%[fx:round(mean*w*h)]", "info:"]  # fmt: skip
    return int(float(subprocess.run(command, capture_output=True, check=True, timeout=30).stdout))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DesktopSession]:
    require("Xvfb", "xdotool", "import", "convert")
    (tmp_path / "desktop").mkdir()
    with desktop_session(tmp_path / "desktop") as opened:
        opened.start_screen()
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user who has never run it."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def webcam(fakecam_library: Path, upright_frames: Path, tmp_path: Path) -> Webcam:
    return Webcam(fakecam_library, upright_frames, tmp_path)


@contextlib.contextmanager
def ended(home: Path) -> Generator[None]:
    """Ends what was started for ``home`` (window, tray, monitor), known by its environment."""
    try:
        yield
    finally:
        for process in _of_home(home):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        wait_for(lambda: not _of_home(home), what="the end of all processes")


def _of_home(home: Path) -> list[int]:
    mark = f"POSTURE_WATCH_HOME={home}\0".encode()
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in entry.read_bytes() + b"\0":
                found.append(int(entry.parent.name))
    return found


def tray_runs(home: Path) -> bool:
    """Whether a tray was started for ``home``."""
    for process in _of_home(home):
        with contextlib.suppress(OSError):
            if b"\0tray\0" in Path(f"/proc/{process}/cmdline").read_bytes():
                return True
    return False


@pytest.fixture
def first_steps(session: DesktopSession, home: Path, webcam: Webcam) -> Iterator[FirstSteps]:
    """The window, opened; whatever it started is ended."""
    with ended(home):
        steps = FirstSteps(session, home, webcam)
        yield steps
