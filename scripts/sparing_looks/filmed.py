"""A camera that shows a clip over and over, in the clip's own time, and gives what a real one gives: frames or bursts,
or that nothing has moved. What the model sees in a frame is asked once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Burst, Frame, Unmoved
from posture_watch.capture.movement import Movement
from posture_watch.capture.picture import Grey, picture_of
from posture_watch.capture.pictures import Image
from posture_watch.capture.source import LAVISH, EndOfSource, Source, Thrift
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene

FRAME_S = 0.25
"""Between two pictures of a clip, and of a burst."""
BURST = 5


class ClipClock(Clock):
    """The time of the clip."""

    def __init__(self, start: Instant) -> None:
        self._start = start
        self.s = 0.0

    def mono_s(self) -> float:
        return self._start.mono_s + self.s

    def now(self) -> Instant:
        return self._start.shifted(self.s)


class Clip:
    """Pictures FRAME_S apart, and what the model sees in each."""

    def __init__(self, images: Sequence[Image], look: Callable[[Image], Scene]) -> None:
        self.images = images
        self._look = look
        self._small: dict[int, Grey] = {}
        self._scenes: dict[int, Scene] = {}

    def small(self, number: int) -> Grey:
        """What the gate sees; the same picture may be shown more than once."""
        image = self.images[number]
        if id(image) not in self._small:
            self._small[id(image)] = picture_of(image).small
        return self._small[id(image)]

    def scene(self, number: int) -> Scene:
        """What the model sees."""
        image = self.images[number]
        if id(image) not in self._scenes:
            self._scenes[id(image)] = self._look(image)
        return self._scenes[id(image)]


class ClipCamera(Source):
    """``bursts``: looks through it every ``period_s`` for five frames; else it is open and gives single ones."""

    name = identity = "evaluation"
    live = True

    def __init__(self, clip: Clip, clock: ClipClock, *, period_s: float, bursts: bool, until_s: float) -> None:
        self.interval_s = period_s
        self._clip, self._clock, self._bursts, self._until_s = clip, clock, bursts, until_s
        self._due_s = 0.0
        self._movement = Movement()

    @property
    def in_moments(self) -> bool:
        return self._bursts

    def look_again_in(self, seconds: float) -> None:
        self._due_s = min(self._due_s, self._clock.s + seconds)

    def look(self, frame: Frame) -> Scene:
        """The pose model."""
        return replace(self._clip.scene(self._number(frame.at)), at=frame.at)

    def read(self, timeout_s: float) -> Frame | Burst | None:
        got = self.glance(timeout_s, LAVISH)
        assert not isinstance(got, Unmoved), "nobody asked for that"
        return got

    def glance(self, timeout_s: float, thrift: Thrift) -> Frame | Burst | Unmoved | None:  # noqa: ARG002
        self._clock.s = max(self._due_s, self._clock.s)
        if self._clock.s >= self._until_s:
            raise EndOfSource
        self._due_s = self._clock.s + self.interval_s
        at = self._clock.now()
        if thrift.spares(self._movement.since(self._clip.small(self._number(at)))):
            return Unmoved(at)
        first = self._frame(at)
        if not self._bursts:
            return first
        frames = [first]
        while len(frames) < BURST and not thrift.enough(frames):
            frames.append(self._frame(at.shifted(FRAME_S * len(frames))))
        self._clock.s += FRAME_S * (len(frames) - 1)
        return Burst(tuple(frames))

    def close(self) -> None:
        """Nothing is open."""

    def _number(self, at: Instant) -> int:
        return int((at.mono_s - self._clock.now().mono_s + self._clock.s) / FRAME_S + 0.5) % len(self._clip.images)

    def _frame(self, at: Instant) -> Frame:
        number = self._number(at)
        small = self._clip.small(number)
        moved = self._movement.since(small)
        self._movement.look(small)
        return Frame(at, self._clip.images[number], moved == "much")
