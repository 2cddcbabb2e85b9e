"""What all frame sources have in common. A caller cannot tell a camera from a clip except by ``live``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from posture_watch.errors import UserError

if TYPE_CHECKING:
    from posture_watch.capture.frame import Burst, Frame, Motion, Unmoved
    from posture_watch.core.landmarks import Scene

LostKind = Literal["absent", "busy", "forbidden", "stalled", "unplugged", "bad_data"]
StateKind = Literal["ok", "opening", "absent", "busy", "forbidden", "stalled", "unplugged", "bad_data"]


class EndOfSource(Exception):  # noqa: N818 (an end is not an error)
    """A clip has no more frames."""


class SourceLost(UserError):  # noqa: N818 (it is a state as much as an error)
    """A live source gives no frames; ``kind`` says why. After the first open live sources keep it to themselves."""

    def __init__(self, kind: LostKind, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.kind: LostKind = kind


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a live source is doing: ``kind``, a sentence for the user, and since when (s, the clock's monotonic time)."""

    kind: StateKind
    text: str
    since_mono_s: float


@dataclass(frozen=True, slots=True)
class CameraOptions:
    """How a live picture is asked for and turned upright.

    ``width_px`` x ``height_px`` is asked of the camera before turning; ``rotate_deg`` turns clockwise, after which
    ``mirror`` swaps left and right. ``fps`` is the rate asked of the driver (None: its own choice).
    """

    width_px: int
    height_px: int
    mirror: bool = False
    rotate_deg: Literal[0, 90, 180, 270] = 0
    fps: float | None = None

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1:
            raise ValueError(f"a camera has at least one pixel, not {self.width_px}x{self.height_px}")
        if self.rotate_deg not in (0, 90, 180, 270):
            raise ValueError(f"a picture is rotated by 0, 90, 180 or 270 degrees, not {self.rotate_deg}")
        if self.fps is not None and not 0 < self.fps <= 1000:
            raise ValueError(f"a camera's rate is above 0 and at most 1000 a second, not {self.fps}")

    @property
    def suffix(self) -> str:
        """Part of a baseline's key: the same camera turned another way measures differently."""
        turned = f", rotated {self.rotate_deg}" if self.rotate_deg else ""
        return turned + (", mirrored" if self.mirror else "")


@dataclass(frozen=True, slots=True)
class Thrift:
    """How little of the next look will do. ``spare``: none, where nothing has moved since the last; with
    ``spare_little`` nor where something has a little. ``enough``: asked with the frames of a burst so far, while the
    camera is open, whether they will do."""

    spare: bool
    enough: Callable[[Sequence[Frame]], bool]
    spare_little: bool = False

    def spares(self, motion: Motion) -> bool:
        """Whether the look may be left out after so much ``motion``."""
        return self.spare and (motion == "none" or (motion == "little" and self.spare_little))


LAVISH = Thrift(spare=False, enough=lambda _: False)
"""Every frame is wanted for itself."""


class Source(ABC):
    """Hands out frames (or recorded scenes) in order, their time strictly rising. Use it as a context manager."""

    name: str
    """For people: "camera 0 (Fake Webcam)", "file talk.mp4"."""
    identity: str
    """The stable key of a baseline's camera. Never holds a password."""
    live: bool
    """True: wall time, frames are skipped. False: clip time, as fast as it is read."""
    interval_s: float
    """Seconds between the frames (or bursts) that are handed out."""
    warnings: tuple[str, ...] = ()
    """What went wrong without ending the clip (a picture skipped, a file cut short), a sentence each; it grows."""

    @abstractmethod
    def read(self, timeout_s: float) -> Frame | Burst | Scene | None:
        """The next frame to be judged.

        Live: waits until the next sample is due and returns the newest frame, or None after ``timeout_s`` seconds. A
        source that takes its camera for moments only returns what it saw in one of them as a Burst.
        Not live: the next sampled frame at once; raises EndOfSource when there are no more.
        """

    def glance(self, timeout_s: float, thrift: Thrift) -> Frame | Burst | Unmoved | Scene | None:  # noqa: ARG002
        """``read`` for somebody who need not see what has not moved. A clip is always looked at."""
        return self.read(timeout_s)

    @abstractmethod
    def close(self) -> None:
        """Let go of file or camera. Never hangs; may be called again."""

    @property
    def state(self) -> SourceState:
        """How the source is doing; a clip is always ok."""
        return SourceState("ok", f"{self.name} is read", 0.0)

    @property
    def done(self) -> float | None:
        """The part of a clip that has been read, 0 to 1, as far as its file says; None: it has no end that is known."""
        return None

    @property
    def camera_on(self) -> bool:
        """Whether a camera is open now (its light is on). Never with a clip."""
        return False

    @property
    def in_moments(self) -> bool:
        """Whether the camera is taken for moments only, unless it is held open."""
        return False

    def look_again_in(self, seconds: float) -> None:  # noqa: B027 (nothing to do for most)
        """The next look is to be no later than ``seconds`` (>= 0) from now. A clip stays as it is."""

    def hold_open(self, seconds: float) -> None:  # noqa: B027 (nothing to do for most)
        """Look on for ``seconds`` (>= 0) from now at least, frame by frame and close together, as calibration needs.
        A clip stays as it is."""

    def wake(self) -> None:  # noqa: B027 (a clip does not wait)
        """From another thread: whoever waits in ``read`` is to come back at once, with nothing."""

    def warn(self, sentence: str) -> None:
        """Remember something the user should be told once."""
        if sentence not in self.warnings:
            self.warnings = (*self.warnings, sentence)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
