"""What stands about: the floor, a chair, a desk with its screen."""

from __future__ import annotations

from posture_watch.care.figures.pen import Colours, line

FLOOR = 158.0
PANEL_W, PANEL_H = 180.0, 172.0


def floor(colours: Colours) -> str:
    """From edge to edge."""
    return line([(8, FLOOR + 3), (PANEL_W - 8, FLOOR + 3)], colours.prop, 3)


def chair(x: float, colours: Colours, back: float = 84.0) -> str:
    """For somebody whose hip is at ``x``, from the side; the backrest reaches up to ``back``."""
    seat, top = 131.0, back
    return "".join(
        [
            line([(x - 15, top), (x - 15, seat), (x + 24, seat)], colours.prop, 5),
            line([(x - 15, seat), (x - 18, FLOOR)], colours.prop, 5),
            line([(x + 20, seat), (x + 23, FLOOR)], colours.prop, 5),
        ]
    )


def stool(x: float, colours: Colours) -> str:
    """From the front."""
    return "".join(
        [
            line([(x - 28, 128), (x + 28, 128)], colours.prop, 6),
            line([(x - 24, 128), (x - 30, FLOOR)], colours.prop, 5),
            line([(x + 24, 128), (x + 30, FLOOR)], colours.prop, 5),
        ]
    )


def desk(x: float, colours: Colours, *, screen: bool = False) -> str:
    """Its edge at ``x``, going on to the right."""
    parts = [
        line([(x, 98), (PANEL_W - 6, 98)], colours.prop, 5),
        line([(PANEL_W - 14, 98), (PANEL_W - 14, FLOOR)], colours.prop, 5),
    ]
    if screen:
        parts += [
            line([(x + 14, 94), (x + 24, 94)], colours.prop, 4),
            line([(x + 19, 92), (x + 21, 58)], colours.prop, 5),
        ]
    return "".join(parts)
