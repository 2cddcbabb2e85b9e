"""Everything the fold may be told to do differently. No defaults here: config.py has them, with their reasons."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace

from posture_watch.core.hush import Hush
from posture_watch.core.rules import Rule


def _require_positive(thing: object, *, zero_allowed: tuple[str, ...] = ()) -> None:
    """Raise ValueError unless every number field of ``thing`` is finite and above zero (or zero where allowed)."""
    for spec in fields(thing):  # type: ignore[arg-type]
        if not spec.init:
            continue
        value = getattr(thing, spec.name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        least_ok = value >= 0 if spec.name in zero_allowed else value > 0
        if not (math.isfinite(value) and least_ok):
            raise ValueError(f"{type(thing).__name__}.{spec.name} must be a number above zero, not {value}")


@dataclass(frozen=True, slots=True)
class Smoothing:
    """A moving median over ``median_s`` seconds, then an exponential mean of time constant ``mean_s``. Zero is off."""

    median_s: float
    mean_s: float

    def __post_init__(self) -> None:
        _require_positive(self, zero_allowed=("median_s", "mean_s"))


@dataclass(frozen=True, slots=True)
class Gate:
    """Who counts as the person at the desk, and when they can be judged.

    ``min_shoulder_share`` is the least body size (shoulder width, or 1.6 times ear to shoulder where that is more) as a
    share of the frame's smaller side. ``keep_state_s``: how long the last state holds when frames cannot be measured.
    ``away_after_s``: how long nobody must be seen before the user is away. ``min_quality``: see quality.py.
    """

    min_visibility: float
    min_shoulder_share: float
    max_turn_deg: float
    keep_state_s: float
    away_after_s: float
    min_light: float
    min_quality: float

    def __post_init__(self) -> None:
        _require_positive(self, zero_allowed=("keep_state_s", "away_after_s", "min_light", "min_quality"))


@dataclass(frozen=True, slots=True)
class BaselinePolicy:
    """How a baseline is learnt and when it is given up.

    ``learn_s``: steady seconds for a provisional one. ``move_step_s``/``move_settle_s``: a change of the set-up happens
    within the first and is believed after the second. ``drift_s``/``drift_most_ratio``: how slowly and how far it
    follows a better posture. ``frozen``: never learn, drift or drop (replay --baseline-from).
    """

    learn_s: float
    steady_spread_ratio: float
    steady_spread_deg: float
    move_step_s: float
    move_settle_s: float
    move_shift_ratio: float
    move_growth_ratio: float
    upright_gain_ratio: float
    upright_hold_s: float
    drift_s: float
    drift_most_ratio: float
    light_change_ratio: float
    light_hold_s: float
    frozen: bool = False

    def __post_init__(self) -> None:
        _require_positive(self)


@dataclass(frozen=True, slots=True)
class SittingPolicy:
    """``break_s`` seconds away end a sitting bout (a natural break)."""

    break_s: float

    def __post_init__(self) -> None:
        _require_positive(self)


@dataclass(frozen=True, slots=True)
class StrainPolicy:
    """``enabled``: follow load and creep. ``support``: the share of the trunk's load that desk or chair carry."""

    enabled: bool
    support: float

    def __post_init__(self) -> None:
        if not 0 <= self.support < 1:
            raise ValueError(f"StrainPolicy.support must be from 0 to under 1, not {self.support}")


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """How seldom reminders come. Gaps in s; caps count posture reminders.

    A reminder without a change for ``ignored_after_s`` was ignored; a posture still held is mentioned again after
    ``repeat_s``. ``snoozes`` of ``snooze_s`` may follow one another. ``fading``: those about posture get fewer over the
    weeks. ``halve_after`` ignored in a row halve what comes for the rest of the day. ``settle_s``: the time after a
    silence in which nothing is said yet.
    """

    posture_gap_s: float
    move_gap_s: float
    posture_per_hour: int
    posture_per_day: int
    ignored_after_s: float
    repeat_s: float
    snooze_s: float
    snoozes: int
    fading: bool
    halve_after: int
    settle_s: float

    def __post_init__(self) -> None:
        _require_positive(self)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of it. ``sample_interval_s`` is the distance between judged frames; ``camera`` and ``mode`` name where a
    baseline holds. ``hush``: why reminders wait at this moment. ``gentle_share``: what gentler days have made of the
    times until a reminder to move (see gentle.py), None on others."""

    rules: tuple[Rule, ...]
    sample_interval_s: float
    camera: str
    mode: str
    smoothing: Smoothing
    gate: Gate
    baseline: BaselinePolicy
    sitting: SittingPolicy
    strain: StrainPolicy
    reminders: ReminderPolicy
    hush: Hush | None = None
    gentle_share: float | None = None
    posture_rules: frozenset[str] = field(init=False, repr=False, compare=False)
    """Names of the rules about posture; the others are about time."""

    def __post_init__(self) -> None:
        _require_positive(self)
        names = [rule.name for rule in self.rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"rules named twice: {twice}")
        about_posture = frozenset(rule.name for rule in self.rules if rule.kind == "posture")
        object.__setattr__(self, "posture_rules", about_posture)

    @property
    def keep_s(self) -> float:
        """How long the last state holds over frames that cannot be measured (s): at least two frames, if at all."""
        return max(self.gate.keep_state_s, 2 * self.sample_interval_s) if self.gate.keep_state_s > 0 else 0.0

    @property
    def away_s(self) -> float:
        """How long nobody must be seen before the user is away (s); 0: at once."""
        return self.gate.away_after_s

    @property
    def is_apart(self) -> bool:
        """Whether looks are so far apart that one alone, of somebody who bent down, could be taken for an absence."""
        return self.sample_interval_s >= self.away_s > 0

    @property
    def single_frames(self) -> bool:
        """Whether each frame is judged alone, without memory."""
        return self.smoothing.median_s == 0 and self.smoothing.mean_s == 0

    @property
    def gap_s(self) -> float:
        """Silence longer than this (s) ends the open interval where it stood and counts nothing."""
        return max(5.0, 5.0 * self.sample_interval_s)


def without_memory(settings: Settings) -> Settings:
    """The same for frames that are judged one by one: no smoothing, and no state kept over frames that say nothing."""
    gate = replace(settings.gate, keep_state_s=0.0, away_after_s=0.0)
    return replace(settings, smoothing=Smoothing(0.0, 0.0), gate=gate)
