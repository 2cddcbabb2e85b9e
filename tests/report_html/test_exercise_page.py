"""The page of the exercises: a named drawing of each; in a real browser axe finds nothing and nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from picturing.browser import Browser, Scheme, find_browser

from posture_watch.care.disclaimer import DISCLAIMER
from posture_watch.care.exercises import EXERCISES
from posture_watch.report.html.exercise_page import exercise_page
from posture_watch.texts import use_language
from tests.report_html.test_browser import violations


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium to look at pages with")
    with Browser(program) as browser:
        yield browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "exercises.html"
    file.write_text(exercise_page(), encoding="utf-8")
    return file


def test_each_is_there_with_a_drawing_and_its_sources() -> None:
    page = exercise_page()
    for exercise in EXERCISES:
        assert f'id="{exercise.key}"' in page
        assert f'aria-label="Drawing: {exercise.name}, start and end"' in page
    assert page.count('class="drawing"') == len(EXERCISES)
    assert page.count('id="source-') == 5
    assert DISCLAIMER in page
    assert "<script" not in page


def test_it_speaks_german() -> None:
    use_language("de")
    try:
        page = exercise_page()
    finally:
        use_language("en")
    assert [e.name for e in EXERCISES if f">{e.name}<" in page] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Browser, file: Path, scheme: Scheme) -> None:
    for width_px in (1280, 390):
        opened.show(file, width_px=width_px, scheme=scheme)
        assert violations(opened) == []


def test_nothing_is_wider_than_the_window(opened: Browser, file: Path) -> None:
    opened.show(file)
    for width_px in (1280, 390, 320):
        opened.resize(width_px)
        assert opened.value("document.documentElement.scrollWidth") == width_px


def test_the_drawings_have_the_colours_of_the_page(opened: Browser, file: Path) -> None:
    drawn: list[str] = []
    for scheme in ("light", "dark"):
        opened.show(file, scheme=scheme)
        drawn.append(opened.value("getComputedStyle(document.querySelector('.drawing circle')).fill"))
    assert drawn == ["rgb(251, 250, 247)", "rgb(21, 24, 27)"]
