"""What the kernel says of a process that does a known amount of nothing and of work."""

from __future__ import annotations

import subprocess
import sys

import pytest
from benchmarking.processes import Meter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this reads /proc")

_CHILD = """
import sys, threading, time
def sleeper():
    for _ in range(50):
        time.sleep(0.001)
def worker():
    end = time.thread_time() + 0.3
    while time.thread_time() < end:
        pass
for line in sys.stdin:
    thread = threading.Thread(target={"sleep": sleeper, "work": worker}[line.strip()])
    thread.start()
    thread.join()
    print("done", flush=True)
"""


_SLEEPER = """
import time
print("begun", flush=True)
for _ in range(100):
    time.sleep(0.002)
print("done", flush=True)
input()
"""


@pytest.fixture
def child():
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def _do(process: subprocess.Popen[str], what: str) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(what + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"


def test_work_is_counted_as_processor_time(child: subprocess.Popen[str]) -> None:
    meter = Meter(child.pid)
    _do(child, "sleep")
    before = meter.read()
    _do(child, "work")
    after = meter.read()
    assert 0.25 < after.cpu_s - before.cpu_s < 0.6
    assert after.resident_mb > 3
    assert after.webcam_cpu_s == 0.0


def test_what_goes_on_in_a_thread_that_stays_is_counted_as_wake_ups() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SLEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        meter = Meter(process.pid)
        before = meter.read()
        process.stdout.readline()
        woken = meter.read().wakeups - before.wakeups
        process.kill()
    assert 60 <= woken <= 130
