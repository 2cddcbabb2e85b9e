"""Rules over time: hold, hysteresis, release. In seconds between frames, so that the frame rate does not matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from posture_watch.core.events import ClearReason, Event, RuleCleared, RuleRaised
from posture_watch.core.instant import Instant
from posture_watch.core.rules import Rule

FULL = 1.0 - 1e-9
"""A hold that is complete but for rounding is complete."""


@dataclass(frozen=True, slots=True)
class RuleState:
    """One rule's memory. ``progress`` is the share of the hold used up; ``below_since`` when the value went under the
    exit limit; ``measured_at`` when the signal was last there."""

    progress: float = 0.0
    over: bool = False
    active: bool = False
    below_since: Instant | None = None
    measured_at: Instant | None = None


AT_REST = RuleState()


@dataclass(frozen=True, slots=True)
class MonitorState:
    """The memory of all rules, by name; a rule without an entry is at rest."""

    rules: Mapping[str, RuleState] = field(default_factory=dict[str, RuleState])

    @property
    def active(self) -> tuple[str, ...]:
        """Names of the active rules."""
        return tuple(name for name, rule in self.rules.items() if rule.active)

    @property
    def progress(self) -> dict[str, float]:
        """Share of the hold of every rule that has begun to count."""
        return {name: min(1.0, rule.progress) for name, rule in self.rules.items() if rule.progress > 0}


def over_rules(rules: tuple[Rule, ...], signals: Mapping[str, float]) -> tuple[str, ...]:
    """Names of the posture rules (watch level included) whose enter limit these signals exceed."""
    return tuple(
        rule.name
        for rule in rules
        if rule.kind == "posture"
        and (value := signals.get(rule.signal)) is not None
        and (abs(value) if rule.two_sided else value) > rule.enter_above
    )


def follow_rules(
    state: MonitorState, rules: tuple[Rule, ...], signals: Mapping[str, float], at: Instant, dt_s: float, keep_s: float
) -> tuple[MonitorState, list[Event]]:
    """Advance every rule by ``dt_s`` seconds.

    A signal missing for more than ``keep_s`` clears its rule as unknown; a rule no longer in the settings is cleared.
    """
    after: dict[str, RuleState] = {}
    events: list[Event] = []
    known = state.rules
    for rule in rules:
        before, value = known.get(rule.name, AT_REST), signals.get(rule.signal)
        if before is AT_REST and (value is None or (abs(value) if rule.two_sided else value) <= rule.enter_above):
            continue  # nearly all rules at nearly all times
        now = _missing(before, at, keep_s) if value is None else _follow(rule, before, value, at, dt_s)
        if now.progress or now.over or now.active or now.below_since:
            after[rule.name] = now
        if now.active and not before.active and value is not None:
            events.append(RuleRaised(at, rule.name, rule.level, rule.signal, value, rule.message))
        elif before.active and not now.active:
            events.append(RuleCleared(at, rule.name, "unknown" if value is None else "released"))
    if state.active:
        names = {rule.name for rule in rules}
        events += [RuleCleared(at, name, "settings") for name in state.active if name not in names]
    return MonitorState(after), events


def clear_rules(
    state: MonitorState, at: Instant, reason: ClearReason, names: frozenset[str] | None = None
) -> tuple[MonitorState, list[Event]]:
    """These rules (all, if None) back to rest, with a fact for each that was active."""
    kept = {name: rule for name, rule in state.rules.items() if names is not None and name not in names}
    return MonitorState(kept), [RuleCleared(at, name, reason) for name in state.active if name not in kept]


def released_in(events: list[Event]) -> frozenset[str]:
    """Names of the rules that were seen to end, among these facts."""
    return frozenset(e.rule for e in events if isinstance(e, RuleCleared) and e.reason == "released")


def _follow(rule: Rule, before: RuleState, value: float, at: Instant, dt_s: float) -> RuleState:
    size = rule.magnitude(value)
    if size > rule.enter_above:
        hold_s = rule.hold_s(value)
        gained = dt_s / hold_s if before.over and hold_s > 0 else float(hold_s == 0)
        progress = min(1.0, before.progress + gained)
        return RuleState(progress, True, before.active or progress >= FULL, None, at)
    if size > rule.exit_below:
        return replace(before, over=False, below_since=None, measured_at=at)
    below_since = before.below_since or at
    if at.mono_s - below_since.mono_s >= rule.release_s or before.progress == 0:
        return RuleState()
    left = before.progress
    if not before.active and before.below_since is not None:
        left -= dt_s / max(rule.release_s, rule.hold_s(rule.enter_above))  # glances do not add up to a hold
    if left <= 0:
        return RuleState()
    return replace(before, progress=left, over=False, below_since=below_since, measured_at=at)


def _missing(before: RuleState, at: Instant, keep_s: float) -> RuleState:
    if before.measured_at is None or at.gap_since(before.measured_at) > keep_s:
        return RuleState()
    return replace(before, over=False)
