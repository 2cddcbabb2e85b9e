"""The preview's window without a screen: what it says and paints, in the right proportions, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="windows need PySide6 and its libraries", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posture_watch.window.drawing import Dot, Drawing, Label, Stroke
from posture_watch.window.onlooker import Onlooker, Shot, Sight
from posture_watch.window.preview_window import PreviewWindow
from posture_watch.window.skeleton_picture import SkeletonPicture
from posture_watch.window.verdict import Row, Verdict
from tests.offscreen import offscreen

WIDTH_PX, HEIGHT_PX = 64, 48
BLUE, RED = (0, 0, 255), (255, 0, 0)
BONE = (90, 230, 150)
DRAWING = Drawing(
    (Stroke(10, 24, 20, 24, "bone"),),
    (Dot(10, 24, 0.9, True), Dot(20, 24, 0.1, False)),
    (Label(30, 10, "Ears 3.0°", "right"),),
)


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[QApplication]:
    with offscreen() as application:
        yield application


def left_blue_right_red() -> bytes:
    """BGR, row by row."""
    row = bytes([255, 0, 0]) * (WIDTH_PX // 2) + bytes([0, 0, 255]) * (WIDTH_PX // 2)
    return row * HEIGHT_PX


def painted(shot: Shot, *, mirrored: bool, width_px: int = 640, height_px: int = 300) -> QImage:
    picture = SkeletonPicture()
    picture.resize(width_px, height_px)
    picture.show_shot(shot, mirrored=mirrored)
    return picture.grab().toImage()


def colour(image: QImage, x: float, y: float) -> tuple[int, ...]:
    """At a share of the width and the height."""
    return QColor(image.pixel(int(image.width() * x), int(image.height() * y))).getRgb()[:3]  # type: ignore[return-value]


PLAIN = Shot(left_blue_right_red(), WIDTH_PX, HEIGHT_PX, Drawing())


def test_the_picture_keeps_its_proportions_and_can_be_a_mirror() -> None:
    image = painted(PLAIN, mirrored=False)
    assert (colour(image, 0.4, 0.5), colour(image, 0.6, 0.5)) == (BLUE, RED)
    blue = sum(colour(image, x / 640, 0.5) == BLUE for x in range(640))
    assert blue == pytest.approx(300 * WIDTH_PX / HEIGHT_PX / 2, abs=12), "4 : 3 in a window that is wider"
    mirror = painted(PLAIN, mirrored=True)
    assert (colour(mirror, 0.4, 0.5), colour(mirror, 0.6, 0.5)) == (RED, BLUE)


def bone_columns(image: QImage) -> list[int]:
    return [x for x in range(image.width()) for y in (image.height() // 2,) if colour_at(image, x, y) == BONE]


def colour_at(image: QImage, x: int, y: int) -> tuple[int, ...]:
    return QColor(image.pixel(x, y)).getRgb()[:3]  # type: ignore[return-value]


def test_bones_lie_where_the_landmarks_are_in_the_mirror_too() -> None:
    shot = Shot(b"", WIDTH_PX, HEIGHT_PX, DRAWING)
    straight, mirror = (bone_columns(painted(shot, mirrored=m, height_px=480)) for m in (False, True))
    assert (min(straight), max(straight)) == (pytest.approx(100, abs=8), pytest.approx(200, abs=8))
    assert (min(mirror), max(mirror)) == (pytest.approx(440, abs=8), pytest.approx(540, abs=8))


class FakeOnlooker:
    """Hands out what it is told to see."""

    def __init__(self) -> None:
        self.sight = Sight(Verdict("The camera is being opened."))

    def newest(self) -> Sight:
        return self.sight


ROWS = (Row("head_tilt", "12.0°", "±10", "over the limit", True), Row("slump", "0.10", "0.6", "under the limit", False))
SEEN = Sight(Verdict("Sitting well.", "Over a limit now: head tilted.", ROWS), Shot(b"", 64, 48, DRAWING), "Camera 0")


@pytest.fixture
def onlooker() -> FakeOnlooker:
    return FakeOnlooker()


@pytest.fixture
def window(onlooker: FakeOnlooker) -> Iterator[PreviewWindow]:
    opened = PreviewWindow(cast(Onlooker, onlooker), mirrored=True, note="Nothing is logged.")
    opened.show()
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened)
    yield opened
    opened.close()
    opened.deleteLater()


def shown(window: PreviewWindow, row: int, column: int) -> Any:
    item = window.limits.item(row, column)
    assert item is not None
    return item


def test_verdict_and_limits_are_words_that_a_screen_reader_finds(window: PreviewWindow, onlooker: FakeOnlooker) -> None:
    onlooker.sight = SEEN
    QTest.qWait(120)
    assert window.found.text() == "Sitting well."
    assert window.more.text() == "Over a limit now: head tilted."
    assert [shown(window, 0, column).text() for column in range(4)] == ["head_tilt", "12.0°", "±10", "over the limit"]
    assert shown(window, 0, 0).font().bold()
    assert not shown(window, 1, 0).font().bold()
    assert "skeleton" in window.picture.accessibleDescription()
    named = (window.picture, window.found, window.more, window.limits)
    assert all(widget.accessibleName() for widget in named)
    onlooker.sight = Sight(Verdict("Away."), Shot(b"", 64, 48, Drawing()))
    QTest.qWait(120)
    assert window.limits.rowCount() == 0
    assert window.picture.accessibleDescription() == "No person is seen."


def test_the_mirror_is_a_key_away(window: PreviewWindow, onlooker: FakeOnlooker) -> None:
    onlooker.sight = SEEN
    assert window.mirror.isChecked()
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    QTest.qWait(200)  # it is pressed for a moment
    assert not window.mirror.isChecked()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)],
)
def test_keys_close_it(window: PreviewWindow, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    window.limits.setFocus()
    QTest.keyClick(window.limits, key, modifier)
    assert not window.isVisible()
