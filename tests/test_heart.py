"""The loop's heart: late only when a beat is overdue, and a loop that was told to stop and hangs is ended."""

from __future__ import annotations

import subprocess
import sys

from posture_watch.heart import Heart


def test_a_beat_promises_the_next_one() -> None:
    heart = Heart()
    heart.beat(60.0)
    assert heart.late_s() == 0.0
    heart.beat(-7.0)
    assert 7.0 <= heart.late_s() < 60.0
    heart.beat(0.25)
    assert heart.late_s() == 0.0


def test_whoever_watches_is_told_of_each_beat() -> None:
    told: list[int] = []
    heart = Heart(lambda: told.append(1))
    for _ in range(3):
        heart.beat()
    assert len(told) == 3


HANGS = """
import time
from posture_watch import heart
heart.STOPS_WITHIN_S = 0.2
one = heart.Heart()
one.beat({overdue_s})
one.stop_surely()
time.sleep({sleeps_s})
print("ended by itself")
"""


def test_one_that_hangs_ends_all_the_same_and_one_that_is_on_its_way_is_left_alone() -> None:
    for overdue_s, sleeps_s, said in ((-60.0, 60.0, ""), (60.0, 0.6, "ended by itself\n")):
        code = HANGS.format(overdue_s=overdue_s, sleeps_s=sleeps_s)
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
        assert (ran.returncode, ran.stdout) == (0, said)
