"""Limits to judge the history by: as the settings stand now, with a rule or all holds changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from posture_watch.core.gentle import gentled
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Gate, ReminderPolicy, Settings, SittingPolicy, StrainPolicy


@dataclass(frozen=True, slots=True)
class Trial:
    """What a replay takes in place of what held. Measuring (smoothing, camera, baseline) stays as it was."""

    rules: tuple[Rule, ...]
    reminders: ReminderPolicy
    sitting: SittingPolicy
    strain: StrainPolicy
    gate: Gate

    def __call__(self, logged: Settings) -> Settings:
        """The settings to judge by while ``logged`` held."""
        # between two looks of the camera nobody has left: as the live run does
        break_s = max(self.sitting.break_s, 2 * logged.sample_interval_s)
        tried = replace(
            logged,
            rules=self.rules,
            reminders=self.reminders,
            sitting=SittingPolicy(break_s),
            strain=self.strain,
            gate=self.gate,
            gentle_share=None,
        )
        return tried if logged.gentle_share is None else gentled(tried, logged.gentle_share)

    def with_rules(self, changed: Iterable[Rule]) -> Trial:
        """The same with these rules in place of those of their names."""
        by_name = {rule.name: rule for rule in changed}
        return replace(self, rules=tuple(by_name.get(rule.name, rule) for rule in self.rules))


def trial_of(settings: Settings) -> Trial:
    """Limits as ``settings`` have them."""
    return Trial(settings.rules, settings.reminders, settings.sitting, settings.strain, settings.gate)
