"""Where reader thread and caller meet: one wish, one frame, one state, under one lock."""

from __future__ import annotations

import threading
from collections.abc import Callable

from posture_watch.capture.clock import Clock
from posture_watch.capture.connector import Connector
from posture_watch.capture.devices import capitalised
from posture_watch.capture.frozen import Frozen
from posture_watch.capture.picture import Glimpse, Picture
from posture_watch.capture.source import SourceLost, SourceState, StateKind
from posture_watch.texts import english


class Desk:
    """Readers that were given up may still come by: only the present ``reader`` is listened to."""

    def __init__(self, clock: Clock, connector: Connector, *, held_by_us: Callable[[], bool]) -> None:
        self._clock = clock
        self._connector = connector
        self._held_by_us = held_by_us
        self._changed = threading.Condition()
        self._wanted = False
        self._frame: Glimpse | None = None
        self._kind: StateKind = "opening"
        self._text = ""
        self._since_mono_s = self._last_good_s = clock.mono_s()
        self._first_attempt_done = False
        self._first_error: SourceLost | None = None
        self._resting_since_s: float | None = None
        self._holders: set[object] = set()
        self._woken = False
        self._torn = False
        self._frozen = Frozen()
        self.closed = False
        self.reader: object = None

    def sleep_until(self, mono_s: float) -> bool:
        """Wait; False, and at once, if the source was closed or somebody woke us."""
        with self._changed:
            left_s = max(0.0, mono_s - self._clock.mono_s())
            return not self._changed.wait_for(lambda: self.closed or self._woken, left_s)

    def wake(self) -> None:
        """Whoever waits is to come back at once, this time or the next."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    @property
    def is_disturbed(self) -> bool:
        """Whether there is no point in waiting any longer: closed, or woken."""
        with self._changed:
            return self.closed or self._woken

    def wake_ends(self) -> None:
        """Whoever was woken has come back."""
        with self._changed:
            self._woken = False

    def ask(self, deadline_mono_s: float) -> Glimpse | None:
        """Wish for a frame and wait for one that is taken after the wish."""
        with self._changed:
            self._wanted, self._frame = True, None
            timeout_s = max(0.0, deadline_mono_s - self._clock.mono_s())
            self._changed.wait_for(lambda: self.closed or self._woken or self._frame is not None, timeout_s)
            self._wanted = False
            frame, self._frame = self._frame, None
            return frame

    def wanted(self) -> bool:
        with self._changed:
            return self._wanted

    def publish(self, reader: object, frame: Glimpse) -> None:
        with self._changed:
            if reader is self.reader:
                self._wanted, self._frame = False, frame
                self._changed.notify_all()

    def alive(self, reader: object) -> None:
        """The reader has grabbed a frame."""
        with self._changed:
            if reader is self.reader:
                self._last_good_s = self._clock.mono_s()
                self._set("ok", "")

    def repeats(self, reader: object, glimpse: Glimpse) -> bool:
        """Whether the reader has this very picture from a driver that sends no other any more."""
        with self._changed:
            return reader is self.reader and self._frozen.repeats(glimpse)

    def tear(self) -> None:
        """What was handed out could not be decoded whole, only small."""
        with self._changed:
            self._torn = True

    def is_whole(self, picture: Picture) -> bool:
        """Whether it can be decoded; believed without trying as long as all of them could be."""
        with self._changed:
            if not self._torn:
                return True
        whole = picture.whole() is not None
        with self._changed:
            self._torn = not whole
        return whole

    def opened(self, reader: object) -> None:
        with self._changed:
            self._holders.add(reader)
        self._attempt_done(reader, None)

    def released(self, reader: object) -> None:
        with self._changed:
            self._holders.discard(reader)

    @property
    def is_held(self) -> bool:
        """Whether a reader, one that was given up too, has the source open."""
        with self._changed:
            return bool(self._holders)

    def let_go(self) -> None:
        """The reader is to release what it has open, and to wait."""
        with self._changed:
            if self._resting_since_s is None:
                self._resting_since_s = self._clock.mono_s()
            self._changed.notify_all()

    def take_up(self) -> None:
        """The reader is to open the source (again)."""
        with self._changed:
            if self._resting_since_s is not None:
                self._resting_since_s, self._last_good_s = None, self._clock.mono_s()
            self._changed.notify_all()

    @property
    def resting(self) -> bool:
        with self._changed:
            return self._resting_since_s is not None

    def wait_while_resting(self, timeout_s: float) -> None:
        """Until somebody wants the source open."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._resting_since_s is None, timeout_s)

    def hangs(self) -> SourceLost:
        """The error for a native call that does not return."""
        name = self._connector.name
        return SourceLost(
            "stalled", english("{camera} hangs.", camera=capitalised(name)), english("Unplug it and plug it in again.")
        )

    def lost(self, reader: object, error: SourceLost) -> None:
        """The reader could not open the source, or lost it."""
        if error.kind == "busy" and self._held_by_us():
            error = self.hangs()  # the other program is a thread of ours that hangs
        self._attempt_done(reader, error)
        with self._changed:
            if reader is self.reader:
                self._set(error.kind, error.message)

    def _attempt_done(self, reader: object, error: SourceLost | None) -> None:
        with self._changed:
            if reader is self.reader and not self._first_attempt_done:
                self._first_attempt_done, self._first_error = True, error
                self._last_good_s = self._clock.mono_s()
                self._changed.notify_all()

    def _set(self, kind: StateKind, said: str) -> None:
        if kind != self._kind:
            self._since_mono_s = self._clock.mono_s()
        self._kind, self._text = kind, said

    def wait_for_first_attempt(self, timeout_s: float) -> SourceLost | None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._first_attempt_done or self.closed, timeout_s):
                name = capitalised(self._connector.name)
                return SourceLost(
                    "stalled",
                    english("{camera} did not open within {seconds} seconds.", camera=name, seconds=round(timeout_s)),
                    english("Switch it off and on again, or choose another one."),
                )
            return self._first_error

    def state(self, stall_s: float) -> SourceState:
        """The state as the reader last told it, or stalled if it has been silent for ``stall_s``."""
        name = capitalised(self._connector.name)
        with self._changed:
            if self._resting_since_s is not None:
                return SourceState("ok", english("{camera}, off between looks", camera=name), self._resting_since_s)
            silent = self._clock.mono_s() - self._last_good_s >= stall_s
            if self._kind in ("ok", "opening") and silent:
                return SourceState("stalled", english("{camera} sends no frames.", camera=name), self._last_good_s)
            opening = english("{camera} is being opened.", camera=name)
            usual = opening if self._kind == "opening" else english("{camera} works.", camera=name)
            return SourceState(self._kind, self._text or usual, self._since_mono_s)

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()
