"""The tray's thread with real processes: monitors that live, die, hang, refuse, or belong to somebody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture_watch.control.client import ask
from posture_watch.control.lock import Holder, MonitorLock, is_held
from posture_watch.paths import Paths, paths_below
from posture_watch.texts import use_language
from posture_watch.tray import keeper, monitor_process
from posture_watch.tray.attendant import Attendant, Order
from posture_watch.tray.monitor_process import MonitorProcess, ending_of
from posture_watch.tray.seen import Seen
from tests.desktop_session import wait_for
from tests.program import program_environment
from tests.tray import fake_monitor

HOLDER = Holder(os.getpid(), datetime(2026, 3, 1, 8, 30, tzinfo=UTC), "0", "a fake camera")

if sys.platform == "win32":
    pytest.skip("signals as Linux and macOS have them", allow_module_level=True)


class Watched:
    """An attendant, and what it showed and told."""

    def __init__(self, paths: Paths, words: tuple[str, ...]) -> None:
        self.shown: list[Seen] = []
        self.told: list[tuple[Order, str, bool]] = []
        self.attendant = Attendant(paths, self.shown.append, self._tell, words)

    def _tell(self, order: Order, words: str, refused: bool) -> None:
        self.told.append((order, words, refused))

    def wait(self, fits: Callable[[Seen], object], *, within_s: float = 15.0, what: str = "it") -> Seen:
        """Until what is shown fits."""
        wait_for(lambda: bool(self.shown) and bool(fits(self.shown[-1])), within_s=within_s, what=what)
        return self.shown[-1]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    fake_monitor.set_answer(folder)
    return folder


@pytest.fixture
def paths(home: Path) -> Paths:
    return paths_below(home)


@pytest.fixture
def begin(paths: Paths) -> Iterator[Callable[..., Watched]]:
    """Starts attendants; ended at the end."""
    started: list[Watched] = []

    def start(*words: str) -> Watched:
        started.append(Watched(paths, words or ("run", "--wait")))
        started[-1].attendant.start()
        return started[-1]

    yield start
    for watched in started:
        watched.attendant.close()


@pytest.fixture
def fakes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """What is started as the monitor is a fake one; all of them."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*_words: str, stderr: int) -> subprocess.Popen[bytes]:
        environment = program_environment(home)
        new = subprocess.Popen(
            fake_monitor.command(), env=environment, stdout=stderr, stderr=stderr, start_new_session=True
        )
        started.append(new)
        return new

    monkeypatch.setattr(monitor_process, "start_apart", start)
    yield started
    for process in started:
        process.kill()
        process.wait(10)


Fakes = list[subprocess.Popen[bytes]]
Begin = Callable[..., Watched]


def pid_of(paths: Paths) -> int:
    return int(ask(paths.runtime_folder, "status")["pid"])


@pytest.mark.usefixtures("fakes")
def test_it_speaks_the_language_of_the_settings_as_soon_as_they_say_so(begin: Begin, paths: Paths) -> None:
    watched = begin()
    watched.wait(lambda seen: seen.camera.startswith("Camera on"), what="English")
    try:
        paths.config_file.write_text('language = "de"\n')
        watched.wait(lambda seen: seen.camera.startswith("Kamera an"), what="German")
        paths.config_file.write_text('language = "en"\n')
        watched.wait(lambda seen: seen.camera.startswith("Camera on"), what="English again")
    finally:
        use_language("en")


def test_it_starts_a_monitor_shows_it_and_ends_it(begin: Begin, fakes: Fakes, paths: Paths) -> None:
    watched = begin()
    seen = watched.wait(lambda seen: seen.answering, what="a monitor")
    assert seen.shown == "good"
    assert watched.shown[0].shown == "starting"
    assert len(fakes) == 1
    watched.attendant.close()
    assert fakes[0].wait(5) == 0
    assert not is_held(paths.runtime_folder)


def test_one_that_is_killed_is_back_in_seconds(begin: Begin, fakes: Fakes, paths: Paths) -> None:
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    first = pid_of(paths)
    os.kill(first, signal.SIGKILL)
    watched.wait(lambda seen: not seen.answering, within_s=5, what="the end")
    watched.wait(lambda seen: seen.answering, within_s=10, what="another one")
    assert pid_of(paths) != first
    assert len(fakes) == 2


