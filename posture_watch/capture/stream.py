"""A network camera: MJPEG over HTTP, or RTSP, through FFMPEG with short timeouts. Only the typed address is met."""

from __future__ import annotations

from posture_watch.capture import opencv
from posture_watch.capture.addresses import checked_address, shown_address
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.devices import capitalised
from posture_watch.capture.opencv import Capture, Image
from posture_watch.capture.source import CameraOptions, LostKind, SourceLost
from posture_watch.capture.stream_probe import stream_problem

_OPEN_TIMEOUT_S = 3.0
_READ_TIMEOUT_S = 2.0


class StreamFeed:
    """An open stream, turned upright."""

    def __init__(self, capture: Capture, options: CameraOptions) -> None:
        self._capture = capture
        self._options = options

    def grab(self) -> bool:
        return self._capture.grab()

    def retrieve(self) -> Image | None:
        image = self._capture.retrieve()
        if image is None:
            return None
        return opencv.turned(image, rotate_deg=self._options.rotate_deg, mirror=self._options.mirror)

    def is_stale(self) -> bool:
        return False  # a stream has no clock in common with us; a gap is met by a new connection

    def freshen(self) -> bool:
        return False

    def release(self) -> None:
        self._capture.release()


class StreamConnector(Connector):
    """Opens ``address``; its user and password are used and never shown."""

    def __init__(self, address: str, options: CameraOptions) -> None:
        self._parts = checked_address(address)
        self._address = address
        self._options = options
        shown = shown_address(address)
        self.name = f"stream {shown}"
        self.identity = f"stream:{shown}{options.suffix}"

    def connect(self) -> Feed:
        redirect = None if opencv.REFUSES_REDIRECTS else self._problem()
        if redirect is not None:
            raise redirect
        capture = opencv.open_stream(self._address, open_timeout_s=_OPEN_TIMEOUT_S, read_timeout_s=_READ_TIMEOUT_S)
        if capture is None:
            raise self._why_not()
        return StreamFeed(capture, self._options)

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
