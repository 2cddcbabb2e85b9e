"""A live source: a reader thread drains the driver and decodes only what is asked for; nobody waits for it for long."""

from __future__ import annotations

import atexit
import weakref

from posture_watch.capture.clock import Clock
from posture_watch.capture.connector import Connector
from posture_watch.capture.desk import Desk
from posture_watch.capture.frame import Frame, Motion, Unmoved
from posture_watch.capture.movement import Movement
from posture_watch.capture.picture import Glimpse
from posture_watch.capture.reader import Patience, Reader
from posture_watch.capture.source import Source, SourceState, Thrift

_MAX_ABANDONED = 3
"""Threads that hang in native code at once; more would only pile up."""

HELD_S = 0.25
"""Between frames while they are wanted closer together: a take of ten seconds needs many of them."""
_SLICE_S = 1.0
"""How often a long wait looks whether the reader hangs."""
_EXIT_LIMIT_S = 2.5
"""A stalled V4L2 read returns after 2 s."""
_readers: weakref.WeakSet[Reader] = weakref.WeakSet()


@atexit.register
def _let_threads_end() -> None:
    """Give threads that wait in native code a moment: one that wakes while Python shuts down aborts the process."""
    limit_s = Clock().mono_s() + _EXIT_LIMIT_S
    readers = list(_readers)
    for reader in readers:
        reader.stop()
    for reader in readers:
        reader.join(max(0.0, limit_s - Clock().mono_s()))


class LiveSource(Source):
    """Frames of a camera or stream, the newest one at each sample; reconnects by itself for ever."""

    live = True

    def __init__(
        self, connector: Connector, *, interval_s: float, clock: Clock | None = None, patience: Patience | None = None
    ) -> None:
        self.interval_s = interval_s
        self._connector = connector
        self._clock = clock or Clock()
        self._patience = patience or Patience()
        self._due_mono_s = self._clock.mono_s()
        self._held_until_s = self._due_mono_s
        self._abandoned: list[Reader] = []
        self._movement = Movement()
        self._desk = Desk(self._clock, connector, held_by_us=lambda: any(r.is_alive() for r in self._abandoned))
        self._reader = self._start_reader()

    @property
    def name(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] (a camera's name is learnt on opening)
        return self._connector.name

    @property
    def identity(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._connector.identity

    @property
    def warnings(self) -> tuple[str, ...]:  # pyright: ignore[reportIncompatibleVariableOverride] (the connector's grow)
        return self._connector.warnings

    def wait_until_open(self) -> None:
        """Block until the first attempt to open succeeded; raises SourceLost if it failed (and closes the source)."""
        try:
            lost = self._desk.wait_for_first_attempt(self._patience.connect_s)
            if lost is not None:
                raise lost
        except BaseException:  # an interrupt too: nobody else has the source yet
            self.close()
            raise

    def wake(self) -> None:
        self._desk.wake()

    def wake_ends(self) -> None:
        """Whoever was woken has come back."""
        self._desk.wake_ends()

    def read(self, timeout_s: float) -> Frame | None:
        glimpse = self.glimpse(timeout_s)
        self.wake_ends()
        return None if glimpse is None else self.frame_of(glimpse, self.motion(glimpse))

    def glance(self, timeout_s: float, thrift: Thrift) -> Frame | Unmoved | None:
        glimpse = self.glimpse(timeout_s)
        self.wake_ends()
        if glimpse is None:
            return None
        motion = self.motion(glimpse)
        return Unmoved(glimpse.at) if thrift.spares(motion) else self.frame_of(glimpse, motion)

    def motion(self, glimpse: Glimpse) -> Motion:
        """How far anything has gone since the last frame that was decoded."""
        return self._movement.since(glimpse.picture.small)

    def frame_of(self, glimpse: Glimpse, motion: Motion) -> Frame | None:
        """Decoded, for the model to look at; None if that cannot be done. ``motion``: what that of it said."""
        image = glimpse.picture.whole()
        if image is None:
            self._desk.tear()
            return None
        self._movement.look(glimpse.picture.small)
        return Frame(glimpse.at, image, motion == "much")

    def glimpse(self, timeout_s: float) -> Glimpse | None:
        """The newest picture when the next sample is due, not decoded yet."""
        deadline = self._clock.mono_s() + timeout_s
        while True:
            self._replace_hung_reader()
            glimpse = self._read_until(min(deadline, self._clock.mono_s() + _SLICE_S))
            if glimpse is not None or self.is_disturbed or self._clock.mono_s() >= deadline:
                return glimpse

    def _read_until(self, deadline: float) -> Glimpse | None:
        if not self._desk.sleep_until(min(self._due_mono_s, deadline)) or self._due_mono_s > deadline:
            return None
        glimpse = self._desk.ask(deadline)
        if glimpse is not None:
            self._plan_next()
        return glimpse

    def look_again_in(self, seconds: float) -> None:
        self._due_mono_s = min(self._due_mono_s, self._clock.mono_s() + seconds)

    def hold_open(self, seconds: float) -> None:
        self._due_mono_s = self._clock.mono_s()
        self._held_until_s = self._due_mono_s + seconds

    def let_go(self) -> None:
        """Release the camera until ``take_up``; at once, but for a native call that has not returned."""
        self._desk.let_go()

    def take_up(self) -> None:
        """Open the camera again; the first frame is due at once."""
        self._due_mono_s = self._clock.mono_s()
        self._desk.take_up()

    @property
    def camera_on(self) -> bool:
        return self._desk.is_held

    @property
    def is_disturbed(self) -> bool:
        """Whether there is no point in waiting any longer: closed, or woken."""
        return self._desk.is_disturbed

    def sleep_until(self, mono_s: float) -> bool:
        """Wait until then; False, and at once, if the source is closed or woken."""
        return self._desk.sleep_until(mono_s)

    @property
    def state(self) -> SourceState:
        return self._desk.state(self._patience.stall_s)

    def close(self) -> None:
        self._desk.close()
        self._reader.stop()
        self._reader.join(timeout=0.5)  # a thread in a hung native call is left behind; it lets go when it wakes

    def _plan_next(self) -> None:
        now_s = self._clock.mono_s()
        interval_s = min(self.interval_s, HELD_S) if now_s < self._held_until_s else self.interval_s
        self._due_mono_s += interval_s
        if self._due_mono_s <= now_s:
            self._due_mono_s = now_s + interval_s

    def _replace_hung_reader(self) -> None:
        """Give up a thread whose native call does not return, and start another."""
        if self._desk.closed or not self._reader.is_hung():
            return
        self._abandoned = [reader for reader in self._abandoned if reader.is_alive()]
        if len(self._abandoned) >= _MAX_ABANDONED:
            return
        self._reader.stop()
        self._abandoned.append(self._reader)
        self._desk.lost(self._reader, self._desk.hangs())
        self._reader = self._start_reader()

    def _start_reader(self) -> Reader:
        reader = Reader(self._connector, self._desk, self._clock, self._patience)
        self._desk.reader = reader
        _readers.add(reader)
        reader.start()
        return reader
