"""The person of the day: sits, leaves, pauses, answers reminders and edits the settings, each in its own time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from posture_watch.app import REMINDER
from soaking.desk import Desk
from soaking.told_day import DAY_S, Stretch, stretches

STATUS_EVERY_S = 30.0
"""How often somebody asks for `status`, and looks whether a reminder is there (s)."""
SETTINGS_EVERY_S = 3600.0
SETTINGS = (
    "[reminders]\nsnooze_s = 300\n",
    "[reminders]\nsnooze_s = 'soon'\n",
    "[reminders]\nsnooze_s = 300\nposture_per_hour = 6\n",
    "[silence]\nidle_s = 200\n",
)
"""Files that are written one after the other; the second is broken."""
RECALIBRATES_S = (0.5 * 3600 + 900, 4 * 3600 + 2700)
"""When the upright posture is taken anew, after the beginning of a day (s)."""
ANSWERS = ("click break", "say snooze", "ignore", "click wrong", "say snooze", "sit up", "say not_now", "ignore")
"""What is done about reminders, one after the other."""
SITS_UP_S = 90.0


class Person:
    """Arranges on the desk's clock what happens from now until ``until_s``; ``stops``: then the monitor is stopped."""

    def __init__(self, desk: Desk, until_s: float, *, stops: bool = True) -> None:
        self.statuses = 0
        self.last: Mapping[str, Any] = {}
        self._desk, self._clock, self._until_s = desk, desk.clock, until_s
        self._answered = 0
        self._settings = count()
        now_s = self._clock.passed_s
        for stretch in stretches(until_s):
            if stretch.start_s > now_s:
                self._clock.at(stretch.start_s, lambda stretch=stretch: self._begin(stretch))
            elif stretch.end_s > now_s:
                self._do(stretch)
        for day in range(int(until_s // DAY_S) + 1):
            for moment_s in RECALIBRATES_S:
                if now_s < day * DAY_S + moment_s < until_s:
                    self._clock.at(day * DAY_S + moment_s, lambda: desk.ask("recalibrate"))
        self._clock.at(now_s + STATUS_EVERY_S, self._look_at_status)
        self._clock.at(now_s + SETTINGS_EVERY_S / 2, self._edit_settings)
        if stops:
            self._clock.at(until_s, lambda: desk.ask("stop"))

    def _begin(self, stretch: Stretch) -> None:
        self._do(stretch)
        if stretch.doing == "pause":
            self._desk.ask("pause", seconds=stretch.end_s - stretch.start_s)

    def _do(self, stretch: Stretch) -> None:
        desk, doing = self._desk, stretch.doing
        desk.posture = "slump" if doing == "slump" else "tilt" if doing == "tilt" else "upright"
        if doing in ("away", "locked"):
            desk.posture = None
        desk.busy = doing == "call"
        desk.around = replace(desk.around, locked=doing == "locked", call=doing == "call")

    def _look_at_status(self) -> None:
        self.last = self._desk.ask("status")
        self.statuses += 1
        reminder: Mapping[str, Any] | None = self.last["reminder"]
        if reminder is not None and reminder["number"] != self._answered:
            self._answered = int(reminder["number"])
            self._answer(ANSWERS[self._answered % len(ANSWERS)])
        self._clock.at(self._clock.passed_s + STATUS_EVERY_S, self._look_at_status)

    def _answer(self, answer: str) -> None:
        way, _, word = answer.partition(" ")
        if way == "click":
            self._desk.notifier.press(REMINDER, word)
        elif way == "say":
            self._desk.ask("answer", choice=word)
        elif way == "sit" and self._desk.posture is not None:
            before, self._desk.posture = self._desk.posture, "upright"
            self._clock.at(self._clock.passed_s + SITS_UP_S, lambda: self._sink_again(before))

    def _sink_again(self, before: Any) -> None:
        if self._desk.posture is not None:
            self._desk.posture = before

    def _edit_settings(self) -> None:
        self._desk.paths.config_file.write_text(SETTINGS[next(self._settings) % len(SETTINGS)], encoding="utf-8")
        self._clock.at(self._clock.passed_s + SETTINGS_EVERY_S, self._edit_settings)
