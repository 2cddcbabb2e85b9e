"""What rules were told in the last minutes, kept by whoever watches them; forgotten when they stop."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from posture_watch.terminal.rule_now import RuleNow

KEPT_S = 180.0
"""Long enough for a hold to be seen coming, short enough for a movement to be seen at all."""


class History:
    """``add`` what is seen, ask for any rule's ``sizes``. Seconds are of any clock that only rises."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, dict[str, float]]] = deque()

    def add(self, at_s: float, rules: Iterable[RuleNow]) -> None:
        self._seen.append((at_s, {rule.name: rule.size for rule in rules if rule.size is not None}))
        while at_s - self._seen[0][0] > KEPT_S:
            self._seen.popleft()

    def sizes(self, rule: str, count: int) -> list[float | None]:
        """The last ``KEPT_S`` seconds in ``count`` pieces, newest last: the largest of each, None if not measured.

        Pieces begin at whole multiples of their length, so that what is drawn moves on but does not change.
        """
        if not self._seen or count < 1:
            return [None] * max(0, count)
        length_s = KEPT_S / count
        last = int(self._seen[-1][0] // length_s)
        pieces: list[float | None] = [None] * count
        for at_s, sizes in self._seen:
            place = count - 1 - (last - int(at_s // length_s))
            size = sizes.get(rule)
            if place >= 0 and size is not None:
                before = pieces[place]
                pieces[place] = size if before is None else max(before, size)
        return pieces
