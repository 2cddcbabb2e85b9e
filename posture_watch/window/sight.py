"""What is seen right now, in words: for the label below the picture and for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posture_watch.core.advice import Advice, advise
from posture_watch.core.calibration import GOOD, REASONS, Finding
from posture_watch.core.landmarks import Landmarks, Scene
from posture_watch.core.person import find_desk_person
from posture_watch.core.settings import Settings
from posture_watch.texts import retold, text

Bone = tuple[str, str]
BONES: tuple[Bone, ...] = (
    ("left_ear", "left_eye"),
    ("left_eye", "nose"),
    ("nose", "right_eye"),
    ("right_eye", "right_ear"),
    ("mouth_left", "mouth_right"),
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_hip", "right_hip"),
)
"""What is joined by a line in the picture."""


@dataclass(frozen=True, slots=True)
class Line:
    """From one point to another, in pixels of the picture."""

    x1_px: float
    y1_px: float
    x2_px: float
    y2_px: float


@dataclass(frozen=True, slots=True)
class Said:
    """``well``: nothing needs doing. ``found``: what is seen. ``todo``: the one thing to do, or ""."""

    well: bool
    found: str
    todo: str = ""

    @property
    def whole(self) -> str:
        """Both in one."""
        return f"{self.found} {self.todo}".strip()


def skeleton(scene: Scene, settings: Settings) -> tuple[Line, ...]:
    """The lines of the person at the desk whose ends are seen; none for others, whom the monitor ignores too."""
    figure = find_desk_person(scene, settings.gate, None, None)
    return lines_of(figure.person, settings.gate.min_visibility) if figure else ()


def lines_of(person: Landmarks, min_visibility: float) -> tuple[Line, ...]:
    """The bones whose both ends are at least that visible."""
    seen = {name: point for name, point in person.points.items() if point.visibility >= min_visibility}
    return tuple(
        Line(seen[a].x_px, seen[a].y_px, seen[b].x_px, seen[b].y_px) for a, b in BONES if a in seen and b in seen
    )


def said_of(finding: Finding, scenes: Sequence[Scene], settings: Settings) -> Said:
    """``finding`` is about the newest picture, ``scenes`` are those of the last seconds."""
    advice = advise(scenes, settings)
    if finding != GOOD:
        reason, todo = REASONS[finding]
        return Said(False, _sentence(retold(reason)), retold(todo))
    return _advised(advice[0]) if advice else Said(True, text("You are seen well."))


def _advised(advice: Advice) -> Said:
    return Said(False, retold(advice.found), retold(advice.todo))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
