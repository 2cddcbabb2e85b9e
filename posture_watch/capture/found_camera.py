"""A camera that was found, as every system describes it."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.capture.source import LostKind


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A camera: OpenCV's ``index``, its ``name``, the ``device`` behind it and what is wrong with it, if anything."""

    index: int
    name: str
    device: str
    problem: LostKind | None = None

    @property
    def usable(self) -> bool:
        return self.problem is None

    @property
    def label(self) -> str:
        """For people: camera 0 (Fake Webcam)."""
        return f"camera {self.index} ({self.name})" if self.name else f"camera {self.index}"
