"""What the pose model saw, by name and in pixels. A point has a name or is absent; numbers belong to pose/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from posture_watch.core.instant import Instant

POINT_NAMES = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
)
"""Left and right are the subject's own, whatever the picture is mirrored to."""
FARTHEST_PX = 1e6
"""No point of a body in any picture lies further out: products and ratios of coordinates stay finite."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """One point of the body: ``x_px`` to the right, ``y_px`` down from the top left corner; ``visibility`` 0 to 1."""

    x_px: float
    y_px: float
    visibility: float

    def __post_init__(self) -> None:
        if not (abs(self.x_px) <= FARTHEST_PX and abs(self.y_px) <= FARTHEST_PX):  # NaN compares false
            raise ValueError(f"a landmark's coordinates are within {FARTHEST_PX:g} px, not {self.x_px}, {self.y_px}")
        if not 0.0 <= self.visibility <= 1.0:
            raise ValueError(f"visibility is between 0 and 1, not {self.visibility}")


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The points found of one person. A point that was not found is absent: never NaN, never zero."""

    points: Mapping[str, Landmark]

    def __post_init__(self) -> None:
        unknown = set(self.points) - set(POINT_NAMES)
        if unknown:
            raise ValueError(f"no such landmarks: {sorted(unknown)}")


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the pose model said about one frame: the fold's only input.

    ``people`` are candidates, imagined ones included: the core decides who is real. ``light`` is the mean brightness of
    the frame, 0 (black) to 1 (white), None if not known. ``frame_missing`` marks the empty observation that the shell
    sends when no frame arrived in time: the monitor should be watching, and cannot; ``busy``, because another program
    has the camera.
    """

    at: Instant
    width_px: int
    height_px: int
    people: tuple[Landmarks, ...] = ()
    light: float | None = None
    frame_missing: bool = False
    busy: bool = False

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError(f"a frame has at least one pixel, not {self.width_px}x{self.height_px}")
        if self.light is not None and not 0.0 <= self.light <= 1.0:
            raise ValueError(f"light is between 0 and 1, not {self.light}")
        if self.frame_missing and self.people:
            raise ValueError("a missing frame has no people in it")
        if self.busy and not self.frame_missing:
            raise ValueError("a camera that another program has gives no frame")
