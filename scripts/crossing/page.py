"""The page docs/what-went-before.md: what is compared and how, and the tables of the simulated studies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from crossing import lives as living
from crossing.studies import (
    NUMBERS,
    Found,
    Sets,
    alike,
    by_degrees,
    controls_each,
    exposed_or_not,
    halved,
    lives,
    read_off,
    tried,
)
from posture_watch.core.crossover import POWER, TRUE_RATIO

_WORDS = Path(__file__).with_name("words.md")
_EASY, _QUIET = 5, 4
"""So many times more of what takes little time, and of what has to be known best: what is found in nothing."""


def page(seed: int, studies: int, diaries: int) -> str:
    """The page, made anew."""
    quiet, struck = lives(seed, _QUIET * diaries, 1), lives(seed + 1, diaries, TRUE_RATIO)
    words = _WORDS.read_text(encoding="utf-8")
    return words.format(
        command=f"python scripts/simulate_crossover.py --studies {studies} --diaries {diaries} --seed {seed}",
        studies=studies,
        diaries=diaries,
        quiet=_QUIET * diaries,
        easy=_EASY * studies,
        false=_table(
            [
                ("exposed or not", _each(exposed_or_not(1), seed, _EASY * studies)),
                ("by degrees", _each(by_degrees(1), seed, studies)),
                ("simulated diaries", _diaries(quiet)),
                ("not our way: days in a row", _each(alike(12, shared=False, apart=1), seed, studies)),
                ("not our way: days shared", _each(alike(6, shared=True, apart=2), seed, studies)),
            ]
        ),
        power=_table(
            [
                ("exposed or not", _each(halved(exposed_or_not(TRUE_RATIO)), seed, _EASY * studies)),
                ("by degrees", _each(by_degrees(TRUE_RATIO), seed, studies)),
                ("by degrees, halved at the median", _each(halved(by_degrees(TRUE_RATIO)), seed, studies)),
                ("simulated diaries", _diaries(struck)),
            ]
        ),
        said=", ".join(f"{100 * share:.0f} % at {number}" for number, share in POWER),
        controls=f"{controls_each(quiet):.1f}",
        apart=living.DAYS_AN_EPISODE,
        alike=living.ALIKE,
    )


def _each(study: Callable[..., Sets], seed: int, studies: int) -> list[Found]:
    return [tried(study, seed + number, studies, number) for number in NUMBERS]


def _diaries(told: Sequence[Sets]) -> list[Found]:
    return [read_off(told, number) for number in NUMBERS]


def _table(rows: Sequence[tuple[str, Sequence[Found]]]) -> str:
    head = "| | " + " | ".join(f"{number} spasms" for number in NUMBERS) + " |"
    rule = "|---" * (len(NUMBERS) + 1) + "|"
    return "\n".join([head, rule, *(_row(name, found) for name, found in rows)])


def _row(name: str, found: Sequence[Found]) -> str:
    return f"| {name} | " + " | ".join(f"{100 * one.share:.1f} %" for one in found) + " |"
