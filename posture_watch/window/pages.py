"""One page a step. A page shows what it is told and tells what was pressed; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posture_watch.texts import text
from posture_watch.window.eyes import View
from posture_watch.window.first_run import Choice
from posture_watch.window.preview import Preview
from posture_watch.window.sight import Said
from posture_watch.window.steps import Step, lead


def wrapped(words: str, name: str) -> QLabel:
    """A label of several lines that a screen reader can be sent to."""
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName(name)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def say(label: QLabel, words: str) -> None:
    """Show ``words``, and let a screen reader know if they are new."""
    if label.text() != words:
        label.setText(words)
        label.setAccessibleDescription(words)


class Page(QWidget):
    """What all pages have: what to do, above."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.lead = wrapped(lead(step), text("What to do"))
        self.lead.setAccessibleDescription(lead(step))
        self.column.addWidget(self.lead)

    def first(self) -> QWidget | None:
        """What has the keyboard when the page comes; None: the button that leads on."""
        return None

    def show_view(self, view: View) -> None:
        """The newest of the camera."""


class PromisePage(Page):
    """Says what is done with the picture. Nothing to choose: the camera is still off."""

    def __init__(self) -> None:
        super().__init__("promise")
        self.column.addStretch()


class CameraPage(Page):
    """Choose a camera by its picture."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("camera")
        self.cameras = QComboBox()
        self.cameras.setAccessibleName(text("Camera"))
        self.cameras.setObjectName("cameras")
        form = QFormLayout()
        form.addRow(text("&Camera:"), self.cameras)
        self.column.addLayout(form)
        self.preview = Preview()
        self.column.addWidget(self.preview, 1)
        self.said = wrapped("", text("What is seen"))
        self.said.setMinimumHeight(3 * self.said.fontMetrics().lineSpacing())  # or the picture jumps
        self.column.addWidget(self.said)
        self.cameras.activated.connect(self._tell)

    def first(self) -> QWidget | None:
        return self.cameras if self.cameras.count() > 2 else None  # more than "the first" and that one

    def offer(self, choices: Sequence[Choice], chosen: str) -> None:
        """These cameras, ``chosen`` being the one in use. What was chosen stays chosen."""
        if [(c.label, c.source) for c in choices] != [
            (self.cameras.itemText(i), self.cameras.itemData(i)) for i in range(self.cameras.count())
        ]:
            self.cameras.clear()
            for choice in choices:
                self.cameras.addItem(choice.label, choice.source)
            self.cameras.setCurrentIndex(max(0, self.cameras.findData(chosen)))

    def show_view(self, view: View) -> None:
        self.preview.show_view(view)
        say(self.said, view.said.whole)

    def _tell(self) -> None:
        self.chosen.emit(str(self.cameras.currentData()))


class UprightPage(Page):
    """Take the upright posture."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("upright")
        self.preview = Preview()
        self.column.addWidget(self.preview, 1)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(text("How much has been taken"))
        self.column.addWidget(self.bar)
        self.said = wrapped("", text("What is seen"))
        self.said.setMinimumHeight(3 * self.said.fontMetrics().lineSpacing())
        self.column.addWidget(self.said)
        self.begin = QPushButton(text("&Take my posture"))
        self.begin.setObjectName("take")
        self.begin.setAccessibleDescription(text("Begins two seconds later and takes ten."))
        self.begin.clicked.connect(self.wanted)
        self.column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self._outcome = ""

    def first(self) -> QWidget | None:
        return self.begin

    def show_view(self, view: View) -> None:
        self.preview.show_view(view)
        if view.taken is not None:
            self.bar.setValue(round(100 * view.taken))
        self.begin.setEnabled(view.picture is not None and view.taken is None)
        if view.taken is not None or not self._outcome:
            say(self.said, view.said.whole)

    def show_outcome(self, words: str, *, kept: bool) -> None:
        """What came of a take; it stays until the next begins. "" forgets it."""
        self._outcome = words
        if words:
            say(self.said, words)
            self.begin.setText(text("&Take it again") if kept else text("&Try again"))
            self.bar.setValue(100 if kept else 0)


class NotificationPage(Page):
    """Try a notification."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("notification")
        self.send = QPushButton(text("&Show a reminder"))
        self.send.setObjectName("send")
        self.send.setAccessibleDescription(text("Sends a test notification to your desktop."))
        self.send.clicked.connect(self.wanted)
        self.column.addWidget(self.send, 0, Qt.AlignmentFlag.AlignLeft)
        self.said = wrapped("", text("What came of it"))
        self.column.addWidget(self.said)
        self.column.addStretch()

    def first(self) -> QWidget | None:
        return self.send

    def show_outcome(self, said: Said | None) -> None:
        """None: it is on its way."""
        self.send.setEnabled(said is not None)
        say(self.said, said.whole if said else text("On its way…"))


class LoginPage(Page):
    """Start at login or not, and the end."""

    def __init__(self) -> None:
        super().__init__("login")
        self.at_login = QCheckBox(text("&Start at login"))
        self.at_login.setObjectName("at_login")
        self.at_login.setAccessibleDescription(text("posture-watch autostart disable undoes it."))
        self.column.addWidget(self.at_login)
        self.said = wrapped("", text("What came of it"))
        self.column.addWidget(self.said)
        self.column.addStretch()

    def first(self) -> QWidget | None:
        return self.at_login
