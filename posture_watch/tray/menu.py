"""The menu: built once, then only its words and what can be chosen change, so that it never moves under the pointer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from textwrap import wrap
from typing import Literal

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from posture_watch.texts import text
from posture_watch.tray.seen import Seen, next_morning, seen_without

Deed = Literal[
    "break", "snooze_this", "not_now", "wrong", "pause_15", "pause_30", "pause_60", "pause_tomorrow", "resume",
    "snooze", "break_now", "late_wrong", "recalibrate", "guide_1", "guide_3", "guide_5", "breathe", "note_spasm",
    "note_pain", "help_now", "diary", "gentle_end", "why", "report", "settings", "welcome", "autostart", "start",
    "quit",
]  # fmt: skip
"""What can be chosen."""

PAUSES_S: dict[Deed, float] = {"pause_15": 900.0, "pause_30": 1800.0, "pause_60": 3600.0}
WINDOWS: dict[Deed, tuple[str, ...]] = {
    "guide_1": ("break", "1", "--window"),
    "guide_3": ("break", "3", "--window"),
    "guide_5": ("break", "5", "--window"),
    "breathe": ("breathe", "--window"),
    "note_spasm": ("spasm", "--window"),
    "note_pain": ("spasm", "--pain", "--window"),
    "help_now": ("help-now", "--window"),
    "diary": ("diary", "--window"),
}
"""What opens a window of its own, and the command that does."""
MOST_NOTES = 3
_LINES_OF_NOTE = 2
_LONGEST_LINE = 80
_LIKE_UNDERSCORE = "\u02cd"
_FOLDERS = re.compile(r"(?<!\S)(?:[A-Za-z]:)?[/\\](?:[^\s/\\:]+[/\\]){2,}")


class TrayMenu:
    """``choose`` is called with what was chosen. ``menu`` is the window system's object."""

    def __init__(self, choose: Callable[[Deed], None]) -> None:
        self.menu = QMenu()
        self.menu.setToolTipsVisible(True)
        self._choose = choose
        self._deeds: dict[Deed, QAction] = {}
        self._sent = False
        self._morning = ""
        self._seen = seen_without("starting")
        self._build()

    def _build(self) -> None:
        self._headline = self._line("why")
        self._today = self._line("report")
        self._camera = self._line(None)
        self._notes = [self._line(None) for _ in range(MOST_NOTES * _LINES_OF_NOTE)]
        self._reminder = [self.menu.addSeparator(), self._line("why")]
        self._reminder += [self._add(self.menu, deed) for deed in ("break", "snooze_this", "not_now", "wrong")]
        self.menu.addSeparator()
        self._pause = self.menu.addMenu("")
        for deed in ("pause_15", "pause_30", "pause_60", "pause_tomorrow"):
            self._add(self._pause, deed)
        for deed in ("resume", "start", "snooze", "break_now", "late_wrong", "recalibrate"):
            self._add(self.menu, deed)
        self.menu.addSeparator()
        self._guide = self.menu.addMenu("")
        for deed in ("guide_1", "guide_3", "guide_5", "breathe"):
            self._add(self._guide, deed)
        self._hurts = self.menu.addMenu("")
        for deed in ("note_spasm", "note_pain", "help_now", "diary", "gentle_end"):
            self._add(self._hurts, deed)
        self.menu.addSeparator()
        for deed in ("why", "report", "settings", "welcome", "autostart"):
            self._add(self.menu, deed)
        self._deeds["autostart"].setCheckable(True)
        self._deeds["autostart"].setEnabled(False)
        self.menu.addSeparator()
        self._add(self.menu, "quit")

    def _name(self) -> None:
        """In the language of now."""
        self._pause.setTitle(text("&Pause"))
        self._guide.setTitle(text("Guide&d break"))
        self._hurts.setTitle(text("Spas&m or pain"))
        tomorrow = text("Until &tomorrow ({time})", time=self._morning) if self._morning else text("Until &tomorrow")
        self._deeds["pause_tomorrow"].setText(tomorrow)
        for deed, words in _names().items():
            self._deeds[deed].setText(words)

    def _add(self, menu: QMenu, deed: Deed) -> QAction:
        action = menu.addAction("")
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
        """Say what ``seen`` says, in the language of now."""
        self._seen = seen
        self._name()
        self._say(self._headline, seen.headline)
        self._say(self._today, seen.today)
        self._say(self._camera, seen.camera)
        lines = [(line, note) for note in seen.notes[:MOST_NOTES] for line in _wrapped(note, _LINES_OF_NOTE)]
        none = [("", "")] * len(self._notes)
        for action, (line, note) in zip(self._notes, [*lines, *none], strict=False):
            self._say_line(action, line, note)
        self._show_reminder(seen)
        self._deeds["resume"].setVisible(seen.paused or seen.snoozed)
        self._deeds["resume"].setText(text("&Resume watching") if seen.paused else text("&Resume reminders"))
        self._deeds["start"].setVisible(seen.shown == "stopped")
        self._deeds["late_wrong"].setVisible(seen.may_be_wrong)
        self._deeds["gentle_end"].setVisible(seen.gentle)
        for deed in ("snooze", "break_now"):  # an open reminder has choices of its own for these
            self._deeds[deed].setVisible(seen.reminder is None)
        self._pause.menuAction().setEnabled(seen.answering)
        for deed in ("snooze", "break_now", "recalibrate"):
            self._deeds[deed].setEnabled(seen.watching)

    def _say(self, action: QAction, words: str) -> None:
        self._say_line(action, "".join(_wrapped(words, 1)), words)

    def _say_line(self, action: QAction, line: str, whole: str) -> None:
        """``line`` is what there is room for of the ``whole``; an empty one is not shown."""
        action.setText(_literal(line, sent=self._sent))
        action.setToolTip(whole)
        action.setVisible(bool(line))

    def _show_reminder(self, seen: Seen) -> None:
        for action in self._reminder:
            action.setVisible(seen.reminder is not None)
        if seen.reminder is not None:
            said = f"{seen.reminder.title}: {seen.reminder.message}" if seen.reminder.message else seen.reminder.title
            self._say(self._reminder[1], said)
            self._deeds["snooze_this"].setEnabled(seen.reminder.snoozes_left > 0)
            self._deeds["snooze_this"].setText(text("Snoo&ze {time}", time=seen.reminder.snooze))

    def show_to(self, *, panel: bool) -> None:
        """Whether a ``panel`` draws what is sent to it, or Qt itself: they read _ differently."""
        if panel != self._sent:
            self._sent = panel
            self.show(self._seen)

    def show_time(self, now: datetime) -> None:
        """What depends on the hour; ``now`` is local and aware."""
        self._morning = f"{next_morning(now):%H:%M}"
        self._name()

    def show_autostart(self, enabled: bool | None) -> None:
        """Whether it starts at login; None: that cannot be told here."""
        self._deeds["autostart"].setEnabled(enabled is not None)
        self._deeds["autostart"].setChecked(bool(enabled))

    @property
    def autostart_wanted(self) -> bool:
        """What the user has just made of the tick."""
        return self._deeds["autostart"].isChecked()


