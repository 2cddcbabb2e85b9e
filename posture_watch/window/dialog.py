"""The window: goes from step to step, turns the camera on and off with them, and keeps each decision as it falls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from posture_watch.core.calibration import Refused
from posture_watch.errors import UserError
from posture_watch.texts import retold, text
from posture_watch.window.eyes import GIVE_BACK_S, Eyes
from posture_watch.window.first_run import Choice, FirstRun, find_choices
from posture_watch.window.pages import CameraPage, LoginPage, NotificationPage, Page, PromisePage, UprightPage, say
from posture_watch.window.sight import Said
from posture_watch.window.steps import STEPS, WITH_CAMERA, Step, after, before, number_text, title

LOOK_MS = 50
"""How often the window looks what its threads have found; Ctrl-C is noticed as often."""
LIST_S = 3.0
"""How often cameras are listed anew while one is chosen."""

OpenEyes = Callable[[str, Eyes | None], Eyes]
"""A camera, and the eyes before, which give it back first."""


class WelcomeDialog(QDialog):
    """The first run. ``open_eyes`` looks through a camera."""

    def __init__(self, first_run: FirstRun, open_eyes: OpenEyes) -> None:
        super().__init__()
        self._run = first_run
        self._open_eyes = open_eyes
        self._eyes: Eyes | None = None
        self._before: Eyes | None = None
        self._source = first_run.config.camera.source
        self._step: Step = "promise"
        self._choices: list[Choice] = []
        self._listing = threading.Event()
        self._outcome: list[Said] = []
        self._build()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)
        self._go("promise")

    def let_go(self) -> None:
        """Turn the camera off and give it back to a monitor that lent it, take the test reminder back. Takes a moment;
        may be called again."""
        self._timer.stop()
        self._listing.set()
        self._close_eyes()
        if self._before is not None:
            self._before.close(GIVE_BACK_S)
        self._run.end()

    def _build(self) -> None:
        self.camera, self.upright = CameraPage(), UprightPage()
        self.notification, self.login = NotificationPage(), LoginPage()
        self.pages: dict[Step, Page] = {
            "promise": PromisePage(),
            "camera": self.camera,
            "upright": self.upright,
            "notification": self.notification,
            "login": self.login,
        }
        self._stack = QStackedWidget()
        for step in STEPS:
            self._stack.addWidget(self.pages[step])
        self._title, self._number = QLabel(), QLabel()
        font = self._title.font()
        font.setPointSizeF(1.4 * font.pointSizeF())
        font.setBold(True)
        self._title.setFont(font)
        self._trouble = QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setAccessibleName(text("What went wrong"))
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        column.addWidget(self._trouble)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        column.addWidget(line)
        column.addLayout(self._buttons())
        self._connect()
        self.resize(560, 540)

    def _buttons(self) -> QHBoxLayout:
        self._back, self._next, self._close = QPushButton(), QPushButton(), QPushButton(text("C&lose"))
        self._back.setText(text("&Back"))
        for button, name in ((self._back, "back"), (self._next, "next"), (self._close, "close")):
            button.setObjectName(name)
            button.setAutoDefault(button is not self._close)
        self._close.setAccessibleDescription(text("What was done until now stays; posture-watch welcome comes back."))
        row = QHBoxLayout()
        row.addWidget(self._number)
        row.addStretch()
        row.addWidget(self._close)
        row.addWidget(self._back)
        row.addWidget(self._next)
        return row

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self._go(before(self._step) or self._step))
        self._next.clicked.connect(self._on)
        self._close.clicked.connect(self.reject)
        self.camera.chosen.connect(self._choose)
        self.upright.wanted.connect(self._take)
        self.notification.wanted.connect(self._notify)
        self.login.at_login.setChecked(self._run.starts_at_login())

    def _on(self) -> None:
        """The button that leads on: keeps what was decided on this page."""
        try:
            if self._step == "camera":
                self._run.choose(self._source)
            if self._step == "login":
                self._run.start_at_login(self.login.at_login.isChecked())
                self._run.start_tray()
        except UserError as error:
            self._complain(error)
            return
        following = after(self._step)
        if following is None:
            self.accept()
        else:
            self._go(following)

    def _go(self, step: Step) -> None:
        self._step = step
        page = self.pages[step]
        self._stack.setCurrentWidget(page)
        self._title.setText(title(step))
        self._number.setText(number_text(step))
        self.setWindowTitle(text("{step}: first steps of posture_watch", step=title(step)))
        self._complain(None)
        self._back.setEnabled(before(step) is not None)
        self._next.setText(text("&Finish") if after(step) is None else text("&Next"))
        self._next.setDefault(True)
        if step in WITH_CAMERA:
            self._look_through()
        else:
            self._close_eyes()
        self._focus(page)

    def _focus(self, page: Page) -> None:
        """Tab goes from top to bottom, then through the buttons from the one that leads on."""
        order = page.findChildren(QWidget)
        chain = [widget for widget in order if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
        chain += [self._next, self._back, self._close]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)
        (page.first() or self._next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_through(self) -> None:
        if self._eyes is None:
            self._eyes = self._open_eyes(self._source, self._before)
            self._list_cameras()
        else:
            self._eyes.look_through(self._source)

    def _close_eyes(self) -> None:
        """In a thread, for letting go of a camera may take seconds; the program waits for it at its end."""
        self._before, self._eyes = self._eyes or self._before, None
        if self._before is not None:
            threading.Thread(target=self._before.close, args=(GIVE_BACK_S,), name="close eyes").start()

    def _choose(self, source: str) -> None:
        self._source = source
        self.upright.show_outcome("", kept=False)
        if self._eyes is not None:
            self._eyes.look_through(source)

    def _take(self) -> None:
        if self._eyes is not None:
            self.upright.show_outcome("", kept=False)
            self.upright.begin.setEnabled(False)
            self._eyes.take()

    def _notify(self) -> None:
        self.notification.show_outcome(None)

        def work() -> None:
            try:
                self._outcome.append(self._run.notify())
            except UserError as error:
                self._outcome.append(Said(False, retold(error.message), retold(error.advice)))

        threading.Thread(target=work, name="test notification", daemon=True).start()

    def _list_cameras(self) -> None:
        """In a thread: some systems take seconds for it. It ends with the window, or when the camera goes off."""
        configured, eyes = self._run.config.camera.source, self._eyes

        def work() -> None:
            while True:
                self._choices = find_choices(configured)
                if self._listing.wait(LIST_S) or self._eyes is not eyes:
                    return

        threading.Thread(target=work, name="list cameras", daemon=True).start()

    def _look(self) -> None:
        """What the threads have found since."""
        if self._outcome:
            self.notification.show_outcome(self._outcome.pop())
        if self._choices:
            self.camera.offer(self._choices, self._source)
        if self._eyes is None:
            return
        self.pages[self._step].show_view(self._eyes.newest())
        result = self._eyes.result()
        if isinstance(result, Refused):
            words = text("This will not do yet: {reason}.", reason=retold(result.reason))
            self.upright.show_outcome(f"{words} {retold(result.advice)}", kept=False)
        elif result is not None:
            try:
                self.upright.show_outcome(self._run.keep_upright(result), kept=True)
                self._next.setFocus(Qt.FocusReason.OtherFocusReason)
            except UserError as error:
                self._complain(error)

    def _complain(self, error: UserError | None) -> None:
        words = f"{retold(error.message)} {retold(error.advice)}".strip() if error else ""
        self._trouble.setVisible(bool(words))
        say(self._trouble, words)
