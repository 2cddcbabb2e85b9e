"""A value that was tried and that can be named without a but: fewer wrong reminders, and none lost that was heeded."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.tuning.drawing import Row


def sensible(rows: Sequence[Row]) -> Row | None:
    """Of ``rows`` in order of their values, the present one among them, the one nearest to it that says fewer of those
    that felt wrong, keeps all heeded ones that the present one keeps, and does not say more in all; None if none does.
    """
    at = next(number for number, row in enumerate(rows) if row.now)
    better = [number for number, row in enumerate(rows) if _is_better(row, rows[at])]
    return rows[min(better, key=lambda number: (abs(number - at), number))] if better else None


def _is_better(row: Row, now: Row) -> bool:
    one, other = row.compared.own, now.compared.own
    kept = one.heeded.stay >= other.heeded.stay and row.compared.all.heeded.stay >= now.compared.all.heeded.stay
    more = one.rate is not None and other.rate is not None and one.rate.total > other.rate.total
    return one.felt_false.stay < other.felt_false.stay and kept and not more
