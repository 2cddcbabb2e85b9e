"""Where sentences are put together that another room shows: there they stay English, and the outlet retells them."""

from __future__ import annotations

WHOLE = (
    "*.py",
    "core/*.py",
    "care/*.py",
    "care/counting/words.py",
    "terminal/now.py",
    "terminal/why.py",
    "commands/doctor.py",
)
"""Modules whose every string with a blank in it is for people (docstrings, log lines and ValueErrors left out)."""
NOT_WHOLE = ("cli.py", "command_line.py", "arguments.py", "care_arguments.py", "completion.py", "native_output.py",
             "paths.py", "places.py", "screen.py", "core/notes.py", "core/signals.py",
             "care/sources.py", "care/drawings.py")  # fmt: skip
"""Whatever is for people in these is found by the calls below."""
NAMED = {
    "capture/devices.py": ("_PROBLEMS", "_LINUX_FORBIDDEN", "found"),
    "core/diary_words.py": ("KIND_OF_ENTRY_WORDS", "SITE_WORDS", "ONSET_WORDS", "BEFORE_WORDS", "RELIEF_WORDS"),
    "report/words.py": ("POSTURE_WORDS", "OUTCOME_WORDS", "SKIP_WORDS", "_WEEKDAYS", "MONTHS", "percent"),
    "terminal/checked.py": ("INSTRUCTIONS", "FROM", "OUTCOMES"),
    "terminal/sentences.py": ("POSTURES", "OUTCOMES", "SKIPS", "sentence"),
}
"""Names at the top of a module whose strings are for people, single words too."""
CLAIMS = ("Claim",)
"""Whatever is called exactly so, anywhere, gets first what it claims, be it a single word."""
CALLS = ("Error", "SourceLost", "SourceState", "Capability")
"""Whatever is called like this, anywhere, gets sentences for people (an ending)."""
VARIABLES = ("advice", "example", "reason")
"""Whatever is kept under such a name (an ending), anywhere, is a sentence for people."""
NOT_FOR_PEOPLE = ("ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "SendError", "MessageError",
                  "WireError")  # fmt: skip
"""But these do not."""
WORDS = ("left", "right", "good", "poor", "away", "unknown", "busy", "paused", "front", "side", "between",
         "calibrated", "settings", "log", "silence: {sense}", "notifications", "camera",
         "front view", "side view", "between view",
         "upright", "slumped", "leaning", "tilted", "reclining")  # fmt: skip
"""Single words that are values in the sentences of whole modules."""
COMPOSED = (
    "{camera} is not there.", "{camera} was unplugged.", "{camera} is in use by another program.",
    "{camera} may not be used by you.", "{camera} sends frames that cannot be read.",
    "{camera}, which is not there", "{camera}, which is in use by another program",
    "{camera}, which may not be used by you", "{camera}, which sends no frames", "{what} in {time}", "camera {index}",
    "camera {index} ({name})", "posture_watch is already running: process {pid}, since {clock}, watching {source}",
    "Plain advice of this program; no study of its own stands behind it",
    "Stopping.", "off (paused)", "off (locked)", "off (asleep)",
    "Sitting {time} today · {time2} since a break · upright {share} %",
)  # fmt: skip
"""What is put together from parts (capture/devices.py, present.py), as it reads in the end."""
