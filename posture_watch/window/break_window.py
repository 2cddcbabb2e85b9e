"""The window of a guided break: drawing, what to do, time and count. Enter goes on, P pauses, Esc ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from posture_watch.commands.guide_lines import numbered
from posture_watch.commands.guide_words import Told
from posture_watch.commands.leading import Leading, Now
from posture_watch.texts import text
from posture_watch.window.break_ring import Ring
from posture_watch.window.exercise_picture import ExercisePicture
from posture_watch.window.pages import say, wrapped

LOOK_MS = 66
"""Smooth enough for a breath; Ctrl-C is noticed as often."""


class BreakWindow(QWidget):
    """Leads through ``leading`` until it is over or closed, then says what was done with ``ending``."""

    def __init__(
        self,
        leading: Leading,
        view: Callable[[Now], Told | None],
        ending: Callable[[Now], Sequence[str]],
        head: str,
    ) -> None:
        super().__init__()
        self._leading, self._view, self._ending = leading, view, ending
        self._over = False
        self.setWindowTitle(head)
        self._build()
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._show(self._leading.now()))
        self._timer.start(LOOK_MS)
        self._show(leading.now())

    def _build(self) -> None:
        self.picture, self.ring = ExercisePicture(), Ring()
        self.place = wrapped("", text("Which of them"))
        self.title = _large(wrapped("", text("Exercise")), 1.5)
        self.order = _large(wrapped("", text("What to do now")), 1.8)
        self.count = _large(wrapped("", text("Repetitions")), 1.2)
        self.steps = _large(wrapped("", text("How it is done")), 1.2, bold=False)
        self.camera = wrapped("", text("What the camera sees"))
        self.following = wrapped("", text("What comes next"))
        for label in (self.order, self.count):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.order)
        beside.addWidget(self.ring, 6)
        beside.addWidget(self.count)
        beside.addStretch(1)
        self.above = QWidget()
        above = QHBoxLayout(self.above)
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self.picture, 7)
        above.addLayout(beside, 3)
        column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.place)
        column.addLayout(head)
        column.addWidget(self.above, 100)
        for label in (self.steps, self.camera, self.following):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            column.addWidget(label)
        column.addStretch()
        column.addLayout(self._buttons())
        self.resize(860, 620)

    def _buttons(self) -> QHBoxLayout:
        self.next = QPushButton(text("&Next"))
        self.pause = QPushButton(text("Stop the &clock"))
        self.end = QPushButton(text("&End"))
        self.next.setDefault(True)
        self.next.clicked.connect(lambda: self._press(self._leading.skip))
        self.pause.clicked.connect(lambda: self._press(self._leading.pause))
        self.end.clicked.connect(self._end_or_close)
        for keys, pressed in (
            ("Return", self.next.click),
            ("Enter", self.next.click),
            ("P", self.pause.click),
            ("Esc", self.end.click),
            ("Ctrl+W", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)
        row = QHBoxLayout()
        row.addWidget(self.pause)
        row.addWidget(self.end)
        row.addStretch()
        row.addWidget(self.next)
        self.next.setFocus()
        return row

    def _press(self, order: Callable[[], Now]) -> None:
        if not self._over:
            self._show(order())

    def _end_or_close(self) -> None:
        if self._over:
            self.close()
        else:
            self._show(self._leading.end())

    def _show(self, now: Now) -> None:
        told = self._view(now)
        if told is None:
            self._show_end(now)
            return
        say(self.place, told.place)
        say(self.title, told.title)
        say(self.order, told.order)
        say(self.count, told.count)
        say(self.steps, "\n".join(numbered(told)))
        say(self.camera, told.camera)
        say(self.following, told.following)
        paused = now.cue is not None and now.cue.paused
        self.next.setText(text("&Begin") if told.intro else text("&Next"))
        self.pause.setText(text("Go &on") if paused else text("Stop the &clock"))
        self.picture.setVisible(bool(told.key))
        self.picture.show_exercise(told.key, told.side)
        self.ring.show_time(told.share, told.left, breathing=told.breathing)

    def _show_end(self, now: Now) -> None:
        if self._over:
            return
        self._over = True
        self._timer.setInterval(4 * LOOK_MS)  # only Ctrl-C is to be noticed
        for widget in (self.above, self.next, self.pause, self.camera, self.following, self.place):
            widget.hide()
        say(self.title, text("That was it."))
        say(self.steps, "\n".join(self._ending(now)))
        self.end.setText(text("&Close"))
        self.end.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """What is under way counts for as long as it was followed."""
        self._timer.stop()
        self._leading.end()
        event.accept()


def _large(label: QLabel, times: float, *, bold: bool = True) -> QLabel:
    font = label.font()
    font.setPointSizeF(times * font.pointSizeF())
    font.setBold(bold)
    label.setFont(font)
    return label
