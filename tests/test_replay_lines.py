"""The JSON lines of replay: every key on every line, nothing that is not JSON, unknown is null."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from posture_watch.core.engine import begin
from posture_watch.replay_lines import DEVIATION_KEYS, METRIC_KEYS, judgement_object, snake
from tests.core.stories import baseline_of, run, settings_of, simple_rule
from tests.sim import GONE, UPRIGHT, Phase, Pose, scenes

KEYS = [
    "t_s", "person", "view", "posture", "quality", "metrics", "deviations", "over", "kind", "active_rules", "sitting_s",
    "standing", "events",
]  # fmt: skip


def lines() -> list[dict[str, Any]]:
    """A story with everything in it, through JSON and back."""
    phases = [
        Phase(30, UPRIGHT),
        Phase(60, Pose(head_tilt_deg=20)),
        Phase(40, UPRIGHT),
        Phase(5, replace(UPRIGHT, visibility=0.2)),
        Phase(90, GONE),
        Phase(30, Pose(shift_y=0.3)),
        Phase(10, UPRIGHT, missing=True),
        Phase(70, UPRIGHT),
    ]
    told = run(scenes(phases, 1), settings_of(simple_rule()), state=begin((baseline_of(),)))
    made: list[dict[str, Any]] = []
    waiting = list(told.events)
    for judgement in told.judgements:
        events = [e for e in waiting if e.at.mono_s <= judgement.at.mono_s]
        waiting = waiting[len(events) :]
        made.append(json.loads(json.dumps(judgement_object(judgement, events), allow_nan=False)))
    return made


LINES = lines()


def test_every_key_is_on_every_line() -> None:
    for line in LINES:
        assert list(line) == KEYS
        assert tuple(line["metrics"]) == METRIC_KEYS
        assert tuple(line["deviations"]) == DEVIATION_KEYS


def test_when_nobody_is_found_lists_are_empty_and_values_null() -> None:
    empty = [line for line in LINES if not line["person"]]
    assert len(empty) == 90 + 10
    for line in empty:
        assert (line["view"], line["quality"], line["over"]) == (None, None, [])
        assert set(line["metrics"].values()) | set(line["deviations"].values()) == {None}


def test_what_is_over_in_this_frame_and_what_is_active_after_its_hold() -> None:
    at = {line["t_s"]: line for line in LINES}
    assert (at[45.0]["over"], at[45.0]["active_rules"]) == (["tilt"], [])
    assert (at[80.0]["over"], at[80.0]["active_rules"], at[80.0]["posture"]) == (["tilt"], ["tilt"], "poor")
    assert at[80.0]["deviations"]["head_tilt_deg"] > 10
    assert at[80.0]["deviations"]["cva_proxy_deg"] is None


def test_events_are_flat_objects_of_plain_values() -> None:
    events = [event for line in LINES for event in line["events"]]
    kinds = {event["type"] for event in events}
    assert kinds >= {
        "posture_changed", "rule_raised", "rule_cleared", "reminder_due", "reminder_ended", "interval_ended",
        "minute_ended", "bout_ended", "baseline_changed", "notice_due",
    }  # fmt: skip
    assert all(isinstance(event["t_s"], float) for event in events)
    ended = next(event for event in events if event["type"] == "interval_ended")
    assert ended["posture"] == "good"
    assert ended["start_utc"] == "2026-03-02T09:00:00.000Z"
    changed = [event for event in events if event["type"] == "posture_changed"]
    assert [event["since_s"] for event in changed if event["after"] == "away"] == [134.0]


def test_who_stands_is_said_to_stand() -> None:
    story = scenes([Phase(10, UPRIGHT), Phase(20, Pose(shift_y=-0.8), over_s=1)], 1)
    told = run(story, settings_of(simple_rule()), state=begin((baseline_of(),)))
    stands = [judgement_object(judgement, [])["standing"] for judgement in told.judgements]
    assert (stands[0], stands[-1]) == (False, True)


def test_names_of_events() -> None:
    assert [snake(name) for name in ("PostureChanged", "ReminderDue", "X")] == ["posture_changed", "reminder_due", "x"]
