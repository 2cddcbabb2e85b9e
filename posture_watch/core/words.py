"""What rules and lengths of time are called by everything that speaks to people."""

from __future__ import annotations

RULE_WORDS = {
    "slump": "sunk in the chair",
    "head_drop": "head low",
    "head_drop_side": "head low",
    "lean": "leaning in",
    "near_screen": "close to the screen",
    "shoulders_near": "close to the screen",
    "head_forward": "head forward",
    "side_lean": "leaning to one side",
    "head_tilt": "head tilted",
    "shoulder_tilt": "one shoulder higher",
    "slump_side": "sunk in the chair",
    "torso": "leaning in",
    "neck": "head forward",
    "strain": "load adding up",
    "still": "one position for long",
    "sitting": "sitting for long",
    "sitting_long": "sitting for long",
}

KIND_WORDS = {
    "upright": "upright, or nearly",
    "slump": "sunk in the chair",
    "head_drop": "head low",
    "forward_lean": "leaning in",
    "head_forward": "head forward",
    "recline": "leaned back",
    "trunk_lean_left": "leaning to your left",
    "trunk_lean_right": "leaning to your right",
    "head_tilt_left": "head tilted to your left",
    "head_tilt_right": "head tilted to your right",
    "shoulder_tilt_left": "left shoulder lower",
    "shoulder_tilt_right": "right shoulder lower",
}
"""What the kinds of posture (kinds.py) are called; left and right are the user's own."""


def rule_words(rule: str) -> str:
    """What a rule watches. A rule of the user's own is called by its name."""
    base = rule.removesuffix("_watch")
    return RULE_WORDS.get(base, base.replace("_", " "))


def duration(seconds: float) -> str:
    """The time in hours and minutes, or in seconds if it is under a minute: "4 h 10 min", "40 s"."""
    if seconds < 59.5:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02d} min"
