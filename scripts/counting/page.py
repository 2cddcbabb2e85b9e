"""docs/counting.md: what a front camera sees of each movement, with the figures that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counting.acts import ACTS
from counting.campaign import RATES, SPEEDS, TIMES, Idle, Played
from counting.judging import Score
from posture_watch.care.counting import COUNTED
from posture_watch.care.counting.movements import MOVEMENTS

WORDS = Path(__file__).with_name("words.md")
NAMES = {name: name.replace("_", " ") for name in COUNTED}


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything measured; scores by movement in the order of COUNTED, and the noises by name."""

    people: int
    sizes: dict[str, dict[str, list[tuple[float, Score]]]]
    speeds: dict[str, list[Score]]
    rates: dict[str, list[Score]]
    confusion: list[list[float]]
    idle: Sequence[Idle]
    played: Sequence[Played]


def page(figures: Figures, command: str) -> str:
    """The whole page."""
    parts = {
        "COMMAND": command,
        "PEOPLE": str(figures.people),
        "TIMES": str(TIMES),
        "LIMITS": _limits(),
        "SIZES": _sizes(figures),
        "SPEEDS": _scores(list(SPEEDS), figures.speeds),
        "RATES": _scores([f"{rate:g} a second" for rate in RATES], figures.rates),
        "CONFUSION": _table(
            ["done \\ asked", *NAMES.values()],
            [
                [NAMES[name], *(_number(value) for value in row)]
                for name, row in zip(COUNTED, figures.confusion, strict=True)
            ],
        ),
        "IDLE": _table(
            ["simulated people", "minutes", *NAMES.values()],
            [[one.name, f"{one.minutes:.0f}", *(str(one.counted[n]) for n in COUNTED)] for one in figures.idle],
        ),
        "REAL": _real(figures.played),
        "MINUTES": f"{sum(one.recording.seconds for one in figures.played) / 60:.0f}",
        "APART": f"{sum(one.recording.apart_s for one in figures.played) / 60:.0f}",
    }
    text = WORDS.read_text(encoding="utf-8")
    for name, value in parts.items():
        text = text.replace("{" + name + "}", value)
    return text


def _limits() -> str:
    rows = [
        [NAMES[name], f"{m.enter:g}", f"{m.leave:g}", f"{m.window_s:g} s", f"{m.dwell_s:g} s"]
        for name, m in ((name, MOVEMENTS[name]) for name in COUNTED)
    ]
    return _table(["movement", "begins at", "over at", "median of", "stays over for"], rows)


def _sizes(figures: Figures) -> str:
    rows = [
        [NAMES[name], f"{size:g} {ACTS[name].unit}", *cells]
        for name in COUNTED
        for size, cells in _by_size(figures, name)
    ]
    heads = [f"{noise}: {what}" for noise in figures.sizes for what in ("found", "right")]
    return _table(["movement", "size", *heads], rows)


def _by_size(figures: Figures, name: str) -> list[tuple[float, list[str]]]:
    columns = [noise[name] for noise in figures.sizes.values()]
    return [
        (found[0][0], [cell for _, score in found for cell in _cells(score)]) for found in zip(*columns, strict=True)
    ]


def _scores(heads: Sequence[str], scores: dict[str, list[Score]]) -> str:
    rows = [[NAMES[name], *(" / ".join(_cells(score)) for score in scores[name])] for name in COUNTED]
    return _table(["movement", *heads], rows)


def _cells(score: Score) -> list[str]:
    counted = score.found + score.false
    return [f"{100 * score.recall:.0f} %", f"{100 * score.precision:.0f} %" if counted else "–"]


def _real(played: Sequence[Played]) -> str:
    rows = [
        [
            f"`{one.recording.name}`",
            one.recording.moves or "nothing asked",
            f"{one.recording.seconds:.0f}",
            f"{100 * one.ready_share:.0f} %",
            *(str(one.counted[name]) for name in COUNTED),
        ]
        for one in played
    ]
    return _table(["recording", "labelled as", "seconds", "could count", *NAMES.values()], rows)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