def test_one_that_the_user_stopped_stays_stopped_until_asked_for(begin: Begin, fakes: Fakes, paths: Paths) -> None:
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    ask(paths.runtime_folder, "stop")
    watched.wait(lambda seen: seen.shown == "stopped", what="stopped")
    assert len(fakes) == 1
    watched.attendant.start_monitor()
    watched.wait(lambda seen: seen.answering, what="watching again")
    assert len(fakes) == 2


def test_one_that_hangs_is_killed_and_started_again(
    begin: Begin, fakes: Fakes, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "HANGS_AFTER_S", 2.0)
    monkeypatch.setattr(keeper, "TOLD_AFTER_S", 0.5)
    monkeypatch.setattr("posture_watch.tray.attendant.STATUS_WITHIN_S", 0.5)
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    os.kill(pid_of(paths), signal.SIGSTOP)
    watched.wait(lambda seen: seen.shown == "trouble", what="trouble")
    watched.wait(lambda seen: seen.answering, what="another one")
    assert fakes[0].wait(5) == -signal.SIGKILL


def test_giving_an_order_never_waits(begin: Begin, fakes: Fakes, paths: Paths) -> None:
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    os.kill(pid_of(paths), signal.SIGSTOP)
    given = threading.Event()

    def give() -> None:
        for _ in range(100):
            watched.attendant.order("pause", seconds=900.0)
        given.set()

    threading.Thread(target=give, daemon=True).start()
    assert given.wait(0.5)
    fakes[0].kill()


def test_orders_arrive_and_a_refusal_is_told(begin: Begin, fakes: Fakes, home: Path) -> None:
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    watched.attendant.order("answer", choice="wrong")
    wait_for(lambda: len(watched.told) == 1, what="an answer")
    assert fake_monitor.orders(home) == ['answer {"choice": "wrong"}']
    assert watched.told[0][1:] == ("answer it is.", False)
    fake_monitor.set_answer(home, refuse="Not now.")
    watched.attendant.order("recalibrate")
    wait_for(lambda: len(watched.told) == 2, what="a refusal")
    assert watched.told[1][1:] == ("Not now.", True)
    fake_monitor.set_answer(home)


@pytest.mark.parametrize("pid", [None, "many", -1, 1.5])
def test_an_answer_without_a_process_id_is_shown_all_the_same(
    begin: Begin, fakes: Fakes, home: Path, pid: object
) -> None:
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    fake_monitor.set_answer(home, pid=pid, state="away")
    watched.attendant.look_closely(5.0)
    watched.wait(lambda seen: seen.shown == "away")
    fake_monitor.set_answer(home)


def test_a_monitor_of_somebody_else_is_joined_and_left_alone(begin: Begin, fakes: Fakes, home: Path) -> None:
    theirs = fake_monitor.start(home)
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    watched.attendant.close()
    with pytest.raises(subprocess.TimeoutExpired):
        theirs.wait(0.5)
    assert fakes == []
    assert fake_monitor.orders(home) == []
    theirs.terminate()
    assert theirs.wait(10) == 0


def test_one_that_is_just_being_started_by_somebody_is_waited_for(begin: Begin, fakes: Fakes, paths: Paths) -> None:
    with MonitorLock(paths.runtime_folder) as lock:
        lock.acquire(HOLDER)
        watched = begin()
        with pytest.raises(AssertionError):
            wait_for(lambda: bool(fakes), within_s=1.5)
        assert watched.shown[-1].shown == "starting"
    watched.wait(lambda seen: seen.answering, what="one of ours, now that theirs has gone")


def test_it_wakes_up_the_moment_a_child_ends(fakes: Fakes, paths: Paths) -> None:
    ended = threading.Event()
    process = MonitorProcess(paths.runtime_folder, ended.set, ("run", "--wait"))
    process.start()
    fakes[0].kill()
    assert ended.wait(5)
    assert process.take_ending(listening=False) == "crashed"
    assert process.take_ending(listening=False) is None, "told once"


