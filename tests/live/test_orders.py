"""Orders to a running monitor: snooze, answers, recalibrate; and that a promise outlives a kill."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posture_watch.control.client import RefusedError, ask
from posture_watch.control.request import Command, MessageError
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import START_S
from tests.program import run_command


@pytest.mark.usefixtures("tilting")
def test_a_reminder_can_be_snoozed_and_the_snooze_outlives_a_kill(start: Start, home: Path) -> None:
    monitor = start()
    shown = monitor.wait(lambda now: now["reminder"], what="a reminder", within_s=START_S)
    assert shown["reminder"]["title"] == "Time to change position"
    answer = json.loads(run_command("snooze", "--json", home=home).out)
    assert answer == {"text": "No reminders for 40 s.", "done": True}
    snoozed = monitor.wait(lambda now: now["snoozed_until"], what="the snooze")
    assert snoozed["reminder"] is None
    assert snoozed["snoozes_left"] == 1
    monitor.kill()
    again = start()
    after = again.wait(lambda now: now["snoozed_until"], what="the snooze going on", within_s=START_S)
    assert after["snoozed_until"] == pytest.approx(snoozed["snoozed_until"], abs=1.0)
    assert run_command("resume", home=home).out == "The snooze is over; reminders come again.\n"
    again.wait(lambda now: not now["snoozed_until"], what="the end of the snooze")


@pytest.mark.usefixtures("tilting")
def test_a_reminder_that_was_wrong_is_in_the_report(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: now["reminder"], what="a reminder", within_s=START_S)
    assert run_command("answer", "wrong", home=home).out == "Noted as wrong; the report shows it.\n"
    noted = monitor.wait(lambda now: now["wrong_today"], what="noting it")
    assert noted["reminder"] is None
    assert noted["suggestion"] == "", "once may be chance"
    again = run_command("answer", "wrong", home=home)
    assert (again.code, again.out) == (1, "No reminder is open.\n")
    assert monitor.end() == 0
    assert "wrong" in run_command("report", home=home).out


def test_after_a_kill_in_a_pause_the_camera_is_never_on(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    run_command("pause", home=home)
    monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    monitor.kill()
    again = start()
    held: list[bool] = []

    def answers() -> bool:
        held.append(again.holds_camera())
        return bool(again.status())

    wait_for(answers, within_s=START_S, what="an answer")
    assert not any(held)
    assert run_command("resume", home=home).code == 0
    again.wait(lambda now: now["state"] == "good", what="watching again", within_s=START_S)


def test_a_pause_outlives_a_kill_and_stop_forgets_it(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    run_command("pause", "30", home=home)
    until = monitor.wait(lambda now: now["state"] == "paused", what="the pause")["paused_until"]
    monitor.kill()
    again = start()
    still = again.wait(lambda now: now, what="an answer", within_s=START_S)
    assert (still["state"], still["camera_on"], still["paused_until"]) == ("paused", False, pytest.approx(until, abs=1))
    assert not again.holds_camera()
    assert run_command("stop", home=home).code == 0
    assert again.process.wait(10) == 0
    third = start()
    third.wait(lambda now: now["person"], what="watching", within_s=START_S)


def test_recalibrating_takes_a_new_upright_posture_while_it_watches(start: Start, fresh_home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: "provisional" in now["baseline"], what="a provisional posture", within_s=START_S)
    assert "Sit well" in run_command("recalibrate", home=fresh_home).out
    monitor.wait(lambda now: now["calibrating"], what="the take")
    done = monitor.wait(lambda now: not now["calibrating"], what="its end", within_s=40.0)
    monitor.wait(lambda now: now["baseline"] == "calibrated", what="the new posture holding")
    assert "Your upright posture is set" in monitor.printed, done


def test_why_says_what_is_seen_and_how_far_each_rule_is(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait_until_good()
    said = run_command("why", home=home).out
    assert said.startswith("Sitting well; you are seen from in front.\n")
    assert said.count("Sitting for long: a reminder in ") == 1
    assert "Sunk in the chair: at " in said
    assert json.loads(run_command("why", "--json", home=home).out)["why"][0] == said.splitlines()[0]


def test_an_answer_that_is_none_is_refused(start: Start) -> None:
    monitor = start()
    monitor.wait(lambda now: now, what="an answer", within_s=START_S)
    with pytest.raises((MessageError, RefusedError), match="choice must be one of"):
        ask(monitor.paths.runtime_folder, "answer", choice="later")


def test_what_is_asked_right_after_an_order_is_answered_from_what_came_of_it(start: Start, home: Path) -> None:
    """No waiting in between: each order is judged by the present that the one before it has made."""
    monitor = start()
    monitor.wait_until_good()
    folder = monitor.paths.runtime_folder
    said = [ask(folder, "snooze")["text"], ask(folder, "snooze", seconds=3600)["text"], ask(folder, "snooze")["text"]]
    assert [words.split(" for ")[0] for words in said] == ["No reminders", "No reminders", said[2]]
    assert said[2].startswith("That was snoozed as often")
    ask(folder, "resume")
    ask(folder, "pause")
    assert ask(folder, "status")["state"] == "paused"
    assert ask(folder, "status")["baseline"] == "calibrated", "it is known, though nobody is judged"
    ask(folder, "resume")
    assert ask(folder, "status")["state"] != "paused"


def test_a_break_can_be_ended(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait_until_good()
    assert run_command("answer", "break", home=home).out == "Enjoy your break.\n"
    assert "Reminders wait: you take a break." in run_command("status", home=home).out
    assert run_command("resume", home=home).out == "The break is over; reminders come again.\n"
    assert "wait" not in run_command("status", home=home).out
    nothing = run_command("answer", "not_now", home=home)
    assert (nothing.code, nothing.out) == (1, "No reminder is open.\n")


def test_what_was_answered_stands_in_the_log_already(start: Start, home: Path) -> None:
    """Whoever kills the monitor now finds the camera off at the next start."""
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    orders: tuple[tuple[Command, set[str]], ...] = (
        ("pause", {"pause"}), ("resume", set()), ("snooze", {"snooze"}), ("resume", set())
    )  # fmt: skip
    for order, kept in (*orders[:2], *orders[:2], *orders):
        assert ask(monitor.paths.runtime_folder, order, **({"seconds": 60.0} if kept else {}))["done"]
        with Log.open_readonly(monitor.paths.database_file) as log:
            assert {one.name for one in log.orders()} == kept
