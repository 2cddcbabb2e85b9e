"""The menu: built once, then only its words and what can be chosen change, so that it never moves under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from posture_watch.texts import text
from posture_watch.tray.seen import Seen, next_morning

Deed = Literal[
    "break", "snooze_this", "not_now", "wrong", "pause_15", "pause_30", "pause_60", "pause_tomorrow", "resume",
    "snooze", "break_now", "late_wrong", "recalibrate", "why", "report", "settings", "welcome", "autostart", "start",
    "quit",
]  # fmt: skip
"""What can be chosen."""

PAUSES_S: dict[Deed, float] = {"pause_15": 900.0, "pause_30": 1800.0, "pause_60": 3600.0}
MOST_NOTES = 3
_LONGEST_LINE = 80


class TrayMenu:
    """``choose`` is called with what was chosen. ``menu`` is the window system's object."""

    def __init__(self, choose: Callable[[Deed], None]) -> None:
        self.menu = QMenu()
        self.menu.setToolTipsVisible(True)
        self._choose = choose
        self._deeds: dict[Deed, QAction] = {}
        self._notes: list[QAction] = []
        self._build()

    def _build(self) -> None:
        self._headline = self._line("why")
        self._today = self._line("report")
        self._camera = self._line(None)
        self._notes = [self._line(None) for _ in range(MOST_NOTES)]
        self._build_reminder()
        self.menu.addSeparator()
        self._build_pause()
        self._add(self.menu, "resume", "")
        self._add(self.menu, "start", text("&Start watching"))
        self._add(self.menu, "snooze", text("S&nooze reminders"))
        self._add(self.menu, "break_now", text("Take a &break now"))
        self._add(self.menu, "late_wrong", text("The last reminder was wrong"))
        self._add(self.menu, "recalibrate", text("Re&calibrate: sit well for a moment"))
        self.menu.addSeparator()
        self._add(self.menu, "why", text("&Why? What it sees right now"))
        self._add(self.menu, "report", text("&Today's report"))
        self._add(self.menu, "settings", text("S&ettings file"))
        self._add(self.menu, "welcome", text("&First steps…"))
        self._add(self.menu, "autostart", text("Start at &login"))
        self._deeds["autostart"].setCheckable(True)
        self._deeds["autostart"].setEnabled(False)
        self.menu.addSeparator()
        self._add(self.menu, "quit", text("&Quit"))

    def _build_reminder(self) -> None:
        self._reminder = [
            self.menu.addSeparator(),
            self._line("why"),
            self._add(self.menu, "break", text("I take a brea&k")),
            self._add(self.menu, "snooze_this", ""),
            self._add(self.menu, "not_now", text("N&ot now")),
            self._add(self.menu, "wrong", text("Wron&g, I sit well")),
        ]

    def _build_pause(self) -> None:
        self._pause = self.menu.addMenu(text("&Pause"))
        self._add(self._pause, "pause_15", text("For &15 min"))
        self._add(self._pause, "pause_30", text("For &30 min"))
        self._add(self._pause, "pause_60", text("For an &hour"))
        self._add(self._pause, "pause_tomorrow", text("Until &tomorrow"))

    def _add(self, menu: QMenu, deed: Deed, words: str) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(partial(self._chosen, deed))
        self._deeds[deed] = action
        return action

    def _line(self, deed: Deed | None) -> QAction:
        """A line that says something; one with a ``deed`` can be chosen to hear more."""
        action = self.menu.addAction("")
        action.setVisible(False)
        if deed is None:
            action.setEnabled(False)
        else:
            action.triggered.connect(partial(self._chosen, deed))
        return action

    def _chosen(self, deed: Deed, _checked: bool = False) -> None:
        self._choose(deed)

    def show(self, seen: Seen) -> None:
        """Say what ``seen`` says."""
        _say(self._headline, seen.headline)
        _say(self._today, seen.today)
        _say(self._camera, seen.camera)
        for action, note in zip(self._notes, [*seen.notes, *[""] * MOST_NOTES], strict=False):
            _say(action, note)
        self._show_reminder(seen)
        self._deeds["resume"].setVisible(seen.paused or seen.snoozed)
        self._deeds["resume"].setText(text("&Resume watching") if seen.paused else text("&Resume reminders"))
        self._deeds["start"].setVisible(seen.shown == "stopped")
        self._deeds["late_wrong"].setVisible(seen.may_be_wrong)
        for deed in ("snooze", "break_now"):  # an open reminder has choices of its own for these
            self._deeds[deed].setVisible(seen.reminder is None)
        self._pause.menuAction().setEnabled(seen.answering)
        for deed in ("snooze", "break_now", "recalibrate"):
            self._deeds[deed].setEnabled(seen.watching)

    def _show_reminder(self, seen: Seen) -> None:
        for action in self._reminder:
            action.setVisible(seen.reminder is not None)
        if seen.reminder is not None:
            said = f"{seen.reminder.title}: {seen.reminder.message}" if seen.reminder.message else seen.reminder.title
            _say(self._reminder[1], said)
            self._deeds["snooze_this"].setEnabled(seen.reminder.snoozes_left > 0)
            self._deeds["snooze_this"].setText(text("Snoo&ze {time}", time=seen.reminder.snooze))

    def show_time(self, now: datetime) -> None:
        """What depends on the hour; ``now`` is local and aware."""
        words = text("Until &tomorrow ({time})", time=f"{next_morning(now):%H:%M}")
        self._deeds["pause_tomorrow"].setText(words)

    def show_autostart(self, enabled: bool | None) -> None:
        """Whether it starts at login; None: that cannot be told here."""
        self._deeds["autostart"].setEnabled(enabled is not None)
        self._deeds["autostart"].setChecked(bool(enabled))

    @property
    def autostart_wanted(self) -> bool:
        """What the user has just made of the tick."""
        return self._deeds["autostart"].isChecked()


def _say(action: QAction, words: str) -> None:
    """One line, none for no words. An & in it is meant as one."""
    short = " ".join(words.split())
    if len(short) > _LONGEST_LINE:
        short = short[: _LONGEST_LINE - 1].rstrip() + "…"
    action.setText(short.replace("&", "&&"))
    action.setToolTip(words)
    action.setVisible(bool(short))