def test_how_one_of_somebody_else_ended_is_known_once_it_has_let_go(paths: Paths) -> None:
    process = MonitorProcess(paths.runtime_folder, lambda: None, ("run", "--wait"))
    lock = MonitorLock(paths.runtime_folder)
    lock.acquire(HOLDER)
    process.answered(HOLDER.pid)
    assert process.take_ending(listening=True) is None
    assert process.take_ending(listening=False) is None, "on its way out: its channel is closed, its lock is not"
    lock.release()
    assert process.take_ending(listening=False) == "stopped"
    (paths.runtime_folder / "monitor.lock").write_bytes(HOLDER.to_json())  # what a killed one leaves
    process.answered(HOLDER.pid)
    assert process.take_ending(listening=False) == "crashed"


def test_one_of_somebody_else_that_dies_is_replaced(begin: Begin, fakes: Fakes, home: Path, paths: Paths) -> None:
    theirs = fake_monitor.start(home)
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    theirs.kill()  # and not waited for: a zombie keeps its process id
    watched.wait(lambda seen: not seen.answering, what="the end")
    watched.wait(lambda seen: seen.answering, what="one of ours")
    assert pid_of(paths) == fakes[0].pid
    theirs.wait(10)


def test_one_of_somebody_else_that_is_stopped_stays_so(begin: Begin, fakes: Fakes, home: Path) -> None:
    theirs = fake_monitor.start(home)
    watched = begin()
    watched.wait(lambda seen: seen.answering)
    theirs.terminate()
    watched.wait(lambda seen: not seen.answering, what="the end")
    assert watched.shown[-1].shown == "stopped"
    assert fakes == []
    theirs.wait(10)


def test_a_monitor_that_an_earlier_tray_left_behind_is_kept_on(begin: Begin, fakes: Fakes, paths: Paths) -> None:
    earlier = MonitorProcess(paths.runtime_folder, lambda: None, ("run", "--wait"))
    earlier.start()
    wait_for(lambda: is_held(paths.runtime_folder), what="the one that is left")
    watched = begin()
    watched.wait(lambda seen: seen.answering, what="the one that was left")
    assert len(fakes) == 1
    watched.attendant.close()
    assert fakes[0].wait(5) == 0


def test_the_last_moment_of_a_session_ends_ours_and_not_theirs(begin: Begin, fakes: Fakes, home: Path) -> None:
    ours = begin()
    ours.wait(lambda seen: seen.answering)
    ours.attendant.let_go()
    assert fakes[0].wait(5) == 0
    ours.attendant.close()
    theirs = fake_monitor.start(home)
    joined = begin()
    joined.wait(lambda seen: seen.answering)
    joined.attendant.let_go()
    joined.attendant.close()
    with pytest.raises(subprocess.TimeoutExpired):
        theirs.wait(0.5)
    theirs.terminate()
    theirs.wait(10)


def test_a_mistake_is_quoted_and_tried_again_when_the_settings_change(begin: Begin, home: Path) -> None:
    bad = home / "config.toml"
    bad.write_text("[camera]\ninterval_s = true\n")
    watched = begin("config", "check", str(bad))
    seen = watched.wait(lambda seen: seen.notes, what="its words")
    assert seen.shown == "trouble"
    assert "interval_s" in " ".join(seen.notes)
    bad.write_text("[camera]\ninterval_s = 1.0\n")
    watched.wait(lambda seen: seen.shown == "stopped", what="a command that ends well")


def test_a_program_that_cannot_be_started_is_tried_again_later(
    begin: Begin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    watched = begin()
    seen = watched.wait(lambda seen: "ended by itself" in seen.headline, what="its end")
    assert seen.shown == "starting"


@pytest.mark.parametrize(
    ("code", "ending"),
    [(0, "stopped"), (130, "stopped"), (-15, "stopped"), (-2, "stopped"), (-1, "stopped"), (2, "mistake"),
     (1, "crashed"), (-9, "crashed"), (-11, "crashed"), (139, "crashed")],
)  # fmt: skip
def test_what_an_exit_code_means(code: int, ending: str) -> None:
    assert ending_of(code) == ending
