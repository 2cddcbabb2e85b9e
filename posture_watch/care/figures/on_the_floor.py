"""The exercises on the floor, and the band, start and end of each."""

from __future__ import annotations

from posture_watch.care.figures.at_the_desk import Panels
from posture_watch.care.figures.facing import Facing, facing
from posture_watch.care.figures.pen import Colours, Point, arrow, disc, line, path, place
from posture_watch.care.figures.props import floor

_W = 9.0


def _on_all_fours(spine: Point, head: Point, colours: Colours, *, far_arm: bool = True) -> str:
    """Hands and knees; ``spine`` pulls the back up or down, ``head`` is its middle."""
    shoulder, hip = (122.0, 112.0), (62.0, 113.0)
    parts = [
        line([hip, (62, 152), (30, 154)], colours.body, _W),
        line([shoulder, (124, 133), (122, 153), (131, 155)], colours.far if far_arm else colours.body, _W),
        path(f"M{place(hip)} Q{place(spine)} {place(shoulder)}", colours.body, 15),
        line([shoulder, head], colours.body, 8),
        disc(head, 10.5, colours.body),
    ]
    return "".join(parts)


def cat_camel(colours: Colours) -> Panels:
    """The back goes up round, then sinks."""
    up = _on_all_fours((92, 76), (142, 130), colours, far_arm=False)
    down = _on_all_fours((92, 136), (143, 96), colours, far_arm=False)
    return (
        floor(colours) + up + arrow((92, 74), (92, 46), colours.accent),
        floor(colours) + down + arrow((92, 84), (92, 110), colours.accent),
    )


def bird_dog(colours: Colours) -> Panels:
    """One arm forward, the opposite leg back."""
    start = _on_all_fours((92, 110), (145, 105), colours, far_arm=False)
    end = _on_all_fours((92, 110), (142, 96), colours)
    reaching = line([(122, 112), (146, 116), (172, 112)], colours.paper, _W + 4) + line(
        [(122, 112), (146, 116), (172, 112)], colours.body, _W
    )
    leg = line([(62, 112), (36, 108), (10, 106), (7, 114)], colours.body, _W)
    arrows = arrow((38, 126), (12, 126), colours.accent) + arrow((150, 128), (176, 126), colours.accent)
    return floor(colours) + start, floor(colours) + end + leg + reaching + arrows


def side_bridge(colours: Colours) -> Panels:
    """On an elbow and the knees, seen from the front: the hips come up."""

    def lying(shoulder: Point, hip: Point, knee: Point, head: Point) -> str:
        top = (shoulder[0] - 20, shoulder[1] - 12)
        return "".join(
            [
                line([knee, (knee[0] - 18, knee[1] - 7)], colours.far, _W),
                line([hip, knee], colours.body, 11),
                line([shoulder, hip], colours.body, 16),
                line([shoulder, head], colours.body, 8),
                disc(head, 10.5, colours.body),
                line([shoulder, (shoulder[0] + 2, 153), (shoulder[0] + 22, 155)], colours.body, _W),
                line([shoulder, top, (hip[0] + 8, hip[1] - 6)], colours.paper, _W + 3),
                line([shoulder, top, (hip[0] + 8, hip[1] - 6)], colours.body, _W),
            ]
        )

    start = lying((124, 122), (82, 148), (42, 152), (142, 104))
    end = lying((124, 116), (82, 130), (42, 150), (144, 102))
    return floor(colours) + start, floor(colours) + end + arrow((66, 122), (66, 92), colours.accent)


def curl_up(colours: Colours) -> Panels:
    """On the back, one knee bent, the hands under the small of the back: head and shoulders come up a little."""

    def lying(shoulder: Point, head: Point) -> str:
        hip = (110.0, 147.0)
        return "".join(
            [
                line([hip, (140, 152), (170, 154), (172, 146)], colours.far, _W),
                path(f"M{place(hip)} Q88 147 {place(shoulder)}", colours.body, 14),
                line([shoulder, head], colours.body, 8),
                disc(head, 10.5, colours.body),
                line([hip, (130, 116), (146, 152), (156, 154)], colours.body, _W),
                line([shoulder, (80, 153), (98, 153)], colours.paper, 10),
                line([shoulder, (80, 153), (98, 153)], colours.body, 6.5),
            ]
        )

    return (
        floor(colours) + lying((64, 147), (42, 146)),
        floor(colours) + lying((65, 140), (46, 127)) + arrow((34, 118), (40, 92), colours.accent),
    )


def band_raise(colours: Colours) -> Panels:
    """On the middle of a band, from the front: both arms go out to the sides."""
    legs = (((80.0, 120.0), (78.0, 154.0)), ((100.0, 120.0), (102.0, 154.0)))
    low = Facing((90, 90), (((62.0, 70.0), (60.0, 94.0)), ((118.0, 70.0), (120.0, 94.0))), legs)
    high = Facing((90, 90), (((50.0, 52.0), (26.0, 46.0)), ((130.0, 52.0), (154.0, 46.0))), legs)

    def band(left: Point, right: Point) -> str:
        return line([left, (76, 159), (104, 159), right], colours.accent, 3)

    arrows = arrow((34, 92), (12, 54), colours.accent, 12) + arrow((146, 92), (168, 54), colours.accent, -12)
    return (
        floor(colours) + band((60, 94), (120, 94)) + facing(low, colours),
        floor(colours) + band((26, 46), (154, 46)) + facing(high, colours) + arrows,
    )
