"""What is shown for what the monitor answered: without a window system."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from posture_watch.tray.keeper import Plight
from posture_watch.tray.seen import SHOWN, Seen, Shown, next_morning, seen_of, seen_without

NOW = datetime(2026, 3, 2, 14, 0).astimezone()
GOOD: dict[str, Any] = {
    "text": "Good posture",
    "state": "good",
    "attention": False,
    "camera_on": True,
    "camera": "Laptop camera",
    "camera_state": "ok",
    "paused_until": None,
    "snoozed_until": None,
    "snoozes_left": 2,
    "silent": "",
    "reminder": None,
    "today": {"sitting_s": 11400, "text": "Sitting 3 h 10 min · since a break 25 min · upright 82 %"},
    "why": ["Slump: far from it."],
    "suggestion": "",
    "problems": [],
    "pid": 4242,
}
REMINDER = {"number": 3, "kind": "slump", "title": "Time to change position", "message": "Stand up for a minute."}


def seen(**changes: object) -> Seen:
    return seen_of({**GOOD, **changes}, NOW)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "good"),
        ({"state": "poor", "attention": True}, "soon"),
        ({"state": "poor", "attention": True, "reminder": REMINDER}, "change"),
        ({"state": "poor"}, "change"),
        ({"reminder": REMINDER}, "change"),
        ({"state": "unknown"}, "unknown"),
        ({"state": "unknown", "attention": True}, "unknown"),
        ({"state": "something new"}, "unknown"),
        ({"state": None}, "unknown"),
        ({"state": "away"}, "away"),
        ({"state": "paused"}, "paused"),
        ({"state": "paused", "reminder": REMINDER}, "paused"),
        ({"state": "camera_busy"}, "busy"),
        ({"state": "camera_trouble"}, "trouble"),
        ({"state": "locked", "reminder": REMINDER}, "locked"),
    ],
)
def test_each_state_has_its_icon(changes: dict[str, object], shown: Shown) -> None:
    assert seen(**changes).shown == shown


def test_an_answer_of_another_version_is_never_good() -> None:
    found = seen_of({"pid": 1}, NOW)
    assert found.shown == "unknown"
    assert found.headline
    assert not found.camera_on
    strange: dict[str, Any] = {
        "state": 3,
        "text": 5,
        "today": [],
        "why": 7,
        "reminder": "x",
        "paused_until": 1e300,
        "camera_on": "yes",
    }
    assert seen_of(strange, NOW).shown == "unknown"
    assert not seen_of(strange, NOW).camera_on


def test_everything_that_is_known_is_in_the_tooltip() -> None:
    words = seen(silent="you are in a call", snoozed_until=(NOW + timedelta(minutes=10)).timestamp()).tooltip
    assert words.splitlines() == [
        "posture_watch: Good posture",
        "Sitting 3 h 10 min · since a break 25 min · upright 82 %",
        "Camera on · Laptop camera",
        "Reminders wait: you are in a call",
        "No reminders until 14:10",
    ]


def test_the_tooltip_is_never_longer_than_a_system_takes() -> None:
    assert len(seen(problems=["x" * 500]).tooltip) == 240


def test_the_camera_is_told_off_unless_it_is_known_to_be_on() -> None:
    assert seen().camera_on
    assert seen(camera_on=False).camera == "Camera off · Laptop camera"
    assert seen(camera_on=None).camera.startswith("Camera off")
    assert seen(camera_on=False, camera_state="off", camera="off (paused)").camera == "Camera off"


def test_why_it_looks_more_seldom_is_a_note() -> None:
    said = "On battery: a look every 30 s, the camera is off in between"
    assert seen_of({**GOOD, "pace": said}, NOW).notes[0] == said
    assert said not in seen_of({**GOOD, "pace": ""}, NOW).notes


def test_nothing_is_said_twice() -> None:
    assert seen(text="No camera was found", camera="No camera was found", camera_on=False).camera == "Camera off"


def test_a_pause_says_when_it_ends_and_only_leaves_what_makes_sense() -> None:
    paused = seen(state="paused", paused_until=(NOW + timedelta(minutes=15)).timestamp())
    assert paused.headline == "Paused until 14:15; the camera is off"
    assert paused.paused
    assert not paused.watching
    tomorrow = seen(state="paused", paused_until=(NOW + timedelta(hours=16)).timestamp())
    assert "2026-03-03 06:00" in tomorrow.headline


def test_an_open_reminder_can_be_answered() -> None:
    found = seen(reminder=REMINDER, snoozes_left=0).reminder
    assert found is not None
    assert (found.title, found.message, found.snoozes_left) == (
        "Time to change position", "Stand up for a minute.", 0)  # fmt: skip
    bare = seen(reminder={}).reminder
    assert bare is not None
    assert bare.title


@pytest.mark.parametrize(
    ("plight", "shown"),
    [
        ("starting", "starting"),
        ("restarting", "starting"),
        ("not_answering", "trouble"),
        ("stopped", "stopped"),
        ("mistake", "trouble"),
    ],
)
def test_without_an_answer_nothing_is_claimed(plight: Plight, shown: Shown) -> None:
    found = seen_without(plight)
    assert found.shown == shown
    assert not found.answering
    assert not found.camera_on
    assert found.headline


def test_a_monitor_that_cannot_start_is_quoted() -> None:
    words = "posture-watch: config.toml, line 3: camera.interval_s: expected a number\n\nposture-watch config check"
    assert seen_without("mistake", words).notes == (
        "posture-watch: config.toml, line 3: camera.interval_s: expected a number",
        "posture-watch config check",
    )
    assert seen_without("mistake").notes == ("It gave no reason.",)


def test_every_icon_is_used() -> None:
    states = ("good", "poor", "gentle", "away", "paused", "camera_busy", "camera_trouble", "locked", "unknown")
    used = {seen(state=state).shown for state in states} | {seen(state="poor", attention=True).shown}
    used |= {seen_without(plight).shown for plight in ("starting", "stopped")}
    assert used == set(SHOWN)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02 14:00", "2026-03-03 06:00"),
        ("2026-03-02 23:59", "2026-03-03 06:00"),
        ("2026-03-03 01:30", "2026-03-03 06:00"),
        ("2026-03-03 02:00", "2026-03-03 06:00"),
        ("2026-03-03 02:01", "2026-03-04 06:00"),
        ("2026-03-03 06:00", "2026-03-04 06:00"),
        ("2026-12-31 18:00", "2027-01-01 06:00"),
    ],
)
def test_tomorrow_begins_at_six(now: str, morning: str) -> None:
    found = next_morning(datetime.fromisoformat(now).astimezone())
    assert f"{found:%Y-%m-%d %H:%M}" == morning


def test_a_camera_that_is_lent_is_on() -> None:
    text = "Paused: another posture-watch command looks through the camera"
    found = seen(
        state="paused", lent=True, paused_until=NOW.timestamp() + 30, camera_on=True, camera_state="off", text=text
    )
    assert found.camera_on
    assert found.headline == text
    assert "off" not in found.tooltip
