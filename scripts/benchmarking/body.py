"""How the person of the story is at a moment: stance, breathing, sway and the small movement under way. Pure."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass

from benchmarking.story import Movement, Part, Story
from posture_watch.demo.puppet import Sway
from posture_watch.demo.story import UPRIGHT, Stance

PX_A_CM = 3.9
"""Of the puppet: 157 px between shoulder points that are 40 cm apart."""
BREATHS_A_S = 0.23
HEAD_RADIUS_PX = 58.0
"""Of a turn by an angle the middle of the face moves by this times its sine."""


@dataclass(frozen=True, slots=True)
class Pose:
    """``face_px``: how far the face moves within the head (a turn, a nod). ``mouth_px``: how far the jaw is down.

    ``hands``: centres of hands in the picture (px).
    """

    stance: Stance
    sway: Sway
    face_px: tuple[float, float] = (0.0, 0.0)
    mouth_px: float = 0.0
    hands: tuple[tuple[float, float], ...] = ()


class Body:
    """Poses of one story by the second."""

    def __init__(self, story: Story) -> None:
        self._parts, self._moves = story.parts, story.movements
        self._part_ends = [part.to_s for part in story.parts]
        self._move_starts = [move.from_s for move in story.movements]
        self._seats = _seats(story.movements)
        self._phase = story.seed % 97

    def pose(self, t_s: float) -> Pose:
        """At ``t_s`` seconds of the story."""
        stance = self._stance(t_s)
        sway = self._sway(t_s)
        move = self._move(t_s)
        if move is None or stance.present < 1.0:
            return Pose(stance, sway)
        return _moving(stance, sway, move, t_s - move.from_s)

    def _stance(self, t_s: float) -> Stance:
        index = min(bisect.bisect_right(self._part_ends, t_s), len(self._parts) - 1)
        part = self._parts[index]
        before = self._parts[index - 1].stance if index else UPRIGHT
        passed_s = t_s - part.from_s
        return part.stance if passed_s >= part.move_s else before.towards(part.stance, _eased(passed_s / part.move_s))

    def _sway(self, t_s: float) -> Sway:
        """Breathing lifts the trunk by 2 to 3 mm; the body sways by a few more; a seat that was shifted stays so."""
        shift_x, shift_y = self._seat(t_s)
        p = self._phase
        breath = math.sin(2 * math.pi * BREATHS_A_S * t_s + 0.6 * math.sin(t_s / 13.7 + p))
        across = 0.8 * math.sin(t_s / 7.1 + p) + 0.4 * math.sin(t_s / 1.9 + 2 * p) + 1.0 * math.sin(t_s / 41 + p)
        return Sway(
            x_px=shift_x + across,
            y_px=shift_y + 0.6 * breath + 0.5 * math.sin(t_s / 5.3 + 1 + p) + 0.8 * math.sin(t_s / 67 + 3 * p),
            tilt_deg=0.35 * math.sin(t_s / 9.7 + 2 + p) + 0.3 * math.sin(t_s / 47 + p),
            growth=0.0015 * breath + 0.002 * math.sin(t_s / 11.3 + 3 + p),
        )

    def _seat(self, t_s: float) -> tuple[float, float]:
        index = bisect.bisect_right(self._move_starts, t_s) - 1
        if index < 0:
            return 0.0, 0.0
        before, after = self._seats[index], self._seats[index + 1]
        move = self._moves[index]
        share = _eased(min(1.0, (t_s - move.from_s) / move.length_s))
        return before[0] + share * (after[0] - before[0]), before[1] + share * (after[1] - before[1])

    def _move(self, t_s: float) -> Movement | None:
        index = bisect.bisect_right(self._move_starts, t_s) - 1
        if index < 0 or t_s > self._moves[index].from_s + self._moves[index].length_s:
            return None
        return self._moves[index]


def truth(part: Part) -> dict[str, float | str]:
    """A line of the file that says what really was."""
    return {"from_s": round(part.from_s, 2), "to_s": round(part.to_s, 2), "kind": part.kind, "what": part.name}


def _seats(moves: tuple[Movement, ...]) -> list[tuple[float, float]]:
    """Where the body is before each movement, and after the last (px): shifts pull back to the middle."""
    seats = [(0.0, 0.0)]
    for move in moves:
        x, y = seats[-1]
        if move.kind == "shift":
            size = PX_A_CM * abs(move.size)
            x, y = (x - size if x > 0 else x + size), 0.3 * PX_A_CM * move.down
        seats.append((x, y))
    return seats


def _moving(stance: Stance, sway: Sway, move: Movement, passed_s: float) -> Pose:  # noqa: PLR0911  # a table
    """There and back within the movement's time, or to and fro all through it."""
    left_s = move.length_s - passed_s
    out = _eased(min(1.0, passed_s / 0.4)) * _eased(min(1.0, max(0.0, left_s) / 0.4))
    wave = math.sin(2 * math.pi * 1.7 * passed_s)
    match move.kind:
        case "turn":
            return Pose(stance, sway, (out * HEAD_RADIUS_PX * math.sin(math.radians(move.size)), 6 * out * move.down))
        case "nod":
            return Pose(stance, sway, (0.0, out * abs(move.size) * (0.5 + 0.5 * wave)))
        case "look down":
            return Pose(stance, sway, (4 * out * move.down, out * abs(move.size)))
        case "talk":
            jaw = abs(move.size) * out * (0.5 + 0.5 * math.sin(2 * math.pi * 3.1 * passed_s + 1.5 * wave))
            return Pose(stance, sway, (1.5 * out * math.sin(passed_s * 2.3), 0.8 * jaw), jaw)
        case "type":
            beat = [out * abs(move.size) * math.sin(2 * math.pi * f * passed_s) for f in (3.7, 4.3)]
            return Pose(stance, sway, hands=((262.0, 478.0 + beat[0] - 6 * out), (374.0, 478.0 + beat[1] - 6 * out)))
        case "hand to face":
            up = _eased(min(1.0, passed_s / 0.6)) * _eased(min(1.0, max(0.0, left_s) / 0.6))
            return Pose(stance, sway, hands=((372.0 - 26 * up, 500.0 - 236 * up),))
        case "shift":
            return Pose(stance, sway)


def _eased(share: float) -> float:
    return share * share * (3.0 - 2.0 * share)
