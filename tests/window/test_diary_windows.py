"""The diary's windows without a screen: by mouse and keyboard; what is not touched stays not said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="windows need PySide6 and its libraries", exc_type=ImportError)

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from posture_watch.capture.clock import Clock
from posture_watch.commands.spasm import new_entry
from posture_watch.core.diary import SITES, DiaryEntry, FollowUp
from posture_watch.core.diary_words import BEFORE_WORDS
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from posture_watch.store.mending import kept_aside
from posture_watch.window.body_picture import BodyPicture
from posture_watch.window.body_shape import HEIGHT, WIDTH, place_at, places
from posture_watch.window.diary_choices import Score, SeveralOf
from posture_watch.window.diary_dialog import fit_to_screen
from posture_watch.window.diary_entry_dialog import EntryDialog
from posture_watch.window.diary_follow_up_dialog import FollowUpDialog
from posture_watch.window.diary_noting import entry_dialog
from posture_watch.window.diary_window import DiaryWindow
from tests.offscreen import offscreen

NOW = Clock().now()
FULL = replace(
    new_entry("pain", NOW.shifted(-86_400)), sites=("neck", "left_leg"), pain_now=0, pain_worst=10, duration_s=600.0,
    onset="gradual", before=("lift", "tired"), stress=0, helped=("heat",), note="two\nlines",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[QApplication]:
    with offscreen() as application:
        yield application


class Kept:
    """Where a form writes to; ``full`` is a disk without room."""

    def __init__(self) -> None:
        self.entries: list[tuple[DiaryEntry, int | None]] = []
        self.full = False

    def __call__(self, entry: DiaryEntry, gentle: int | None) -> None:
        if self.full:
            raise UserError("No room left on the disk.", "Free some space.")
        self.entries.append((entry, gentle))


@pytest.fixture
def kept() -> Kept:
    return Kept()


def opened(kept: Kept, entry: DiaryEntry | None = None, *, is_new: bool = True) -> EntryDialog:
    dialog = EntryDialog(entry or new_entry("spasm", Clock().now()), kept, is_new=is_new, gentle=3 if is_new else None)
    dialog.show()
    return dialog


def noted(kept: Kept) -> DiaryEntry:
    assert len(kept.entries) == 1
    return kept.entries[0][0]


def test_the_places_cover_the_body_once_and_left_is_left() -> None:
    assert set(places()) == set(SITES)
    for x in range(2, int(WIDTH), 5):
        for y in range(2, int(HEIGHT), 5):
            inside = [site for site, path in places().items() if path.contains(QPoint(x, y).toPointF())]
            assert len(inside) <= 1, (x, y, inside)
    for site, path in places().items():
        middle = path.boundingRect().center().x()
        assert not site.startswith("left") or middle < WIDTH / 2 - 5
        assert not site.startswith("right") or middle > WIDTH / 2 + 5
        area = path.boundingRect().width() * path.boundingRect().height()
        assert area > 500, f"{site} is too small to hit"
    assert place_at(1, 1) is None


def test_a_click_on_the_picture_ticks_the_box_and_a_box_marks_the_picture(kept: Kept) -> None:
    dialog = opened(kept)
    picture = dialog.form.picture
    placing = picture._placing()  # pyright: ignore[reportPrivateUsage]  # where the drawing stands
    before = picture.grab().toImage()
    place = placing.map(places()["lower_back"].boundingRect().center()).toPoint()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place)
    assert dialog.form.sites.chosen == ("lower_back",)
    assert picture.grab().toImage() != before
    assert "lower back" in picture.accessibleDescription()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=place)
    assert dialog.form.sites.chosen == ()
    box = dialog.form.sites.findChild(QCheckBox, "neck")
    assert isinstance(box, QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert "neck" in picture.accessibleDescription()
    dialog.let_go()


def test_nothing_touched_is_nothing_said(kept: Kept) -> None:
    dialog = opened(kept)
    dialog.save()
    entry = noted(kept)
    assert (entry.pain_now, entry.pain_worst, entry.stress, entry.duration_s, entry.onset) == (None,) * 5
    assert (entry.sites, entry.before, entry.helped, entry.note) == ((), (), (), "")
    assert abs(entry.began_utc - Clock().now().utc) < timedelta(minutes=1)
    assert kept.entries[0][1] == 3
    assert dialog.isHidden()


def test_filled_in_and_noted(kept: Kept) -> None:
    dialog = opened(kept)
    form = dialog.form
    QTest.keyClicks(form.began, "2h")
    QTest.keyClicks(form.lasted, "20m")
    assert form.understood.text().startswith("= 20")
    form.pain_now.choose(6)
    form.pain_worst.choose(3)  # as if the worst had been told first
    form.pain_now.choose(7)
    assert form.pain_worst.number == 7
    form.stress.choose(0)
    form.onset.choose(1)
    form.before.choose(("lift", "sit"))
    QTest.keyClicks(form.note, "at the desk")
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    entry = noted(kept)
    assert (entry.pain_now, entry.pain_worst, entry.stress, entry.onset) == (7, 7, 0, "gradual")
    assert (entry.duration_s, entry.before, entry.note) == (1200.0, ("lift", "sit"), "at the desk")
    assert timedelta(hours=2) <= Clock().now().utc - entry.began_utc < timedelta(hours=2, minutes=1)


def test_an_entry_that_is_opened_and_saved_is_the_same(kept: Kept) -> None:
    opened(kept, FULL, is_new=False).save()
    assert replace(noted(kept), written_utc=FULL.written_utc) == FULL
    assert kept.entries[0][1] is None


@pytest.mark.parametrize(("line", "typed"), [("began", "tomorrow 8:00"), ("began", "soon"), ("lasted", "30 days")])
def test_what_cannot_be_is_told_and_stays_to_be_mended(kept: Kept, line: str, typed: str) -> None:
    dialog = opened(kept)
    edit = getattr(dialog.form, line)
    assert isinstance(edit, QLineEdit)
    QTest.keyClicks(edit, typed)
    dialog.save()
    assert kept.entries == []
    assert dialog.trouble.isVisible()
    assert dialog.trouble.text()
    assert edit.text() == typed
    edit.clear()
    dialog.save()
    assert len(kept.entries) == 1


def test_a_full_disk_leaves_everything_as_it_was_typed(kept: Kept) -> None:
    dialog = opened(kept)
    kept.full = True
    dialog.form.pain_now.choose(5)
    QTest.keyClicks(dialog.form.note, "words")
    dialog.save()
    assert dialog.isVisible()
    assert "No room left" in dialog.trouble.text()
    assert (dialog.form.pain_now.number, dialog.form.note.toPlainText()) == (5, "words")
    kept.full = False
    dialog.save()
    assert (noted(kept).pain_now, noted(kept).note) == (5, "words")


def test_arrows_go_along_a_row_of_figures_and_each_has_a_name() -> None:
    row = Score("Pain now")
    row.show()
    row.activateWindow()
    assert QTest.qWaitForWindowActive(row)
    buttons = row.findChildren(QToolButton)
    assert [button.accessibleName() for button in buttons][:3] == ["Pain now not said", "Pain now 0", "Pain now 1"]
    buttons[0].setFocus()
    for _ in range(3):
        QTest.keyClick(next(button for button in buttons if button.isChecked()), Qt.Key.Key_Right)
    assert row.number == 2
    row.choose(None)
    assert row.number is None


def test_none_of_these_stands_alone() -> None:
    boxes = SeveralOf("Before", BEFORE_WORDS, columns=3, lone="none")
    boxes.choose(("lift", "sit"))
    boxes.toggle("none")
    assert boxes.chosen == ("none",)
    boxes.toggle("drive")
    assert boxes.chosen == ("drive",)


def test_all_of_it_is_seen_on_a_small_screen_and_reached_by_tab(kept: Kept) -> None:
    dialog = opened(kept)
    hint = dialog.sizeHint()
    assert (hint.width(), hint.height()) <= (1280 * 0.94, 800 * 0.94)
    dialog.resize(hint)
    named = [w for kind in (QLineEdit, QToolButton, QCheckBox, QPlainTextEdit) for w in dialog.findChildren(kind)]
    assert len(named) > 60
    unreachable = [w for w in named if w.isEnabled() and w.focusPolicy() == Qt.FocusPolicy.NoFocus and w.isVisible()]
    assert [w for w in unreachable if not w.objectName().startswith("qt_")] == []
    assert BodyPicture().focusPolicy() == Qt.FocusPolicy.NoFocus  # its list is the way for the keyboard
    dialog.let_go()


def test_a_new_entry_reaches_the_log_and_what_may_help_is_shown(tmp_path: Path) -> None:
    paths = paths_below(tmp_path)
    shown: list[QWidget] = []
    dialog = entry_dialog(paths, new_entry("spasm", Clock().now()), 0, shown.append)
    dialog.form.sites.choose(("neck",))
    dialog.save()
    with Log.open_readonly(paths.database_file) as log:
        assert [one.entry.sites for one in log.diary.episodes()] == [("neck",)]
    (window,) = shown
    assert any("Noted as number 1" in label.text() for label in window.findChildren(QLabel))


def database(tmp_path: Path) -> Path:
    path = paths_below(tmp_path).database_file
    with Log.open(path) as log:
        log.diary.save(FULL)
        log.diary.save(new_entry("spasm", NOW.shifted(-3600)))
        log.diary.save_follow_up(FollowUp("f" * 32, FULL.key, NOW.utc, 0.0, pain_now=1, helped=("cold",), over=True))
    return path


def test_the_list_shows_the_latest_first_and_follows_the_log(tmp_path: Path) -> None:
    path = database(tmp_path)
    window = DiaryWindow(path, lambda: None, lambda: None)
    assert window.list.topLevelItemCount() == 2
    assert window.words.toPlainText().startswith("2  spasm")
    top = window.list.topLevelItem(1)
    assert top is not None
    child = top.child(0)
    assert child is not None
    assert "gone" in child.text(0)
    window.list.setCurrentItem(child)
    assert "two\n" in window.words.toPlainText()
    with Log.open(path) as log:
        log.diary.drop(new_key := log.diary.episodes()[1].entry.key)
        assert new_key != FULL.key
    window.read()
    assert window.list.topLevelItemCount() == 1
    assert "two\n" in window.words.toPlainText()


def test_an_empty_diary_and_a_log_that_cannot_be_read(tmp_path: Path) -> None:
    window = DiaryWindow(tmp_path / "none.sqlite", lambda: None, lambda: None)
    assert "empty" in window.words.toPlainText()
    assert not window.delete.isEnabled()
    with closing(sqlite3.connect(tmp_path / "none.sqlite")) as songs:
        songs.execute("CREATE TABLE songs (name TEXT)")
    window.read()
    assert "not a log" in window.trouble.text()


def test_a_diary_goes_on_with_a_log_that_was_damaged(tmp_path: Path) -> None:
    (tmp_path / "none.sqlite").write_text("no log " * 100)
    window = DiaryWindow(tmp_path / "none.sqlite", lambda: None, lambda: None)
    assert "empty" in window.words.toPlainText()
    assert window.trouble.isHidden()
    assert len(kept_aside(tmp_path / "none.sqlite")) == 1


def test_a_follow_up_says_something_or_is_not_written(tmp_path: Path) -> None:
    with Log.open_readonly(database(tmp_path)) as log:
        episode = log.diary.episodes()[0]
    told: list[FollowUp] = []
    dialog = FollowUpDialog(episode, told.append)
    dialog.show()
    dialog.save()
    assert (told, dialog.trouble.isVisible()) == ([], True)
    dialog.over.click()
    QTest.keyClicks(dialog.when, "3 days")
    dialog.save()
    assert told == []
    assert "before it began" in dialog.trouble.text()
    dialog.when.setText("1h")
    dialog.save()
    assert (told[0].over, told[0].pain_now, told[0].entry_key) == (True, None, episode.entry.key)


def test_what_was_long_ago_asks_for_no_gentler_days_unless_some_are_chosen(kept: Kept) -> None:
    dialog = opened(kept)
    assert dialog.gentle is not None
    dialog.form.began.setText("2026-01-05 10:00")
    assert dialog.gentle.value() == 0
    dialog.form.began.setText("30m")
    assert dialog.gentle.value() == 3
    dialog.gentle.setValue(2)
    dialog.form.began.setText("2026-01-05 10:00")
    dialog.save()
    assert kept.entries[0][1] == 2


def test_a_spasm_offers_gentler_days_and_pain_none_unless_some_are_chosen(kept: Kept) -> None:
    dialog = opened(kept)
    assert dialog.gentle is not None
    assert dialog.gentle.value() == 3
    dialog.kind.setCurrentIndex(dialog.kind.findData("pain"))
    assert dialog.gentle.value() == 0
    dialog.gentle.setValue(2)
    dialog.kind.setCurrentIndex(dialog.kind.findData("spasm"))
    assert dialog.gentle.value() == 2
    pain = new_entry("pain", Clock().now())
    told = EntryDialog(pain, kept, is_new=True, gentle=2, is_chosen=True)
    assert told.gentle is not None
    assert told.gentle.value() == 2
    offered = opened(kept, pain)
    assert offered.gentle is not None
    assert offered.gentle.value() == 0


def test_what_opens_to_change_an_entry_is_as_wide_as_what_opens_for_a_new_one(tmp_path: Path) -> None:
    database = tmp_path / "posture.sqlite3"
    with Log.open(database) as log:
        log.diary.save(new_entry("spasm", Clock().now()))
    window = DiaryWindow(database, lambda: None, lambda: None)
    widths: list[int] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, look)
            return
        widths.append(dialog.width())
        dialog.close()

    QTimer.singleShot(0, look)
    window.change.click()
    new = EntryDialog(new_entry("spasm", Clock().now()), lambda _entry, _days: None, is_new=False)
    fit_to_screen(new)
    assert widths == [new.width()]
    assert new.width() > new.screen().availableSize().width() * 2 / 3
