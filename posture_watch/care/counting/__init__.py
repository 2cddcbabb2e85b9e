"""Repetitions and holds of the movements that a front camera can see, from the same landmarks as everything else.

Counts only while somebody is asked to do a movement, and only what is clear: a doubtful one is none."""

from __future__ import annotations

from posture_watch.care.counting.counter import advance, begin
from posture_watch.care.counting.movements import COUNTED, FAINT, Asked, can_count, movement_of
from posture_watch.care.counting.state import Counting

__all__ = ("COUNTED", "FAINT", "Asked", "Counting", "advance", "begin", "can_count", "movement_of")
