"""Moves the cut-out figure: the body by scale and shift, the head by a smooth bend. The room behind it stays still."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posture_watch.demo.story import Stance

WIDTH_PX, HEIGHT_PX = 640, 480
"""The size of a frame: the default camera's."""

Image = NDArray[np.uint8]
Plane = NDArray[np.floating]
"""32 bit: what remap takes."""

_FIGURE = Path(__file__).with_name("astronaut.webp")

_COARSE = 4
"""The bend is smooth: it is worked out for every fourth pixel each way, and spread over those between."""

# The cut-out, in its own pixels
_SIDE_PX = 512
_PIVOT = (222.0, 140.0)
"""The head turns about this point, its chin: if it swings out about the neck, the model tilts the shoulders with it."""
_CHIN_Y, _COLLAR_Y, _LEAST_NECK_PX = 178.0, 255.0, 45.0
"""Down to the chin the head moves as one piece; below the collar nothing moves with it; some neck is always left."""
_HEAD_HALF_X, _TURN_HALF_X, _DROP_HALF_X = 90.0, 150.0, 165.0
"""Sideways from the pivot: all of the head's movement up to the first; none of its turn and drop from the others on."""
_SHOULDERS_PX = 196.0
"""Between the model's shoulder points."""

# Where the figure sits in the frame
_SCALE = 0.8
"""Pixels of the frame to one of the cut-out."""
_PLACE = (320.0, 292.0)
"""Frame pixel (x, y) of the cut-out's ``_ANCHOR``."""
_ANCHOR = (222.0, 260.0)
_SHOULDER_GROWTH = 0.62
"""Leaning in from the hips, the shoulders grow by this share of what the face grows by."""


@dataclass(frozen=True, slots=True)
class Sway:
    """Nobody sits like a stone: small shifts (px of the frame), a turn of the head (°) and growth, about zero."""

    x_px: float = 0.0
    y_px: float = 0.0
    tilt_deg: float = 0.0
    growth: float = 0.0


STILL = Sway()


def draw(stance: Stance, sway: Sway = STILL, room: Image | None = None) -> Image:
    """The figure in ``stance`` before the room (its own, or this one): (480, 640, 3) uint8, BGR. Some milliseconds."""
    room = _room() if room is None else room
    if stance.present == 0.0:
        return room.copy()
    x, y, growth = _to_figure(stance, sway)
    head_growth = stance.closeness * (1.0 + sway.growth) / growth
    drop_px = stance.head_drop * _SHOULDERS_PX
    bent = _bend_head(x, y, drop_px, stance.tilt_deg + sway.tilt_deg, head_growth)
    from_x, from_y = (cv2.resize(plane, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_LINEAR) for plane in bent)
    moved = cv2.remap(_figure(), from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    see_through = cv2.cvtColor(255 - moved[..., 3], cv2.COLOR_GRAY2BGR)
    return cv2.add(moved[..., :3], cv2.multiply(room, see_through, scale=1 / 255)).astype(np.uint8, copy=False)


def _to_figure(stance: Stance, sway: Sway) -> tuple[Plane, Plane, float]:
    """For each point of a coarse grid over the frame the place in the cut-out, head not bent yet; the body's growth."""
    growth = 1.0 + _SHOULDER_GROWTH * (stance.closeness - 1.0) + sway.growth
    away_px = (1.0 - stance.present) * (WIDTH_PX - _PLACE[0] + 0.7 * _SIDE_PX * _SCALE)
    sink_px = stance.body_sink * _SHOULDERS_PX * _SCALE
    # nearer things spread from the middle of the picture
    left_px = (_PLACE[0] - WIDTH_PX / 2) * growth + WIDTH_PX / 2 + away_px + sway.x_px
    top_px = (_PLACE[1] - HEIGHT_PX / 2) * growth + HEIGHT_PX / 2 + sink_px + sway.y_px
    columns = (_centres(WIDTH_PX) - left_px) / (_SCALE * growth) + _ANCHOR[0]
    rows = (_centres(HEIGHT_PX) - top_px) / (_SCALE * growth) + _ANCHOR[1]
    x, y = np.meshgrid(columns.astype(np.float32), rows.astype(np.float32))
    return x, y, growth


def _centres(length_px: int) -> Plane:
    """Where the points of the coarse grid lie in the frame, as cv2.resize will spread them."""
    return (np.arange(length_px // _COARSE, dtype=np.float32) + 0.5) * _COARSE - 0.5


def _bend_head(x: Plane, y: Plane, drop_px: float, tilt_deg: float, growth: float) -> tuple[Plane, Plane]:
    """Where each point of the moved figure comes from: first the head's drop is undone, then its turn and growth."""
    pivot_x, pivot_y = np.float32(_PIVOT[0]), np.float32(_PIVOT[1])
    dx = x - pivot_x
    across = np.abs(dx)
    chin_y = _CHIN_Y + drop_px
    share = _fading(y, chin_y, max(_COLLAR_Y, chin_y + _LEAST_NECK_PX)) * _fading(across, _HEAD_HALF_X, _DROP_HALF_X)
    y = y - share * np.float32(drop_px)
    dy = y - pivot_y
    share = _fading(y, _CHIN_Y, _COLLAR_Y) * _fading(across, _HEAD_HALF_X, _TURN_HALF_X)
    turn = math.radians(tilt_deg)
    cos, sin = np.float32(math.cos(turn) / growth), np.float32(math.sin(turn) / growth)
    return x + share * (cos * dx + sin * dy - dx), y + share * (cos * dy - sin * dx - dy)


def _fading(value: Plane, full: float, none: float) -> Plane:
    """1 up to ``full``, 0 from ``none`` on, smooth in between."""
    part = np.clip((none - value) / (none - full), 0.0, 1.0)
    return (part * part * (3.0 - 2.0 * part)).astype(np.float32)


@cache
def _figure() -> Image:
    """The cut-out, BGR times opacity, and opacity: (512, 512, 4)."""
    picture = cv2.imread(str(_FIGURE), cv2.IMREAD_UNCHANGED)
    assert picture is not None, _FIGURE
    opacity = picture[..., 3:].astype(np.float32) / 255.0
    return np.concatenate([picture[..., :3] * opacity, picture[..., 3:]], axis=2).astype(np.uint8)


@cache
def _room() -> Image:
    """A wall in soft light above a darker strip: plain, and nobody in it."""
    y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    light = 1.0 - 0.25 * np.hypot((x - 200) / WIDTH_PX, (y - 120) / HEIGHT_PX)
    wall = light[..., None] * np.array([188, 196, 200], np.float32)
    floor = np.clip((y - 400) / 20, 0, 1)[..., None]
    painted = wall * (1 - 0.35 * floor)
    return np.asarray(cv2.GaussianBlur(painted, (0, 0), 5), dtype=np.uint8)
