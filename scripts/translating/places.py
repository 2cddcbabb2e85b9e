"""Where sentences are put together that another room shows: there they stay English, and the outlet retells them."""

from __future__ import annotations

WHOLE = (
    "core/absence.py", "core/advice.py", "core/answering.py", "core/calibration.py", "core/carrying.py",
    "core/checking.py", "core/choosing.py", "core/drifting.py", "core/engine.py", "core/events.py",
    "core/holding_back.py", "core/hush.py", "core/observing.py", "core/own_check.py", "core/own_limits.py",
    "core/provisional.py", "core/quality.py", "core/reference.py", "core/reminders.py", "core/side_setup.py",
    "core/standing.py", "core/words.py", "live.py", "terminal/now.py",
)  # fmt: skip
"""Modules whose every string with a blank in it is for people (docstrings, log lines and ValueErrors left out)."""
NAMED = {
    "capture/devices.py": ("_PROBLEMS", "_LINUX_FORBIDDEN", "described", "found"),
    "report/words.py": ("POSTURE_WORDS", "OUTCOME_WORDS", "SKIP_WORDS", "_WEEKDAYS", "_MONTHS", "percent"),
    "terminal/checked.py": ("INSTRUCTIONS", "FROM", "OUTCOMES"),
    "terminal/sentences.py": ("POSTURES", "OUTCOMES", "SKIPS"),
}
"""Names at the top of a module whose strings are for people, single words too."""
CALLS = ("Error", "SourceLost", "SourceState", "Capability")
"""Whatever is called like this, anywhere, gets sentences for people (an ending)."""
NOT_FOR_PEOPLE = ("ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "SendError")
"""But these do not."""
WORDS = ("left", "right", "good", "away", "unknown", "paused", "front", "side", "between", "calibrated", "settings",
         "log", "notifications", "camera", "front view", "side view")  # fmt: skip
"""Single words that are values in the sentences of whole modules."""
