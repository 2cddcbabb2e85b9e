"""How it is on a later day, in a small window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from posture_watch.capture.clock import Clock
from posture_watch.commands.diary_changing import new_follow_up, require_after_beginning, says_something
from posture_watch.commands.entry_words import summary
from posture_watch.commands.question_asking import answered
from posture_watch.commands.questions import Changes, changed, follow_up_questions, follow_up_time
from posture_watch.core.diary import Episode, FollowUp
from posture_watch.core.diary_words import RELIEF_WORDS
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.texts import text
from posture_watch.window.diary_choices import Score, SeveralOf
from posture_watch.window.diary_dialog import KeepingDialog
from posture_watch.window.pages import wrapped

_NOTE_LINES = 3


class FollowUpDialog(KeepingDialog):
    """``keep`` writes it; raises UserError if it was not written, and the window stays."""

    def __init__(self, episode: Episode, keep: Callable[[FollowUp], None]) -> None:
        super().__init__(text("How it is today"))
        self._episode, self._keep = episode, keep
        self._empty = new_follow_up(episode, Clock().now())
        self.when = QLineEdit()
        self.when.setPlaceholderText(text("now"))
        self.pain_now, self.pain_worst = Score(text("Pain now")), Score(text("The worst since"))
        self.pain_now.changed.connect(self._raise_worst)
        self.over = QCheckBox(text("It is &gone"))
        self.helped = SeveralOf(text("What has &helped since?"), RELIEF_WORDS, columns=3, lone="nothing")
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(text("Anything else, in your own words"))
        self.note.setAccessibleName(text("Note"))
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + 14)
        self._lay_out()
        for part in (self.pain_now, self.pain_worst, self.helped):
            part.changed.connect(self.note_edit)
        self.over.toggled.connect(self.note_edit)
        self.note.textChanged.connect(self.note_edit)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(text("&When"), self.when)
        form.addRow(text("&Pain now"), self.pain_now)
        form.addRow(text("The w&orst since"), self.pain_worst)
        form.addRow("", self.over)
        buttons = QDialogButtonBox()
        buttons.addButton(text("&Note it"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(text("C&lose"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(wrapped(summary(self._episode.entry), text("The entry")))
        column.addLayout(form)
        column.addWidget(self.helped)
        column.addWidget(self.note)
        column.addStretch()
        column.addWidget(self.trouble)
        column.addWidget(buttons)

    def _raise_worst(self) -> None:
        now, worst = self.pain_now.number, self.pain_worst.number
        if now is not None and worst is not None and worst < now:
            self.pain_worst.choose(now)

    def keep(self) -> None:
        """Write what the form says now."""
        self._keep(self._told(Clock().now()))

    def _told(self, now: Instant) -> FollowUp:
        note = next(question for question in follow_up_questions() if question.flag == "note")
        changes: Changes = {
            "pain_now": self.pain_now.number, "pain_worst": self.pain_worst.number, "over": self.over.isChecked(),
            "helped": self.helped.chosen,
        }  # fmt: skip
        changes |= note.take(self.note.toPlainText(), now) | answered(follow_up_time(), self.when.text(), now)
        told = changed(self._empty, changes, now)
        require_after_beginning(self._episode, told)
        if not says_something(told):
            raise UserError(text("Say how it is."), text("One answer is enough."))
        return told
