"""The page: what the evaluation quotes from it, and every number with its source."""

from __future__ import annotations

from pathlib import Path

import pytest
from simulation.curve import Line, Panel
from simulation.distributions import STATED
from simulation.page import DRAWN_FROM, page, write_page
from simulation.report import Report
from simulation.tables import Table

REPORT = Report(
    (Table("The limits as they stand", "A note.", ("seen", "judged"), (("single frame", "99 %"),)),),
    (Panel("lean, °", (5.0, 10.0), (Line("now", (0.5, 1.0)),)),),
)


def test_the_page_says_how_what_and_from_where() -> None:
    text = page(REPORT, "simulation.svg", "python scripts/simulate.py --people 100 --seed 1")
    assert "Written by `python scripts/simulate.py --people 100 --seed 1`" in text
    assert "\n### The limits as they stand\n" in text
    assert "| single frame | 99 % |" in text
    assert "](simulation.svg)" in text
    assert text.index("- **Camera**") < text.index("## Figures") < text.index("### What it does not know")
    for name in STATED:
        assert f"| noise | `{name}` |" in text
    for part, table in DRAWN_FROM.items():
        for name, row in table.items():
            assert f"| {part} | `{name}` |" in text
            assert len(row.source) > 3, name
            assert row.source in text


def test_the_page_and_its_picture_are_written(tmp_path: Path) -> None:
    write_page(tmp_path / "simulation.md", REPORT, "python x")
    assert (tmp_path / "simulation.md").read_text(encoding="utf-8").startswith("# Simulated people\n")
    assert "<polyline" in (tmp_path / "simulation.svg").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_page(tmp_path / "nowhere" / "simulation.md", REPORT, "python x")
