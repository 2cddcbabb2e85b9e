"""What a guided break notes and shows, with a clock and a camera of ours."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from posture_watch.care import guiding
from posture_watch.care.guiding import Stage, breathing_stage
from posture_watch.commands import leading
from posture_watch.commands.guide_lines import drawn, fitting
from posture_watch.commands.guide_words import summary
from posture_watch.commands.leading import Notebook, Quiet
from posture_watch.control.request import Request
from posture_watch.control.server import ControlServer
from posture_watch.core.practice import Practised
from posture_watch.paths import Paths, paths_below
from posture_watch.store.log import Log
from posture_watch.terminal.bars import ASCII_INK, UNICODE_INK
from tests.commands.led import EXTEND, HEAD, LEAN, NOON, TUCK, WALK, Led, OurEyes
from tests.desktop_session import wait_for

BEND = Stage("side_bend", "Bend", ("Bend.",), 40.0, 4.0, repetitions=5, hold_s=1.0, side="left", seen="repetitions")
MISSED = "The camera counts along. It misses many of these: your own count is the one that matters."


def test_each_stage_is_noted_when_it_is_over_and_no_later() -> None:
    led = Led(HEAD, TUCK, WALK)
    led.live(guiding.INTRO_S + 4.0 + 55.0)
    assert led.rows == []
    led.live(2.0)
    began = NOON + timedelta(seconds=guiding.INTRO_S + 4.0)
    assert led.rows == [Practised(began, 3600.0, "break", "chin_tuck", 56.0, None)]
    led.live(5.0 + 20.0)
    assert len(led.rows) == 1
    now = led.leading.end()
    assert led.leading.over
    assert [(row.exercise, row.seconds) for row in led.rows] == [
        ("chin_tuck", 56.0),
        ("walk", pytest.approx(20, abs=1)),
    ]
    assert now.done == tuple(led.rows)
    led.leading.end()
    assert len(led.rows) == 2


def test_what_the_camera_counted_is_noted_with_it() -> None:
    eyes = OurEyes()
    led = Led(TUCK, LEAN, eyes=eyes)
    led.live(10.0)
    eyes.see(repetitions=3)
    assert led.told().count == "3 of 8 counted"
    led.leading.skip()
    assert [(row.exercise, row.counted) for row in led.rows] == [("chin_tuck", 3)]
    assert summary(led.rows, {"chin_tuck": "Chin tucks"}) == ["Chin tucks: 6 s, 3 counted"]


def test_counts_of_one_stage_are_never_those_of_another() -> None:
    eyes = OurEyes()
    led = Led(TUCK, replace(TUCK, key="neck_rotation", title="Turn"), eyes=eyes)
    led.live(10.0)
    eyes.see(repetitions=3)
    late = eyes.newest()
    led.leading.skip()
    eyes.sighting = late  # its thread had not come round yet
    assert led.told(5.0).count.startswith("about")
    led.live(10.0)
    led.leading.end()
    assert [row.counted for row in led.rows] == [3, None]


def test_a_camera_that_has_nothing_more_to_see_is_let_go_of() -> None:
    eyes = OurEyes()
    led = Led(HEAD, TUCK, LEAN, WALK, breathing_stage(60.0), eyes=eyes)
    led.leading.skip()
    led.leading.skip()
    assert not eyes.closed, "there is a walk to come"
    led.leading.skip()
    assert not eyes.closed
    led.leading.skip()
    assert eyes.closed
    assert eyes.asked == ["intro", "chin_tuck", "thoracic_extension", "walk"]
    assert led.told().camera == ""


@pytest.mark.parametrize(
    ("stage", "seen", "camera", "count"),
    [
        (TUCK, {}, MISSED, "0 of 8 counted"),
        (BEND, {}, "The camera counts along.", "0 of 5 counted"),
        (TUCK, {"repetitions": 2, "hint": "Come into the picture."}, "Come into the picture.", "2 of 8 counted"),
        (LEAN, {}, "The camera cannot see this one: go by the clock.", "about 1 of 8"),
        (WALK, {}, "The camera sees that you walk away.", ""),
        (WALK, {"away_s": 65.0}, "The camera sees that you walk away.", "Away for 1:05"),
        (EXTEND, {}, "The camera sees that you get up, not the movement itself.", "about 1 of 8"),
        (EXTEND, {"up": True}, "The camera sees that you get up, not the movement itself.", "You are up"),
        (breathing_stage(60.0), {}, "", ""),
    ],
)
def test_it_says_no_more_than_the_camera_saw(stage: Stage, seen: dict[str, object], camera: str, count: str) -> None:
    eyes = OurEyes()
    led = Led(stage, TUCK, eyes=eyes)
    led.live(stage.ready_s + 1.0)
    eyes.see(**seen)
    said = led.told()
    assert (said.camera, said.count) == (camera, count)


def test_without_a_camera_it_goes_by_the_clock() -> None:
    said = Led(TUCK, WALK).told(5.0)
    assert (said.camera, said.count, said.order) == ("The camera is off: go by the clock.", "about 1 of 8", "Hold")
    assert Led(LEAN).told(5.0).camera == "The camera cannot see this one: go by the clock."


def test_the_one_thing_to_do_now() -> None:
    eyes = OurEyes()
    led = Led(HEAD, TUCK, breathing_stage(60.0), eyes=eyes)
    assert (led.told().order, led.told().place, led.told().following) == (
        "Begins by itself; Enter: at once",
        "",
        "Next: Chin tucks",
    )
    led.leading.skip()
    assert (led.told().order, led.told().left) == ("Get ready", "0:04")
    assert (led.told(5.0).order, led.told(5.0).order) == ("Hold", "Let go")
    led.leading.pause()
    assert led.told(100.0).order == "Paused"
    led.leading.pause()
    eyes.see(repetitions=8)
    assert led.told().order == "All done: Enter goes on"
    led.leading.skip()
    assert [led.told(guiding.READY_S + 1.0).order, led.told(4.0).order] == ["Breathe in", "Breathe out"]
    assert led.told().following == "This is the last one."


def test_a_hold_that_the_camera_sees_goes_before_the_clock() -> None:
    eyes = OurEyes()
    led = Led(TUCK, eyes=eyes)
    led.live(4.0 + 1.0)
    orders: list[str] = []
    for seen in ({"holding_s": 1.8}, {"holding_s": 5.1}, {"holding_s": 0.0, "repetitions": 1}):
        eyes.see(**seen)
        orders.append(led.told().order)
    assert orders == ["Hold: 4 s", "Let go", "Go on"]


@pytest.mark.parametrize("width", [12, 30, 76])
def test_no_line_is_longer_than_the_terminal_is_wide(width: int) -> None:
    for stage in (HEAD, TUCK, WALK, breathing_stage(60.0)):
        said = Led(stage).told(stage.ready_s + 1.0)
        for ink in (UNICODE_INK, ASCII_INK):
            lines = drawn("A guided break", said, width, ink)
            assert max(len(line.said) for line in lines) <= width
    assert said.left in "".join(line.said for line in lines)


def test_a_small_terminal_shows_what_to_do_rather_than_the_keys() -> None:
    say = Led(TUCK, eyes=OurEyes()).told(6.0)
    lines = drawn("A guided break", say, 24, UNICODE_INK)
    assert fitting(lines, 80) == lines
    for height in (2, 4, 6):
        shown = [line.said for line in fitting(lines, height)]
        assert len(shown) == height
        assert any(line.startswith("Hold") for line in shown), shown
    assert fitting(lines, 1) == [next(line for line in lines if line.said.startswith("Chin tucks"))]


def test_nothing_done_is_said_kindly() -> None:
    assert summary((), {}) == ["Nothing was noted. The next change of position is as good as any."]


def test_rows_are_on_the_disk_at_once(tmp_path: Path) -> None:
    row = Practised(NOON, 0.0, "break", "walk", 60.0, 1)
    notebook = Notebook(tmp_path / "new" / "log.sqlite3")
    notebook.note(row)
    assert (notebook.problem, notebook.rows) == (None, 1)
    with Log.open_readonly(tmp_path / "new" / "log.sqlite3") as log:
        assert log.diary.practice(NOON - timedelta(days=1), NOON + timedelta(days=1)) == [row]


def test_a_log_that_cannot_be_written_spoils_no_break(tmp_path: Path) -> None:
    newer = tmp_path / "log.sqlite3"
    with Log.open(newer), sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 999")
    notebook = Notebook(newer)
    notebook.note(Practised(NOON, 0.0, "break", "walk", 60.0, 1))
    assert notebook.problem is not None
    assert str(newer) in notebook.problem.message
    assert notebook.rows == 0
    (tmp_path / "file").write_text("")
    notebook = Notebook(tmp_path / "file" / "log.sqlite3")
    notebook.note(Practised(NOON, 0.0, "break", "walk", 60.0, 1))
    assert notebook.problem is not None


def test_a_row_goes_into_a_log_that_was_damaged(tmp_path: Path) -> None:
    broken = tmp_path / "log.sqlite3"
    broken.write_text("no log " * 1000)
    notebook = Notebook(broken)
    notebook.note(row := Practised(NOON, 0.0, "break", "walk", 60.0, 1))
    assert (notebook.problem, notebook.rows) == (None, 1)
    with Log.open_readonly(broken) as log:
        assert log.diary.practice(NOON - timedelta(days=1), NOON + timedelta(days=1)) == [row]


class Asked:
    """A monitor that says ``status`` and remembers what it was asked."""

    def __init__(self) -> None:
        self.status: dict[str, object] = {"state": "good", "break_until": None, "snoozed_until": None}
        self.orders: list[tuple[str, dict[str, object]]] = []
        self.looks = 0

    def handle(self, request: Request) -> dict[str, object]:
        if request.command == "status":
            self.looks += 1
            return self.status
        if request.command == "answer" and not self.status["snoozed_until"]:
            self.status = {**self.status, "break_until": time.time() + 300.0}
        self.orders.append((request.command, dict(request.arguments)))
        return {}

    def follow_a_break(self, paths: Paths, *, meanwhile: dict[str, object] | None = None) -> list[str]:
        """The orders of a whole break; ``meanwhile`` is what the user changes in it."""
        with Quiet(paths):
            wait_for(lambda: bool(self.orders), what="the order")
            self.status = {**self.status, **(meanwhile or {})}
        return [command for command, _ in self.orders]


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    found = Asked()
    with ControlServer(paths_below(tmp_path).runtime_folder, found.handle):
        yield found


def test_a_running_monitor_is_told_that_a_break_is_taken_and_that_it_is_over(tmp_path: Path, asked: Asked) -> None:
    assert asked.follow_a_break(paths_below(tmp_path)) == ["answer", "resume"]
    assert asked.orders[0] == ("answer", {"choice": "break"})


def test_quiet_is_over_with_the_last_stage_however_long_the_window_stays_and_the_camera_is_given_back(
    tmp_path: Path, asked: Asked
) -> None:
    with Quiet(paths_below(tmp_path)) as quiet:
        wait_for(lambda: bool(asked.orders), what="the order")
        asked.status = {**asked.status, "state": "paused", "lent": True}
        Led(TUCK, over=quiet.end).leading.skip()
        wait_for(lambda: asked.looks > 2, what="looking whether the camera is back")
        asked.status = {**asked.status, "state": "good", "lent": False}
        wait_for(lambda: len(asked.orders) > 1, what="the end of the quiet")
    assert [command for command, _ in asked.orders] == ["answer", "resume"]


@pytest.mark.parametrize("own", ["snoozed_until", "break_until"])
def test_quiet_that_the_user_asked_for_before_goes_on(tmp_path: Path, asked: Asked, own: str) -> None:
    asked.status[own] = time.time() + 120.0
    assert asked.follow_a_break(paths_below(tmp_path)) == ["answer"]


@pytest.mark.parametrize(
    "meanwhile", [{"state": "paused"}, {"state": "locked"}, {"snoozed_until": 9e9, "break_until": None}]
)
def test_quiet_that_the_user_asks_for_in_the_break_goes_on(
    tmp_path: Path, asked: Asked, meanwhile: dict[str, object]
) -> None:
    assert asked.follow_a_break(paths_below(tmp_path), meanwhile=meanwhile) == ["answer"]


def test_a_short_snooze_that_is_made_in_a_long_break_goes_on_after_it(
    tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "QUIET_AGAIN_S", 0.02)
    with Quiet(paths_below(tmp_path)):
        wait_for(lambda: len(asked.orders) > 1, what="being told again")
        asked.status = {**asked.status, "break_until": None, "snoozed_until": time.time() + 120.0}
        told = len(asked.orders)
        wait_for(lambda: len(asked.orders) > told + 1, what="being told again")
        asked.status = {**asked.status, "break_until": time.time() + 300.0, "snoozed_until": None}
    assert "resume" not in [command for command, _ in asked.orders]


def test_a_monitor_that_starts_in_the_break_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "NOT_TOLD_S", 0.01)
    heard = threading.Event()

    def handle(_: Request) -> dict[str, object]:
        heard.set()
        return {}

    paths = paths_below(tmp_path)
    with Quiet(paths), ControlServer(paths.runtime_folder, handle):
        assert heard.wait(10)


def test_without_a_monitor_nobody_is_told(tmp_path: Path) -> None:
    with Quiet(paths_below(tmp_path)):
        pass
