"""`spasm --window` and `diary --window` as programs on a real screen, pressed and ended as a user would."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.desktop_session import DesktopSession, desktop_session, require, wait_for
from tests.program import PROGRAM, assert_quiet, program_environment, refused, run_command

pytestmark = [pytest.mark.desktop, pytest.mark.slow]


class OnScreen:
    """A command with a window on a screen of its own."""

    def __init__(self, session: DesktopSession, home: Path, *words: str) -> None:
        self.session, self._output = session, home.parent / "said.txt"
        desktop = {key: value for key, value in session.environment.items() if key not in ("PATH", "LANG")}
        environment = program_environment(home, {**desktop, "LC_ALL": "C.UTF-8"})
        for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
            environment.pop(name, None)  # the tests' own cv2 has written them
        with self._output.open("wb") as stream:
            self.process = subprocess.Popen(
                [*PROGRAM, *words], env=environment, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
                start_new_session=True,
            )  # fmt: skip

    def wait_for_window(self, title: str) -> None:
        wait_for(lambda: bool(self._xdotool("search", "--onlyvisible", "--name", title)), within_s=40, what=title)

    def key(self, *names: str) -> None:
        self._xdotool("key", *names)

    def type(self, words: str) -> None:
        self._xdotool("type", words)

    def closes(self) -> int:
        """By Esc, once the window in front has the keys: without a window manager that takes a moment."""

        def pressed() -> bool:
            self.key("Escape")
            return self.process.poll() is not None

        wait_for(pressed, within_s=20, what="the end")
        return self.ends()

    def ends(self) -> int:
        code = self.process.wait(20)
        assert_quiet(self._output.read_text())
        return code

    def _xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words], env=self.session.environment, capture_output=True, text=True, timeout=20, check=False
        ).stdout.strip()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DesktopSession]:
    require("Xvfb", "xdotool")
    (tmp_path / "desktop").mkdir()
    with desktop_session(tmp_path / "desktop") as opened:
        opened.start_screen()
        yield opened


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_noted_by_keys_and_then_what_may_help(session: DesktopSession, home: Path) -> None:
    window = OnScreen(session, home, "spasm", "--window", "--where", "neck", "--gentle", "2")
    try:
        window.wait_for_window("Note a spasm")
        window.type("30m")
        window.key("alt+p")
        window.key("Right", "Right", "Right")
        window.key("alt+n")
        window.wait_for_window("It hurts now")
        with Log.open_readonly(paths_below(home).database_file) as log:
            (episode,) = log.diary.episodes()
        assert (episode.entry.sites, episode.entry.pain_now) == (("neck",), 2)
        assert window.closes() == 0
    finally:
        window.process.kill()


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_without_a_question(
    session: DesktopSession, home: Path, kind: signal.Signals, code: int
) -> None:
    window = OnScreen(session, home, "spasm", "--window")
    try:
        window.wait_for_window("Note a spasm")
        window.type("30m")
        window.process.send_signal(kind)
        assert window.ends() == code
        assert not paths_below(home).database_file.exists()
    finally:
        window.process.kill()


def test_the_diary_opens_on_what_was_noted(session: DesktopSession, home: Path) -> None:
    run_command("spasm", "--now", "4", home=home)
    window = OnScreen(session, home, "diary", "--window")
    try:
        window.wait_for_window("Diary")
        window.key("alt+t")
        window.wait_for_window("How it is today")
        window.key("alt+g", "alt+n")
        wait_for(lambda: _is_over(home), within_s=20, what="the follow-up")
        assert window.closes() == 0
    finally:
        window.process.kill()


def test_without_a_screen_it_says_so(home: Path) -> None:
    for words in (("spasm", "--window"), ("diary", "--window")):
        refused(*words, home=home, saying="no screen here")
    assert list(home.iterdir()) == []


def _is_over(home: Path) -> bool:
    with Log.open_readonly(paths_below(home).database_file) as log:
        return log.diary.episodes()[0].is_over
