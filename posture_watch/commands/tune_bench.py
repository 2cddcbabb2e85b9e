"""What every way of tuning works with: settings, the logged days, their replays, and how to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posture_watch.commands.report import speaks_unicode
from posture_watch.commands.tune_reading import read_past
from posture_watch.commands.tune_replays import Replays
from posture_watch.config import Config, build_settings
from posture_watch.config.checking import composed_rules
from posture_watch.config.suggesting import nearest
from posture_watch.core.rules import Rule
from posture_watch.errors import UserError
from posture_watch.opening import read_config
from posture_watch.paths import Paths
from posture_watch.tuning.drawing import ASCII_INK, UNICODE_INK, Ink
from posture_watch.tuning.past import Past
from posture_watch.tuning.trial import Trial, trial_of


@dataclass(frozen=True, slots=True)
class Bench:
    """``now``: the limits of the settings file. ``past`` is None if nothing was logged."""

    config: Config
    now: Trial
    past: Past | None
    replays: Replays
    unicode: bool

    @property
    def known_past(self) -> Past:
        """The past, where there is one."""
        if self.past is None:
            raise UserError("Nothing has been logged yet that could be judged again.", "posture-watch run logs it.")
        return self.past

    @property
    def ink(self) -> Ink:
        """What bars are drawn with."""
        return UNICODE_INK if self.unicode else ASCII_INK

    @property
    def acting(self) -> Sequence[Rule]:
        """The rules that remind."""
        return [rule for rule in self.now.rules if rule.level == "act"]

    def rule(self, name: str) -> Rule:
        """The rule of that name. Raises UserError if it is not one that reminds."""
        known = composed_rules(self.config.profile, self.config.rule_changes)
        if name not in known:
            close = nearest(name, [rule.name for rule in self.acting])
            if close:
                advice = f"Did you mean {close}? posture-watch tune --list shows all."
                raise UserError(f"There is no rule {name}.", advice)
            raise UserError(f"There is no rule {name}.", "posture-watch tune --list shows them.")
        rule, enabled = known[name]
        if not enabled:
            raise UserError(f"The rule {name} is switched off.", f"[rules.{name}] enabled = true switches it on.")
        if rule.level != "act":
            base = name.removesuffix("_watch")
            advice = f"Try {base}." if base in known else 'Rules of level "act" remind.'
            raise UserError(f"The rule {name} only shows the state and never reminds.", advice)
        return rule


def open_bench(paths: Paths, days: int | None) -> Bench:
    """Read settings and log. Raises UserError if one of them cannot be used."""
    config = read_config(paths)
    settings = build_settings(config, camera="", mode="", sample_interval_s=config.camera.interval_s)
    found = read_past(paths.database_file, days)
    past, stretch = found or (None, None)
    return Bench(config, trial_of(settings), past, Replays(past, stretch, settings), speaks_unicode())
