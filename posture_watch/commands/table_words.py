"""What people call the tables of the log."""

from __future__ import annotations

from posture_watch.texts import text


def table_word(table: str) -> str:
    """The table's name in the user's language; its own name if it has none."""
    words = {
        "runs": text("runs of the monitor"),
        "baselines": text("upright postures"),
        "days": text("days"),
        "intervals": text("intervals"),
        "minutes": text("minutes"),
        "bouts": text("bouts"),
        "reminders": text("reminders"),
        "skips": text("reminders held back"),
        "notices": text("notices"),
        "readings": text("readings"),
        "diary": text("diary entries"),
        "follow_ups": text("follow-ups"),
        "exposures": text("hours before an episode"),
        "practice": text("exercises done"),
    }
    return words.get(table, table)
