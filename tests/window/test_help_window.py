"""The window of `help-now`, without a screen: all of the page to read, nothing to answer, closed by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="windows need PySide6 and its libraries", exc_type=ImportError)

from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from posture_watch.care.acute import GUIDANCE
from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.warning_signs import URGENCIES
from posture_watch.window.help_window import HelpWindow
from tests.offscreen import offscreen


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[QApplication]:
    with offscreen() as application:
        yield application


def test_it_says_all_of_the_page_and_asks_nothing() -> None:
    window = HelpWindow()
    said = window.page.toPlainText()
    claims = [claim for guidance in GUIDANCE for claim in guidance.claims]
    claims += [sign for urgency in URGENCIES for sign in urgency.signs]
    assert [claim.words for claim in claims if claim.words not in said] == []
    assert [urgency.key for urgency in URGENCIES if urgency.what_to_do not in said] == []
    assert DISCLAIMER in said
    assert window.page.isReadOnly()
    assert window.findChildren(QLineEdit) == []
    assert len(window.findChildren(QPushButton)) == 2


def test_the_number_of_a_source_leads_to_it_and_the_page_stays() -> None:
    window = HelpWindow()
    window.show()
    before = window.page.toPlainText()
    window.page.setSource(QUrl("#source-7"))
    assert window.page.toPlainText() == before
    assert window.page.verticalScrollBar().value() > 0


def test_what_an_emergency_sign_means_stays_in_sight_however_far_the_page_is_read() -> None:
    window = HelpWindow()
    window.resize(500, 300)
    window.show()
    assert "911" in window.emergency.text()
    assert window.emergency.isVisible()
    assert window.emergency.visibleRegion().boundingRect() == window.emergency.rect()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape])
def test_a_key_closes_it(key: Qt.Key) -> None:
    window = HelpWindow()
    window.show()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, key)
    assert not window.isVisible()
