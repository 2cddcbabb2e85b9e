"""A new entry by its form, then what may help: the same page as `help-now`, with what was noted above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posture_watch.commands.entry_words import summary
from posture_watch.commands.noting import write
from posture_watch.commands.spasm import begin_gentle, offered_days
from posture_watch.core.diary import DiaryEntry
from posture_watch.paths import Paths
from posture_watch.texts import text
from posture_watch.window.diary_entry_dialog import EntryDialog
from posture_watch.window.help_window import HelpWindow
from posture_watch.window.pages import wrapped


class NotedWindow(HelpWindow):
    """``noted``: what was noted and begun."""

    def __init__(self, noted: str) -> None:
        super().__init__()
        label = wrapped(noted, text("What was noted"))
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, label)


def entry_dialog(paths: Paths, entry: DiaryEntry, gentle: int | None, show: Callable[[QWidget], None]) -> EntryDialog:
    """The form for a new entry; ``show`` shows the page that comes once it is noted. ``gentle``: days to offer, None
    for those of the settings."""

    def keep(told: DiaryEntry, days: int | None) -> None:
        number = write(paths.database_file, lambda diary: diary.save(told))
        noted = text("Noted as number {number}: {what}.", number=number, what=summary(told))
        show(NotedWindow(f"{noted} {begin_gentle(paths, days)}".strip()))

    offered = offered_days(paths) if gentle is None else gentle
    return EntryDialog(entry, keep, is_new=True, gentle=offered, is_chosen=gentle is not None)
