"""docs/privacy.md says what was measured, and what was measured is good."""

from __future__ import annotations

import json
from typing import Any

import privacy_page

RUN: dict[str, Any] = {
    "network": True, "umask": "022", "steps": 70, "commands": 50, "calls": 80000, "seconds": 250, "notifications": 1,
    "local": {"the session bus": 3}, "kinds": {"text": 9}, "modes": {"text 0600": 9}, "broken": [],
}  # fmt: skip


def measured() -> dict[str, Any]:
    return json.loads(privacy_page.MEASURED.read_text(encoding="utf-8"))


def test_the_page_is_made_from_what_was_measured() -> None:
    expected = privacy_page.page(measured())
    assert privacy_page.PAGE.read_text(encoding="utf-8") == expected, "run scripts/privacy_page.py"


def test_every_promise_was_kept_with_and_without_a_network() -> None:
    runs = measured()["runs"]
    assert {run["network"] for run in runs} == {True, False}
    assert [line for run in runs for line in run["broken"]] == []
    for run in runs:
        assert run["calls"] > 10_000
        assert run["notifications"] > 0
        assert "picture" not in run["kinds"]


def test_a_promise_that_was_not_kept_stands_on_the_page() -> None:
    broken = {
        **RUN,
        "broken": ["`status`: connect to 192.0.2.1:443", "out/x: picture (9 bytes)", "`why` ended with 1: x"],
    }
    made = privacy_page.page({"on": "2026-01-01", "runs": [RUN, broken]})
    assert "## Not kept" in made
    assert "192.0.2.1:443" in made
    assert "| sockets, names or sound devices of elsewhere | 0 | 1 |" in made
    assert "| files that are or hold a picture, or unknown bytes | 0 | 1 |" in made
    assert "| anything else that was not as it should be | 0 | 1 |" in made
    assert "## Not kept" not in privacy_page.page({"on": "2026-01-01", "runs": [RUN]})