def _names() -> dict[Deed, str]:
    """Of the entries whose words depend on nothing else."""
    return {
        "break": text("I take a brea&k"),
        "not_now": text("N&ot now"),
        "wrong": text("Wron&g, I sit well"),
        "pause_15": text("For &15 min"),
        "pause_30": text("For &30 min"),
        "pause_60": text("For an &hour"),
        "start": text("&Start watching"),
        "snooze": text("S&nooze reminders"),
        "break_now": text("Take a &break now"),
        "late_wrong": text("The last reminder was wrong"),
        "recalibrate": text("Re&calibrate: sit well for a moment"),
        "guide_1": text("&1 minute"),
        "guide_3": text("&3 minutes"),
        "guide_5": text("&5 minutes"),
        "breathe": text("&Breathe slowly"),
        "note_spasm": text("&Note a spasm…"),
        "note_pain": text("Note &pain…"),
        "help_now": text("What may &help now"),
        "diary": text("&Diary…"),
        "gentle_end": text("&End the gentler days"),
        "why": text("&Why? What it sees right now"),
        "report": text("&Today's report"),
        "settings": text("S&ettings file"),
        "welcome": text("&First steps…"),
        "autostart": text("Start at &login"),
        "quit": text("&Quit"),
    }


def _wrapped(words: str, most: int) -> list[str]:
    """At most so many lines, of a file only its name: a menu has no room for more, the Why? window has."""
    short = " ".join(_FOLDERS.sub("", words).split())
    indent = "    "
    return wrap(short, _LONGEST_LINE, max_lines=most, placeholder="…", subsequent_indent=indent, break_on_hyphens=False)


def _literal(words: str, *, sent: bool) -> str:
    """Every & and _ of ``words`` is meant as one. Qt sends a menu with its first & as the _ that marks a letter there,
    and leaves all other signs to the panel. A _ that is written twice, as the bus has it, is lost in GTK while letters
    are not underlined (seen with 3.24), so a sign that looks like it is sent."""
    if sent:
        return words.replace("_", _LIKE_UNDERSCORE).replace("&", "&&", 1)
    return words.replace("&", "&&")
