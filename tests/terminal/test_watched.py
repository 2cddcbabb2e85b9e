"""The present as lines: what is said above, which rules, which columns; never wider than the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from posture_watch.core.rules import HoldPoint
from posture_watch.errors import UserError
from posture_watch.terminal.bars import ASCII_INK, UNICODE_INK
from posture_watch.terminal.history import History
from posture_watch.terminal.watched import Watched, block
from tests.sim import GONE, Phase, Pose, settings_for
from tests.terminal.answers import TILTED, UPRIGHT_THEN_TILTED, answer, told

UPRIGHT = [Phase(40, Pose())]


def lines(found: dict[str, Any], width: int = 80, **options: Any) -> list[str]:
    return [line.said for line in block(Watched.read(found), width, options.pop("ink", ASCII_INK), **options)]


def row(found: dict[str, Any], rule: str, width: int = 80, **options: Any) -> str:
    return next(line for line in lines(found, width, **options) if line[2:].startswith(f"{rule} "))


def test_each_rule_stands_beside_its_limits_and_its_hold_fills() -> None:
    now = told(UPRIGHT_THEN_TILTED).judgements[-1]
    rule = next(rule for rule in settings_for().rules if rule.name == "shoulder_tilt")
    slow = replace(rule, signal="head_tilt_deg", hold=(HoldPoint(10.0, 100.0),))
    found = answer(UPRIGHT_THEN_TILTED, settings=replace(settings_for(), rules=(slow,)))
    said = row(found, "shoulder_tilt")
    assert said.startswith("^ shoulder_tilt ")
    assert f" {now.deviations['head_tilt_deg']:.1f} " in said
    assert said.split()[-1] == f"{100 * found['rules'][0]['progress']:.0f}/100"
    assert 10 < 100 * found["rules"][0]["progress"] < 40
    assert "6-10" in said
    assert row(answer(UPRIGHT_THEN_TILTED), "head_tilt").startswith("*")
    assert row(answer(UPRIGHT), "head_tilt").startswith(".")


def test_signs_say_what_colours_say() -> None:
    found = answer(UPRIGHT_THEN_TILTED)
    rows = [line for line in block(Watched.read(found), 100, UNICODE_INK) if line.tone in ("active", "over")]
    assert rows
    assert all(line.said[0] == {"active": "●", "over": "▲"}[line.tone] for line in rows)
    others = [line for line in block(Watched.read(found), 100, UNICODE_INK) if line.tone == "plain"]
    assert not any(line.said[:1] in ("●", "▲") for line in others if line.said)


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60, 79, 80, 100, 140, 300])
@pytest.mark.parametrize("ink", [ASCII_INK, UNICODE_INK])
def test_no_line_is_wider_than_the_terminal(width: int, ink: Any) -> None:
    found = answer(UPRIGHT_THEN_TILTED)
    history = History()
    history.add(0.0, Watched.read(found).rules)
    told_ = lines(found, width, ink=ink, history=history, height=50)
    assert max(len(line) for line in told_) <= width


def test_a_narrow_terminal_goes_without_columns_from_the_least_wanted() -> None:
    found = answer(UPRIGHT)
    history = History()
    heads = {
        width: next(line for line in lines(found, width, history=history) if "value" in line)
        for width in (40, 60, 80, 140)
    }
    assert "signal" in heads[140]
    assert "3 minutes" in heads[80]
    assert "signal" not in heads[80]
    assert "3 minutes" not in heads[60]
    assert "to the" in heads[60]
    assert heads[40].split() == ["rule", "value", "hold,", "s"]


def test_a_low_terminal_shows_the_rules_that_are_nearest_in_their_order() -> None:
    found = answer(UPRIGHT_THEN_TILTED)
    shown = lines(found, 80, height=16)
    assert len(shown) <= 16
    assert any(line[2:].startswith("head_tilt ") for line in shown)
    assert not any(line[2:].startswith("near_screen ") for line in shown)
    assert any("not shown" in line for line in shown)
    whole = lines(found, 80, height=80)
    assert not any("not shown" in line for line in whole)
    assert sum("not shown" in line for line in lines(found)) == 0


def test_above_stand_posture_times_strain_and_what_comes() -> None:
    said = " ".join(lines(answer([Phase(300, Pose()), Phase(5, TILTED)])))
    for words in (
        "Sitting well.",
        "seen from in front",
        "Sitting: 5 min.",
        "Load: ",
        "(limits 70 / 100)",
        "Next reminder: ",
    ):
        assert words in said
    assert "Position unchanged for " in said
    assert "about posture at once, to move at once" in said


def test_nothing_is_made_up_while_the_camera_is_off() -> None:
    found = answer(UPRIGHT, judgement=None, off="paused", camera_on=False, attended=True)
    said = lines(found)
    assert said[0] == "Paused, the camera is off."
    assert not any("value" in line for line in said)
    assert not any("may come" in line or "Next reminder" in line for line in said)
    assert not any("The camera is on" in line for line in said)
    assert any(f"{len(found['rules'])} rules" in line for line in said)


def test_somebody_who_is_away_has_no_deviations() -> None:
    found = answer([*UPRIGHT, Phase(60, GONE)])
    assert lines(found)[0].startswith("Away.")
    assert all(rule["value"] is None for rule in found["rules"])


def test_it_says_when_reminders_wait_and_that_the_camera_is_on_for_it() -> None:
    said = lines(answer(UPRIGHT, settings=replace(settings_for(timers=None), hush="call"), attended=True))
    assert any(line.startswith("Reminders wait: ") for line in said)
    assert not any("may come" in line for line in said)
    assert any(line.startswith("The camera is on all the time") for line in said)


def test_what_was_seen_a_while_ago_is_said_to_be() -> None:
    found = answer(UPRIGHT)
    assert "ago" not in lines(found)[0]
    assert "Seen 9 s ago." in lines({**found, "seen_s_ago": 9.2})[0]


BROKEN: list[dict[str, Any]] = [{"rules": [{}]}, {"rules": 3}, {"earliest": {}}, {"text": None, "rules": None}]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_monitor_of_another_version_is_named_as_such(broken: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="another version"):
        Watched.read({**answer(UPRIGHT), **broken})
