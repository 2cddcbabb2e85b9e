"""A live source: a reader thread drains the driver and decodes only what is asked for; nobody waits for it for long."""

from __future__ import annotations

import contextlib
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Frame
from posture_watch.capture.source import LostKind, Source, SourceLost, SourceState, StateKind

if TYPE_CHECKING:
    from posture_watch.capture.opencv import Image
    from posture_watch.core.instant import Instant


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a live source waits (s). ``stall_s``: without a frame it is called stalled. ``hang_s``: a native call
    that does not return is given up and a new thread started. ``connect_s``: the same for opening. ``first_retry_s``
    and ``last_retry_s``: the pause between attempts doubles from one to the other. ``steady_s``: a connection that
    lasted so long starts the pauses afresh. ``bad_s``: undecodable frames for so long lose the connection."""

    stall_s: float = 3.0
    hang_s: float = 8.0
    connect_s: float = 15.0
    first_retry_s: float = 0.5
    last_retry_s: float = 30.0
    steady_s: float = 10.0
    bad_s: float = 2.0


_STALE_GAP_S = 2.0
"""After such a gap between two grabs (a suspend, a starved process) what the driver has buffered is old."""
_MAX_ABANDONED = 3
"""Threads that hang in native code at once; more would only pile up."""


class Feed(Protocol):
    """One open native connection, used by one thread only. Each call may block."""

    def grab(self) -> bool: ...
    def retrieve(self) -> Image | None: ...
    def is_stale(self) -> bool:
        """Whether the frame last grabbed waited in the driver for longer than a sample may."""
        ...

    def freshen(self) -> bool:
        """Drop what is buffered; False if only a new connection can."""
        ...

    def release(self) -> None: ...


class Connector(ABC):
    """Opens feeds of one camera or address, again and again."""

    name: str
    identity: str

    @abstractmethod
    def connect(self) -> Feed:
        """Open it. May take seconds; raises SourceLost."""

    @abstractmethod
    def diagnose(self, kind: LostKind) -> SourceLost:
        """Why an open feed stopped, ``kind`` being the first guess. Called when the feed is released."""


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
        self._abandoned: list[_Reader] = []
        self._desk = _Desk(self._clock, connector)
        self._reader = self._start_reader()

    @property
    def name(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] (a camera's name is learnt on opening)
        return self._connector.name

    @property
    def identity(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self._connector.identity

    def wait_until_open(self) -> None:
        """Block until the first attempt to open succeeded; raises SourceLost if it failed (and closes the source)."""
        lost = self._desk.wait_for_first_attempt(self._patience.connect_s)
        if lost is not None:
            self.close()
            raise lost

    def read(self, timeout_s: float) -> Frame | None:
        deadline = self._clock.mono_s() + timeout_s
        self._replace_hung_reader()
        if not self._desk.sleep_until(min(self._due_mono_s, deadline)) or self._due_mono_s > deadline:
            return None
        frame = self._desk.ask(deadline)
        if frame is not None:
            self._plan_next()
        return frame

    @property
    def state(self) -> SourceState:
        return self._desk.state(self._patience.stall_s)

    def close(self) -> None:
        self._desk.close()
        self._reader.stop()
        self._reader.join(timeout=0.5)  # a thread in a hung native call is left behind; it lets go when it wakes

    def _plan_next(self) -> None:
        self._due_mono_s += self.interval_s
        now_s = self._clock.mono_s()
        if self._due_mono_s <= now_s:
            self._due_mono_s = now_s + self.interval_s

    def _replace_hung_reader(self) -> None:
        """Give up a thread whose native call does not return, and start another."""
        if self._desk.closed or not self._reader.is_hung():
            return
        self._abandoned = [reader for reader in self._abandoned if reader.is_alive()]
        if len(self._abandoned) >= _MAX_ABANDONED:
            return
        self._reader.stop()
        self._abandoned.append(self._reader)
        self._desk.lost(self._reader, SourceLost("stalled", f"{self.name} does not answer; trying again."))
        self._reader = self._start_reader()

    def _start_reader(self) -> _Reader:
        reader = _Reader(self._connector, self._desk, self._clock, self._patience)
        self._desk.reader = reader
        reader.start()
        return reader


class _Desk:
    """Where reader thread and caller meet: one wish, one frame, one state, under one lock."""

    def __init__(self, clock: Clock, connector: Connector) -> None:
        self._clock = clock
        self._connector = connector
        self._changed = threading.Condition()
        self._wanted = False
        self._frame: Frame | None = None
        self._kind: StateKind = "opening"
        self._text = ""
        self._since_mono_s = self._last_good_s = clock.mono_s()
        self._first_attempt_done = False
        self._first_error: SourceLost | None = None
        self.closed = False
        self.reader: _Reader | None = None

    def sleep_until(self, mono_s: float) -> bool:
        """Wait (interruptibly); False if the source was closed meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed, max(0.0, mono_s - self._clock.mono_s()))
            return not self.closed

    def ask(self, deadline_mono_s: float) -> Frame | None:
        """Wish for a frame and wait for one that is taken after the wish."""
        with self._changed:
            self._wanted, self._frame = True, None
            timeout_s = max(0.0, deadline_mono_s - self._clock.mono_s())
            self._changed.wait_for(lambda: self.closed or self._frame is not None, timeout_s)
            self._wanted = False
            return self._frame

    def wanted(self) -> bool:
        with self._changed:
            return self._wanted

    def publish(self, reader: _Reader, frame: Frame) -> None:
        with self._changed:
            if reader is self.reader:
                self._wanted, self._frame = False, frame
                self._changed.notify_all()

    def alive(self, reader: _Reader) -> None:
        """The reader has grabbed a frame."""
        with self._changed:
            if reader is self.reader:
                self._last_good_s = self._clock.mono_s()
                self._set("ok", "")

    def opened(self, reader: _Reader) -> None:
        self._attempt_done(reader, None)

    def lost(self, reader: _Reader, error: SourceLost) -> None:
        self._attempt_done(reader, error)
        with self._changed:
            if reader is self.reader:
                self._set(error.kind, error.message)

    def _attempt_done(self, reader: _Reader, error: SourceLost | None) -> None:
        with self._changed:
            if reader is self.reader and not self._first_attempt_done:
                self._first_attempt_done, self._first_error = True, error
                self._last_good_s = self._clock.mono_s()
                self._changed.notify_all()

    def _set(self, kind: StateKind, text: str) -> None:
        if kind != self._kind:
            self._since_mono_s = self._clock.mono_s()
        self._kind, self._text = kind, text

    def wait_for_first_attempt(self, timeout_s: float) -> SourceLost | None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._first_attempt_done or self.closed, timeout_s):
                return SourceLost(
                    "stalled",
                    f"{self._connector.name} did not open within {timeout_s:.0f} seconds.",
                    "Unplug it and try again.",
                )
            return self._first_error

    def state(self, stall_s: float) -> SourceState:
        """The state as the reader last told it, or stalled if it has been silent for ``stall_s``."""
        name = self._connector.name
        with self._changed:
            silent = self._clock.mono_s() - self._last_good_s >= stall_s
            if self._kind in ("ok", "opening") and silent:
                return SourceState("stalled", f"{name} sends no frames.", self._last_good_s)
            usual = f"{name} is being opened." if self._kind == "opening" else f"{name} works."
            return SourceState(self._kind, self._text or usual, self._since_mono_s)

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()


