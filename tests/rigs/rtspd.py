"""A network camera that speaks RTSP: JPEG over RTP (RFC 2435) within the RTSP connection, on the loopback interface."""

from __future__ import annotations

import contextlib
import socketserver
import struct
import threading
import time
from types import TracebackType
from typing import Self

import cv2

from tests.rigs.mjpegd import numbered_picture

_PART_BYTES = 1300
_SDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\nm=video 0 RTP/AVP 26\r\na=control:track0\r\n"


class RtspCamera(socketserver.ThreadingTCPServer):
    """Serves at ``url`` until closed; ``drop`` cuts every connection; the verb ``redirects`` is sent ``elsewhere``."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, *, fps: float = 20.0) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.fps = fps
        self.visits = 0
        self.requests: list[str] = []
        self.redirects = ""
        self.elsewhere = ""
        self.cut = threading.Event()
        self._began_s = time.monotonic()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def number(self) -> int:
        return int((time.monotonic() - self._began_s) * self.fps)

    @property
    def url(self) -> str:
        return f"rtsp://127.0.0.1:{self.server_address[1]}/live"

    def drop(self) -> None:
        """Cut the connections there are; new ones are welcome."""
        self.cut.set()
        self.cut = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut.set()
        self.shutdown()
        self.server_close()


class _Visit(socketserver.StreamRequestHandler):
    server: RtspCamera  # pyright: ignore[reportIncompatibleVariableOverride] (it is never another)

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while self._answer():
                pass

    def _answer(self) -> bool:
        lines: list[str] = []
        while line := self.rfile.readline().decode().strip():
            lines.append(line)
        if not lines:
            return False
        verb = lines[0].split()[0]
        self.server.requests.append(verb)
        fields = dict(line.split(": ", 1) for line in lines[1:])
        if verb == self.server.redirects:
            head = f"RTSP/1.0 302 Moved\r\nCSeq: {fields['CSeq']}\r\nLocation: {self.server.elsewhere}\r\n\r\n"
            self.wfile.write(head.encode())
            return True
        extra, body = {
            "OPTIONS": ("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n", ""),
            "DESCRIBE": (f"Content-Type: application/sdp\r\nContent-Base: {self.server.url}/\r\n", _SDP),
            "SETUP": ("Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n", ""),
        }.get(verb, ("Session: 1\r\n", ""))
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        self.wfile.write(f"RTSP/1.0 200 OK\r\nCSeq: {fields['CSeq']}\r\n{extra}{length}\r\n{body}".encode())
        if verb == "PLAY":
            self._play(self.server.cut)
        return verb not in ("PLAY", "TEARDOWN")

    def _play(self, cut: threading.Event) -> None:
        self.server.visits += 1
        sequence = 0
        while not cut.wait(1 / self.server.fps):
            number = self.server.number
            jpeg = cv2.imencode(".jpg", numbered_picture(number % 256))[1].tobytes()
            stamp = int(number / self.server.fps * 90_000)
            for packet in _packets(jpeg, sequence, stamp):
                self.wfile.write(b"$\0" + struct.pack(">H", len(packet)) + packet)
                sequence += 1


def _packets(jpeg: bytes, sequence: int, stamp: int) -> list[bytes]:
    """The picture cut into RTP packets, its quantisation tables in the first."""
    tables, subsampling, scan = _parts(jpeg)
    packets: list[bytes] = []
    for at in range(0, len(scan), _PART_BYTES):
        part = scan[at : at + _PART_BYTES]
        last = at + _PART_BYTES >= len(scan)
        rtp = struct.pack(">BBHII", 0x80, 26 | (0x80 if last else 0), (sequence + len(packets)) & 0xFFFF, stamp, 7)
        kind = struct.pack(">IBBBB", at, subsampling, 255, 640 // 8, 480 // 8)
        head = struct.pack(">BBH", 0, 0, len(tables)) + tables if at == 0 else b""
        packets.append(rtp + kind + head + part)
    return packets


def _parts(jpeg: bytes) -> tuple[bytes, int, bytes]:
    """Quantisation tables, RFC 2435 type (0: 4:2:2, 1: 4:2:0) and entropy-coded data of a baseline JPEG."""
    tables, subsampling, at = b"", 1, 2
    while True:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        segment = jpeg[at + 4 : at + 2 + length]
        if marker == 0xDB:
            for start in range(0, len(segment), 65):
                tables += segment[start + 1 : start + 65]
        elif marker == 0xC0:
            subsampling = 1 if segment[7] == 0x22 else 0
        at += 2 + length
        if marker == 0xDA:
            return tables, subsampling, jpeg[at:-2]
