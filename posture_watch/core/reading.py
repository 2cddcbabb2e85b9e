"""What one observation says, as far as rules and the day need it: the deviations in whole steps, and who is there.

Rules judge the steps, live as in a replay of the log: so what was logged can be judged again, to the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from posture_watch.core.instant import Instant

Sight = Literal["measured", "partial", "unclear", "on_feet", "nobody", "dark", "missing", "busy"]
"""``partial``: only the trunk, or only the nearness of the face, can be told. ``unclear``: somebody sits there and
cannot be measured. ``dark``: nobody is seen, but it is too dark to say so. ``missing``: no picture came.
``busy``: another program has the camera."""
SIGHTS: tuple[Sight, ...] = ("measured", "partial", "unclear", "on_feet", "nobody", "dark", "missing", "busy")

_PER_DEGREE, _PER_UNIT = 5, 200
_PER_UNIT_OF = {"slump_score": 50, "head_sink_side_ratio": 500, "head_sink_ratio": 400}
"""Fine enough that a step is a tenth of the least distance between two limits, coarse enough to be kept for months."""


def steps_per_unit(name: str) -> int:
    """How many steps make one unit of the deviation: 5 a degree, 200 a ratio of 1, more where limits are close."""
    return _PER_UNIT_OF.get(name, _PER_DEGREE if name.endswith("_deg") else _PER_UNIT)


def in_steps(name: str, value: float) -> int:
    """The value in whole steps, the nearest."""
    return round(value * steps_per_unit(name))


def from_steps(name: str, steps: int) -> float:
    """The value of so many steps: the decimal that a person would write, so that a limit of 0.6 is met exactly."""
    return steps / steps_per_unit(name)


def stepped(deviations: Mapping[str, float]) -> dict[str, float]:
    """The same deviations in whole steps."""
    return {name: from_steps(name, in_steps(name, value)) for name, value in deviations.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """One observation for the rules. ``at`` in whole milliseconds; ``deviations`` in whole steps, empty unless
    measured or partial. ``new_baseline``: they are counted from another upright than before. ``reclined``: leaning
    back against something (side view)."""

    at: Instant
    sight: Sight
    deviations: Mapping[str, float] = field(default_factory=dict[str, float])
    new_baseline: bool = False
    reclined: bool = False

    def __post_init__(self) -> None:
        if self.deviations and self.sight not in ("measured", "partial"):
            raise ValueError(f"a sight {self.sight!r} has no deviations")
