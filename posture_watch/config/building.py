"""From a Config to the core's Settings: the same names, so that a forgotten key is an error, no silent default."""

from __future__ import annotations

from dataclasses import asdict

from posture_watch.config.schema import Config
from posture_watch.core.settings import (
    BaselinePolicy,
    Gate,
    ReminderPolicy,
    Settings,
    SittingPolicy,
    Smoothing,
    StrainPolicy,
)


def build_settings(
    config: Config, *, camera: str, mode: str, sample_interval_s: float, frozen_baseline: bool = False
) -> Settings:
    """What the fold needs. ``camera`` and ``mode`` name the place of a baseline; ``sample_interval_s`` in s.

    ``frozen_baseline``: the baseline is given and is neither learnt nor dropped.
    """
    return Settings(
        rules=config.rules,
        sample_interval_s=sample_interval_s,
        camera=camera,
        mode=mode,
        smoothing=Smoothing(**asdict(config.smoothing)),
        gate=Gate(**asdict(config.gate)),
        baseline=BaselinePolicy(**asdict(config.baseline), frozen=frozen_baseline),
        sitting=SittingPolicy(**asdict(config.sitting)),
        strain=StrainPolicy(**asdict(config.strain)),
        reminders=ReminderPolicy(**asdict(config.reminders)),
    )
