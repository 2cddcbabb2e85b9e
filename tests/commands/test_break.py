"""`break` and `breathe` as a user starts them: at a terminal, piped, without anything at all to lean on."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posture_watch.core.practice import Practised
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.commands.hurried import HURRY
from tests.desktop_session import wait_for
from tests.program import PROGRAM, assert_quiet, program_environment, refused, run_command
from tests.terminal.screen import OUT, Screen

Open = Callable[..., Screen]
ENTER = "\r"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def screen(home: Path) -> Iterator[Open]:
    if sys.platform == "win32":
        pytest.skip("there are no such terminals")
    opened: list[Screen] = []

    def begin(*words: str, columns: int = 80, rows: int = 24, **extra: str) -> Screen:
        extra = {HURRY: str(home / HURRY), **extra}
        opened.append(Screen(home, columns, rows, extra, words, (sys.executable, "-m", "tests.commands.hurried")))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()
        assert_quiet(one.seen)


def noted(home: Path) -> list[Practised]:
    now = datetime.now(UTC)
    with Log.open_readonly(paths_below(home).database_file) as log:
        return log.diary.practice(now - timedelta(hours=1), now + timedelta(hours=1))


@contextlib.contextmanager
def hurrying(home: Path) -> Generator[None]:
    """Ten times as fast inside."""
    (home / HURRY).touch()
    yield
    (home / HURRY).unlink()


def shows(words: str) -> Callable[[list[str]], bool]:
    return lambda lines: any(re.search(words, line) for line in lines)


def after(view: Screen) -> str:
    """What stands on the terminal when the view is gone."""
    return view.seen[view.seen.rindex(OUT) :]


@pytest.mark.slow
def test_a_break_is_gone_through_by_keys_and_what_was_followed_is_noted(home: Path, screen: Open) -> None:
    view = screen("break", "3", "--no-camera")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    view.wait(shows("1 / 3"), "the first exercise")
    view.type("p")
    view.wait(shows("Paused"), "the pause")
    view.type("p")
    lines = view.wait(shows("Get ready"), "going on")
    assert shows("The camera is off: go by the clock.")(lines)
    assert max(map(len, lines)) <= 80
    view.type(ENTER)
    view.wait(shows("2 / 3"), "the second exercise")
    with hurrying(home):
        view.wait(shows("about 1 of"), "its time going")
        view.wait(shows("about [2-9] of"), "a repetition's time")
    view.type("q")
    assert view.end() == 0
    assert "\x1b[?25h" in view.seen[view.seen.rindex("\x1b[?25l") :], "the cursor is back"
    (row,) = noted(home)
    assert (row.routine, row.counted) == ("break", None)
    assert row.exercise not in ("", "intro")


@pytest.mark.slow
def test_ctrl_c_ends_it_kindly_and_what_was_followed_is_noted(home: Path, screen: Open) -> None:
    view = screen("breathe", "2")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    with hurrying(home):
        view.wait(shows("Breathe in"), "the first breath")
        view.wait(shows("Breathe out"), "breathing out")
        view.wait(shows(" 1:[0-4]"), "ten seconds of it")
    view.type("\x03")
    assert view.end() == 130
    assert "Ended here. What was done until then is noted." in after(view)
    (row,) = noted(home)
    assert (row.routine, row.exercise, row.counted) == ("breathing", "breathing", None)
    assert 10.0 <= row.seconds <= 110.0


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(screen: Open, kind: signal.Signals) -> None:
    view = screen("break", "--strength", "--no-camera")
    view.wait(shows("The strength block"), "the beginning")
    view.process.send_signal(kind)
    assert view.end() == 130
    assert after(view).endswith("Ended here. Nothing was noted.\r\n")
    assert after(view).count("noted") == 1


def test_a_terminal_without_the_characters_gets_others(screen: Open) -> None:
    view = screen("breathe", "2", PYTHONIOENCODING="ascii")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type("q")
    assert view.end() == 0
    assert view.seen.isascii()


def test_piped_it_says_plain_lines(home: Path, tmp_path: Path) -> None:
    output = tmp_path / "said.txt"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [*PROGRAM, "break", "1", "--no-camera"],
            env=program_environment(home), cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
        )  # fmt: skip
    try:
        wait_for(lambda: b"Nothing should hurt" in output.read_bytes(), within_s=20, what="the beginning")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
    finally:
        process.kill()
        process.wait(10)
    said = output.read_text()
    assert_quiet(said)
    assert "\x1b" not in said
    assert said.startswith("A guided break\nWhy these: you have done them least today, of what fits in the time.\n")
    assert said.endswith("Ended here. Nothing was noted.\n")
    assert not paths_below(home).database_file.exists(), "who did nothing leaves nothing"


def test_a_broken_log_spoils_no_break(home: Path, screen: Open) -> None:
    file = paths_below(home).database_file
    file.parent.mkdir(parents=True)
    file.write_text("no log " * 1000)
    view = screen("break", "--no-camera")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type("q")
    assert view.end() == 0


def test_what_cannot_be_is_said_with_what_to_do(home: Path) -> None:
    refused("break", "--exercise", "handstand", home=home, saying="There is no exercise called 'handstand'.")
    both = ("--strength", "--exercise", "walk")
    refused("break", *both, home=home, saying="--exercise: not allowed with argument --strength")
    for minutes in ("1", "6", "nan", "-3"):
        refused("breathe", "--", minutes, home=home, saying="Breathing is guided for 2 to 5 minutes.")
    bare = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    refused("breathe", "--window", home=home, saying="There is no screen here", extra=bare)


def test_on_gentler_days_strength_waits_whoever_asks_for_it(home: Path, screen: Open) -> None:
    assert run_command("gentle", "2", home=home).code == 0
    refused("break", "--exercise", "bird_dog", home=home, saying="Gentler days: Bird dog can wait until they are over.")
    chosen = ("--exercise", "bird_dog", "--exercise", "standing_extension", "--exercise", "neck_rotation")
    view = screen("break", *chosen, "--no-camera")
    view.wait(shows("Gentler days: only moves that neither load nor bend"), "why they are left out")
    view.type(ENTER)
    lines = view.wait(shows("1 / 2"), "what is left")
    assert shows("Turn the head")(lines)
    view.type("q")
    assert view.end() == 0


def test_breathing_loads_nothing_heavy(home: Path) -> None:
    code = (
        "import sys\nfrom posture_watch.commands import breathe\n"
        "print([m for m in ('PySide6', 'cv2', 'mediapipe', 'numpy', 'rich') if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=program_environment(home), capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
