"""`watch` at a terminal and piped, asking a control channel that answers as a monitor does."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from posture_watch.control.request import Request
from posture_watch.control.server import ControlServer
from posture_watch.errors import UserError
from posture_watch.paths import Paths, paths_below
from tests.desktop_session import wait_for
from tests.program import assert_quiet, refused, run_command
from tests.sim import Phase, Pose
from tests.terminal.answers import UPRIGHT_THEN_TILTED, answer
from tests.terminal.screen import IN, OUT, Screen


class Monitor:
    """Answers ``found`` to `watch`; notes what else was asked."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = answer([Phase(40, Pose())])
        self.asked: list[Request] = []
        self.silent_until_s = 0.0

    def handle(self, request: Request) -> Mapping[str, Any]:
        wait_for(lambda: time.monotonic() >= self.silent_until_s, within_s=20)
        self.asked.append(request)
        if request.command == "watch":
            return self.found
        return {"text": "", "done": True}

    def count(self, command: str) -> int:
        return sum(request.command == command for request in self.asked)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    (tmp_path / "home").mkdir()
    return paths_below(tmp_path / "home")


@pytest.fixture
def monitor(paths: Paths) -> Iterator[Monitor]:
    monitor = Monitor()
    with ControlServer(paths.runtime_folder, monitor.handle):
        yield monitor


Open = Callable[..., Screen]


@pytest.fixture
def screen(paths: Paths) -> Iterator[Open]:
    if sys.platform == "win32":
        pytest.skip("there are no such terminals")
    opened: list[Screen] = []

    def begin(columns: int = 100, rows: int = 40, **extra: str) -> Screen:
        opened.append(Screen(home_of(paths), columns, rows, extra))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()
        assert_quiet(one.seen)


def home_of(paths: Paths) -> Path:
    return paths.config_file.parent


def test_piped_it_is_one_plain_block_of_80_columns(paths: Paths, monitor: Monitor) -> None:
    ran = run_command("watch", home=home_of(paths))
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.startswith("Sitting well.")
    assert "head_tilt" in ran.out
    assert monitor.count("attend") == 0, "a look does not turn the camera on"
    assert monitor.count("watch") == 1


@pytest.mark.usefixtures("monitor")
def test_a_terminal_without_the_characters_gets_others(paths: Paths) -> None:
    ran = run_command("watch", "--once", home=home_of(paths), extra={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert ran.out.isascii()


def test_without_a_monitor_it_says_how_to_start_one(paths: Paths) -> None:
    refused("watch", home=home_of(paths), saying="posture_watch is not running")


def test_a_monitor_that_does_not_know_the_question_is_of_another_version(paths: Paths) -> None:
    def handle(_request: Request) -> Mapping[str, Any]:
        raise UserError("unknown command; known are status")

    with ControlServer(paths.runtime_folder, handle):
        refused("watch", home=home_of(paths), saying="another version")


def test_it_is_live_and_leaves_the_terminal_as_it_was(monitor: Monitor, screen: Open) -> None:
    view = screen()
    view.wait(lambda lines: "Sitting well." in "".join(lines[1:2]), "the first drawing")
    monitor.found = answer(UPRIGHT_THEN_TILTED)
    lines = view.wait(lambda lines: any(line.startswith("● head_tilt ") for line in lines), "the tilt")
    tilt = next(line for line in lines if line.startswith("● head_tilt "))
    assert "█" in tilt, "over the limit, in the line of the past"
    assert monitor.count("attend") >= 1
    assert all(r.arguments["seconds"] <= 10 for r in monitor.asked if r.command == "attend")
    view.type("\x03")
    assert view.end() == 0
    assert view.seen.index(IN) < view.seen.rindex(OUT)
    assert "Traceback" not in view.seen
    assert view.seen.rindex("\x1b[?25h") > view.seen.index("\x1b[?25l"), "the cursor is back"


@pytest.mark.usefixtures("monitor")
@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was_too(screen: Open, kind: signal.Signals) -> None:
    view = screen()
    view.wait(lambda lines: "Sitting well." in "".join(lines), "the first drawing")
    view.process.send_signal(kind)
    assert view.end() == 0
    assert OUT in view.seen


@pytest.mark.usefixtures("monitor")
def test_it_follows_the_size_of_the_terminal(screen: Open) -> None:
    view = screen(columns=140)
    view.wait(lambda lines: any("signal" in line for line in lines), "a wide table")
    view.resize(44, 14)
    lines = view.wait(
        lambda lines: any("value" in line for line in lines) and not any("signal" in line for line in lines),
        "a narrow table",
    )
    assert max(map(len, lines)) <= 44
    assert len(lines) <= 14


@pytest.mark.usefixtures("monitor")
def test_no_colour_where_none_is_wanted(monitor: Monitor, screen: Open) -> None:
    monitor.found = answer(UPRIGHT_THEN_TILTED)
    coloured, plain = screen(), screen(NO_COLOR="1")
    for view in (coloured, plain):
        view.wait(lambda lines: any(line.startswith("● head_tilt ") for line in lines), "the tilt")
    assert re.search(r"\x1b\[[0-9;]*3[0-7]", coloured.seen)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", plain.seen)


def test_when_the_monitor_ends_it_says_so(paths: Paths, screen: Open) -> None:
    monitor = Monitor()
    with ControlServer(paths.runtime_folder, monitor.handle):
        view = screen()
        view.wait(lambda lines: "Sitting well." in "".join(lines), "the first drawing")
    assert view.end() == 2
    assert "The monitor has ended." in view.seen[view.seen.rindex(OUT) :]


def test_a_monitor_that_hangs_is_waited_for(monitor: Monitor, screen: Open) -> None:
    view = screen()
    view.wait(lambda lines: "Sitting well." in "".join(lines), "the first drawing")
    monitor.silent_until_s = time.monotonic() + 6.0
    view.wait(lambda lines: any("does not answer" in line for line in lines), "the silence being told")
    view.wait(lambda lines: lines and not any("does not answer" in line for line in lines), "answers again")