class _Reader(threading.Thread):
    """Opens, drains and reopens; lives until stopped. Only it touches its feed, and it releases what it opened."""

    def __init__(self, connector: Connector, desk: _Desk, clock: Clock, patience: Patience) -> None:
        super().__init__(daemon=True, name="posture-watch-reader")
        self._connector = connector
        self._desk = desk
        self._clock = clock
        self._patience = patience
        self._stopped = threading.Event()
        self._beat_s = clock.mono_s()
        self._allowed_s = patience.connect_s
        self._pause_s = patience.first_retry_s

    def stop(self) -> None:
        self._stopped.set()

    def is_hung(self) -> bool:
        """Whether a native call has not returned for longer than it may."""
        return self.is_alive() and self._clock.mono_s() - self._beat_s > self._allowed_s

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._watch_once()
            except SourceLost as lost:
                self._desk.lost(self, lost)
            self._rest()

    def _rest(self) -> None:
        """Pause before the next attempt, longer each time."""
        self._beat(self._pause_s + self._patience.hang_s)
        self._stopped.wait(self._pause_s)
        self._pause_s = min(2 * self._pause_s, self._patience.last_retry_s)

    def _watch_once(self) -> None:
        self._beat(self._patience.connect_s)
        feed = self._connector.connect()
        opened_s = self._clock.mono_s()
        self._desk.opened(self)
        kind: LostKind | None = None
        try:
            kind = self._drain(feed)
        finally:
            self._beat(self._patience.hang_s)
            with contextlib.suppress(Exception):
                feed.release()
            if self._clock.mono_s() - opened_s >= self._patience.steady_s:
                self._pause_s = self._patience.first_retry_s
        if kind is not None and not self._stopped.is_set():
            raise self._connector.diagnose(kind)

    def _drain(self, feed: Feed) -> LostKind | None:
        """Grab without end; returns why it ended (None: stopped, or a fresh connection is needed)."""
        last: Instant | None = None
        bad_since_s: float | None = None
        while not self._stopped.is_set():
            self._beat(self._patience.hang_s)
            began_s = self._clock.mono_s()
            if not feed.grab():
                return "stalled" if self._clock.mono_s() - began_s >= 1.0 else "unplugged"
            at = self._clock.now()
            if last is not None and at.gap_since(last) > _STALE_GAP_S:
                if not feed.freshen():
                    return None
                last = None
                continue
            last = at
            if not self._desk.wanted():
                if bad_since_s is None:
                    self._desk.alive(self)
                continue
            if feed.is_stale():
                continue
            image = feed.retrieve()
            if image is not None:
                bad_since_s = None
                self._desk.alive(self)
                self._desk.publish(self, Frame(at, image))
                continue
            bad_since_s = self._clock.mono_s() if bad_since_s is None else bad_since_s
            if self._clock.mono_s() - bad_since_s >= self._patience.bad_s:
                return "bad_data"
        return None

    def _beat(self, allowed_s: float) -> None:
        self._beat_s, self._allowed_s = self._clock.mono_s(), allowed_s
