"""The pages in a real browser: what axe finds, nothing wider than the window, nothing on the network, paper."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from picturing.browser import Browser, Scheme, find_browser

from posture_watch.report.clinician import ClinicianReport
from posture_watch.report.day import DayReport, PeriodReport
from posture_watch.report.html import page
from posture_watch.texts import use_language
from tests.report_html import diary_samples, samples

WIDTHS = (1280, 390)
Maker = Callable[[], DayReport | PeriodReport | ClinicianReport]
MAKERS: tuple[Maker, ...] = (samples.ordinary_day, samples.week, samples.month, diary_samples.clinician)
ODD: tuple[Maker, ...] = (
    samples.flight_day, samples.hostile_day, samples.forgotten_day, samples.week_so_far, samples.minute_of_data,
    diary_samples.day_with_diary, diary_samples.month_with_diary, diary_samples.hostile_diary,
    diary_samples.empty_diary,
)  # fmt: skip


@cache
def axe_source() -> str | None:
    """POSTURE_WATCH_AXE names a file (axe.min.js); else the one that the package axe-core-python brings."""
    named = os.environ.get("POSTURE_WATCH_AXE")
    if named:
        return Path(named).read_text(encoding="utf-8")
    found = importlib.util.find_spec("axe_core_python")  # looked for, not imported: it would want a driver of its own
    folders = found.submodule_search_locations if found else None
    return Path(folders[0], "axe.min.js").read_text(encoding="utf-8") if folders else None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium to look at pages with")
    with Browser(program) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    makers = {make.__name__: make for make in (*MAKERS, *ODD)}

    @cache
    def written(name: str) -> Path:
        file = folder / f"{name}.html"
        file.write_text(page(makers[name]()), encoding="utf-8")
        return file

    return written


def violations(browser: Browser) -> list[str]:
    source = axe_source()
    if source is None:
        pytest.skip("axe-core is not there: install the dev group, or set POSTURE_WATCH_AXE to axe.min.js")
    browser.value(source + ";0")
    found: Any = json.loads(browser.value("axe.run(document).then(r => JSON.stringify(r.violations))"))
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])} times)" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width_px", WIDTHS)
@pytest.mark.parametrize("name", [make.__name__ for make in MAKERS])
def test_axe_finds_nothing(
    browser: Browser, pages: Callable[[str], Path], name: str, width_px: int, scheme: Scheme
) -> None:
    browser.show(pages(name), width_px=width_px, scheme=scheme)
    browser.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(browser) == []


@pytest.mark.parametrize("name", [make.__name__ for make in ODD])
def test_axe_finds_nothing_on_odd_days(browser: Browser, pages: Callable[[str], Path], name: str) -> None:
    browser.show(pages(name))
    assert violations(browser) == []


def test_axe_would_find_something(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<!DOCTYPE html><title>x</title><p style='color:#ccc;background:#fff'>pale</p><img src=''>")
    browser.show(bad)
    found = {violation.split(":")[0] for violation in violations(browser)}
    assert {"color-contrast", "html-has-lang", "image-alt"} <= found


@pytest.mark.parametrize("name", [make.__name__ for make in (*MAKERS, *ODD)])
def test_nothing_is_wider_than_the_window(browser: Browser, pages: Callable[[str], Path], name: str) -> None:
    browser.show(pages(name))
    browser.value("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width_px in (1280, 390, 320):
        browser.resize(width_px)
        assert browser.value("document.documentElement.scrollWidth") == width_px


def test_words_in_the_picture_do_not_lie_on_each_other(browser: Browser, pages: Callable[[str], Path]) -> None:
    for name in ("ordinary_day", "flight_day", "month", "clinician", "hostile_diary"):
        for width_px in WIDTHS:
            browser.show(pages(name), width_px=width_px)
            overlapping = browser.value(
                """(() => {
                const boxes = [...document.querySelectorAll('svg[role=img] text')]
                    .filter(t => t.getClientRects().length && getComputedStyle(t).display != 'none')
                    .map(t => [t.textContent, t.getBoundingClientRect()]);
                return boxes.flatMap(([a, p], i) => boxes.slice(i + 1)
                    .filter(([b, q]) => p.left < q.right - 1 && q.left < p.right - 1
                        && p.top < q.bottom - 4 && q.top < p.bottom - 4)
                    .map(([b]) => a + ' | ' + b));
                })()"""
            )
            assert overlapping == [], (name, width_px)


def test_the_two_schemes_differ_and_paper_is_always_light(browser: Browser, pages: Callable[[str], Path]) -> None:
    colours: list[str] = []
    for scheme in ("light", "dark"):
        browser.show(pages("ordinary_day"), scheme=scheme)
        colours.append(browser.value("getComputedStyle(document.body).backgroundColor"))
    assert len(set(colours)) == 2
    browser.print_media("dark")
    assert browser.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.value("getComputedStyle(document.body).color") == "rgb(32, 37, 43)"


def test_a_day_fits_on_a_few_sheets(browser: Browser, pages: Callable[[str], Path]) -> None:
    browser.show(pages("ordinary_day"))
    printed = browser.paper()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") <= 3


def test_a_page_asks_the_network_for_nothing(browser: Browser, pages: Callable[[str], Path]) -> None:
    browser.show(pages("ordinary_day"))
    assert browser.value("performance.getEntriesByType('resource').length") == 0


SHEETS = ("clinician", "full_diary", "hostile_diary", "empty_diary", "one_day", "years")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", SHEETS)
def test_the_page_to_take_along_is_one_sheet_with_all_of_it(
    browser: Browser, tmp_path: Path, name: str, language: str
) -> None:
    """One sheet also in the broadest of usual fonts, and nothing is cut off: no row is higher than it was reckoned."""
    use_language(language)
    try:
        made = page(getattr(diary_samples, name)())
    finally:
        use_language("en")
    file = tmp_path / "sheet.html"
    for font in ("Arial", "DejaVu Sans"):
        file.write_text(made.replace("font-family:Arial", f'font-family:"{font}"'), encoding="utf-8")
        browser.show(file, width_px=718)  # the width of A4 between the page's margins
        browser.print_media("light")
        inside = browser.value(
            """(() => {
            const held = document.querySelector('section[aria-labelledby=episodes]');
            return [held.scrollHeight <= held.clientHeight,
                document.querySelector('footer').getBoundingClientRect().bottom <= document.body.clientHeight];
            })()"""
        )
        assert inside == [True, True], font
        assert browser.paper().count(b"/Type /Page\n") == 1


def test_a_sheet_that_has_too_much_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    """The test above can fail: the same page in larger letters is cut."""
    file = tmp_path / "sheet.html"
    file.write_text(page(diary_samples.full_diary()).replace("line-height:3.15mm", "line-height:6mm"), encoding="utf-8")
    browser.show(file, width_px=718)
    browser.print_media("light")
    assert browser.value("(e => e.scrollHeight > e.clientHeight)(document.querySelector('section:has(#episodes)'))")
