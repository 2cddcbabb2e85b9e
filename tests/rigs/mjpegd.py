"""A network camera with faults: MJPEG over HTTP on the loopback interface, whose mode can be changed while it runs.

Each picture carries its number as eight bars (white is one, the highest bit on the left), as those of the webcam do.
Modes: ok; stall (sends nothing until the mode changes); drop (cuts each connection after 10 pictures); hang (accepts,
never answers); garbage (rubbish between the boundaries); refuse (HTTP 404); redirect (to ``elsewhere``);
body (sends ``body``); hold (keeps pictures back, and sends them all at once when the mode changes).
"""

from __future__ import annotations

import http.server
import socket
import threading
import time
from types import TracebackType
from typing import ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

BARS = 8


def numbered_picture(number: int, *, width: int = 640, height: int = 480) -> NDArray[np.uint8]:
    """A (height, width, 3) picture that shows ``number`` modulo 256 as eight bars."""
    bits = [(number >> (BARS - 1 - bar)) & 1 for bar in range(BARS)]
    row = np.repeat(np.array(bits, np.uint8) * 200 + 20, width // BARS)
    return np.repeat(np.tile(row, (height, 1))[:, :, None], 3, axis=2)


def number_in(image: NDArray[np.uint8]) -> int:
    """Read the number back, in the middle of each bar."""
    height, width = image.shape[:2]
    columns = [(2 * bar + 1) * width // (2 * BARS) for bar in range(BARS)]
    return sum(1 << (BARS - 1 - bar) for bar, x in enumerate(columns) if int(image[height // 2, x, 0]) > 120)


class NetworkCamera(http.server.ThreadingHTTPServer):
    """Serves at ``url`` until closed; set ``mode`` at any time. ``number`` is the newest picture's."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, mode: str = "ok", *, fps: float = 20.0, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Visit)
        self.mode = mode
        self.fps = fps
        self.elsewhere = ""
        self.body = b""
        self.visits: list[str] = []
        self._began_s = time.monotonic()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def number(self) -> int:
        """The number of the newest picture."""
        return int((time.monotonic() - self._began_s) * self.fps)

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.mode = "closed"
        self.shutdown()
        self.server_close()


class _Visit(http.server.BaseHTTPRequestHandler):
    server: NetworkCamera  # pyright: ignore[reportIncompatibleVariableOverride] (it is never another)
    jpegs: ClassVar[dict[int, bytes]] = {}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.visits.append(self.path)
        while self.server.mode == "hang":
            time.sleep(0.02)
        if self.server.mode == "refuse":
            self.send_response(404)
            self.end_headers()
        elif self.server.mode == "body":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.body)
        elif self.server.mode == "redirect":
            self.send_response(302)
            self.send_header("Location", self.server.elsewhere)
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            self._send_pictures()

    def _send_pictures(self) -> None:
        sent, held = 0, list[int]()
        try:
            while self.server.mode != "closed" and not (self.server.mode == "drop" and sent >= 10):
                if self.server.mode == "garbage":
                    self.wfile.write(b"\xff" * 20_000)
                elif self.server.mode == "hold":
                    held.append(self.server.number)
                    self._jpeg(held[-1])
                elif self.server.mode not in ("stall", "hang"):
                    for number in (*held, self.server.number):
                        self._send_picture(self._jpeg(number))
                    held.clear()
                    sent += 1
                time.sleep(1 / self.server.fps)
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _jpeg(self, number: int) -> bytes:
        number %= 256
        if number not in self.jpegs:
            self.jpegs[number] = cv2.imencode(".jpg", numbered_picture(number))[1].tobytes()
        return self.jpegs[number]

    def _send_picture(self, jpeg: bytes) -> None:
        head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
        self.wfile.write(head + jpeg + b"\r\n")
        self.wfile.flush()
