"""Changes to an export, for seeing them refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Edit = Callable[[Any], None]


def put(value: object, *way: str | int) -> Edit:
    """``value`` in place of what is found that way."""

    def change(found: Any) -> None:
        _holder(found, way)[way[-1]] = value

    return change


def drop(*way: str | int) -> Edit:
    """Without what is found that way."""

    def change(found: Any) -> None:
        del _holder(found, way)[way[-1]]

    return change


def _holder(found: Any, way: tuple[str | int, ...]) -> Any:
    for step in way[:-1]:
        found = found[step]
    return found
