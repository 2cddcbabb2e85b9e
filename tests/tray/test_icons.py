"""The icons: told apart by their shape alone, seen on light and on dark panels, in every size."""

from __future__ import annotations

import sys
from itertools import combinations

import pytest

pytest.importorskip("PySide6.QtGui", reason="the tray needs PySide6 and the libraries of windows", exc_type=ImportError)

from posture_watch.tray.icons import COLOURS, SIZES_PX, draw
from posture_watch.tray.seen import SHOWN, Shown

PANELS = {"white": 1.0, "light": 0.91, "dark": 0.024, "black": 0.0}
"""Relative luminance of panels: white, #f6f6f6, #2b2b2b, black."""
Pixels = list[tuple[float, float]]


def pixels(shown: Shown, size_px: int, *, camera_on: bool = False) -> Pixels:
    """Opacity and luminance of every pixel, each 0 to 1."""
    image = draw(shown, size_px, camera_on=camera_on)
    assert (image.width(), image.height()) == (size_px, size_px)
    found = (image.pixelColor(x, y) for y in range(size_px) for x in range(size_px))
    return [(c.alphaF(), luminance(c.redF(), c.greenF(), c.blueF())) for c in found]


def luminance(red: float, green: float, blue: float) -> float:
    """As WCAG defines it."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def overlap(one: Pixels, other: Pixels) -> float:
    """Of what either silhouette covers, the share that both cover."""
    both = sum(min(a, b) for (a, _), (b, _) in zip(one, other, strict=True))
    either = sum(max(a, b) for (a, _), (b, _) in zip(one, other, strict=True))
    return both / either


@pytest.mark.parametrize("size_px", [16, 22, 48])
def test_every_pair_differs_in_its_bare_silhouette(size_px: int) -> None:
    drawn = {shown: pixels(shown, size_px) for shown in SHOWN}
    alike = {(a, b): round(overlap(drawn[a], drawn[b]), 2) for a, b in combinations(SHOWN, 2)}
    assert {pair: share for pair, share in alike.items() if share > 0.8} == {}


@pytest.mark.parametrize("size_px", [16, 22, 24, 32, 48])
@pytest.mark.parametrize("shown", SHOWN)
def test_enough_of_it_stands_out_on_every_panel(shown: Shown, size_px: int) -> None:
    """At least a twelfth of the square has 4.5 : 1 against the panel, as WCAG asks of text."""
    drawn = pixels(shown, size_px)
    for panel, ground in PANELS.items():
        mixed = [alpha * light + (1 - alpha) * ground for alpha, light in drawn]
        outstanding = sum(contrast(light, ground) >= 4.5 for light in mixed)
        assert outstanding >= size_px * size_px / 12, (panel, outstanding)


def test_the_colours_differ_too() -> None:
    assert len(set(COLOURS.values())) == len(SHOWN)


@pytest.mark.parametrize("shown", SHOWN)
def test_nothing_is_cut_off(shown: Shown) -> None:
    drawn = pixels(shown, 64)
    edges = [drawn[i][0] for i in range(64)] + [drawn[-1 - i][0] for i in range(64)]
    edges += [drawn[i * 64][0] for i in range(64)] + [drawn[i * 64 + 63][0] for i in range(64)]
    assert max(edges) < 0.5


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.parametrize("shown", SHOWN)
def test_the_camera_that_is_on_is_a_red_dot_on_any_of_them(shown: Shown, size_px: int) -> None:
    off, on = draw(shown, size_px), draw(shown, size_px, camera_on=True)
    at = round(size_px * 12.7 / 16 - 0.5)
    centre = on.pixelColor(at, at)
    assert centre.red() > 230
    assert centre.green() < 120
    assert centre.blue() < 120
    assert off.pixelColor(at, at) != centre


def test_qt_takes_nothing_from_none() -> None:
    """PySide6 6.12.0 lost a reference with every call, until Python ended the process: a tray lives all day."""
    draw("change", 16)
    before = sys.getrefcount(None)
    for _ in range(50):
        draw("change", 16, camera_on=True)
    assert sys.getrefcount(None) > before - 50
