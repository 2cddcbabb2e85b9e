"""Threads of a native library: few cores, low priority, and nothing else of the process is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from posture_watch.power.priority import NICE, give_way, give_way_too
from posture_watch.power.threads import chosen_cores, kept_to, made_apart

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc; other systems were not tried")


@pytest.mark.parametrize(
    ("available", "most", "expected"),
    [
        ({0, 1, 2, 3}, 1, {3}),
        ({0, 1, 2, 3}, 2, {2, 3}),
        ({0, 1, 2, 3}, 64, {1, 2, 3}),
        ({0, 1}, 64, {1}),
        ({5}, 2, {5}),
        ({2, 9}, 1, {9}),
    ],
)
def test_never_all_cores(available: set[int], most: int, expected: set[int]) -> None:
    assert chosen_cores(frozenset(available), most) == expected


class Worker:
    """Stands for native code that starts threads: they inherit as those of C++ do."""

    def __init__(self) -> None:
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self.ending.wait, daemon=True) for _ in range(3)]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.ending.set()
        for thread in self.threads:
            thread.join()


@linux
def test_whatever_is_started_inside_keeps_to_few_cores_and_gives_way_and_we_do_not() -> None:
    before, own = os.sched_getaffinity(0), threading.get_native_id()
    priority = os.getpriority(os.PRIO_PROCESS, own)
    if len(before) < 2:
        pytest.skip("one core: there is nothing to keep to")
    worker, kept = made_apart(Worker, 1)
    try:
        ids = {thread.native_id for thread in worker.threads if thread.native_id}
        assert kept.threads == 3
        assert kept.cores < before
        assert "3 threads" in kept.words
        assert kept_to(kept.cores) >= ids  # the thread that made them may not have gone yet
        assert {os.getpriority(os.PRIO_PROCESS, thread) for thread in ids} == {NICE}
    finally:
        worker.end()
    assert os.sched_getaffinity(0) == before
    assert os.getpriority(os.PRIO_PROCESS, own) == priority


def test_what_fails_inside_fails_outside() -> None:
    def fail() -> None:
        raise FileNotFoundError("no model")

    with pytest.raises(FileNotFoundError, match="no model"):
        made_apart(fail, 1)


@linux
def test_a_thread_gives_way_alone_and_the_programs_of_others_do_not() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    done = threading.Event()
    seen: list[int] = []

    def work() -> None:
        assert give_way()
        assert give_way(), "twice is once"
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        done.wait()

    thread = threading.Thread(target=work)
    thread.start()
    deadline_s = time.monotonic() + 5.0
    while not seen and time.monotonic() < deadline_s:
        time.sleep(0.01)
    nice = subprocess.run(
        [sys.executable, "-c", "import os; print(os.nice(0))"], check=True, capture_output=True, text=True
    )
    done.set()
    thread.join()
    assert seen == [max(NICE, own)]
    assert int(nice.stdout) == own == os.getpriority(os.PRIO_PROCESS, 0)


@linux
def test_threads_that_run_already_are_lowered_by_name() -> None:
    ending = threading.Event()
    named = [threading.Thread(target=ending.wait, name="drain", daemon=True) for _ in range(2)]
    other = threading.Thread(target=ending.wait, name="tell", daemon=True)
    for thread in (*named, other):
        thread.start()
    try:
        assert give_way_too("drain") == 2
        assert give_way_too("nobody") == 0
        assert {os.getpriority(os.PRIO_PROCESS, t.native_id or 0) for t in named} == {NICE}
        assert os.getpriority(os.PRIO_PROCESS, other.native_id or 0) == os.getpriority(os.PRIO_PROCESS, 0)
    finally:
        ending.set()


KEEPING = """
import json, os, sys, threading
from pathlib import Path
from posture_watch.opening import open_model
from posture_watch.demo.portrait import portrait
from posture_watch.capture.clock import Clock
from posture_watch.pose.models import model_path
from posture_watch.power.threads import kept_to

model, kept = open_model(model_path("lite"), "image", 3, cores=1)
frame = portrait(Clock().now())
threads, seen, ending = kept_to(kept.cores), set(), threading.Event()

def watch():
    while not ending.wait(0.001):
        for thread in threads:
            seen.add(int(Path(f"/proc/self/task/{thread}/stat").read_text().rpartition(")")[2].split()[36]))

watcher = threading.Thread(target=watch)
watcher.start()
lookers = [threading.Thread(target=lambda: [model.look(frame.image, frame.at) for _ in range(5)]) for _ in range(3)]
for thread in lookers: thread.start()
for thread in lookers: thread.join()
ending.set()
watcher.join()
print(json.dumps([kept.threads, sorted(kept.cores), sorted(seen), sorted(kept_to(kept.cores)) == sorted(threads)]))
model.close()
"""
"""Three threads ask the model at once; the processor that each of its threads ran on is read again and again."""


@linux
@pytest.mark.model
def test_the_models_threads_keep_to_their_core_while_several_looks_run() -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core: there is nothing to keep to")
    ran = subprocess.run(
        [sys.executable, "-c", KEEPING], check=True, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    threads, cores, seen, same = json.loads(ran.stdout.splitlines()[-1])
    assert threads >= 1
    assert len(cores) == 1
    assert seen == cores
    assert same, "no thread was started meanwhile that keeps to nothing, and none has left"
