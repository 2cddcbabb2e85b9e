"""What is typed into the diary stays text on every page, in a real browser, also one that minds no policy of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from picturing.browser import Browser, find_browser

from tests.program import run_command

ATTACKS = (
    "<script>window.hit=1</script>",
    '<img src="http://192.0.2.1/x.png" onerror="window.hit=1">',
    "<svg onload=window.hit=1><animate onbegin=window.hit=1 attributeName=x dur=1s></svg>",
    "</title></style></script></textarea></svg></details><script>window.hit=1</script>",
    '"><iframe srcdoc="<script>parent.hit=1</script>"></iframe><a href="javascript:window.hit=1">x</a>',
    "' onmouseover='window.hit=1' style='background:url(http://192.0.2.1/)' x='",
    "&lt;script&gt;window.hit=1&lt;/script&gt; &#60;b&#62; ]]><!-- --><![CDATA[ <b>",
    "<meta http-equiv=refresh content='0;url=http://192.0.2.1/'><base href=//192.0.2.1/><link rel=stylesheet href=x>",
)
PAGES = (("day.html",), ("clinician.html", "--for-clinician"), ("month.html", "--month"))
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')

LOOKED_AT = """JSON.stringify({
    hit: typeof window.hit,
    text: document.documentElement.textContent,
    made: [...document.querySelectorAll('script, img, iframe, object, embed, base, link, meta[http-equiv=refresh]')]
        .map(e => e.outerHTML.slice(0, 100)),
    handlers: [...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames().filter(n => n.startsWith('on'))),
    links: [...document.querySelectorAll('[href], [src], [style*=url]')].map(e => e.outerHTML.slice(0, 100))
        .filter(h => /192\\.0\\.2|javascript:/.test(h)),
    asked: performance.getEntriesByType('resource').map(e => e.name),
})"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages of a diary full of attacks, made as a user makes them."""
    folder = tmp_path_factory.mktemp("hostile")
    for attack in ATTACKS:
        noted = run_command("spasm", "--now", "3", "--note", attack, "--json", home=folder / "home")
        assert noted.code == 0, noted
    for name, *words in PAGES:
        made = run_command("report", *words, "--html", folder / name, home=folder / "home")
        assert made.code == 0, made
        bare = POLICY.sub("", (folder / name).read_text(encoding="utf-8"))
        assert "Content-Security-Policy" not in bare
        (folder / f"bare-{name}").write_text(bare, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium to look at pages with")
    with Browser(program) as opened:
        yield opened


@pytest.mark.parametrize("name", [name for page, *_ in PAGES for name in (page, f"bare-{page}")])
def test_what_was_typed_stays_text(browser: Browser, written: Path, name: str) -> None:
    browser.show(written / name)
    seen = json.loads(browser.value(LOOKED_AT))
    assert seen["hit"] == "undefined"
    assert (seen["made"], seen["handlers"], seen["links"], seen["asked"]) == ([], [], [], [])
    if "month" not in name:  # its rows name the days only
        squeezed = "".join(seen["text"].split())
        assert [attack for attack in ATTACKS if "".join(attack.split()) not in squeezed] == []


def test_an_attack_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(f"<!DOCTYPE html><title>x</title>{ATTACKS[0]}{ATTACKS[5]}<img src=x onerror='window.hit=2'>")
    browser.show(bad)
    seen = json.loads(browser.value(LOOKED_AT))
    assert seen["hit"] == "number"
    assert seen["made"]
    assert seen["handlers"]
