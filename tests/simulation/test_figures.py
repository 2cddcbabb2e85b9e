"""Limits, shares and sizes against cases counted by hand; tables and curves as they are printed."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from simulation.campaign import Results
from simulation.curve import Line, Panel, svg_of
from simulation.figures import (
    NEVER,
    interval,
    joint_limits,
    known_share,
    limit_at,
    noticed_at,
    over_any,
    share,
    signals_of,
)
from simulation.judging import Outcome
from simulation.others import live_table
from simulation.scenes import Trial
from simulation.tables import Noticed, Table, as_json, as_markdown


def outcome(**deviations: float) -> Outcome:
    return Outcome(bool(deviations), (), (), deviations, frozenset(), "")


HUNDRED = [outcome(a=float(i), b=float(100 - i)) for i in range(1, 101)]


def test_a_limit_is_exceeded_by_one_in_a_hundred() -> None:
    assert share(HUNDRED, over_any({"a": limit_at(HUNDRED, "a")})) == pytest.approx(0.01, abs=0.001)
    assert share(HUNDRED, over_any({"a": limit_at(HUNDRED, "a", 0.10)})) == pytest.approx(0.10, abs=0.011)


def test_limits_together_flag_no_more_than_one_in_a_hundred() -> None:
    limits = joint_limits(HUNDRED, ["a", "b"], 0.10)
    assert 0.06 <= share(HUNDRED, over_any(limits)) <= 0.10
    assert limits["a"] == pytest.approx(limits["b"], abs=1.01)


def test_who_is_not_judged_is_neither_flagged_nor_left_out() -> None:
    some = [*HUNDRED[:50], *(outcome() for _ in range(50))]
    assert known_share(some) == 0.5
    assert share(some, over_any({"a": 25.0})) == 0.25
    assert signals_of(some) == ["a", "b"]


def test_the_size_noticed_lies_between_those_tried() -> None:
    assert noticed_at((2, 4, 8), (0.2, 0.6, 1.0), 0.5) == pytest.approx(3.5)
    assert noticed_at((2, 4, 8), (0.2, 0.6, 1.0), 0.9) == pytest.approx(7.0)
    assert noticed_at((2, 4), (0.8, 0.9), 0.5) == pytest.approx(1.25)
    assert noticed_at((2, 4), (0.1, 0.4), 0.5) == NEVER
    # a share that falls again counts from where it rose first
    assert noticed_at((1, 2, 3, 4), (0.2, 0.6, 0.4, 0.8), 0.5) == pytest.approx(1.75)


def test_an_interval_by_hand() -> None:
    low, high = interval(4, 400)  # Wilson: 0.4 % to 2.5 %
    assert (low, high) == pytest.approx((0.0039, 0.0254), abs=2e-4)


def test_tables_and_curves() -> None:
    table = Table("Sizes", "A note.", ("what", "size"), (("lean", str(Noticed(6.25, NEVER, 0.8))), ("neck", 12.0)))
    text = as_markdown([table])
    assert "| lean | 6.25 / – (80 %) |" in text
    assert "| neck | 12 |" in text
    assert json.loads(as_json([table]))[0]["rows"][1] == ["neck", 12.0]
    picture = svg_of([Panel("lean < 20", (5.0, 10.0), (Line("now", (0.5, 1.0)),))])
    lines = ElementTree.fromstring(picture).findall(".//{http://www.w3.org/2000/svg}polyline")
    assert lines[0].get("points") == "174.0,109.0 304.0,34.0"


def test_the_picture_can_be_read_on_a_dark_page() -> None:
    picture = svg_of([Panel("lean", (5.0, 10.0), (Line("now", (0.5, 1.0)),))])
    style, drawn = picture.split("</style>")
    assert "prefers-color-scheme:dark" in style
    assert {name for name in ("text", ".paper", ".grid") if f"{name}{{" in style.split("dark){")[1]} == {
        "text", ".paper", ".grid"
    }  # fmt: skip
    assert 'class="paper"' in drawn
    assert 'class="grid"' in drawn
    assert not any(light in drawn for light in ("#fff", "#ddd", "#222"))  # what the style cannot turn round


def test_the_live_table_says_how_few_people_it_is_about() -> None:
    trial = Trial("upright", 0.0, 20, 1, mode="live")
    still = Outcome(True, (), (), {}, frozenset(), "upright")
    note = live_table(Results({trial: [still] * 20}), [trial]).note
    assert note.startswith(
        "20 people in each row: one of them is 5.0 %, and what none of 20 does, up to 16 % of people"
    )
