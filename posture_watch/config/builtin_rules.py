"""The built-in rules as a table: limits, holds, messages, and where each number comes from.

Signals are deviations from the user's own baseline, positive is worse; reclining is never a complaint. Holds are those
of the gentle profile (s). "starting guess" marks what no source gives. Noise of a still person on one frame, to stay
above: head height 0.056 / 0.082 shoulder widths, shoulder width 9 / 12 %, ear line 6.6 / 10.3° (95 / 99 % of frames).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from posture_watch.core.rules import HoldPoint, Rule

Profile = Literal["gentle", "balanced", "attentive"]

HOLD_FACTORS: dict[Profile, float] = {"gentle": 1.0, "balanced": 0.25, "attentive": 0.1}
"""What each profile multiplies the holds of built-in posture rules with. Rules about time (kind move) stay."""

RELEASE_S = 20.0
"""How long a signal must be at or below its exit (s): the lean row of the evidence; elsewhere a starting guess."""

Hold = float | list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class BuiltinRule:
    """A rule and the source of its numbers."""

    rule: Rule
    why: str


def _pair(  # noqa: PLR0913  # one argument a column of the table
    name: str,
    signal: str,
    message: str,
    *,
    watch: tuple[float, float, Hold],
    act: tuple[float, float, Hold],
    why: str,
    two_sided: bool = False,
) -> tuple[BuiltinRule, BuiltinRule]:
    """NAME_watch and NAME on one signal; each of ``watch`` and ``act`` is (enter_above, exit_below, hold)."""

    def made(suffix: str, level: Literal["watch", "act"], limits: tuple[float, float, Hold]) -> BuiltinRule:
        enter, leave, hold = limits
        points = _points(enter, hold)
        rule = Rule(name + suffix, signal, enter, leave, points, RELEASE_S, message, level=level, two_sided=two_sided)
        return BuiltinRule(rule, why)

    return made("_watch", "watch", watch), made("", "act", act)


def _timed(  # noqa: PLR0913  # one argument a column of the table
    name: str, signal: str, message: str, *, watch: float, act: float, leave: float, why: str
) -> tuple[BuiltinRule, BuiltinRule]:
    """NAME_watch and NAME on a signal that has time in it already: no hold of its own."""

    def made(suffix: str, level: Literal["watch", "act"], enter: float) -> BuiltinRule:
        hold = (HoldPoint(enter, 0.0),)
        return BuiltinRule(Rule(name + suffix, signal, enter, leave, hold, 0.0, message, level=level, kind="move"), why)

    return made("_watch", "watch", watch), made("", "act", act)


def _sitting(name: str, after_s: float, message: str, *, why: str) -> BuiltinRule:
    rule = Rule(name, "sitting_s", after_s, 1.0, (HoldPoint(after_s, 0.0),), 0.0, message, level="act", kind="move")
    return BuiltinRule(rule, why)


def _points(enter: float, hold: Hold) -> tuple[HoldPoint, ...]:
    if isinstance(hold, list):
        return tuple(HoldPoint(value, seconds) for value, seconds in hold)
    return (HoldPoint(enter, hold),)


TRUNK_HOLD: Hold = [(20, 240), (60, 60), (60.001, 0)]
"""240 − 4.5 (x − 20) s, over 60° at once: ISO 11226."""
NECK_HOLD: Hold = [(25, 480), (85, 60), (85.001, 0)]
"""480 − 7 (x − 25) s, over 85° at once: ISO 11226."""

# fmt: off
BUILTIN_RULES: tuple[BuiltinRule, ...] = (
    # --- front view
    *_pair(
        "slump", "slump_score", "Time to change position: sit back and let your shoulders drop.",
        watch=(0.6, 0.4, 60), act=(0.6, 0.4, 1200),
        why="score 0.6 is about 2.4 cm of sinking; 20 minutes: creep of the back's tissues, McGill 1992",
    ),
    *_pair(
        "head_drop", "head_drop_ratio", "Time to change position: lift your gaze and let your neck grow long.",
        watch=(0.08, 0.05, 60), act=(0.15, 0.10, 480),
        why="watch: the noise of head height (0.082 shoulder widths at 99 % of single frames); act: starting guess",
    ),
    *_pair(
        "lean", "forward_lean_deg", "Time to change position: lean back against your chair for a moment.",
        watch=(10, 7, 20), act=(20, 15, TRUNK_HOLD),
        why="RULA and ISO 11226, trunk inclination",
    ),
    *_pair(
        "near_screen", "face_scale_ratio", "You are close to the screen: slide back until your arm just reaches it.",
        watch=(0.15, 0.10, 60), act=(0.30, 0.20, 60),
        why="+30 % is 50 cm where the baseline was 65; screen work guidance; the watch limit is above the noise (12 %)",
    ),
    *_pair(
        "shoulders_near", "shoulder_scale_ratio", "Time to change position: slide your chair back a little.",
        watch=(0.20, 0.14, 60), act=(0.30, 0.20, 240),
        why="starting guess, above the noise of shoulder width (12 % on single frames, 17 % simulated over seats)",
    ),
    *_pair(
        "head_forward", "head_forward_ratio", "Time to change position: draw your chin gently back.",
        watch=(0.13, 0.08, 60), act=(0.16, 0.10, 480),
        why="starting guess over the noise: face over shoulders is off by 10–13 % in 1 % of upright people (simulated)",
    ),
    *_pair(
        "side_lean", "lateral_lean_deg", "Time to change position: put your weight on both sides of the chair.",
        watch=(5, 3.5, 120), act=(10, 7, 120), two_sided=True,
        why="watch: 5° over baseline, as for the shoulder line (asymptomatic adults 0 ± 2 to 3°); act: starting guess",
    ),
    *_pair(
        "head_tilt", "head_tilt_deg", "Time to change position: let your head come back to the middle.",
        watch=(8.5, 5.5, 120), act=(10, 6, 60), two_sided=True,
        why="act: ISO 11226, ±10°; watch: three spreads of upright adults (2–3°), midway in the noise (6.6–10.3°)",
    ),
    *_pair(
        "shoulder_tilt", "shoulder_tilt_deg", "Time to change position: let both shoulders drop to one height.",
        watch=(5, 3, 180), act=(10, 6, 180), two_sided=True,
        why="engineering choice; upright adults measure 0 ± 2 to 3°",
    ),
    # --- side view
    *_pair(
        "slump_side", "head_sink_side_ratio", "Time to change position: sit back and let your shoulders drop.",
        watch=(0.056, 0.04, 60), act=(0.056, 0.04, 1200),
        why="4 cm of 72 cm from hip to ear, a full slump; 20 minutes: creep of the back's tissues, McGill 1992",
    ),
    *_pair(
        "torso", "trunk_lean_deg", "Time to change position: lean back against your chair for a moment.",
        watch=(10, 7, 20), act=(20, 15, TRUNK_HOLD),
        why="RULA and ISO 11226, trunk inclination",
    ),
    *_pair(
        "neck", "neck_inclination_deg", "Time to change position: lift your gaze, or raise what you look at.",
        watch=(25, 19, 20), act=(25, 19, NECK_HOLD),
        why="ISO 11226, head inclination; a watch limit of 15° would be within the noise of side views (SD 8°)",
    ),
    *_pair(
        "head_drop_side", "head_drop_torso_ratio",
        "Time to change position: lift your gaze and let your neck grow long.",
        watch=(0.15, 0.10, 60), act=(0.21, 0.15, 480),
        why="act: the median of real slouches in side pictures; watch: starting guess between it and the noise (0.10)",
    ),
    # --- time
    *_timed(
        "strain", "strain", "Time to move a little: stand up, stretch, and sit another way.",
        watch=70, act=100, leave=50,
        why="100 is about the holding limit of ISO 11226 (± 26 %); it times breaks and says nothing about pain",
    ),
    BuiltinRule(
        Rule(
            "still", "still_s", 1200, 1.0, (HoldPoint(1200, 0.0),), 0.0,
            "You have held one position for a while: shift a little.", level="act", kind="move",
        ),
        why="no more than 20 minutes without a change of posture: BG BAU",
    ),
    _sitting(
        "sitting", 1800, "You have been sitting for a while: stand up for two minutes.",
        why="a bout of 30 minutes, Radwan 2022",
    ),
    _sitting(
        "sitting_long", 3600, "You have been sitting for long: walk about for five minutes.",
        why="a break of 5 to 10 minutes an hour, HSE",
    ),
)
# fmt: on


def profile_rules(profile: Profile) -> tuple[Rule, ...]:
    """The built-in rules with the holds of ``profile``."""
    return tuple(scaled(entry.rule, HOLD_FACTORS[profile]) for entry in BUILTIN_RULES)


def scaled(rule: Rule, factor: float) -> Rule:
    """``rule`` with its holds times ``factor``; a rule about time sitting is the same in every profile."""
    if rule.kind == "move":
        return rule
    return replace(rule, hold=tuple(HoldPoint(point.value, point.hold_s * factor) for point in rule.hold))
