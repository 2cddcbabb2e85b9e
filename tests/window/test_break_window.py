"""The window of a guided break without a screen: drawing, words, time; keys; the end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="windows need PySide6 and its libraries", exc_type=ImportError)

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posture_watch.care.exercises import EXERCISES
from posture_watch.care.guiding import Stage, breathing_stage
from posture_watch.commands.guide_words import summary, told
from posture_watch.window.break_ring import Ring
from posture_watch.window.break_window import LOOK_MS, BreakWindow
from posture_watch.window.exercise_picture import ExercisePicture
from tests.commands.led import HEAD, LEAN, TUCK, Led, OurEyes
from tests.offscreen import offscreen


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[QApplication]:
    with offscreen() as application:
        yield application


class Opened:
    """The window over a break under way; ``live`` lets time pass in both."""

    def __init__(self, *stages: Stage, eyes: OurEyes | None = None) -> None:
        self.led = Led(*stages, eyes=eyes)
        titles = {stage.key: stage.title for stage in stages}
        view = partial(told, camera=eyes is not None)
        self.window = BreakWindow(self.led.leading, view, lambda now: summary(now.done, titles), "A guided break")
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def live(self, seconds: float) -> None:
        self.led.live(seconds)
        QTest.qWait(2 * LOOK_MS)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)
        QTest.qWait(2 * LOOK_MS)


@pytest.fixture
def eyes() -> OurEyes:
    return OurEyes()


@pytest.fixture
def opened(eyes: OurEyes) -> Iterator[Opened]:
    found = Opened(HEAD, TUCK, LEAN, eyes=eyes)
    yield found
    found.window.close()
    found.window.deleteLater()


def test_it_says_what_to_do_how_often_and_what_the_camera_sees(opened: Opened, eyes: OurEyes) -> None:
    window = opened.window
    assert (window.order.text(), window.next.text()) == ("Begins by itself; Enter: at once", "&Begin")
    opened.key(Qt.Key.Key_Return)
    assert (window.title.text(), window.order.text(), window.place.text()) == ("Chin tucks", "Get ready", "1 / 2")
    opened.live(6.0)
    eyes.see(repetitions=2, holding_s=1.5)
    opened.live(0.0)
    assert (window.order.text(), window.count.text()) == ("Hold: 4 s", "2 of 8 counted")
    assert window.steps.text() == "1. Hold."
    assert window.camera.text().startswith("The camera counts along.")
    assert window.following.text() == "Next: Lean back"
    opened.key(Qt.Key.Key_Enter)
    assert window.camera.text() == "The camera cannot see this one: go by the clock."


def test_keys_pause_and_end_and_then_it_says_what_was_done(opened: Opened) -> None:
    window = opened.window
    opened.key(Qt.Key.Key_Return)
    opened.live(4.0 + 20.0)
    opened.key(Qt.Key.Key_P)
    assert (window.order.text(), window.pause.text()) == ("Paused", "Go &on")
    opened.live(100.0)
    assert window.ring.accessibleDescription() == "0:36"
    opened.key(Qt.Key.Key_P)
    assert window.order.text() != "Paused"
    opened.key(Qt.Key.Key_Escape)
    assert window.title.text() == "That was it."
    assert window.steps.text() == "Chin tucks: 20 s, 0 counted"
    assert not window.next.isVisible()
    assert [row.exercise for row in opened.led.rows] == ["chin_tuck"]
    opened.key(Qt.Key.Key_Return)
    assert window.isVisible()
    opened.key(Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert len(opened.led.rows) == 1


def test_a_window_that_is_closed_notes_what_was_followed(opened: Opened) -> None:
    opened.key(Qt.Key.Key_Return)
    opened.live(4.0 + 20.0)
    opened.window.close()
    assert [(row.exercise, round(row.seconds)) for row in opened.led.rows] == [("chin_tuck", 20)]


def test_everything_has_a_name_for_a_screen_reader(opened: Opened) -> None:
    window = opened.window
    labels = (window.title, window.place, window.order, window.count, window.steps, window.camera, window.following)
    assert all(widget.accessibleName() for widget in (*labels, window.picture, window.ring))


def test_breathing_has_no_drawing_but_a_disc_that_grows_and_shrinks() -> None:
    found = Opened(breathing_stage(60.0))
    found.live(8.0 + 1.0)
    assert not found.window.picture.isVisible()
    assert found.window.order.text() == "Breathe in"
    small = inked(found.window.ring.grab().toImage())
    found.live(3.0)
    large = inked(found.window.ring.grab().toImage())
    found.live(4.0)
    assert found.window.order.text() == "Breathe out"
    assert small < inked(found.window.ring.grab().toImage()) < large
    found.window.close()
    found.window.deleteLater()


def inked(image: QImage, part: range | None = None) -> int:
    """How many pixels are not the background, of these columns."""
    ground = image.pixel(0, 0)
    columns = part or range(image.width())
    return sum(image.pixel(x, y) != ground for x in columns for y in range(0, image.height(), 2))


@pytest.fixture
def picture() -> Iterator[ExercisePicture]:
    found = ExercisePicture()
    found.resize(400, 200)
    yield found
    found.deleteLater()


@pytest.mark.parametrize("key", [exercise.key for exercise in EXERCISES])
def test_every_exercise_is_drawn(picture: ExercisePicture, key: str) -> None:
    picture.show_exercise(key)
    image = picture.grab().toImage()
    assert inked(image, range(200)) > 100, "the start"
    assert inked(image, range(200, 400)) > 100, "the end"


def test_a_side_is_drawn_as_in_a_mirror(picture: ExercisePicture) -> None:
    halves: dict[str, tuple[int, int]] = {}
    for side in ("left", "right"):
        picture.show_exercise("side_bend", side)
        image = picture.grab().toImage()
        halves[side] = inked(image, range(216, 308)), inked(image, range(308, 400))
    assert halves["left"][0] > halves["left"][1], "what the left does is on the left"
    assert halves["right"][0] < halves["right"][1]


def test_on_a_dark_desktop_the_lines_are_light(picture: ExercisePicture) -> None:
    def brightest() -> int:
        image = picture.grab().toImage()
        return max(QColor(image.pixel(x, y)).lightness() for x in range(0, 400, 2) for y in range(0, 200, 2))

    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    picture.setPalette(palette)
    picture.show_exercise("walk")
    assert brightest() > 180


def test_a_ring_fills(app: QApplication) -> None:
    ring = Ring()
    ring.resize(200, 200)
    seen: list[int] = []
    for share in (0.0, 0.3, 0.9):
        ring.show_time(share, "", breathing=False)
        image = ring.grab().toImage()
        full = ring.palette().color(QPalette.ColorRole.Highlight).rgb()
        seen.append(sum(image.pixel(x, y) == full for x in range(200) for y in range(200)))
    assert seen[0] == 0
    assert seen[0] < seen[1] < seen[2]
    ring.deleteLater()
