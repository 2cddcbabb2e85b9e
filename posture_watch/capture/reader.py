"""The thread that opens a live source, drains it and opens it again. Only it touches what it opened."""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture_watch.capture.clock import Clock
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.desk import Desk
from posture_watch.capture.frozen import frozen
from posture_watch.capture.picture import Glimpse
from posture_watch.capture.source import LostKind, SourceLost

if TYPE_CHECKING:
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

_RESTING_SLICE_S = 2.0
"""How often a reader that nobody needs shows that it lives."""

_log = logging.getLogger(__name__)


class Reader(threading.Thread):
    """Opens, drains and reopens; lives until stopped. Only it touches its feed, and it releases what it opened."""

    def __init__(self, connector: Connector, desk: Desk, clock: Clock, patience: Patience) -> None:
        super().__init__(daemon=True, name="posture-watch-reader")
        self._connector = connector
        self._desk = desk
        self._clock = clock
        self._patience = patience
        self._stopped = threading.Event()
        self._beat_s = clock.mono_s()
        self._allowed_s = patience.connect_s
        self._pause_s = patience.first_retry_s
        self._bad_since_s: float | None = None
        self._decodes = True

    def stop(self) -> None:
        self._stopped.set()

    def is_hung(self) -> bool:
        """Whether a native call has not returned for longer than it may."""
        return self.is_alive() and self._clock.mono_s() - self._beat_s > self._allowed_s

    def run(self) -> None:
        while not self._stopped.is_set():
            if self._desk.resting:
                self._wait_while_resting()
                continue
            try:
                self._watch_once()
            except SourceLost as lost:
                self._desk.lost(self, lost)
            except Exception:  # a thread that dies in silence would stop the monitor for good
                _log.exception("reading %s failed", self._connector.name)
                self._desk.lost(self, self._connector.diagnose("bad_data"))
            self._rest()

    def _wait_while_resting(self) -> None:
        """Nobody wants it open: what was lost before is forgotten."""
        self._pause_s = self._patience.first_retry_s
        self._beat(self._patience.hang_s + _RESTING_SLICE_S)
        self._desk.wait_while_resting(_RESTING_SLICE_S)

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
            self._desk.released(self)
            if self._clock.mono_s() - opened_s >= self._patience.steady_s:
                self._pause_s = self._patience.first_retry_s
        if kind is not None and not self._stopped.is_set():
            raise self._connector.diagnose(kind)

    def _drain(self, feed: Feed) -> LostKind | None:
        """Grab without end; returns why it ended (None: stopped, or a fresh connection is needed)."""
        last: Instant | None = None
        self._bad_since_s = None
        while not self._stopped.is_set() and not self._desk.resting:
            self._beat(self._patience.hang_s)
            if self._connector.wanted_elsewhere():
                return "busy"
            began_s = self._clock.mono_s()
            if not feed.grab():
                if self._desk.resting:
                    return None  # nobody waits for what it says
                return "stalled" if self._clock.mono_s() - began_s >= 1.0 else "unplugged"
            at = self._clock.now()
            if last is not None and at.gap_since(last) > _STALE_GAP_S:
                if not feed.freshen():
                    return None
                at = self._clock.now()
            last = at
            if not self._serve(feed, at):
                return "bad_data"
        return None

    def _serve(self, feed: Feed, at: Instant) -> bool:
        """Hand out the frame if it is wished for; False when frames have been undecodable for too long. Raises
        SourceLost when it is the same one for ever."""
        if not self._desk.wanted():
            if self._decodes:
                self._desk.alive(self)
            return True
        if feed.is_stale():
            return True
        picture = feed.retrieve()
        self._decodes = picture is not None and self._desk.is_whole(picture)
        if picture is None or not self._decodes:
            self._bad_since_s = at.mono_s if self._bad_since_s is None else self._bad_since_s
            return at.mono_s - self._bad_since_s < self._patience.bad_s
        self._bad_since_s = None
        glimpse = Glimpse(at, picture)
        if self._desk.repeats(self, glimpse):
            self._decodes = False
            raise frozen(self._connector.name)
        self._desk.alive(self)
        self._desk.publish(self, glimpse)
        return True

    def _beat(self, allowed_s: float) -> None:
        self._beat_s, self._allowed_s = self._clock.mono_s(), allowed_s
