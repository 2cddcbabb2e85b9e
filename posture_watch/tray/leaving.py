"""The ways a tray ends: by signal, with its session, or because the screen went away under it."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QMessageLogContext, QObject, QSocketNotifier, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QSessionManager

_log = logging.getLogger(__name__)

_SCREEN_GONE = "connection broke"
"""Qt's words when X server or compositor are gone. With X11 it leaves its loop; in its sources (not run) Wayland's part
ends the process then and there, so this is the last moment there is."""


class Leaving(QObject):
    """``leave`` is called in Qt's thread for a signal or the session's end, ``let_go`` when there is no time left."""

    def __init__(self, app: QGuiApplication, leave: Callable[[], None], let_go: Callable[[], None]) -> None:
        super().__init__()
        self._leave, self._let_go = leave, let_go
        self._woken, self._waking = socket.socketpair()
        self._waking.setblocking(False)
        # Python runs a handler only between two of its own instructions; Qt's loop has none while nothing happens
        signal.set_wakeup_fd(self._waking.fileno())
        for kind in (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
            signal.signal(kind, _noted)
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._signalled)
        app.commitDataRequest.connect(self._session_ends)
        app.saveStateRequest.connect(_not_again)
        qInstallMessageHandler(self._message)

    def _signalled(self, *_: object) -> None:
        self._woken.recv(64)
        self._leave()

    def _session_ends(self, manager: QSessionManager) -> None:
        _not_again(manager)
        self._leave()

    def _message(self, _kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        _log.info("Qt: %s", words)
        if _SCREEN_GONE in words:
            self._let_go()


def _noted(_number: int, _frame: FrameType | None) -> None:
    """The byte in the wake-up socket says it."""


def _not_again(manager: QSessionManager) -> None:
    """The session must not start us beside what `autostart` starts."""
    manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
