"""The desk moves, start and end of each."""

from __future__ import annotations

from posture_watch.care.figures.facing import Facing, face, facing, profile
from posture_watch.care.figures.pen import Colours, Point, arrow, disc, line, path
from posture_watch.care.figures.props import PANEL_H, chair, desk, floor, stool
from posture_watch.care.figures.sideways import Sideways, sideways

Panels = tuple[str, str]
"""The start and the end, each PANEL_W by PANEL_H."""


def chin_tuck(colours: Colours) -> Panels:
    """A bust from the side: the head slides back over the shoulder, the nose stays level."""

    def bust(ear: Point) -> str:
        trunk = path("M50 176 C50 128 64 112 82 112 C104 112 112 134 112 176Z", colours.body, 3, fill=colours.body)
        neck = line([(ear[0] - 2, ear[1] + 26), (80, 122)], colours.body, 26)
        before = line([(146, 24), (146, 104)], colours.prop, 3, dashed=True)
        arm = path("M74 176 C72 150 74 134 84 132 C93 134 96 150 95 176", colours.paper, 3)
        return before + trunk + neck + profile(ear, colours) + arm

    tucked = path("M90 88 Q97 92 104 86", colours.paper, 2.5)
    return bust((106, 54)), bust((80, 54)) + tucked + arrow((166, 60), (128, 60), colours.accent)


def scapular_retraction(colours: Colours) -> Panels:
    """A back: the blades come together, the elbows go back."""

    def back(out: float, elbow: Point, blade: float, turn: float) -> str:
        parts = [disc((90, 34), 19, colours.body), line([(90, 50), (90, 72)], colours.body, 17)]
        trunk = f"M{90 - out} 82 L{90 + out} 82 L118 176 L62 176Z"
        parts.append(path(trunk, colours.body, 16, fill=colours.body))
        for side in (-1, 1):
            joints = [(90 + side * (out + 2), 84.0), (90 + side * elbow[0], elbow[1])]
            parts += [line(joints, colours.paper, 22), line(joints, colours.body, 17)]
            inner, outer = 90 + side * blade, 90 + side * (blade + 17)
            shape = f"M{inner} 94 L{outer} 90 L{outer - side * turn} 106 L{inner + side * 3} 124Z"
            parts.append(path(shape, colours.paper, 3, fill=colours.paper))
        return "".join(parts)

    apart, together = back(38, (53, 160), 15, 2), back(36, (54, 138), 5, 4)
    spine = line([(90, 88), (90, 150)], colours.paper, 2.5, dashed=True)
    arrows = arrow((58, 142), (84, 142), colours.accent) + arrow((122, 142), (96, 142), colours.accent)
    return apart + spine, together + arrows


def thoracic_extension(colours: Colours) -> Panels:
    """In a chair with the hands behind the head: the upper back goes over the backrest."""
    legs = {"near_leg": (88.0, 0.0, 90.0)}
    start = Sideways((80, 122), near_arm=(115, -100), near_leg=legs["near_leg"])
    end = Sideways((80, 122), -4, -38, -46, near_arm=(153, -62), near_leg=legs["near_leg"])
    behind = floor(colours) + chair(80, colours, back=96)
    return behind + sideways(start, colours), behind + sideways(end, colours) + arrow(
        (92, 30), (34, 44), colours.accent, -28
    )


def standing_extension(colours: Colours) -> Panels:
    """On the feet, hands on the small of the back: bending backwards."""
    start = Sideways((90, 90), near_arm=(-40, 35))
    end = Sideways((99, 90), -12, -30, -38, near_arm=(-28, 62), near_leg=(-8, -8, 90))
    return (
        floor(colours) + sideways(start, colours),
        floor(colours) + sideways(end, colours) + arrow((104, 20), (44, 34), colours.accent, -26),
    )


def hip_flexor(colours: Colours) -> Panels:
    """A step back, a hand on the desk: the hip goes forward."""
    start = Sideways((80, 93), 6, 4, 0, near_arm=(18, 36), near_leg=(-26, -28, 70), far_leg=(22, 2, 90))
    end = Sideways((97, 106), -6, -4, 0, near_arm=(34, 62), near_leg=(-46, -52, 50), far_leg=(66, -6, 90))
    behind = floor(colours) + desk(98, colours)
    stretch = path("M108 100 Q106 114 92 126", colours.accent, 4)
    return behind + sideways(start, colours), behind + sideways(end, colours) + stretch + arrow(
        (54, 96), (82, 102), colours.accent
    )


def side_bend(colours: Colours) -> Panels:
    """On a seat, from the front: a hand slides down to the floor."""
    legs = (((72.0, 130.0), (70.0, 154.0)), ((108.0, 130.0), (110.0, 154.0)))
    start = Facing((90, 118), (((66.0, 98.0), (64.0, 120.0)), ((114.0, 98.0), (116.0, 120.0))), legs)
    end = Facing((90, 118), (((80.0, 88.0), (82.0, 110.0)), ((131.0, 108.0), (133.0, 132.0))), legs, bend=32)
    behind = floor(colours) + stool(90, colours)
    return (
        behind + facing(start, colours),
        behind
        + facing(end, colours)
        + arrow((92, 30), (150, 52), colours.accent, 26)
        + arrow((150, 108), (150, 142), colours.accent),
    )


def neck_rotation(colours: Colours) -> Panels:
    """A bust from the front: the head turns, the shoulders stay."""
    neck = line([(90, 84), (90, 122)], colours.body, 28)
    trunk = path(
        f"M28 {PANEL_H + 4} C28 128 44 120 74 116 L106 116 C136 120 152 128 152 {PANEL_H + 4}Z",
        colours.body,
        3,
        fill=colours.body,
    )
    shoulders = neck + trunk
    turned = profile((86, 62), colours)
    return shoulders + face((90, 62), colours), shoulders + turned + arrow((44, 38), (146, 38), colours.accent, 62)


def walk(colours: Colours) -> Panels:
    """Up from the desk, and off."""
    sitting = Sideways((66, 122), 4, 6, 6, near_arm=(30, 80), near_leg=(88, 0, 90))
    walking = Sideways(
        (84, 90), 4, 4, 0, near_arm=(-30, 5), far_arm=(35, 65), near_leg=(28, 14, 95), far_leg=(-16, -42, 55)
    )
    return (
        floor(colours) + chair(66, colours) + desk(112, colours, screen=True) + sideways(sitting, colours),
        floor(colours) + sideways(walking, colours) + arrow((124, 44), (166, 44), colours.accent),
    )
