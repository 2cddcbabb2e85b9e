"""A drawing of each exercise as SVG: how it starts, and how it ends, with arrows for what moves. All of it is ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from posture_watch.care.exercise import Side
from posture_watch.care.figures import at_the_desk, on_the_floor
from posture_watch.care.figures.at_the_desk import Panels
from posture_watch.care.figures.pen import DARK, LIGHT, Colours, group, line
from posture_watch.care.figures.props import PANEL_H, PANEL_W

GAP = 24.0
WIDTH, HEIGHT = 2 * PANEL_W + GAP, PANEL_H + 8
"""Of a drawing, in its own units."""
PANELS: Mapping[str, Callable[[Colours], Panels]] = {
    draw.__name__: draw
    for draw in (
        at_the_desk.chin_tuck,
        at_the_desk.scapular_retraction,
        at_the_desk.thoracic_extension,
        at_the_desk.standing_extension,
        at_the_desk.hip_flexor,
        at_the_desk.side_bend,
        at_the_desk.neck_rotation,
        at_the_desk.walk,
        on_the_floor.cat_camel,
        on_the_floor.bird_dog,
        on_the_floor.side_bridge,
        on_the_floor.curl_up,
        on_the_floor.band_raise,
    )
}
"""By the exercise's key."""


DRAWN_SIDE: Mapping[str, Side] = {
    "hip_flexor": "right",
    "side_bend": "right",
    "neck_rotation": "right",
    "side_bridge": "left",
}
"""The side that is drawn. Bending and turning are shown as in a mirror: the user's right is the picture's right."""


def drawing(key: str, colours: Colours = LIGHT, side: Side | None = None) -> str:
    """Start (left) and end (right) of an exercise as one SVG, WIDTH by HEIGHT; no words in it, so name it beside.

    Raises KeyError if there is no such exercise.
    """
    mirrored = side is not None and DRAWN_SIDE.get(key, side) != side
    start, end = (
        group([panel], number * (PANEL_W + GAP) + (PANEL_W if mirrored else 0.0), 2, mirrored=mirrored)
        for number, panel in enumerate(PANELS[key](colours))
    )
    between = PANEL_W + GAP / 2
    chevron = line([(between - 4, 78), (between + 4, 88), (between - 4, 98)], colours.prop, 4)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{start}{chevron}{end}</svg>'


__all__ = ["DARK", "HEIGHT", "LIGHT", "WIDTH", "Colours", "drawing"]
