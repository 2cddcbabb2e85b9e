"""The diary: what was noted, how it went on; to change and delete. Read anew after each change, from the log alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posture_watch.commands.diary_changing import require_before_follow_ups
from posture_watch.commands.entry_words import follow_up_words, page, summary
from posture_watch.commands.noting import write
from posture_watch.core.diary import DiaryEntry, Episode
from posture_watch.errors import UserError
from posture_watch.store.log import Log
from posture_watch.texts import retold, text
from posture_watch.window.diary_dialog import KeepingDialog, fit_to_screen
from posture_watch.window.diary_entry_dialog import EntryDialog
from posture_watch.window.diary_follow_up_dialog import FollowUpDialog
from posture_watch.window.pages import say, wrapped


class DiaryWindow(QWidget):
    """``note_new`` opens the form for a new entry. ``forget_pages``: they may quote what was deleted."""

    def __init__(self, database: Path, note_new: Callable[[], None], forget_pages: Callable[[], None]) -> None:
        super().__init__()
        self._database, self._note_new, self._forget_pages = database, note_new, forget_pages
        self._episodes: dict[int, Episode] = {}
        self._build()
        self.read()

    def _build(self) -> None:
        self.setWindowTitle(text("Diary"))
        self.list = QTreeWidget()
        self.list.setHeaderHidden(True)
        self.list.setAccessibleName(text("Entries and their follow-ups"))
        self.list.itemSelectionChanged.connect(self._show_current)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(text("The entry"))
        self.words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.list)
        both.addWidget(self.words)
        both.setChildrenCollapsible(False)
        both.setSizes([430, 470])
        self.trouble = wrapped("", text("What went wrong"))
        column = QVBoxLayout(self)
        column.addWidget(both, 1)
        self.trouble.hide()
        column.addWidget(self.trouble)
        column.addLayout(self._buttons())
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self.resize(940, 520)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.new, self.today = QPushButton(text("&New entry…")), QPushButton(text("How it is &today…"))
        self.change, self.delete = QPushButton(text("C&hange…")), QPushButton(text("&Delete…"))
        close = QPushButton(text("&Close"))
        for button, act in (
            (self.new, self._note_new), (self.today, self._follow), (self.change, self._change),
            (self.delete, self._delete), (close, self.close),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        row.insertStretch(4)
        return row

    def event(self, event: QEvent) -> bool:
        """What another window has noted meanwhile is there when this one is looked at again."""
        if event.type() == QEvent.Type.WindowActivate:
            self.read()
        return super().event(event)

    def read(self) -> None:
        """The list as the log has it now; the chosen one stays chosen."""
        try:
            found = self._found()
        except UserError as error:
            self._complain(error)
            return
        self.trouble.hide()
        if found == list(self._episodes.values()) and self.list.topLevelItemCount():
            return
        chosen = self._chosen_keys()
        self._episodes = {one.number: one for one in found}
        self.list.clear()
        for episode in reversed(found):
            item = QTreeWidgetItem([summary(episode.entry)])
            item.setData(0, Qt.ItemDataRole.UserRole, (episode.number, ""))
            for one in episode.follow_ups:
                child = QTreeWidgetItem([follow_up_words(one)])
                child.setData(0, Qt.ItemDataRole.UserRole, (episode.number, one.key))
                item.addChild(child)
            self.list.addTopLevelItem(item)
        self.list.expandAll()
        self._choose(chosen)

    def _found(self) -> list[Episode]:
        if not self._database.exists():
            return []
        with Log.open_readonly(self._database) as log:
            return log.diary.episodes()

    def _chosen_keys(self) -> tuple[int, str] | None:
        chosen = self.list.selectedItems()
        return _keys(chosen[0]) if chosen else None

    def _choose(self, chosen: tuple[int, str] | None) -> None:
        items = self.list.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive)
        there = [item for item in items if _keys(item) == chosen]
        same = [item for item in items if chosen and _keys(item)[0] == chosen[0]]
        for item in (there or same or items)[:1]:
            self.list.setCurrentItem(item)
        self._show_current()

    def _episode(self) -> Episode | None:
        chosen = self._chosen_keys()
        return None if chosen is None else self._episodes.get(chosen[0])

    def _show_current(self) -> None:
        episode = self._episode()
        empty = f"{text('The diary is empty.')} {text('A spasm or pain is noted with “New entry”.')}"
        self.words.setPlainText(empty if episode is None else page(episode))
        for button in (self.today, self.change, self.delete):
            button.setEnabled(episode is not None)

    def _follow(self) -> None:
        episode = self._episode()
        if episode is not None:
            self._exec(FollowUpDialog(episode, lambda told: write(self._database, lambda d: d.save_follow_up(told))))

    def _change(self) -> None:
        episode = self._episode()
        if episode is None:
            return

        def keep(entry: DiaryEntry, _gentle: int | None) -> None:
            require_before_follow_ups(episode, entry.began_utc)
            write(self._database, lambda diary: diary.save(entry))

        self._exec(EntryDialog(episode.entry, keep, is_new=False))

    def _exec(self, dialog: KeepingDialog) -> None:
        fit_to_screen(dialog)
        dialog.exec()
        self.read()
        self.activateWindow()  # with no window manager nobody else would

    def _delete(self) -> None:
        episode, chosen = self._episode(), self._chosen_keys()
        if episode is None or chosen is None:
            return
        later = next((one for one in episode.follow_ups if one.key == chosen[1]), None)
        what = summary(episode.entry) if later is None else follow_up_words(later)
        if later is None and episode.follow_ups:
            what += f", {text('with all its follow-ups')}"
        if self._agrees(text("Delete this? It cannot be undone.") + f"\n{what}"):
            try:
                key = episode.entry.key
                write(self._database, lambda d: d.drop(key) if later is None else d.drop_follow_up(later.key))
                self._forget_pages()
            except UserError as error:
                self._complain(error)
                return
            self.read()

    def _agrees(self, question: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), "", parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        delete = box.addButton(text("&Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(text("&Keep it"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is delete

    def _complain(self, error: UserError) -> None:
        say(self.trouble, f"{retold(error.message)} {retold(error.advice)}".strip())
        self.trouble.show()


def _keys(item: QTreeWidgetItem) -> tuple[int, str]:
    """The number of the entry, and the key of the follow-up or ""."""
    number, key = item.data(0, Qt.ItemDataRole.UserRole)
    return int(number), str(key)
