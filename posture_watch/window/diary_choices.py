"""Ways to answer by clicking or by keys: a figure, one of some, several of some. Not said is an answer of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QGroupBox, QHBoxLayout, QToolButton, QWidget

from posture_watch.core.diary import MOST_SCORE
from posture_watch.texts import retold, text

Key = TypeVar("Key", bound=str)
_DOWN = (
    "QToolButton { padding: 2px; border: 1px solid palette(mid); border-radius: 3px; }"
    "QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); font-weight: bold; }"
    "QToolButton:focus { border: 2px solid palette(text); padding: 1px; }"
)
"""Many styles hardly show which of ten buttons is down."""


class OneOf(QWidget):
    """Buttons in a row of which one is down; the first says nothing. Tab comes to the row, arrows go along it."""

    changed = Signal()

    def __init__(self, name: str, words: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setStyleSheet(_DOWN)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the letter of its label does not lead here
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number, label in enumerate([text("not said"), *words]):
            button = QToolButton()
            button.setText(label)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(f"{name} {label}")
            bold = button.font()
            bold.setBold(True)
            button.setMinimumWidth(max(map(QFontMetrics(bold).horizontalAdvance, ("10", label))) + 8)
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        self._group.button(0).setChecked(True)
        self.setFocusProxy(self._group.button(0))
        self._group.idToggled.connect(self._tell)

    def _tell(self, _number: int, down: bool) -> None:  # Qt's signal
        if down:
            self.changed.emit()

    @property
    def number(self) -> int | None:
        """Which of the words, from 0; None if it is not said."""
        return None if self._group.checkedId() <= 0 else self._group.checkedId() - 1

    def choose(self, number: int | None) -> None:
        """As if it were clicked."""
        self._group.button(0 if number is None else number + 1).setChecked(True)


class Score(OneOf):
    """A figure from 0 to 10, or not said."""

    def __init__(self, name: str) -> None:
        super().__init__(name, [str(score) for score in range(MOST_SCORE + 1)])


class SeveralOf(QGroupBox, Generic[Key]):
    """Boxes to tick. One that goes with no other (``lone``) takes the others away, and they it."""

    changed = Signal()

    def __init__(self, title: str, words_of: Mapping[Key, str], *, columns: int, lone: str = "") -> None:
        super().__init__(title)
        self._boxes = {key: QCheckBox(retold(words)) for key, words in words_of.items()}
        self._lone = lone
        rows = -(-len(self._boxes) // columns)
        grid = QGridLayout(self)
        grid.setVerticalSpacing(1)
        grid.setContentsMargins(6, 2, 6, 4)
        for place, (key, box) in enumerate(self._boxes.items()):
            box.setObjectName(key)
            box.toggled.connect(partial(self._toggled, key))
            grid.addWidget(box, place % rows, place // rows)

    @property
    def chosen(self) -> tuple[Key, ...]:
        """In the order of the list."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def choose(self, chosen: Sequence[Key]) -> None:
        """These and no others."""
        for key, box in self._boxes.items():
            box.setChecked(key in chosen)

    def toggle(self, key: Key) -> None:
        """The other way round."""
        self._boxes[key].toggle()

    def _toggled(self, key: Key, down: bool) -> None:  # Qt's signal
        if down and self._lone:
            for other, box in self._boxes.items():
                if other != key and self._lone in (key, other):
                    box.setChecked(False)
        self.changed.emit()
