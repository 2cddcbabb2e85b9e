"""`break --window` on a real screen beside a real monitor: borrows the camera, gives it back, notes what was done."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capture.conftest import WRITTEN_BY_CV2
from tests.desktop_session import DesktopSession, wait_for
from tests.live.monitor import QUICK, START_S, MonitorProcess, Webcam
from tests.program import PROGRAM, assert_quiet, program_environment
from tests.window.conftest import ended

pytestmark = [pytest.mark.desktop, pytest.mark.model, pytest.mark.slow]


class Break:
    """`posture-watch break --window` on a screen."""

    def __init__(self, session: DesktopSession, home: Path, webcam: Webcam) -> None:
        self.session = session
        self._output = home.parent / "break.txt"
        desktop = {key: value for key, value in session.environment.items() if key not in ("PATH", "LANG")}
        environment = program_environment(home, {**desktop, **webcam.environment})
        for name in [name for name in environment if name.startswith(WRITTEN_BY_CV2)]:
            del environment[name]  # the tests' own cv2 has written them
        with self._output.open("wb") as stream:
            self.process = subprocess.Popen(
                [*PROGRAM, "break", "1", "--exercise", "chin_tuck", "--window"],
                env=environment,
                cwd=home.parent,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        wait_for(lambda: "Geometry" in self.xdotool("search", "--name", "A guided break", "getwindowgeometry"),
                 within_s=30, what="the window")  # fmt: skip

    def xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self.session.environment, capture_output=True, text=True, timeout=20, check=False
        ).stdout

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


@pytest.mark.parametrize("way", ["keys", "ctrl_c"])
def test_it_borrows_the_camera_and_gives_it_back(
    session: DesktopSession, home: Path, webcam: Webcam, monitor: MonitorProcess, way: str
) -> None:
    with ended(home):
        window = Break(session, home, webcam)
        monitor.wait(lambda now: now["state"] == "paused" and now["break_until"], what="lending")
        assert not monitor.holds_camera()
        if way == "keys":
            window.xdotool("key", "Escape")
            monitor.wait(lambda now: now["person"] and not now["silent"], what="reminders", within_s=10.0)
            assert window.process.poll() is None, "it still says what was done"
            window.xdotool("key", "Escape")
        else:
            window.process.send_signal(signal.SIGINT)
        assert window.wait_for_end() == (0 if way == "keys" else 130)
        monitor.wait(lambda now: now["person"], what="watching again", within_s=10.0)
        assert not monitor.status()["silent"], "the break is over"
