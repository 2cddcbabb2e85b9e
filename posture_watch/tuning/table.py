"""What each value that was tried would have said, as a table of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.texts import text
from posture_watch.tuning.drawing import Ink, Row
from posture_watch.tuning.rates import Rate
from posture_watch.tuning.words import tenth


def table(rows: Sequence[Row], titles: tuple[str, str], ink: Ink) -> list[str]:
    """``titles``: what the values are of, and what is tuned."""
    width = max(8, len(titles[0]), *(len(row.name) for row in rows))
    groups = (text("heeded"), text("felt wrong"), text("unheeded"))
    head = f"  {'':>{width}}  {text('a day'):^15}" + "".join(f"{group:^13}" for group in groups)
    stay_go = f"{text('stay'):>6} {text('go'):>5} "
    second = f"  {titles[0]:>{width}}  {text('all'):>5} {titles[1][:9]:>9}" + stay_go * 3 + f"{text('new'):>6}"
    return [head.rstrip(), second, *(_line(row, width, ink) for row in rows)]


def _line(row: Row, width: int, ink: Ink) -> str:
    found = row.compared.own
    parts = "".join(f"{part.stay:>6} {part.go:>5} " for part in (found.heeded, found.felt_false, found.unheeded))
    rates = f"{_average(row.compared.all.rate):>5} {_average(found.rate):>9}"
    return f"{ink.now if row.now else ' '} {row.name:>{width}}  {rates}{parts}{found.new:>6}"


def _average(rate: Rate | None) -> str:
    return "–" if rate is None else tenth(rate.average)
