"""A network camera: MJPEG over HTTP, or RTSP, through FFMPEG with short timeouts. Only the typed address is met."""

from __future__ import annotations

import time

from posture_watch.capture import opencv
from posture_watch.capture.addresses import checked_address, shown_address
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.devices import capitalised
from posture_watch.capture.opencv import Capture
from posture_watch.capture.picture import Picture, upright
from posture_watch.capture.source import CameraOptions, LostKind, SourceLost
from posture_watch.capture.stream_probe import redirect_problem, stream_problem

_OPEN_TIMEOUT_S = 3.0
_READ_TIMEOUT_S = 2.0
_LEAST_WAIT_S, _MOST_WAIT_S = 0.01, 0.1
"""Bounds for streams whose timestamps say little: a buffered frame is decoded in less, a new one takes no longer."""
_DOUBT_LIMIT_S = 2.0
"""No buffer is so long: a stream that never waits is a fast one."""


class StreamFeed:
    """An open stream, turned upright.

    A stream has no clock in common with us. Whether a frame is new is told by the wait for it: one that was there at
    once may have been buffered on the way (FFMPEG keeps a second of RTSP while it opens), and so may the first one
    after a gap; it is believed again when a grab had to wait.
    """

    def __init__(self, capture: Capture, options: CameraOptions, *, max_age_s: float) -> None:
        self._capture = capture
        self._options = options
        self._max_age_s = max_age_s
        self._usual_wait_s = 0.0
        self._position_s = 0.0
        self._doubted_since_s: float | None = time.monotonic()

    def grab(self) -> bool:
        began_s = time.monotonic()
        grabbed = self._capture.grab()
        self._judge_wait(time.monotonic() - began_s)
        return grabbed

    def _judge_wait(self, wait_s: float) -> None:
        now_s, least_s = time.monotonic(), self._least_wait_s()
        if wait_s > max(self._max_age_s, 3 * self._usual_wait_s):
            self._doubted_since_s = now_s
        elif wait_s >= least_s or (self._doubted_since_s or now_s) < now_s - _DOUBT_LIMIT_S:
            self._doubted_since_s = None
        self._usual_wait_s += 0.3 * (wait_s - self._usual_wait_s)

    def _least_wait_s(self) -> float:
        """A grab that took half the time between two frames waited for the network; a buffered one is there sooner."""
        position_s, before_s = self._capture.position_s(), self._position_s
        self._position_s = position_s
        return min(max((position_s - before_s) / 2, _LEAST_WAIT_S), _MOST_WAIT_S)

    def retrieve(self) -> Picture | None:
        picture = self._capture.picture()
        return None if picture is None else upright(picture, self._options)

    def is_stale(self) -> bool:
        return self._doubted_since_s is not None

    def freshen(self) -> bool:
        return False

    def release(self) -> None:
        self._capture.release()


class StreamConnector(Connector):
    """Opens ``address``; its user and password are used and never shown."""

    def __init__(self, address: str, options: CameraOptions, *, max_age_s: float) -> None:
        self._parts = checked_address(address)
        self._address = address
        self._max_age_s = max_age_s
        self._options = options
        shown = shown_address(address)
        self.name = f"stream {shown}"
        self.identity = f"stream:{shown}{options.suffix}"

    def connect(self) -> Feed:
        redirect = self._redirect()
        if redirect is not None:
            raise redirect
        capture = opencv.open_stream(self._address, open_timeout_s=_OPEN_TIMEOUT_S, read_timeout_s=_READ_TIMEOUT_S)
        if capture is None:
            raise self._why_not()
        return StreamFeed(capture, self._options, max_age_s=self._max_age_s)

    def diagnose(self, kind: LostKind) -> SourceLost:
        texts: dict[LostKind, str] = {
            "stalled": "sends no frames",
            "unplugged": "ended the connection",
            "bad_data": "sends frames that cannot be read",
        }
        return SourceLost(
            kind, f"{capitalised(self.name)} {texts.get(kind, 'stopped')}.", "It is tried again by itself."
        )

    def _why_not(self) -> SourceLost:
        """FFMPEG does not say why it failed: ask ourselves."""
        return self._problem() or SourceLost(
            "bad_data",
            f"{capitalised(self.name)} answers, but sends no video that can be read.",
            "Open it in a browser or player; give the address of the stream itself, not of a page.",
        )

    def _problem(self) -> SourceLost | None:
        return stream_problem(self._parts, capitalised(self.name))

    def _redirect(self) -> SourceLost | None:
        """FFMPEG follows every redirect of RTSP, and of HTTP too if it is old: look before it does."""
        if self._parts.scheme.lower().startswith("http") and opencv.REFUSES_REDIRECTS:
            return None
        return redirect_problem(self._parts, capitalised(self.name))
