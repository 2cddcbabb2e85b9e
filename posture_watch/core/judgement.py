"""What the fold says about one frame: the only thing that a live line, a tray or a replay line is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Posture
from posture_watch.core.reading import Reading
from posture_watch.core.sample import View


@dataclass(frozen=True, slots=True)
class Judgement:
    """The state after one frame.

    ``over`` are the posture rules (watch level included) whose enter limit is exceeded in this very frame; ``active``
    those that are active after their hold; ``progress`` is each rule's share of its hold, 0 to 1. ``metrics`` and
    ``deviations`` are empty when nobody could be measured. ``kind`` names the posture (see kinds.py), "" when it is not
    judged. ``provisional`` is None while there is no baseline.
    ``standing``: told to be on their feet; False when sitting or when it cannot be told. ``strain``: 0 to 200, None
    when not followed. ``reading`` is what was judged. ``still_s``: since the posture last changed, None while
    that cannot be told.
    """

    at: Instant
    person: bool
    posture: Posture
    view: View | None = None
    quality: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    deviations: Mapping[str, float] = field(default_factory=dict[str, float])
    over: tuple[str, ...] = ()
    kind: str = ""
    active: tuple[str, ...] = ()
    progress: Mapping[str, float] = field(default_factory=dict[str, float])
    sitting_s: float = 0.0
    provisional: bool | None = None
    why_unknown: str = ""
    standing: bool = False
    reading: Reading | None = None
    strain: float | None = None
    still_s: float | None = None

    @property
    def signals(self) -> Mapping[str, float]:
        """Everything that rules may ask about, by name."""
        timed = {"strain": self.strain, "still_s": self.still_s, "sitting_s": self.sitting_s}
        return {**self.deviations, **{name: value for name, value in timed.items() if value is not None}}
