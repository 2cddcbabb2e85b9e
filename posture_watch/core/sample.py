"""One person on one frame, measured: values by name, unit in the name. A missing value is a missing key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from posture_watch.core.instant import Instant

View = Literal["front", "between", "side"]


@dataclass(frozen=True, slots=True)
class PostureSample:
    """Measured posture: ``values`` by metric name (see metrics.py), the ``view`` recognised, ``quality`` 0 to 1 and in
    ``doubt`` what lowers it most (see quality.py).

    Raises ValueError for a value that is not finite: NaN compares false with everything and would read as good posture.
    """

    at: Instant
    view: View
    values: Mapping[str, float]
    quality: float
    doubt: str = ""

    def __post_init__(self) -> None:
        bad = [name for name, value in self.values.items() if not math.isfinite(value)]
        if bad:
            raise ValueError(f"not finite: {bad}; leave a missing value out")
        if not 0.0 <= self.quality <= 1.0:
            raise ValueError(f"quality is between 0 and 1, not {self.quality}")
