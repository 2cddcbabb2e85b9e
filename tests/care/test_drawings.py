"""Every exercise has a drawing that is well formed, stays in its frame, shows movement and loads nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from posture_watch.care.drawings import DARK, DRAWN_SIDE, HEIGHT, LIGHT, PANELS, WIDTH, drawing
from posture_watch.care.exercises import BY_KEY, EXERCISES
from posture_watch.care.figures.pen import arrow
from posture_watch.care.figures.props import PANEL_H, PANEL_W
from posture_watch.care.figures.sideways import Sideways, head_of

KEYS = [exercise.key for exercise in EXERCISES]
_PULL = re.compile(r"Q[-\d.]+ [-\d.]+")
"""Where a curve is pulled to, which it does not reach."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def test_each_exercise_has_one() -> None:
    assert list(PANELS) == [key for key in PANELS if key in BY_KEY]
    assert set(PANELS) == set(KEYS)
    with pytest.raises(KeyError):
        drawing("headstand")


@pytest.mark.parametrize("key", KEYS)
def test_it_is_well_formed_and_names_nothing_outside(key: str) -> None:
    svg = drawing(key)
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {WIDTH:g} {HEIGHT:g}"
    assert {element.tag.partition("}")[2] for element in root.iter()} <= {"svg", "g", "path", "circle"}
    assert not re.search(r"href|url\(|<text|style=", svg)
    assert len(svg) < 9000


@pytest.mark.parametrize("key", KEYS)
def test_start_and_end_differ_and_only_the_end_has_arrows(key: str) -> None:
    start, end = PANELS[key](LIGHT)
    assert start != end
    assert end.count(LIGHT.accent) >= 2
    assert (LIGHT.accent in start) is (key in ("band_raise", "cat_camel"))  # the band itself; to and fro


@pytest.mark.parametrize("key", KEYS)
def test_it_stays_in_its_frame(key: str) -> None:
    for panel in PANELS[key](LIGHT):
        for moved, x, y in points_in(panel):
            assert -2 <= x <= PANEL_W + 4, (key, moved, x, y)
            assert -2 <= y <= PANEL_H + 8, (key, moved, x, y)


def points_in(panel: str) -> list[tuple[bool, float, float]]:
    """Every point of its paths and circles, moved by the group it is in."""
    found: list[tuple[bool, float, float]] = []

    def walk(element: ElementTree.Element, dx: float, dy: float) -> None:
        if moved := element.get("transform"):
            step = [float(n) for n in _NUMBER.findall(moved)]
            dx, dy = dx + step[0], dy + step[1]
        numbers = [float(n) for n in _NUMBER.findall(_PULL.sub("", element.get("d", "")))]
        if "cx" in element.attrib:
            numbers = [float(element.attrib["cx"]), float(element.attrib["cy"])]
        found.extend((dx != 0, x + dx, y + dy) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
        for child in element:
            walk(child, dx, dy)

    walk(ElementTree.fromstring(f"<g>{panel}</g>"), 0, 0)
    assert found
    return found


def test_the_colours_are_those_asked_for() -> None:
    assert DARK.body in drawing("walk", DARK)
    assert LIGHT.body not in drawing("walk", DARK)


@pytest.mark.parametrize("key", KEYS)
def test_the_other_side_is_its_mirror(key: str) -> None:
    exercise = BY_KEY[key]
    assert exercise.sides is (key in DRAWN_SIDE)
    drawn, other = DRAWN_SIDE.get(key, "left"), "left" if DRAWN_SIDE.get(key) == "right" else "right"
    assert drawing(key, side=drawn) == drawing(key)
    assert (drawing(key, side=other) != drawing(key)) is exercise.sides
    moved = re.findall(r"translate\(([\d.]+) 2\) scale\(-1 1\)", drawing(key, side=other))
    assert moved == (["180", "384"] if exercise.sides else [])  # as far as a panel is wide


def test_an_arrow_ends_in_its_head_and_bends_to_its_left() -> None:
    up = arrow((0, 10), (0, 0), "red", bow=5)
    assert "Q-5 5 0 0" in up  # on the way up the left is the picture's left
    assert up.count("<path") == 2


def test_who_leans_forward_has_the_head_in_front() -> None:
    upright, forward = head_of(Sideways((0, 0))), head_of(Sideways((0, 0), 30, 30, 30))
    assert upright[0] == 0
    assert upright[1] < 0
    assert forward[0] > 20
    assert forward[1] > upright[1]
