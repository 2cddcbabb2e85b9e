"""Whether something gets on: threads of our own that sleep, and lists of threads as Linux would tell them."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from posture_watch.power import at_work
from posture_watch.power.at_work import BLIND_IDLE_AFTER_S, IDLE_AFTER_S, MOST_CPU_S, Progress, threads_of

OURS, LATER = 100, 200


@dataclass
class Told:
    """What time.monotonic and time.process_time say."""

    mono_s: float = 50.0
    cpu_s: float = 3.0

    def monotonic(self) -> float:
        return self.mono_s

    def process_time(self) -> float:
        return self.cpu_s


@dataclass
class Computer:
    """One thread that runs already, and one that is started later."""

    tasks: Path
    told: Told
    ran_s: float = 0.0
    waited_s: float = 0.0
    state: str = "S"
    busy_others_s: float = 1.0
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self._write(OURS, self.busy_others_s, 0.0, "R")
        self.progress = Progress(self.tasks)
        self._write(LATER, 0.0, 0.0, "S")

    def _write(self, thread: int, ran_s: float, waited_s: float, state: str) -> None:
        folder = self.tasks / str(thread)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "schedstat").write_text(f"{round(ran_s * 1e9)} {round(waited_s * 1e9)} 12\n")
        (folder / "stat").write_text(f"{thread} (a (b) c) {state} 1 2 3\n")

    def goes_on(self, for_s: float, *, ran: float = 0.0, waited: float = 0.0, others: float = 0.0) -> bool:
        """Looks once a second; the shares are those of one second. Whether it was given up."""
        for _ in range(round(for_s)):
            self.told.mono_s += 1
            self.told.cpu_s += ran + others
            self.ran_s, self.waited_s, self.busy_others_s = (
                self.ran_s + ran, self.waited_s + waited, self.busy_others_s + others,
            )  # fmt: skip
            self._write(LATER, self.ran_s, self.waited_s, self.state)
            self._write(OURS, self.busy_others_s, 0.0, "R")
            if self.progress.has_ended():
                return True
        return False


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    told = Told()
    monkeypatch.setattr(at_work, "time", told)
    return Computer(tmp_path / "task", told)


def test_who_sleeps_is_given_up_after_three_seconds_and_no_sooner(computer: Computer) -> None:
    assert not computer.goes_on(IDLE_AFTER_S - 1, ran=0.02)
    assert computer.goes_on(1, ran=0.02)


def test_who_waits_for_a_processor_on_a_busy_computer_is_slow_for_as_long_as_it_takes(computer: Computer) -> None:
    assert not computer.goes_on(300, ran=0.015, waited=0.9)


def test_who_waits_for_the_disk_is_slow(computer: Computer) -> None:
    computer.state = "D"
    assert not computer.goes_on(300)
    computer.state = "S"
    assert computer.goes_on(IDLE_AFTER_S)


def test_a_pause_begins_anew_after_each_piece_of_work(computer: Computer) -> None:
    for _ in range(20):
        assert not computer.goes_on(IDLE_AFTER_S - 1)
        assert not computer.goes_on(1, ran=0.2)


def test_who_turns_in_a_circle_is_given_up_later(computer: Computer) -> None:
    assert not computer.goes_on(MOST_CPU_S - 1, ran=1.0)
    assert computer.goes_on(1, ran=1.0)


def test_threads_of_before_are_no_progress(computer: Computer) -> None:
    """A network camera is decoded beside it all the time."""
    assert computer.goes_on(IDLE_AFTER_S, others=0.4)


def test_a_suspend_gives_nobody_up(computer: Computer) -> None:
    computer.told.mono_s += 3600
    assert not computer.goes_on(1)


def test_without_a_list_of_threads_the_process_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told()
    monkeypatch.setattr(at_work, "time", told)
    progress = Progress(tmp_path / "none")
    ended: list[bool] = []
    for share in (0.1, 0.0, 0.0, 0.0, 0.1, *([0.0] * round(BLIND_IDLE_AFTER_S))):
        told.mono_s, told.cpu_s = told.mono_s + 1, told.cpu_s + share
        ended.append(progress.has_ended())
    assert ended == [False] * (len(ended) - 1) + [True], "it may wait for a disk, and nobody says so"


@pytest.mark.skipif(sys.platform != "linux", reason="threads are listed by Linux")
def test_a_real_thread_that_starts_later_is_seen() -> None:
    tasks, done = Path("/proc/self/task"), threading.Event()
    before = frozenset(threads_of(tasks).ran_s)
    assert threading.main_thread().native_id in before
    thread = threading.Thread(target=lambda: (sum(range(300_000)), done.wait(20)))
    thread.start()
    later = threads_of(tasks, before)
    done.set()
    thread.join()
    assert thread.native_id in later.ran_s


def test_a_kernel_that_keeps_no_count_is_not_believed_to_have_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told()
    monkeypatch.setattr(at_work, "time", told)
    zeros = Computer(tmp_path / "task", told, busy_others_s=0.0)
    for _ in range(15):
        told.mono_s += 1
        told.cpu_s += 0.9
        assert not zeros.progress.has_ended(), "it is at work, as its processor time says"
