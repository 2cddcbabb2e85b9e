"""The pages about a sore back in a real browser: what axe finds, nothing wider than the window, two sheets of paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from picturing.browser import Browser, Scheme, find_browser

from posture_watch.report.html.care_page import about_page, help_page, help_parts
from posture_watch.texts import use_language
from tests.report_html.test_browser import violations

PAGES: dict[str, Callable[[], str]] = {"help": help_page, "about": about_page}


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium to look at pages with")
    with Browser(program) as browser:
        yield browser


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[str, str], Path]]:
    """The page of this name, in this language."""

    def write(name: str, language: str) -> Path:
        use_language(language)
        file = tmp_path / f"{name}-{language}.html"
        file.write_text(PAGES[name](), encoding="utf-8")
        return file

    yield write
    use_language("en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(opened: Browser, written: Callable[[str, str], Path], name: str, scheme: Scheme) -> None:
    for width_px in (1280, 390):
        opened.show(written(name, "en"), width_px=width_px, scheme=scheme)
        assert violations(opened) == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window(
    opened: Browser, written: Callable[[str, str], Path], name: str, language: str
) -> None:
    opened.show(written(name, language))
    for width_px in (1280, 390, 320):
        opened.resize(width_px)
        assert opened.value("document.documentElement.scrollWidth") == width_px


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_first_hours_and_the_warning_signs_are_a_sheet_each(
    opened: Browser, written: Callable[[str, str], Path], language: str
) -> None:
    opened.show(written("help", language))
    assert opened.paper().count(b"/Type /Page\n") == 2


def test_no_page_asks_anything_or_fetches_anything() -> None:
    for make in PAGES.values():
        page = make()
        assert not re.search(r"<(script|form|input|select|button|iframe|img|link)\b", page)
        assert not re.search(r"""(?:href|src)=["'](?!#)""", page)
        assert "default-src 'none'" in page


def test_the_most_urgent_signs_come_first() -> None:
    for page in (help_page(), help_parts()):
        places = [page.index(f'id="{key}"') for key in ("emergency", "same_day", "routine")]
        assert places == sorted(places)
        assert page.index("112") < page.index('id="same_day"')
