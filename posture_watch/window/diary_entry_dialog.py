"""Notes an entry, or changes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from posture_watch import gentle_days
from posture_watch.capture.clock import Clock
from posture_watch.commands.spasm import ACUTE
from posture_watch.core.diary import DiaryEntry
from posture_watch.core.diary_words import KIND_OF_ENTRY_WORDS
from posture_watch.errors import UserError
from posture_watch.texts import retold, text
from posture_watch.window.diary_dialog import KeepingDialog
from posture_watch.window.diary_entry_form import EntryForm

Keep = Callable[[DiaryEntry, int | None], None]
"""Writes the entry, and begins so many gentler days. Raises UserError if the entry was not written."""


class EntryDialog(KeepingDialog):
    """``keep`` writes; ``gentle`` days are offered with a new entry, None: they are not asked for.

    ``is_chosen``: the user has said how many, whatever is noted.
    """

    def __init__(
        self, entry: DiaryEntry, keep: Keep, *, is_new: bool, gentle: int | None = None, is_chosen: bool = False
    ) -> None:
        super().__init__(text("Note a spasm or pain") if is_new else text("Change an entry"))
        self._keep = keep
        self.form = EntryForm(entry, is_new=is_new)
        self.kind = QComboBox()
        for kind, words in KIND_OF_ENTRY_WORDS.items():
            self.kind.addItem(retold(words), kind)
        self.kind.setCurrentIndex(self.kind.findData(entry.kind))
        self.kind.setAccessibleName(text("What to note"))
        self.gentle, self._offered = _days(gentle), gentle or 0
        self._has_chosen_days = is_chosen
        self._lay_out(is_new=is_new)
        self._offer_days()
        self.form.setFocus()
        self.form.edited.connect(self.note_edit)
        self.kind.currentIndexChanged.connect(self.note_edit)
        if self.gentle is not None:
            self.gentle.valueChanged.connect(self.note_edit)
            self.gentle.valueChanged.connect(self._choose_days)
            self.form.edited.connect(self._offer_days)
            self.kind.currentIndexChanged.connect(self._offer_days)

    def _lay_out(self, *, is_new: bool) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.kind)
        top.addWidget(QLabel(text("Leave out whatever you like; what is not said is not zero.")), 1)
        if self.gentle is not None:
            label = QLabel(text("&Gentler days from now:"))
            label.setBuddy(self.gentle)
            label.setToolTip(self.gentle.accessibleDescription())
            bottom.addWidget(label)
            bottom.addWidget(self.gentle)
        bottom.addStretch()
        close, note = QPushButton(text("C&lose")), QPushButton(text("&Note it") if is_new else text("Sa&ve"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        note.setDefault(True)
        note.clicked.connect(self.save)
        bottom.addWidget(close)
        bottom.addWidget(note)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(Scrolled(self.form), 1)
        column.addWidget(self.trouble)
        column.addLayout(bottom)

    def _choose_days(self) -> None:
        self._has_chosen_days = True

    def _offer_days(self) -> None:
        """With a fresh spasm; none with pain or what is copied from a paper diary, unless the user asks for some."""
        if self.gentle is None or self._has_chosen_days:
            return
        now = Clock().now()
        try:
            began_utc = self.form.began_utc(now)
        except UserError:
            return
        with QSignalBlocker(self.gentle):
            is_fresh_spasm = self.kind.currentData() == "spasm" and now.utc - began_utc <= ACUTE
            self.gentle.setValue(self._offered if is_fresh_spasm else 0)

    def keep(self) -> None:
        """Write what the form says now."""
        now = Clock().now()
        entry = replace(self.form.entry(now), kind=self.kind.currentData(), written_utc=now.utc)
        self._keep(entry, None if self.gentle is None else self.gentle.value())


def _days(offered: int | None) -> QSpinBox | None:
    if offered is None:
        return None
    days = QSpinBox()
    days.setRange(0, gentle_days.MOST_DAYS)
    days.setSpecialValueText(text("none"))
    days.setAccessibleDescription(text("More changes of position and no hints about posture."))
    days.setToolTip(days.accessibleDescription())
    days.setValue(offered)
    return days


class Scrolled(QScrollArea):
    """As large as what is in it wants to be; with letters too large for the screen it can be scrolled."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """With room for the bar beside it: it would take the last letters from what is inside."""
        return self._inside.sizeHint() + QSize(self.verticalScrollBar().sizeHint().width(), 0)
