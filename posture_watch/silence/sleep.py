"""Is the computer about to sleep? Where nobody tells, the gap that sleep leaves between two pictures does."""

from __future__ import annotations

from posture_watch.silence.desktop import Desktop
from posture_watch.silence.sense import Ask, Sense, Source
from posture_watch.texts import text


def sleep(desktop: Desktop) -> Sense[bool]:
    """True from the announcement of sleep until waking up."""
    sources: list[Source[bool]] = [Ask("logind", desktop.logind.asleep)] if desktop.platform == "linux" else []
    advice = text("Nothing is lost: sleep is noticed afterwards by the gap that it leaves, and the gap counts nothing.")
    return Sense(text("sleep of the computer"), sources, advice=advice)
