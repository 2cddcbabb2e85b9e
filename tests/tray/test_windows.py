"""Menu and windows without a screen: what they say, and that keyboard and screen reader reach all of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import datetime

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="the tray needs PySide6 and its libraries", exc_type=ImportError)

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, qInstallMessageHandler, qWarning
from PySide6.QtGui import QAction, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QPushButton

from posture_watch.command_line import build_parser
from posture_watch.texts import use_language
from posture_watch.tray.app import tell, why_words
from posture_watch.tray.leaving import Leaving
from posture_watch.tray.menu import WINDOWS, Deed, TrayMenu
from posture_watch.tray.seen import seen_of, seen_without
from posture_watch.tray.text_window import TextWindow
from tests.desktop_session import wait_for
from tests.offscreen import offscreen
from tests.tray.fake_monitor import GOOD

NOW = datetime(2026, 3, 2, 14, 0).astimezone()
REMINDER = {"number": 1, "kind": "slump", "title": "Time to change position", "message": "Stand up."}


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[QApplication]:
    with offscreen() as application:
        yield application


class Menu:
    """The menu, and what was chosen in it."""

    def __init__(self) -> None:
        self.chosen: list[Deed] = []
        self.tray = TrayMenu(self.chosen.append)

    def shown(self) -> dict[str, QAction]:
        """By their words without mnemonics, those of submenus too."""
        return {action.text().replace("&", ""): action for action in _actions(self.tray.menu) if action.isVisible()}

    def enabled(self) -> set[str]:
        return {words for words, action in self.shown().items() if action.isEnabled() and words}


def _actions(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        found.append(action)
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += _actions(inner)
    return found


def test_the_menu_says_what_is_seen_and_offers_what_makes_sense() -> None:
    menu = Menu()
    menu.tray.show(seen_of(GOOD, NOW))
    shown = list(menu.shown())
    assert shown[:3] == ["Sitting well", GOOD["today"]["text"], "Camera on · Fake camera"]
    assert {"Pause", "For 15 min", "Snooze reminders", "Take a break now", "Quit"} <= menu.enabled()
    assert not {"Resume watching", "Start watching", "Not now"} & set(shown)


def test_a_snooze_can_be_ended_and_a_reminder_that_is_gone_called_wrong_while_that_makes_sense() -> None:
    menu = Menu()
    menu.tray.show(seen_of({**GOOD, "snoozed_until": NOW.timestamp() + 60, "may_be_wrong": True}, NOW))
    assert {"Resume reminders", "The last reminder was wrong"} <= menu.enabled()
    menu.shown()["The last reminder was wrong"].trigger()
    assert menu.chosen == ["late_wrong"]
    menu.tray.show(seen_of({**GOOD, "may_be_wrong": True, "reminder": REMINDER}, NOW))
    assert not {"Resume reminders", "The last reminder was wrong"} & set(menu.shown())


def test_a_pause_can_only_be_ended() -> None:
    menu = Menu()
    menu.tray.show(seen_of({**GOOD, "state": "paused"}, NOW))
    assert "Resume watching" in menu.enabled()
    assert not {"Snooze reminders", "Take a break now"} & menu.enabled()


def test_a_reminder_has_its_choices_at_the_top_and_only_there() -> None:
    menu = Menu()
    menu.tray.show(seen_of({**GOOD, "reminder": REMINDER, "snoozes_left": 0}, NOW))
    shown = list(menu.shown())
    assert shown.index("Time to change position: Stand up.") < shown.index("Not now") < shown.index("Pause")
    assert {"I take a break", "Not now", "Wrong, I sit well"} <= menu.enabled()
    assert "Snooze 10 min" not in menu.enabled(), "it was put off twice already"
    assert not {"Snooze reminders", "Take a break now"} & set(shown)


def test_without_a_monitor_the_rest_still_works() -> None:
    menu = Menu()
    menu.tray.show(seen_without("stopped"))
    assert {"Start watching", "Today's report", "Settings file", "Quit"} <= menu.enabled()
    assert not {"Pause", "Snooze reminders", "Recalibrate: sit well for a moment"} & menu.enabled()
    menu.tray.show(seen_without("mistake", "config.toml, line 3: R&D expected a number"))
    assert "config.toml, line 3: RD expected a number" in menu.shown()


PROBLEM = (
    "settings not taken up, the last good ones hold: The config file /home/me/.config/my_own/config.toml has 2 "
    "problems:\n  /home/me/.config/my_own/config.toml:2: rules.forward_head.period_s: expected a known key of "
    "[rules.forward_head], found an unknown one\n  and another"
)


def test_a_long_note_has_two_lines_and_is_whole_in_the_window() -> None:
    menu = Menu()
    seen = seen_of({**GOOD, "problems": [PROBLEM, "Another."]}, NOW)
    menu.tray.show(seen)
    lines = [action for action in menu.tray.menu.actions() if action.isVisible()][3:6]
    shown = " ".join(action.text().strip() for action in lines[:2])
    assert "config.toml:2: rules.forward_head.period_s: expected" in shown, "the cause"
    assert shown.endswith("…")
    assert [action.toolTip() for action in lines[:2]] == [PROBLEM] * 2
    assert lines[2].text() == "Another."
    assert PROBLEM in why_words(seen)
    menu.tray.show(seen_of(GOOD, NOW))
    assert "Another." not in menu.shown()


def test_signs_that_mark_letters_are_told_to_who_draws_the_menu_in_its_way() -> None:
    menu = Menu()
    menu.tray.show(seen_of({**GOOD, "problems": ["period_s: Q&A & R_D"]}, NOW))
    note = menu.tray.menu.actions()[3]
    assert note.text() == "period_s: Q&&A && R_D"
    menu.tray.show_to(panel=True)
    assert note.text() == "period\u02cds: Q&&A & R\u02cdD"
    menu.tray.show_to(panel=False)
    assert note.text() == "period_s: Q&&A && R_D"


def test_every_word_of_the_menu_changes_with_the_language() -> None:
    menu = Menu()
    menu.tray.show(seen_of({**GOOD, "reminder": REMINDER}, NOW))
    menu.tray.show_time(NOW)
    english = set(menu.shown())
    try:
        use_language("de")
        menu.tray.show(seen_of({**GOOD, "reminder": REMINDER}, NOW))
        assert {"Beobachtung anhalten", "Bis morgen (06:00)", "Beenden"} <= set(menu.shown())
        assert english & set(menu.shown()) <= {"", GOOD["today"]["text"]}, "the figures are the monitor's own"
    finally:
        use_language("en")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "seen", [{**GOOD, "reminder": REMINDER}, GOOD, {**GOOD, "state": "paused", "snoozed_until": 1}]
)
def test_every_entry_has_words_and_a_letter_of_its_own(language: str, seen: dict[str, object]) -> None:
    menu = Menu()
    try:
        use_language(language)
        menu.tray.show(seen_of({**seen, "gentle_until": NOW.timestamp() + 86_400}, NOW))
        for level in (menu.tray.menu, *[a.menu() for a in menu.tray.menu.actions() if isinstance(a.menu(), QMenu)]):
            assert isinstance(level, QMenu)
            entries = [a.text() for a in level.actions() if a.isVisible() and "&" in a.text()]
            letters = [words[words.index("&") + 1].lower() for words in entries]
            assert len(entries) >= 4
            assert sorted(set(letters)) == sorted(letters), entries
    finally:
        use_language("en")


def test_every_entry_does_what_it_says() -> None:
    menu = Menu()
    menu.tray.show(seen_of({**GOOD, "reminder": REMINDER}, NOW))
    for action in _actions(menu.tray.menu):
        action.setEnabled(True)
        if action.text() and not isinstance(action.menu(), QMenu):
            action.trigger()
    named = {"break", "snooze_this", "not_now", "wrong", "pause_15", "pause_30", "pause_60", "pause_tomorrow", "resume",
             "snooze", "break_now", "late_wrong", "recalibrate", "why", "report", "settings", "welcome", "autostart",
             "start", "quit", "guide_1", "guide_3", "guide_5", "breathe", "note_spasm", "note_pain", "help_now",
             "diary", "gentle_end"}  # fmt: skip
    assert set(menu.chosen) == named


def test_until_tomorrow_says_when() -> None:
    menu = Menu()
    menu.tray.show(seen_of(GOOD, NOW))
    menu.tray.show_time(NOW)
    assert "Until tomorrow (06:00)" in menu.shown()


def test_start_at_login_shows_what_is_so() -> None:
    menu = Menu()
    menu.tray.show(seen_of(GOOD, NOW))
    assert "Start at login" not in menu.enabled(), "it is not known yet"
    menu.tray.show_autostart(True)
    assert menu.shown()["Start at login"].isChecked()
    assert "Start at login" in menu.enabled()


def test_a_window_can_be_read_walked_through_and_closed_by_keyboard() -> None:
    window = TextWindow("Why?", "What it sees:", QIcon())
    window.show_words("Sitting well.")
    assert window.words == "Sitting well."
    words, close = window.findChild(QPlainTextEdit), window.findChild(QPushButton)
    assert isinstance(words, QPlainTextEdit)
    assert isinstance(close, QPushButton)
    assert (window.accessibleName(), words.accessibleName()) == ("Why?", "What it sees:")
    assert words.hasFocus() or window.focusWidget() is words
    assert words.tabChangesFocus()
    assert words.nextInFocusChain() is not None
    QTest.keyClick(words, Qt.Key.Key_Tab)
    assert window.focusWidget() is close
    QTest.keyClick(close, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_last_words_of_the_window_system_are_heard(app: QApplication) -> None:
    heard: list[str] = []
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    leaving = Leaving(app, lambda: heard.append("leave"), lambda: heard.append("let go"))
    try:
        qWarning("QFont::setPointSize: Point size <= 0")
        assert heard == []
        qWarning("The Wayland connection broke. Did the Wayland compositor die?")
        assert heard == ["let go"]
        signal.raise_signal(signal.SIGTERM)
        wait_for(lambda: app.processEvents() or "leave" in heard, what="the signal")
    finally:
        qInstallMessageHandler(None)
        leaving.deleteLater()
        signal.set_wakeup_fd(-1)
        for kind, handler in before.items():
            signal.signal(kind, handler)


def test_new_words_do_not_take_the_readers_place() -> None:
    window = TextWindow("t", "i", QIcon())
    window.show_words("\n".join(f"line {number}" for number in range(200)))
    words = window.findChild(QPlainTextEdit)
    assert isinstance(words, QPlainTextEdit)
    words.verticalScrollBar().setValue(50)
    window.refresh("\n".join(f"row {number}" for number in range(200)))
    assert words.verticalScrollBar().value() == 50
    assert window.words.startswith("row 0")
    words.selectAll()
    window.refresh("something else")
    assert window.words.startswith("row 0"), "somebody is about to copy it"
    window.close()


def test_what_opens_a_window_names_a_command_that_there_is() -> None:
    for words in WINDOWS.values():
        options = build_parser().parse_args(words)
        assert options.window


def test_gentler_days_can_be_ended_only_while_there_are_some() -> None:
    menu = Menu()
    menu.tray.show(seen_of(GOOD, NOW))
    assert "End the gentler days" not in menu.shown()
    menu.tray.show(seen_of({**GOOD, "state": "gentle", "gentle_until": NOW.timestamp() + 86_400}, NOW))
    assert "End the gentler days" in menu.shown()
    assert any("Gentler days until the end of" in words for words in menu.shown())


class Teller(QObject):
    said = Signal(str)


def test_a_command_that_ends_after_the_tray_tells_nobody() -> None:
    heard: list[str] = []
    teller = Teller()
    teller.said.connect(heard.append)
    tell(teller.said, "done")
    said = teller.said
    shiboken6.delete(teller)
    tell(said, "too late")
    assert heard == ["done"]
