"""A video file, sampled by its own timestamps. No sound is ever decoded."""

from __future__ import annotations

import math
from pathlib import Path

from posture_watch.capture.clip import SampleGrid, clip_instant
from posture_watch.capture.frame import Frame
from posture_watch.capture.opencv import Capture, open_file
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError

_USUAL_FPS = 25.0
"""For files that tell neither timestamps nor a rate."""
_BELIEVED_S = 1e11
"""No clip's stamps lie further from 0 (s), counted from 1970 neither."""
_ADVICE = "Try it in a video player; if it does not play there either, record or copy it again."


class VideoSource(Source):
    """Frames of a video file at multiples of ``interval_s`` seconds, from its first frame at t = 0."""

    live = False

    def __init__(self, path: Path, *, interval_s: float, start: Instant) -> None:
        self.name = f"file {path.name}"
        self.identity = f"file:{path.name}"
        self.interval_s = interval_s
        self._path = path
        self._start = start
        self._grid = SampleGrid(interval_s)
        self._capture: Capture | None = _opened(path)
        self._timeline = Timeline(self._capture.fps())
        self._grabbed = 0
        self._expected = self._capture.frame_count()
        self._held = self._advance()
        if self._held is None:
            self.close()
            raise UserError(f"{path} has no frame that can be read: it is broken or not a video.", _ADVICE)

    def read(self, timeout_s: float) -> Frame | None:  # noqa: ARG002 (a clip never waits)
        frame, self._held = self._held, None
        frame = frame or self._advance()
        if frame is None:
            self._warn_if_short()
            raise EndOfSource
        return frame

    @property
    def done(self) -> float | None:
        known = math.isfinite(self._expected) and self._expected > 0
        return min(1.0, self._grabbed / self._expected) if known else None

    def _advance(self) -> Frame | None:
        """The next sampled frame that decodes, None at the end; frames in between are never converted."""
        capture = self._capture
        while capture is not None and capture.grab():
            t_s = self._timeline.place(capture.position_s())
            self._grabbed += 1
            if not self._grid.takes(t_s):
                continue
            image = capture.retrieve()
            if image is not None:
                return Frame(clip_instant(self._start, t_s), image)
        return None

    def _warn_if_short(self) -> None:
        """Say so when much less was readable than the header promises (counts are estimates in some formats)."""
        expected = self._expected
        if math.isfinite(expected) and expected > 0 and self._grabbed < 0.9 * expected - 2:
            self.warn(f"{self._path} ends early: {self._grabbed} of {expected:.0f} frames could be read.")

    def close(self) -> None:
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()


class Timeline:
    """Turns a file's timestamps into seconds from its first frame that rise strictly, whatever the file claims."""

    def __init__(self, fps: float) -> None:
        self._frame_s = 1.0 / fps if math.isfinite(fps) and 0.1 <= fps <= 1000 else 1.0 / _USUAL_FPS
        self._first_s: float | None = None
        self._last_s = -1.0
        self._lag_s = 0.0

    def place(self, claimed_s: float) -> float:
        """The time of the next frame, whose file says ``claimed_s``."""
        told = abs(claimed_s) <= _BELIEVED_S
        if self._first_s is None:
            self._first_s = claimed_s if told else 0.0
            self._last_s = 0.0
            return 0.0
        t_s = claimed_s - self._first_s + self._lag_s if told else -math.inf
        if t_s <= self._last_s:  # missing, repeated or set back: one frame on, and later stamps follow from there
            corrected_s = self._last_s + self._frame_s
            self._lag_s += corrected_s - t_s if math.isfinite(t_s) else 0.0
            t_s = corrected_s
        self._last_s = t_s
        return t_s


def _opened(path: Path) -> Capture:
    if path.stat().st_size == 0:
        raise UserError(f"{path} is empty.", "Give a video file, a folder of pictures or a landmark recording.")
    if _is_text(path):
        raise UserError(f"{path} is a text file, not a video.", "Give a video file, or a landmark recording (.jsonl).")
    capture = open_file(path)
    if capture is None:
        raise UserError(f"{path} cannot be read as a video: it is truncated, broken or of an unknown kind.", _ADVICE)
    return capture


def _is_text(path: Path) -> bool:
    """FFMPEG plays some text files as ANSI art, and playlists name other files and hosts: neither is a video."""
    with path.open("rb") as file:
        head = file.read(4096)
    return not head.startswith(b"YUV4MPEG2") and all(byte >= 32 or byte in b"\t\n\r\f\x1b" for byte in head)
