"""A step of the picture as one piece: growth about its middle and a shift, and a baseline carried along by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from posture_watch.core.baseline import Baseline
from posture_watch.core.instant import Instant
from posture_watch.core.settings import BaselinePolicy

POSITIONS = ("head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px")
SHAPE = ("shoulder_width_px", "face_size_px", "head_drop_ratio", "head_tilt_deg", "shoulder_tilt_deg")
NEEDED = (*POSITIONS, *SHAPE)
RIGID_SHIFT_RATIO = 0.05
"""Head and shoulders moved alike within this many shoulder widths (starting guess; upright jitter is 0.02)."""
RIGID_GROWTH_RATIO = 0.06
"""Face and shoulders grew alike within this share. A lean of 10° at the hip already differs by 0.085 (geometry)."""
HARDLY_GROWN = 0.10
"""Up to this share, growth is what the model makes of a shift: by 0.4 shoulder widths, a portrait read +6, −2 %."""
RIGID_DROP_RATIO, RIGID_TILT_DEG = 0.05, 4.0
"""The head kept its height over the shoulders, and both lines their tilt, within these (starting guess)."""


@dataclass(frozen=True, slots=True)
class Move:
    """How the picture of the person moved: growth about the frame's middle, then a shift (px); ``before`` and ``after``
    are the metrics on both sides of it."""

    growth: float
    shift_x_px: float
    shift_y_px: float
    before: Mapping[str, float]
    after: Mapping[str, float]


def move_of(before: Mapping[str, float], after: Mapping[str, float], middle: tuple[float, float]) -> Move:
    """How the picture moved, whatever the body did meanwhile."""
    growth = (
        after["face_size_px"] * after["shoulder_width_px"] / before["face_size_px"] / before["shoulder_width_px"]
    ) ** 0.5
    shifts = [shift_of(before, after, part, middle, growth) for part in ("head", "shoulder")]
    return Move(growth, sum(s[0] for s in shifts) / 2, sum(s[1] for s in shifts) / 2, before, after)


def rigid_move(
    before: Mapping[str, float], after: Mapping[str, float], middle: tuple[float, float], *, doubt: float = 1.0
) -> Move | None:
    """The move that carries ``before`` into ``after`` as one piece, or None if the body changed its shape.

    ``doubt`` times the limits is allowed: one look is noisier than the median of some.

    ``middle`` is the middle of the frame (px): coming nearer spreads everything from there. The further the picture
    shifted, the more the model errs about the shape, and the less a body could have done it: every limit widens with
    the shift, to twice itself for a whole shoulder width.
    """
    face, shoulders = (
        after["face_size_px"] / before["face_size_px"],
        after["shoulder_width_px"] / before["shoulder_width_px"],
    )
    growth = (face * shoulders) ** 0.5
    head = shift_of(before, after, "head", middle, growth)
    body = shift_of(before, after, "shoulder", middle, growth)
    shift_px = ((head[0] + body[0]) / 2, (head[1] + body[1]) / 2)
    slack = doubt * (1.0 + min(1.0, (shift_px[0] ** 2 + shift_px[1] ** 2) ** 0.5 / after["shoulder_width_px"]))
    same_shape = (
        _grew_alike(face, shoulders, slack)
        and abs(after["head_drop_ratio"] - before["head_drop_ratio"]) <= RIGID_DROP_RATIO * slack
        and abs(after["head_tilt_deg"] - before["head_tilt_deg"]) <= RIGID_TILT_DEG * slack
        and abs(after["shoulder_tilt_deg"] - before["shoulder_tilt_deg"]) <= RIGID_TILT_DEG * slack
    )
    apart_px = ((head[0] - body[0]) ** 2 + (head[1] - body[1]) ** 2) ** 0.5
    if not same_shape or apart_px > RIGID_SHIFT_RATIO * slack * after["shoulder_width_px"]:
        return None
    return Move(growth, *shift_px, before, after)


def _grew_alike(face: float, shoulders: float, slack: float) -> bool:
    """Whether face and shoulders grew by one factor. A mere shift makes the model measure both a little otherwise."""
    hardly = max(abs(face - 1), abs(shoulders - 1)) <= HARDLY_GROWN
    return abs(face / shoulders - 1) <= (HARDLY_GROWN if hardly else RIGID_GROWTH_RATIO) * slack


def shift_of(
    before: Mapping[str, float], after: Mapping[str, float], part: str, middle: tuple[float, float], growth: float
) -> tuple[float, float]:
    """How far ("head" or "shoulder", px right and down) a part moved beyond what ``growth`` explains."""
    expected_x = middle[0] + (before[f"{part}_x_px"] - middle[0]) * growth
    expected_y = middle[1] + (before[f"{part}_y_px"] - middle[1]) * growth
    return after[f"{part}_x_px"] - expected_x, after[f"{part}_y_px"] - expected_y


def is_large(move: Move, shoulder_width_px: float, policy: BaselinePolicy) -> bool:
    """Whether the move is more than a person's own shifting about."""
    shift_px = (move.shift_x_px**2 + move.shift_y_px**2) ** 0.5
    return shift_px >= policy.move_shift_ratio * shoulder_width_px or abs(move.growth - 1) >= policy.move_growth_ratio


def can_be_carried(baseline: Baseline) -> bool:
    """Whether the baseline has all that a move is told by; one of a side view has not, and does not need it."""
    return all(name in baseline.medians for name in NEEDED)


def carry_along(baseline: Baseline, move: Move, at: Instant) -> Baseline:
    """The same posture seen from the moved set-up.

    Whatever the move changed in a metric it changes in the baseline; it does not become the posture of that moment. So
    somebody who happens to be slumped then is not taken for upright.
    """
    before, after = move.before, move.after
    m = dict(baseline.medians)
    for name in POSITIONS:
        m[name] = after[name] + (m[name] - before[name]) * move.growth
    for px, ratio in (("face_size_px", "face_scale_ratio"), ("shoulder_width_px", "shoulder_scale_ratio")):
        for name in (px, ratio):
            m[name] *= after[px] / before[px]
    for name in ("head_drop_ratio", "head_tilt_deg", "shoulder_tilt_deg", "head_turn_deg"):
        if name in m and name in before and name in after:
            m[name] += after[name] - before[name]
    m["lateral_offset_ratio"] = (m["shoulder_x_px"] - baseline.place.width_px / 2) / m["shoulder_width_px"]
    return replace(baseline, medians=m, made_utc=at.utc)


def length_px(move: Move, middle: tuple[float, float]) -> float:
    """Shift and growth as one length (px): growth as what it does to a point a quarter of the frame from its middle."""
    return (move.shift_x_px**2 + move.shift_y_px**2) ** 0.5 + abs(move.growth - 1.0) * middle[1]
