"""What the forms of the diary have in common: what was typed stays until the log has it, or the user lets it go."""

from __future__ import annotations

from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from posture_watch.errors import UserError
from posture_watch.texts import retold, text
from posture_watch.window.pages import say, wrapped

_SHARE_OF_SCREEN = 0.94
"""No window is larger, with room for its frame."""


def fit_to_screen(window: QWidget) -> None:
    """As large as it wants to be, but no larger than the screen: Qt alone gives a dialog two thirds of that."""
    most = window.screen().availableSize() * _SHARE_OF_SCREEN
    window.resize(window.size().expandedTo(window.sizeHint()).boundedTo(most))


class KeepingDialog(QDialog):
    """``keep`` is to be made by the form: it writes, and raises UserError if nothing was written."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._is_edited = False
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.trouble = wrapped("", text("What went wrong"))
        self.trouble.setStyleSheet("font-weight: bold")
        self.trouble.hide()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)
        QShortcut(QKeySequence("Ctrl+W"), self).activated.connect(self.close)

    def keep(self) -> None:
        """Write what the form says. Raises UserError."""
        raise NotImplementedError

    def note_edit(self) -> None:
        """Something was typed or chosen that is not written yet."""
        self._is_edited = True

    def save(self) -> None:
        """Written and closed, or it is said why not and everything stays as it is."""
        try:
            self.keep()
        except UserError as error:
            say(self.trouble, f"{retold(error.message)} {retold(error.advice)}".strip())
            self.trouble.show()
            return
        self._is_edited = False
        self.accept()

    def let_go(self) -> None:
        """Close it without a question."""
        self._is_edited = False
        self.reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """The close button of the window asks as Close does."""
        if self._may_close():
            self._is_edited = False
            super().closeEvent(event)
        else:
            event.ignore()

    def reject(self) -> None:
        """Esc, too."""
        if self._may_close():
            self._is_edited = False
            super().reject()

    def _may_close(self) -> bool:
        if not self._is_edited:
            return True
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), text("Close without noting it?"), parent=self)
        close = box.addButton(text("&Close it"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(text("&Go on"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is close
