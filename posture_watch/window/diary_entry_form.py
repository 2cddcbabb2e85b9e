"""The form of a diary entry. What is not touched stays not said; an answer that cannot be is told in words."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from posture_watch.capture.clock import Clock
from posture_watch.commands.question_asking import answered
from posture_watch.commands.questions import CLEARED, Changes, changed, entry_questions, plain, when_words
from posture_watch.core.diary import DiaryEntry, Onset
from posture_watch.core.diary_words import BEFORE_WORDS, ONSET_WORDS, RELIEF_WORDS, SITE_WORDS
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.texts import retold, text
from posture_watch.window.body_picture import BodyPicture
from posture_watch.window.diary_choices import OneOf, Score, SeveralOf

_ONSETS: tuple[Onset, ...] = get_args(Onset)
_NOTE_LINES = 2


class EntryForm(QWidget):
    """``show_entry`` fills it, ``entry`` is what it says now; ``edited`` after each change."""

    edited = Signal()

    def __init__(self, entry: DiaryEntry, *, is_new: bool) -> None:
        super().__init__()
        self._entry, self._is_new = entry, is_new
        self._questions = {question.flag: question for question in entry_questions()}
        self._build()
        self._connect()
        self._show(entry)
        self.setFocusProxy(self.began)

    def _build(self) -> None:
        self.picture = BodyPicture()
        self.sites = SeveralOf(text("&Where?"), SITE_WORDS, columns=1)
        self.began, self.lasted = QLineEdit(), QLineEdit()
        self.began.setPlaceholderText(text("just now"))
        self.lasted.setPlaceholderText(text("not said, or it goes on"))
        self.understood = QLabel()
        self.pain_now, self.pain_worst = Score(text("Pain now")), Score(text("Pain at its worst"))
        self.stress = Score(text("Stress before it"))
        self.onset = OneOf(text("How it came"), [retold(ONSET_WORDS[one]) for one in _ONSETS])
        self.before = SeveralOf(text("In the &two hours before?"), BEFORE_WORDS, columns=3, lone="none")
        self.helped = SeveralOf(text("What has &helped so far?"), RELIEF_WORDS, columns=3, lone="nothing")
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setPlaceholderText(text("Anything else, in your own words"))
        self.note.setAccessibleName(text("Note"))
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + 14)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.picture, 2)
        whole.addWidget(self.sites)
        whole.addLayout(self._answers(), 5)
        self.sites.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def _answers(self) -> QVBoxLayout:
        form = QFormLayout()
        form.setVerticalSpacing(4)
        label = QLabel(text("&Began"))
        label.setBuddy(self.began)
        form.addRow(label, _beside(self.began, self.understood))
        form.addRow(text("L&asted"), self.lasted)
        for label, answer in (
            (text("&Pain now"), self.pain_now),
            (text("At its w&orst"), self.pain_worst),
            (text("&Came"), self.onset),
            (text("&Stress before"), self.stress),
        ):
            form.addRow(label, answer)
        column = QVBoxLayout()
        column.addLayout(form)
        column.addWidget(self.before)
        column.addWidget(self.helped)
        column.addWidget(self.note)
        column.addStretch()
        return column

    def _connect(self) -> None:
        self.picture.pointed.connect(self.sites.toggle)
        self.sites.changed.connect(lambda: self.picture.choose(frozenset(self.sites.chosen)))
        self.began.textChanged.connect(self._understand)
        self.pain_now.changed.connect(self._raise_worst)
        for part in (self.sites, self.pain_now, self.pain_worst, self.stress, self.onset, self.before, self.helped):
            part.changed.connect(self.edited)
        for line in (self.began, self.lasted, self.note):
            line.textChanged.connect(self.edited)

    def _show(self, entry: DiaryEntry) -> None:
        self.began.setText(
            "" if self._is_new and entry.began_utc == entry.written_utc else when_words(entry.began_local)
        )
        self.lasted.setText(self._questions["lasted"].shown(entry))
        self.sites.choose(entry.sites)
        self.pain_now.choose(entry.pain_now)
        self.pain_worst.choose(entry.pain_worst)
        self.stress.choose(entry.stress)
        self.onset.choose(None if entry.onset is None else _ONSETS.index(entry.onset))
        self.before.choose(entry.before)
        self.helped.choose(entry.helped)
        self.note.setPlainText(entry.note)
        self._understand()

    def entry(self, now: Instant) -> DiaryEntry:
        """What it says. Raises UserError, with the focus where it can be mended."""
        onset = self.onset.number
        changes: Changes = {
            "sites": self.sites.chosen, "pain_now": self.pain_now.number, "pain_worst": self.pain_worst.number,
            "stress": self.stress.number, "onset": None if onset is None else _ONSETS[onset],
            "before": self.before.chosen, "helped": self.helped.chosen,
        }  # fmt: skip
        for flag, line in (("at", self.began), ("lasted", self.lasted)):
            try:
                changes |= self._typed(flag, line, now)
            except UserError:
                line.setFocus()
                line.selectAll()
                raise
        changes |= self._questions["note"].take(self.note.toPlainText(), now)
        return changed(self._entry, changes, now)

    def began_utc(self, now: Instant) -> datetime:
        """When it began, as far as it is said now. Raises UserError, and leaves the focus where it is."""
        return self._typed("at", self.began, now).get("began_utc", self._entry.began_utc)

    def _typed(self, flag: str, line: QLineEdit, now: Instant) -> Changes:
        """A line that says what it said before changes nothing: the seconds stay."""
        words, question = plain(line.text()).strip(), self._questions[flag]
        if words and words == question.shown(self._entry):
            return {}
        if not words and flag == "at" and not self._is_new:
            return answered(question, CLEARED, now)
        return answered(question, words or (CLEARED if question.empty is not None else ""), now)

    def _understand(self) -> None:
        """What was typed, as it is understood, beside it."""
        try:
            began = self._typed("at", self.began, Clock().now()).get("began_utc") if self.began.text().strip() else None
            self.understood.setText("" if began is None else "= " + when_words(began.astimezone()))
        except UserError:
            self.understood.setText("…")

    def _raise_worst(self) -> None:
        """The pain now may be the worst; one that was said before cannot be below it."""
        now, worst = self.pain_now.number, self.pain_worst.number
        if now is not None and worst is not None and worst < now:
            self.pain_worst.choose(now)


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
