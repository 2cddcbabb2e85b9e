"""What native code has freed goes back to the system; that it stays little is shown beside a bare landmarker."""

from __future__ import annotations

import subprocess
import sys

import pytest

from posture_watch.native_memory import EVERY_S, Returning
from tests.program import ROOT

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="glibc's malloc")

GROWN = """
import ctypes, threading
from posture_watch.native_memory import Returning, share_one_store
assert share_one_store()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
kept = []

def fill():
    blocks = [libc.malloc(100_000) for _ in range(400)]
    for block in blocks:
        ctypes.memset(block, 1, 100_000)
    kept.append(libc.malloc(100_000))  # what is freed lies below it: nothing goes back by itself
    for block in blocks:
        libc.free(ctypes.c_void_p(block))

def resident_kb():
    return int(open("/proc/self/status").read().split("VmRSS:")[1].split()[0])

libc.free.argtypes = [ctypes.c_void_p]
for _ in range(3):
    thread = threading.Thread(target=fill)
    thread.start()
    thread.join()
before = resident_kb()
assert Returning().mind(1.0)
print(before, resident_kb())
"""


@linux_only
def test_what_is_free_goes_back() -> None:
    done = subprocess.run([sys.executable, "-c", GROWN], capture_output=True, text=True, check=True, cwd=ROOT)
    before_kb, after_kb = map(int, done.stdout.split())
    assert after_kb < before_kb - 30_000, (before_kb, after_kb)


@linux_only
def test_it_is_done_now_and_then() -> None:
    memory = Returning()
    assert [memory.mind(at_s) for at_s in (100.0, 100.1, 100.0 + EVERY_S, 100.1 + EVERY_S)] == [
        True,
        False,
        True,
        False,
    ]
