"""A person who faces us or turns the back: head, trunk, arms and legs from joints; and a bust, nearer."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posture_watch.care.figures.pen import Colours, Point, disc, line, path, place

_TRUNK, _NECK, _HEAD_R = 46.0, 16.0, 11.0
_SHOULDERS, _HIPS = 16.0, 9.0
LIMB_W = 9.0


@dataclass(frozen=True, slots=True)
class Facing:
    """``hip``: the middle of the hips. ``bend``: degrees to the picture's right. Arms and legs: the joints after
    shoulder or hip, the picture's left first."""

    hip: Point
    arms: tuple[tuple[Point, Point], tuple[Point, Point]]
    legs: tuple[tuple[Point, Point], tuple[Point, Point]]
    bend: float = 0.0


def shoulders_of(pose: Facing) -> tuple[Point, Point]:
    """Left and right in the picture."""
    half, full = math.radians(pose.bend / 2), math.radians(pose.bend)
    waist = (pose.hip[0] + 20 * math.sin(half), pose.hip[1] - 20 * math.cos(half))
    x, y = waist[0] + (_TRUNK - 20) * math.sin(full), waist[1] - (_TRUNK - 20) * math.cos(full)
    dx, dy = _SHOULDERS * math.cos(full), _SHOULDERS * math.sin(full)
    return (x - dx, y - dy), (x + dx, y + dy)


def facing(pose: Facing, colours: Colours) -> str:
    """The whole person."""
    left, right = shoulders_of(pose)
    x, y = pose.hip
    middle = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    turn = math.radians(pose.bend)
    head = middle[0] + (_NECK + 5) * math.sin(turn), middle[1] - (_NECK + 5) * math.cos(turn)
    hips = (x - _HIPS, y), (x + _HIPS, y)
    half = math.radians(pose.bend / 2)
    waists = [
        (x + 20 * math.sin(half) + side * 10 * math.cos(half), y - 20 * math.cos(half) + side * 10 * math.sin(half))
        for side in (1, -1)
    ]
    outline = [hips[0], hips[1], waists[0], right, left, waists[1]]
    trunk = path("M" + " L".join(place(p) for p in outline) + "Z", colours.body, 8, fill=colours.body)
    limbs = [line([hip, *leg], colours.body, LIMB_W) for hip, leg in zip(hips, pose.legs, strict=True)]
    for shoulder, arm in zip((left, right), pose.arms, strict=True):
        limbs += [line([shoulder, *arm], colours.paper, LIMB_W + 4), line([shoulder, *arm], colours.body, LIMB_W)]
    return "".join([*limbs, trunk, line([middle, head], colours.body, 8), disc(head, _HEAD_R, colours.body)])


PROFILE = (
    "M-12 36 C-36 22 -38 -38 4 -40 C22 -40 28 -24 28 -13 L38 6 Q37 10 30 10 L31 15 L28 17 L31 20.5 "
    "Q29 24 30 29 Q30 37 20 37 L8 35Z"
)
"""A head that looks to the right, around its ear."""


def profile(at: Point, colours: Colours) -> str:
    """A head from the side, its eye and its ear, the ear ``at`` that point."""
    x, y = at
    return (
        f'<g transform="translate({x} {y})">'
        + path(PROFILE, colours.body, 3, fill=colours.body)
        + disc((17, -9), 3, colours.paper)
        + path("M-5 6 C-13 -8 1 -12 1 -1 Q0 4 -5 6", colours.paper, 2.5)
        + "</g>"
    )


def face(at: Point, colours: Colours) -> str:
    """A head from the front, the middle of it ``at`` that point."""
    x, y = at
    skull = path(
        "M-26 -8 C-26 -50 26 -50 26 -8 C26 20 14 38 0 38 C-14 38 -26 20 -26 -8Z", colours.body, 3, fill=colours.body
    )
    ears = disc((-27, 0), 5, colours.body) + disc((27, 0), 5, colours.body)
    eyes = disc((-10, -8), 3, colours.paper) + disc((10, -8), 3, colours.paper)
    rest = path("M0 -4 L-4 10 L3 10", colours.paper, 2.5) + path("M-8 21 Q0 25 8 21", colours.paper, 2.5)
    return f'<g transform="translate({x} {y})">{ears}{skull}{eyes}{rest}</g>'
