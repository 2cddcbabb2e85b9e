"""How long a command waits for a camera that sends nothing."""

from __future__ import annotations

from posture_watch.capture.source import Source
from posture_watch.errors import UserError

SILENT_S = 12.0
"""A source that gives nothing for this long (s) ends the command with an error: slow cameras take a few seconds."""


def require_signs_of_life(source: Source, silent_s: float) -> None:
    """Raise UserError if a live source has been silent for too long."""
    if source.live and silent_s > SILENT_S:
        raise UserError(f"{source.name} gives no pictures: {source.state.text}", "posture-watch doctor looks closer.")
