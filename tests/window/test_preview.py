"""`preview` on a real screen beside a real monitor: borrows the camera, draws, gives it back whatever happens."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capture.conftest import WRITTEN_BY_CV2
from tests.desktop_session import DesktopSession, wait_for
from tests.live.monitor import QUICK, START_S, MonitorProcess, Webcam
from tests.program import PROGRAM, assert_quiet, program_environment, refused
from tests.window.conftest import BONE, ended, pixels

pytestmark = [pytest.mark.desktop, pytest.mark.model, pytest.mark.slow]


class Preview:
    """`posture-watch preview` on a screen."""

    def __init__(self, session: DesktopSession, home: Path, webcam: Webcam) -> None:
        self.session = session
        self._output = home.parent / "preview.txt"
        desktop = {key: value for key, value in session.environment.items() if key not in ("PATH", "LANG")}
        environment = program_environment(home, {**desktop, **webcam.environment})
        for name in [name for name in environment if name.startswith(WRITTEN_BY_CV2)]:
            del environment[name]  # the tests' own cv2 has written them
        with self._output.open("wb") as stream:
            self.process = subprocess.Popen(
                [*PROGRAM, "preview", "--source", "0"],
                env=environment,
                cwd=home.parent,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def wait_for_skeleton(self) -> None:
        def drawn() -> bool:
            assert self.process.poll() is None, self._output.read_text()
            return pixels(self.session, BONE) > 200

        wait_for(drawn, within_s=30, what="the skeleton")

    def size(self) -> tuple[int, int]:
        """Width and height of the window (px)."""
        command = ["xdotool", "search", "--onlyvisible", "--name", "What posture_watch sees", "getwindowgeometry"]
        answer = subprocess.run(
            command, env=self.session.environment, capture_output=True, text=True, timeout=20, check=True
        )
        width, height = answer.stdout.split("Geometry:")[1].split("x")
        return int(width), int(height)

    def key(self, name: str) -> None:
        subprocess.run(["xdotool", "key", name], env=self.session.environment, timeout=20, check=True)

    def wait_for_end(self) -> int:
        code = self.process.wait(20)
        assert_quiet(self._output.read_text())
        return code


@pytest.fixture
def monitor(home: Path, webcam: Webcam) -> Iterator[MonitorProcess]:
    (home / "config.toml").write_text(QUICK)
    started = MonitorProcess(home, webcam)
    started.wait(lambda now: now["person"], what="somebody being seen", within_s=START_S)
    yield started
    started.kill()
    started.require_quiet()


def test_it_borrows_the_camera_and_gives_it_back(
    session: DesktopSession, home: Path, webcam: Webcam, monitor: MonitorProcess
) -> None:
    with ended(home):
        preview = Preview(session, home, webcam)
        preview.wait_for_skeleton()
        width, height = preview.size()
        assert width < 800, "no larger than the screen"
        assert height < 600
        lent = monitor.status()
        assert lent["state"] == "paused"
        assert not monitor.holds_camera()
        preview.key("Escape")
        assert preview.wait_for_end() == 0
        monitor.wait(lambda now: now["person"], what="watching again", within_s=10.0)


def test_killed_it_gives_the_camera_back_within_half_a_minute(
    session: DesktopSession, home: Path, webcam: Webcam, monitor: MonitorProcess
) -> None:
    with ended(home):
        preview = Preview(session, home, webcam)
        preview.wait_for_skeleton()
        preview.process.kill()
        preview.process.wait(10)
        monitor.wait(lambda now: now["person"], what="watching again", within_s=40.0)


def test_ctrl_c_closes_it(session: DesktopSession, home: Path, webcam: Webcam) -> None:
    with ended(home):
        preview = Preview(session, home, webcam)
        preview.wait_for_skeleton()
        preview.process.send_signal(2)
        assert preview.wait_for_end() == 130


def test_without_a_screen_or_a_file_it_says_what_is_missing(home: Path, session: DesktopSession) -> None:
    refused("preview", home=home, saying="There is no screen here", extra={"WAYLAND_DISPLAY": "", "DISPLAY": ""})
    display = {"DISPLAY": session.environment["DISPLAY"]}
    refused("preview", "--source", "nowhere.mp4", home=home, saying="nowhere.mp4", extra=display)
