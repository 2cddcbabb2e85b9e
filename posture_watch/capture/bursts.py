"""A camera that is taken for a moment once a period, so that other programs can have it in between."""

from __future__ import annotations

from posture_watch.capture.clock import Clock
from posture_watch.capture.connector import Connector
from posture_watch.capture.frame import Burst, Frame, Motion, Unmoved
from posture_watch.capture.live import LiveSource
from posture_watch.capture.picture import Glimpse
from posture_watch.capture.reader import Patience
from posture_watch.capture.settling import SETTLING_S, Settling
from posture_watch.capture.source import LAVISH, Source, SourceState, Thrift

LOOKING_S = 0.25
"""Between the frames of a burst, and of a camera held open: neighbours in less time share their noise."""
_FRAMES = 5
"""Their mean leaves 42 % of a still picture's noise, and 50 to 69 % between real frames (docs/baseline.md)."""
_SLICE_S = 2.0
"""How often a wait looks whether the next burst was moved, or the computer slept."""
_SLEPT_S = 2.0
"""The wall clock went on by so much more than the monotonic one: the computer slept, or somebody set it."""
_TORN_S = 2.0
"""Frames further apart than this are not one look (a stall, a suspend)."""


class BurstSource(Source):
    """Opens the camera every ``period_s`` (from start to start) for some frames, and closes it. The first at once.

    A glance at a place where nothing has moved is one frame that is not even decoded. A camera in trouble is tried
    again and again (``state`` says what is wrong) until one look was had. Everything native is LiveSource's: nothing
    here waits for a driver.
    """

    live = True

    def __init__(
        self, connector: Connector, *, period_s: float, clock: Clock | None = None, patience: Patience | None = None
    ) -> None:
        self.interval_s = period_s
        self._clock = clock or Clock()
        self._camera = LiveSource(connector, interval_s=LOOKING_S, clock=self._clock, patience=patience)
        self._seen = self._clock.now()
        self._hold_until_s = 0.0
        self._taken: list[Frame] = []
        self._begin()

    @property
    def name(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] (a camera's name is learnt on opening)
        return self._camera.name

    @property
    def identity(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._camera.identity

    @property
    def warnings(self) -> tuple[str, ...]:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._camera.warnings

    @property
    def state(self) -> SourceState:
        return self._camera.state

    @property
    def camera_on(self) -> bool:
        return self._camera.camera_on

    @property
    def in_moments(self) -> bool:
        return True

    def wait_until_open(self) -> None:
        """Block until the first attempt to open succeeded; raises SourceLost if it failed (and closes the source)."""
        self._camera.wait_until_open()

    def look_again_in(self, seconds: float) -> None:
        self._due_s = min(self._due_s, self._clock.mono_s() + seconds)

    def hold_open(self, seconds: float) -> None:
        self._hold_until_s = max(self._hold_until_s, self._clock.mono_s() + seconds)
        if seconds > 0 and not self._looking:
            self._begin()

    def read(self, timeout_s: float) -> Frame | Burst | None:
        got = self.glance(timeout_s, LAVISH)
        assert not isinstance(got, Unmoved), "nobody asked for that"
        return got

    def glance(self, timeout_s: float, thrift: Thrift) -> Frame | Burst | Unmoved | None:
        deadline_s = self._clock.mono_s() + timeout_s
        while True:
            self._mind_sleep()
            got = self._look(deadline_s, thrift) if self._looking else self._wait(deadline_s)
            if got is not None or self._camera.is_disturbed or self._clock.mono_s() >= deadline_s:
                self._camera.wake_ends()
                return got

    def wake(self) -> None:
        self._camera.wake()

    def close(self) -> None:
        self._camera.close()

    def _begin(self) -> None:
        self._looking = True
        self._settling: Settling | None = Settling()
        self._taken.clear()
        self._due_s = self._clock.mono_s() + self.interval_s
        self._camera.take_up()

    def _end(self) -> None:
        self._looking = False
        self._camera.let_go()
        now_s = self._clock.mono_s()
        if self._due_s <= now_s:
            self._due_s = now_s + self.interval_s

    def _wait(self, deadline_s: float) -> None:
        """Sleep a little towards the next burst, and begin it when it is due."""
        until_s = min(self._due_s, deadline_s, self._clock.mono_s() + _SLICE_S)
        if self._camera.sleep_until(until_s) and self._clock.mono_s() >= self._due_s:
            self._begin()

    def _look(self, deadline_s: float, thrift: Thrift) -> Frame | Burst | Unmoved | None:
        self._camera.interval_s = SETTLING_S if self._settling else LOOKING_S
        glimpse = self._camera.glimpse(max(0.0, deadline_s - self._clock.mono_s()))
        if glimpse is None or not self._settled(glimpse):
            return None
        motion: Motion = "much"
        if not self._taken:  # only the first frame of a look is asked
            motion = self._camera.motion(glimpse)
            if thrift.spares(motion) and not self._hold_until_s:
                self._end()
                return Unmoved(glimpse.at)
        frame = self._camera.frame_of(glimpse, motion)
        if frame is None or self._hold_until_s > frame.at.mono_s:
            return frame
        if self._hold_until_s:
            self._hold_until_s = 0.0
            self._end()
            return frame
        return self._collected(frame, thrift)

    def _settled(self, glimpse: Glimpse) -> bool:
        """Whether the camera has found its exposure since it was opened."""
        if self._settling is not None and self._settling.add(glimpse):
            self._settling = None
        return self._settling is None

    def _collected(self, frame: Frame, thrift: Thrift) -> Burst | None:
        if self._taken and (
            frame.at.gap_since(self._taken[-1].at) > _TORN_S or frame.image.shape != self._taken[-1].image.shape
        ):
            self._taken.clear()
        self._taken.append(frame)
        if len(self._taken) < _FRAMES and not thrift.enough(self._taken):
            return None
        burst = Burst(tuple(self._taken))
        self._end()
        return burst

    def _mind_sleep(self) -> None:
        """After a suspend, which the monotonic clock does not see, look at once."""
        now = self._clock.now()
        slept_s = (now.utc - self._seen.utc).total_seconds() - (now.mono_s - self._seen.mono_s)
        self._seen = now
        if slept_s > _SLEPT_S:
            self.look_again_in(0.0)
