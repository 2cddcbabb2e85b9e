"""The simulated studies in small: nothing is found too often where nothing is, and the stated power is found."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from random import Random

import pytest
from crossing.lives import FIRST, SUMMER, is_ordered, lived
from crossing.page import page
from crossing.studies import NUMBERS, Study, alike, by_degrees, exposed_or_not, halved, lives, read_off, tried
from simulate_crossover import main

from posture_watch.core.crossover import POWER, SIGNIFICANT, TRUE_RATIO
from posture_watch.core.exposure import compared

SEED = 11


def at_most(share: float, studies: int) -> float:
    """What a true ``share`` stays below in 999 of 1000 series of so many studies."""
    return share + 3.1 * sqrt(share * (1 - share) / studies)


@pytest.mark.parametrize("study", [exposed_or_not(1), by_degrees(1), alike(12, shared=False, apart=2)])
@pytest.mark.parametrize(("episodes", "studies"), [(6, 500), (10, 300), (20, 150)])
def test_without_an_effect_at_most_one_in_twenty_finds_one(study: Study, episodes: int, studies: int) -> None:
    assert tried(study, SEED, studies, episodes).share <= at_most(SIGNIFICANT, studies)


@pytest.mark.parametrize(("episodes", "power"), POWER)
def test_the_stated_power_is_found(episodes: int, power: float) -> None:
    studies = 300
    found = tried(halved(exposed_or_not(TRUE_RATIO)), SEED, studies, episodes).share
    assert found == pytest.approx(power, abs=3.1 * sqrt(power * (1 - power) / studies) + 0.005)


def test_less_is_found_of_what_comes_by_degrees() -> None:
    shares = [
        tried(study, SEED, 150, 20).share
        for study in (exposed_or_not(4), by_degrees(4), halved(by_degrees(4)), by_degrees(1))
    ]
    assert shares == sorted(shares, reverse=True)


def test_whole_diaries_without_an_effect() -> None:
    diaries = lives(SEED, 60, 1, most=10)
    found = read_off(diaries, 10)
    assert found.studies > 50
    assert found.share <= at_most(SIGNIFICANT, found.studies)


def test_a_strong_effect_is_found_in_whole_diaries() -> None:
    found = read_off(lives(SEED, 12, 400, most=10), 10)
    assert found.share > 0.5


def test_a_life_is_one_that_the_log_could_hold_and_the_same_each_time() -> None:
    life = lived(Random(5), 20)
    assert life == lived(Random(5), 20)
    assert is_ordered(life)
    assert len({one.utc_offset_s for one in life.intervals}) == 2
    assert FIRST < SUMMER[0] < life.episodes[-1].entry.local_date
    told = compared(life.episodes, life.intervals)
    assert sum(one.lacking is None for one in told) > 10
    assert {one.lacking for one in told} <= {None, "unseen", "alone"}


def test_the_page_has_a_row_for_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "page.md"
    assert main(["--studies", "2", "--diaries", "1", "--seed", "3", "--write", str(target)]) == 0
    written = target.read_text(encoding="utf-8")
    assert written.count("\n| exposed or not |") == 2
    assert written.count("\n| simulated diaries |") == 2
    assert all(f"| {number} spasms " in written for number in NUMBERS)
    assert "{" not in written
    assert main(["--studies", "0"]) == 2
    assert main(["--studies", "1", "--diaries", "1", "--write", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_page_in_docs_is_of_these_words_and_figures() -> None:
    docs = Path(__file__).parents[2] / "docs" / "what-went-before.md"
    written, fresh = docs.read_text(encoding="utf-8"), page(3, 1, 1)
    assert _without_figures(written) == _without_figures(fresh)
    row = next(line for line in written.split("### When it has")[1].splitlines() if line.startswith("| exposed or not"))
    told = [float(cell.strip(" %")) / 100 for cell in row.split("|")[2:-1]]
    assert told == pytest.approx([share for _, share in POWER], abs=0.02)
    below = written.split("### When it has")[0]
    for name in ("exposed or not", "by degrees", "simulated diaries"):
        row = next(line for line in below.splitlines() if line.startswith(f"| {name} |"))
        assert all(float(cell.strip(" %")) < 6 for cell in row.split("|")[2:-1])


def _without_figures(written: str) -> list[str]:
    kept = [line for line in written.splitlines() if not line.startswith(("Written by", "| "))]
    return ["".join(char for char in line if not char.isdigit()) for line in kept]
