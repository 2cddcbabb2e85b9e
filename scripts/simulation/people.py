"""People drawn from the distributions: a body, a usual upright, and a camera each; one column an array over people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.distributions import (
    CAMERAS,
    FRAMES_PX,
    MEN,
    POSTURE,
    SIDE,
    SIZE_SHARE,
    WIDER,
    WOMEN,
    Span,
    Spread,
    Table,
)

Floats = NDArray[np.float64]
Columns = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class People:
    """``count`` people. ``camera`` columns are where it stands, before it is aimed; ``place`` names it."""

    body: Columns
    posture: Columns
    camera: Columns
    place: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.place)

    @property
    def from_side(self) -> bool:
        """Whether the cameras look from the side."""
        return "turned_deg" in self.camera


def draw_people(count: int, seed: int, *, wider: bool = False, side: bool = False) -> People:
    """Half men, half women; every second one before a laptop, the others before a camera on a monitor, or all ``side``.

    The same seed gives the same people.
    """
    rng = np.random.default_rng(seed)
    spread = WIDER if wider else 1.0
    size = rng.standard_normal(count)
    men, women = _bodies(MEN, size, rng, spread), _bodies(WOMEN, size, rng, spread)
    is_man = rng.permutation(count) % 2 == 0
    body = {name: np.where(is_man, men[name], women[name]) for name in men}
    posture = draw(POSTURE, count, rng, spread)
    places = ("side",) * count if side else tuple(("laptop", "monitor")[i % 2] for i in range(count))
    camera = _cameras(places, rng)
    if side:
        camera["turned_deg"] = camera["turned_deg"] * np.where(np.arange(count) % 2, 1.0, -1.0)
    frames = np.array([FRAMES_PX[(i // 2) % len(FRAMES_PX)] for i in range(count)], dtype=np.float64)
    camera["width_px"], camera["height_px"] = frames[:, 0], frames[:, 1]
    return People(body, posture, camera, places)


def draw(table: Table, count: int, rng: np.random.Generator, spread: float = 1.0) -> dict[str, Floats]:
    """Every row of the table, independently; ``spread`` widens standard deviations and what they are cut off at."""
    return {name: _column(row, rng.standard_normal(count), rng.random(count), spread) for name, row in table.items()}


def _column(row: Spread | Span, normal: Floats, uniform: Floats, spread: float) -> Floats:
    if isinstance(row, Span):
        return row.least + (row.most - row.least) * uniform
    low, high = (row.mean + (edge - row.mean) * spread for edge in (row.least, row.most))
    return np.clip(row.mean + row.sd * spread * normal, low, high)


def _bodies(table: Table, size: Floats, rng: np.random.Generator, spread: float) -> dict[str, Floats]:
    """Lengths that go together: each shares SIZE_SHARE with the general size of the body."""
    own = np.sqrt(1.0 - SIZE_SHARE**2)
    out: dict[str, Floats] = {}
    for name, row in table.items():
        normal = SIZE_SHARE * size + own * rng.standard_normal(len(size))
        out[name] = _column(row, normal, rng.random(len(size)), spread)
    return out


def _cameras(places: tuple[str, ...], rng: np.random.Generator) -> dict[str, Floats]:
    """The columns of each person's own kind of camera."""
    drawn = {kind: draw({**CAMERAS, "side": SIDE}[kind], len(places), rng) for kind in dict.fromkeys(places)}
    names = next(iter(drawn.values()))
    return {name: np.array([drawn[kind][name][i] for i, kind in enumerate(places)]) for name in names}
