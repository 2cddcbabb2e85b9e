"""The tray itself: puts icon, menu, windows and the attendant together. Nothing here may wait for another process."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.texts import text
from posture_watch.tray.attendant import Attendant, Order
from posture_watch.tray.host import Kind, draws_menu, kind_of_tray
from posture_watch.tray.icons import icon_of
from posture_watch.tray.leaving import Leaving
from posture_watch.tray.menu import PAUSES_S, WINDOWS, Deed, TrayMenu
from posture_watch.tray.programs import run_words, start_apart
from posture_watch.tray.seen import Seen, next_morning, seen_without
from posture_watch.tray.text_window import TextWindow

_log = logging.getLogger(__name__)

LOOK_FOR_HOST_MS = 2000
MENU_OPEN_S = 20.0
"""So long the figures in an opened menu are kept fresh every second."""
_MESSAGE_MS = 8000
AUTOSTART_STATUS = ("autostart", "status", "--json")


def run_tray(paths: Paths) -> int:
    """The tray with its window system, until it ends; the exit code."""
    app = QApplication(["posture-watch"])
    app.setApplicationName("posture-watch")
    app.setApplicationDisplayName("posture_watch")  # Qt adds it to the titles of windows
    app.setDesktopFileName("posture-watch")
    app.setQuitOnLastWindowClosed(False)
    return Tray(app, paths).run()


class Tray(QObject):
    """``run`` returns when the user quits or the session ends."""

    _changed = Signal(object)
    _said = Signal(str, str)
    _done = Signal(object)

    def __init__(self, app: QApplication, paths: Paths) -> None:
        super().__init__()
        self._app, self._paths = app, paths
        self._seen: Seen = seen_without("starting")
        self._menu = TrayMenu(self._choose)
        self._icon: QSystemTrayIcon | None = None
        self._kind: Kind = "none"
        self._why: TextWindow | None = None
        self._report: TextWindow | None = None
        self._attendant = Attendant(paths, self._changed.emit, self._told)
        self._changed.connect(self._show)
        self._said.connect(self._say)
        self._done.connect(_call)
        self._menu.menu.aboutToShow.connect(self._menu_opens)
        self._menu.menu.aboutToHide.connect(lambda: self._menu.show_to(panel=draws_menu(self._kind)))
        self._leaving = Leaving(app, self._quit, self._attendant.let_go)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_for_host)
        self._menu.show(self._seen)

    def run(self) -> int:
        """Until the end; the exit code."""
        newcomer = _is_newcomer(self._paths)  # before the monitor makes the log
        self._attendant.start()
        if newcomer:
            self._open_apart("welcome")
        self._timer.start(LOOK_FOR_HOST_MS)
        self._look_for_host()
        if self._icon is None:
            _log.info("no tray yet; the monitor is kept all the same")
        self._aside(AUTOSTART_STATUS, self._autostart_found)
        code = self._app.exec()
        self._timer.stop()
        if self._icon is not None:
            self._icon.hide()
            self._app.processEvents()
        self._attendant.close()
        return code

    def _look_for_host(self) -> None:
        kind = kind_of_tray()
        if kind in ("none", self._kind):
            return
        if kind == "usual":
            self._timer.stop()  # an icon of this kind comes back by itself with its panel
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        self._kind = kind
        self._menu.show_to(panel=draws_menu(kind))
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu.menu)
        self._icon.activated.connect(self._activated)
        self._show(self._seen)
        self._icon.show()
        _log.info("a tray of the %s kind is there", kind)

    def _show(self, seen: Seen) -> None:
        self._seen = seen
        self._menu.show(seen)
        if self._icon is not None:
            self._icon.setIcon(icon_of(seen.shown, seen.camera_on))
            self._icon.setToolTip(seen.tooltip)
        if self._why is not None and self._why.isVisible():
            self._why.refresh(why_words(seen))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """A plain click opens the menu, too, where the desktop leaves that to us."""
        if reason == QSystemTrayIcon.ActivationReason.Trigger and self._icon is not None:
            self._menu.show_to(panel=False)
            self._menu.menu.popup(self._icon.geometry().center())

    def _menu_opens(self) -> None:
        self._attendant.look_closely(MENU_OPEN_S)
        self._menu.show_time(datetime.now().astimezone())
        self._aside(AUTOSTART_STATUS, self._autostart_found)

    def _choose(self, deed: Deed) -> None:
        if deed in PAUSES_S:
            self._attendant.order("pause", seconds=PAUSES_S[deed])
            return
        if deed in WINDOWS:
            self._open_apart(*WINDOWS[deed])
            return
        deeds: dict[str, Callable[[], None]] = {
            "pause_tomorrow": self._pause_until_tomorrow,
            "resume": lambda: self._attendant.order("resume"),
            "snooze": lambda: self._attendant.order("snooze"),
            "break": lambda: self._attendant.order("answer", choice="break"),
            "break_now": lambda: self._attendant.order("answer", choice="break"),
            "snooze_this": lambda: self._attendant.order("answer", choice="snooze"),
            "not_now": lambda: self._attendant.order("answer", choice="not_now"),
            "wrong": lambda: self._attendant.order("answer", choice="wrong"),
            "late_wrong": lambda: self._attendant.order("answer", choice="wrong"),
            "recalibrate": lambda: self._attendant.order("recalibrate"),
            "gentle_end": lambda: self._aside(("gentle", "0"), lambda words: self._say("posture_watch", words.strip())),
            "start": self._attendant.start_monitor,
            "why": self._open_why,
            "report": lambda: self._aside(("report",), self._open_report),
            "settings": self._open_settings,
            "welcome": lambda: self._open_apart("welcome"),
            "autostart": self._set_autostart,
            "quit": self._quit,
        }
        deeds[deed]()

    def _pause_until_tomorrow(self) -> None:
        now = datetime.now().astimezone()
        self._attendant.order("pause", seconds=(next_morning(now) - now).total_seconds())

    def _told(self, order: Order, words: str, refused: bool) -> None:
        """In the attendant's thread. What an order does is seen at the icon; what it does not do has to be said."""
        if refused or order.command == "recalibrate":
            self._said.emit("posture_watch", words)

    def _say(self, title: str, words: str) -> None:
        if self._icon is not None and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, words, icon_of(self._seen.shown, False), _MESSAGE_MS)

    def _open_why(self) -> None:
        if self._why is None or not self._why.isVisible():  # anew: the language may be another
            introduction = text("What posture_watch sees right now, and how far each rule is from a reminder:")
            self._why = TextWindow(text("Why?"), introduction, icon_of("good", False))
        self._attendant.look_closely(MENU_OPEN_S)
        self._why.show_words(why_words(self._seen))

    def _open_report(self, words: str) -> None:
        if self._report is None or not self._report.isVisible():
            title, introduction = text("Today"), text("Today so far:")
            self._report = TextWindow(title, introduction, icon_of("good", False), fixed_width=True)
        self._report.show_words(words)

    def _open_settings(self) -> None:
        if self._paths.config_file.exists():
            self._open_file(self._paths.config_file)
        else:
            self._aside(("config", "init"), lambda _words: self._open_file(self._paths.config_file))

    def _open_file(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._say("posture_watch", text("No program opens the settings. They are in {path}", path=path))

    def _open_apart(self, *words: str) -> None:
        try:
            start_apart(*words)
        except OSError as error:
            self._say("posture_watch", str(error))

    def _set_autostart(self) -> None:
        action = "enable" if self._menu.autostart_wanted else "disable"
        self._aside(("autostart", action, "--json"), self._autostart_set)

    def _autostart_set(self, words: str) -> None:
        self._autostart_found(words)
        self._say("posture_watch", str(_object(words).get("text", "")))

    def _autostart_found(self, words: str) -> None:
        enabled = _object(words).get("enabled")
        self._menu.show_autostart(enabled if isinstance(enabled, bool) else None)

    def _aside(self, words: tuple[str, ...], then: Callable[[str], None]) -> None:
        """Run one of our commands in a thread; what it printed goes to ``then``, here. A failure is said."""

        def work() -> None:
            try:
                ran = run_words(*words)
            except UserError as error:
                tell(self._said, "posture_watch", str(error))
                return
            if ran.code and not ran.out:
                tell(self._said, "posture_watch", ran.err.strip())
            else:
                tell(self._done, lambda: then(ran.out))

        threading.Thread(target=work, name=words[0], daemon=True).start()

    def _quit(self) -> None:
        self._app.quit()


def _is_newcomer(paths: Paths) -> bool:
    """Whether this is the first start of all: the first steps come by themselves, once."""
    if any(file.exists() for file in (paths.welcomed_file, paths.config_file, paths.database_file)):
        return False
    with contextlib.suppress(OSError):  # a full disk only means that they come again
        paths.welcomed_file.touch(mode=0o600)
    return True


def tell(signal: SignalInstance, *words: object) -> None:
    """From a thread that may outlive the tray: who quits while a command runs is not told how it went."""
    with contextlib.suppress(RuntimeError):  # "Signal source has been deleted"
        signal.emit(*words)


def _call(work: Callable[[], None]) -> None:
    work()


def why_words(seen: Seen) -> str:
    """All that is known, in sentences."""
    lines = [seen.headline, seen.today, seen.camera, *seen.notes, "", *seen.why]
    return "\n".join(line for index, line in enumerate(lines) if line or index == len(seen.notes) + 3)


def _object(words: str) -> dict[str, Any]:
    try:
        found: Any = json.loads(words)
    except ValueError:
        return {}
    return cast(dict[str, Any], found) if isinstance(found, dict) else {}
