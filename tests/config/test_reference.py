"""docs/configuration.md is what the schema says today."""

from __future__ import annotations

import re
from pathlib import Path

from posture_watch.config.fields import keys_of
from posture_watch.config.reference import render_reference
from posture_watch.config.schema import SECTIONS
from tests.config.texts import problems

PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"


def test_the_page_is_the_schema():
    again = "run: python -m posture_watch.config.reference > docs/configuration.md"
    assert PAGE.read_text(encoding="utf-8") == render_reference(), again


def test_every_key_stands_in_it():
    page = render_reference()
    assert all(f"| `{name}` |" in page for section in SECTIONS.values() for name in keys_of(section))


def test_the_example_on_the_page_works(tmp_path: Path):
    (example,) = re.findall(r"```toml\n(.*?)```", render_reference(), re.DOTALL)
    assert not problems(tmp_path, example)
