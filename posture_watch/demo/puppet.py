"""Moves the cut-out figure: body by scale and shift, head by a smooth bend about the neck. The room behind stays still."""

from __future__ import annotations

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
Plane = NDArray[np.float32]

_FIGURE = Path(__file__).with_name("astronaut.webp")

# The cut-out, in its own pixels (512 x 512)
_NECK = (222.0, 205.0)
"""The head turns about this point."""
_CHIN_Y, _COLLAR_Y = 178.0, 268.0
"""Down to the chin the head moves as one piece; below the collar's front edge nothing moves with it."""
_HEAD_HALF_X, _SHOULDER_HALF_X = 90.0, 170.0
"""Sideways from the neck: all of the head's movement up to here, none from there on."""
_SHOULDERS_PX = 196.0
"""Between the model's shoulder points."""

# Where the figure sits in the frame
_SCALE = 0.8
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


def draw(stance: Stance, sway: Sway = STILL) -> Image:
    """The figure in ``stance`` before the room: (480, 640, 3) uint8, BGR. About 15 ms."""
    room = _room()
    if stance.present == 0.0:
        return room.copy()
    x, y, growth = _to_figure(stance, sway)
    head_growth = stance.closeness * (1.0 + sway.growth) / growth
    drop_px = stance.head_drop * _SHOULDERS_PX
    from_x, from_y = _bend_head(x, y, drop_px, stance.tilt_deg + sway.tilt_deg, head_growth)
    moved = cv2.remap(_figure(), from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    ahead = moved[..., 3:].astype(np.float32) / 255.0
    return (moved[..., :3] * ahead + room * (1.0 - ahead)).astype(np.uint8)


def _to_figure(stance: Stance, sway: Sway) -> tuple[Plane, Plane, float]:
    """For each pixel of the frame the pixel of the cut-out, before the head is bent; and the growth of the body."""
    growth = 1.0 + _SHOULDER_GROWTH * (stance.closeness - 1.0) + sway.growth
    away_px = (1.0 - stance.present) * (WIDTH_PX - _PLACE[0] + 0.7 * 512 * _SCALE)
    sink_px = stance.body_sink * _SHOULDERS_PX * _SCALE
    left_px = (_PLACE[0] - WIDTH_PX / 2) * growth + WIDTH_PX / 2 + away_px + sway.x_px
    # nearer things spread from the middle of the picture
    top_px = (_PLACE[1] - HEIGHT_PX / 2) * growth + HEIGHT_PX / 2 + sink_px + sway.y_px
    columns = (np.arange(WIDTH_PX, dtype=np.float32) - left_px) / (_SCALE * growth) + _ANCHOR[0]
    rows = (np.arange(HEIGHT_PX, dtype=np.float32) - top_px) / (_SCALE * growth) + _ANCHOR[1]
    x, y = np.meshgrid(columns.astype(np.float32), rows.astype(np.float32))
    return x, y, growth


def _bend_head(x: Plane, y: Plane, drop_px: float, tilt_deg: float, growth: float) -> tuple[Plane, Plane]:
    """Where each point of the moved figure comes from: drop, tilt and growth of the head, fading out to the collar."""
    turn = np.radians(tilt_deg)
    cos, sin = np.float32(np.cos(turn) / growth), np.float32(np.sin(turn) / growth)
    dx, dy = x - np.float32(_NECK[0]), y - np.float32(_NECK[1] + drop_px)
    share = _fading(y, _CHIN_Y + drop_px, _COLLAR_Y) * _fading(np.abs(dx), _HEAD_HALF_X, _SHOULDER_HALF_X)
    head_x = cos * dx + sin * dy + np.float32(_NECK[0])
    head_y = cos * dy - sin * dx + np.float32(_NECK[1])
    return x + share * (head_x - x), y + share * (head_y - y)


def _fading(value: Plane, full: float, none: float) -> Plane:
    """1 up to ``full``, 0 from ``none`` on, smooth in between."""
    part = np.clip((none - value) / (none - full), 0.0, 1.0)
    return (part * part * (3.0 - 2.0 * part)).astype(np.float32)


@cache
def _figure() -> Image:
    """The cut-out, BGR and opacity: (512, 512, 4)."""
    picture = cv2.imread(str(_FIGURE), cv2.IMREAD_UNCHANGED)
    assert picture is not None, _FIGURE
    return picture.astype(np.uint8)


@cache
def _room() -> Image:
    """A wall in soft light above a darker strip: plain, and nobody in it."""
    y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    light = 1.0 - 0.25 * np.hypot((x - 200) / WIDTH_PX, (y - 120) / HEIGHT_PX)
    wall = light[..., None] * np.array([188, 196, 200], np.float32)
    floor = np.clip((y - 400) / 20, 0, 1)[..., None]
    painted = wall * (1 - 0.35 * floor)
    return cv2.GaussianBlur(painted, (0, 0), 5).astype(np.uint8)
