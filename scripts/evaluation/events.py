"""Events after hold: whole sessions through the live fold with its memory on, and other programs' flags held alike.

The labelled stretches are 5 to 30 frames a second apart, the program's holds 15 s to minutes: every hold is set to
HOLD_S, and smoothing, release and the time that an unmeasured state is kept are scaled by what that does to the
shortest hold that reminds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evaluation.comparing import OURS, Judged
from evaluation.event_figures import EventFigures, figures_of_events
from evaluation.judging import INTERVAL_S, against
from evaluation.peers import RULES
from evaluation.peers_in_time import IN_TIME
from posture_watch.config import Config, build_settings
from posture_watch.core.engine import advance
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.settings import Settings, Smoothing

HOLD_S = 2.0
"""From the first to the last frame of the shortest event (stretches.LEAST_FRAMES)."""
DECAY = 2.0
"""Time constants until a running mean has all but forgotten (14 % are left)."""


@dataclass(frozen=True, slots=True)
class Held:
    """The settings that events are measured with. In frames: ``reach`` is hold and smoothing, ``linger`` what an alarm
    may take to end after that."""

    settings: Settings
    scale: float
    reach: int
    linger: int
    release_s: float


def held(config: Config) -> Held:
    """The default settings with short holds and what goes with them."""
    settings = build_settings(
        config, camera="evaluation", mode="image", sample_interval_s=INTERVAL_S, frozen_baseline=True
    )
    acting = [rule for rule in settings.rules if rule.kind == "posture" and rule.level == "act"]
    shortest_s = min((rule.hold_s(rule.enter_above) for rule in acting), default=HOLD_S)
    scale = min(1.0, HOLD_S / max(shortest_s, HOLD_S))
    smoothing = Smoothing(settings.smoothing.median_s * scale, settings.smoothing.mean_s * scale)
    gate = replace(settings.gate, keep_state_s=settings.gate.keep_state_s * scale)
    rules = tuple(_short(rule, scale) for rule in settings.rules)
    reach = math.ceil((HOLD_S + smoothing.median_s + smoothing.mean_s) / INTERVAL_S)
    release_s = max((rule.release_s for rule in rules if rule.kind == "posture"), default=0.0)
    linger = reach + math.ceil((DECAY * smoothing.mean_s + release_s) / INTERVAL_S)
    return Held(replace(settings, smoothing=smoothing, gate=gate, rules=rules), scale, reach, linger, release_s)


def _short(rule: Rule, scale: float) -> Rule:
    if rule.kind != "posture":
        return rule
    return replace(rule, hold=(HoldPoint(rule.enter_above, HOLD_S),), release_s=rule.release_s * scale)


def event_figures(view: str, sessions: Sequence[Judged], settings: Held) -> list[EventFigures]:
    """Ours first, then every peer's frame flags through the same hold, then those that have a way of their own."""
    names = [OURS, *RULES, *IN_TIME]
    return [
        figures_of_events(
            view, name, [(one, *_alarm(one, name, settings)) for one in sessions], settings.reach, settings.linger
        )
        for name in names
    ]


def _alarm(one: Judged, rule: str, settings: Held) -> tuple[list[bool], list[str]]:
    """For each frame of the session: is an alarm on, and which kind is named."""
    frames = one.session.frames
    if rule == OURS:
        return _ours(one, settings.settings)
    scenes = [frame.scene for frame in frames]
    first = [scenes[i] for i in one.split.baseline]
    if rule in IN_TIME:
        return IN_TIME[rule](scenes, first), [""] * len(frames)
    said = dict(zip(one.split.scored, (s.flagged for s in one.said[rule]), strict=True))
    return hold(
        [said.get(i, False) for i in range(len(frames))], HOLD_S / INTERVAL_S, settings.release_s / INTERVAL_S
    ), [""] * len(frames)


def _ours(one: Judged, settings: Settings) -> tuple[list[bool], list[str]]:
    state = against([one.session.frames[i] for i in one.split.baseline], settings)
    alarm: list[bool] = []
    kinds: list[str] = []
    for frame in one.session.frames:
        state, judgement, _ = advance(state, frame.scene, settings)
        alarm.append(bool(settings.posture_rules & set(judgement.active)))
        kinds.append(judgement.kind)
    return alarm, kinds


def hold(flags: Iterable[bool], enter: float, leave: float) -> list[bool]:
    """On once flagged for longer than ``enter`` frames running, off once unflagged for longer than ``leave``: the
    time since the first of them is what counts, as in the program."""
    on, run = False, 0
    states: list[bool] = []
    for flag in flags:
        run = run + 1 if flag != on else 0
        if run and run - 1 >= (leave if on else enter):
            on, run = not on, 0
        states.append(on)
    return states
