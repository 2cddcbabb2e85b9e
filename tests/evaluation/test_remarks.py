"""Hand-written words stand only on a page about the pictures they speak of."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from evaluation.measured import Asked, Measured, measure
from evaluation.page import page
from evaluation.remarks import FAILURES, NOT_LOOKED_AT, is_remarked, named_in, not_looked_at, read_remarks, remarks_for
from evaluation.summary import summary

LANDMARKS = Path(__file__).resolve().parent / "landmarks"
HEAD = "file,label,subject,view,session\n"


@cache
def everybody() -> Measured:
    return measure(Asked(LANDMARKS / "MANIFEST.csv", LANDMARKS, worse=False))


def manifest(folder: Path, names: list[str]) -> Path:
    path = folder / "list.csv"
    path.write_text(HEAD + "".join(f"front/{name}_upright.jpg,upright,Q,front,s\n" for name in names), "utf-8")
    return path


def named() -> list[str]:
    return named_in(read_remarks()[FAILURES])


def test_the_words_name_pictures() -> None:
    assert {"D1_0281", "E_leanR_0117", "20241013_222654"} <= set(named())
    assert named_in("`D1_0189`, `_0195` and `core.engine.advance`") == ["D1_0189"]


def test_words_stand_where_every_picture_they_name_is_listed(tmp_path: Path) -> None:
    assert is_remarked(manifest(tmp_path, named()), everybody())
    assert not is_remarked(manifest(tmp_path, named()[1:]), everybody())


def test_words_that_count_people_stand_only_where_these_are_all(tmp_path: Path) -> None:
    more = replace(everybody().left_out_lines[0], by="subject", name="Q")
    assert not is_remarked(
        manifest(tmp_path, named()), replace(everybody(), left_out_lines=(*everybody().left_out_lines, more))
    )


def test_a_page_about_others_says_that_nobody_looked(tmp_path: Path) -> None:
    asked = Asked(manifest(tmp_path, ["Q_0001"]), tmp_path)
    text = page(tmp_path / "page.md", everybody(), asked, [])
    assert f"\n{NOT_LOOKED_AT}\n" in text
    for ours in (
        "D1_0281_upright` and",
        "three before front cameras",
        "man and woman clip",
        "postureexercise",
        "aimed at",
    ):
        assert ours not in text, ours
    assert "## Limits" not in text
    assert "core.engine.advance" in text


def test_a_failure_that_nobody_wrote_about_is_named(tmp_path: Path) -> None:
    assert not_looked_at(["D1_0281_upright.jpg", "D1_0999_upright.jpg"], "`D1_0281` is bent.") == [
        "D1_0999_upright.jpg"
    ]
    failure = replace(everybody().failures[0], file="D1_0999_upright.jpg")
    words = remarks_for(manifest(tmp_path, named()), replace(everybody(), failures=(failure,)))[FAILURES]
    assert words.endswith("Nobody has looked at these yet: `D1_0999_upright.jpg`.")


def test_the_page_begins_with_what_matters() -> None:
    first, figures, *rest = summary(everybody(), own_set=True)
    assert "sessions" in first
    lines = figures.splitlines()
    scopes = ("all frames", "away from label changes")
    assert [line.split(":")[0] for line in lines[:4]] == [f"- {v}, {s}" for v in ("front", "side") for s in scopes]
    assert all("% of" in line and "–" in line.split(";")[0] for line in lines[:4])
    assert lines[4].startswith("- Not reached: from the side a balanced accuracy of 0.97 with 2 % false positives")
    words = " ".join(rest)
    for explained in ("*A*", "*D*", "*E*", "*S1*", "*V1*", "*Balanced*", "*rec@1%*", "CC BY 4.0", "MIT"):
        assert explained in words, explained


@pytest.mark.parametrize(("balanced", "said"), [(0.975, False), (0.965, True)])
def test_what_is_reached_is_not_called_missed(balanced: float, said: bool) -> None:
    side = next(c for c in everybody().comparisons if c.view == "side")
    ours = replace(side.lines[0], figures=replace(side.lines[0].figures, balanced=balanced, false_positive_rate=0.01))
    found = summary(replace(everybody(), comparisons=(replace(side, lines=(ours, *side.lines[1:])),)), own_set=True)[1]
    assert ("Not reached" in found) is said
