"""docs/accuracy.md: its parts are all there, the hand-written words find their places, and it can be written anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from evaluate import main
from evaluation.page import HEADINGS
from evaluation.peers import RULES
from evaluation.remarks import read_remarks

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
LANDMARKS = Path(__file__).resolve().parent / "landmarks"


def headings(page: str) -> list[str]:
    return re.findall(r"^## (.+)$", page, flags=re.MULTILINE)


def test_every_remark_has_a_heading_to_go_under() -> None:
    remarks = read_remarks()
    assert remarks
    assert [name for name in remarks if name not in HEADINGS] == []
    assert [name for name, text in remarks.items() if len(text) < 40] == []


def test_the_page_that_is_kept_has_all_its_parts() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert headings(page) == list(HEADINGS)
    assert [text for text in read_remarks().values() if text not in page] == [], (
        "write the page anew: scripts/evaluate.py"
    )
    assert [rule for rule in RULES if f"| {rule} |" not in page] == []
    assert "--landmarks --clips --write docs/accuracy.md" in page


@pytest.mark.parametrize("view", ["front", "side"])
def test_its_drawings_are_there(view: str) -> None:
    assert f"](accuracy-{view}.svg)" in PAGE.read_text(encoding="utf-8")
    assert (PAGE.parent / f"accuracy-{view}.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """One short session of the landmark recordings."""
    lines = (LANDMARKS / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "manifest.csv"
    path.write_text("\n".join([lines[0], *(line for line in lines if "nghiengphai" in line)]), encoding="utf-8")
    return path


def test_a_page_can_be_written(manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "simulation.md").write_text("# S\n\n### The limits as they stand\n\n12 %\n\n### Other\n\nno\n", "utf-8")
    written = tmp_path / "accuracy.md"
    assert main([str(manifest), "--shared", str(LANDMARKS), "--write", str(written)]) == 0
    page = written.read_text(encoding="utf-8")
    assert headings(page) == [name for name in HEADINGS if name not in ("Seen again", "Clips", "Limits", "Left out")]
    assert "12 %" in page
    assert "Other" not in page
    rows = [line for line in page.splitlines() if line.startswith("| posture-watch |")]
    assert len(rows) == 3  # all frames, settled ones, events
    assert all(len(line.split("|")) in (9, 12) for line in rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "accuracy-front.svg", "accuracy.md", "manifest.csv", "simulation.md"
    ]  # fmt: skip
    assert "front, all frames:" in capsys.readouterr().out


def test_a_page_that_cannot_be_written_is_an_error_in_words(
    manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(manifest), "--shared", str(LANDMARKS), "--write", str(tmp_path / "no" / "page.md")]) == 2
    assert "cannot be written" in capsys.readouterr().err
