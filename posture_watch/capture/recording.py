"""Landmark recordings on disk: written line by line so that a kill loses at most the last one, read strictly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from posture_watch.capture.clip import SampleGrid
from posture_watch.capture.recording_format import (
    BadLine,
    Header,
    NewerVersion,
    header_line,
    parse_header,
    parse_scene,
    scene_line,
)
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.errors import UserError

_MAX_LINE_BYTES = 1_000_000
"""Three people take 3 kB; a longer line is not one of ours, and reading it whole would cost memory."""


class RecordingWriter:
    """Writes scenes to ``path``, which only its owner may read. Use it as a context manager.

    Times are kept relative to the first scene: a recording does not tell when it was made.
    Raises UserError if the file exists already (unless ``overwrite``) or cannot be written.
    """

    def __init__(self, path: Path, header: Header, *, overwrite: bool = False) -> None:
        self._path = path
        self._header = header
        self._first: Instant | None = None
        self._last_s = -1.0
        self._file = self._create(overwrite)
        self._write(header_line(header))

    def write(self, scene: Scene) -> None:
        """Append one scene; their times must rise. It is in the operating system's hands when this returns."""
        first = self._first = self._first or scene.at
        t_s = round(scene.at.mono_s - first.mono_s, 3)
        if t_s <= self._last_s:
            t_s = round(self._last_s + 0.001, 3)
        self._last_s = t_s
        wall_s = (scene.at.utc - first.utc).total_seconds()
        self._write(scene_line(scene, self._header, t_s=t_s, wall_s=wall_s))

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def _create(self, overwrite: bool) -> BinaryIO:
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if overwrite else os.O_EXCL) | getattr(os, "O_BINARY", 0)
        try:
            return os.fdopen(os.open(self._path, flags, 0o600), "wb", buffering=0)
        except FileExistsError as error:
            raise UserError(f"{self._path} exists already.", "Choose another name, or delete it first.") from error
        except OSError as error:
            raise self._unwritable(error) from error

    def _write(self, line: str) -> None:
        rest = memoryview(line.encode() + b"\n")
        try:
            while rest:
                rest = rest[self._file.write(rest) :]  # a full disk takes a part of it first
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UserError:
        return UserError(
            f"{self._path} cannot be written: {error.strerror}.", "Choose another folder, or make room on the disk."
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class RecordingSource(Source):
    """The scenes of a recording, without any picture. ``fps`` thins them out; otherwise each one is handed out.

    Raises UserError naming file and line for anything that does not follow the format, except a last line that was
    cut short by a kill: that one is left out with a warning.
    """

    live = False

    def __init__(self, path: Path, *, start: Instant, fps: float | None = None) -> None:
        self.name = f"recording {path.name}"
        self.identity = f"recording:{path.name}"
        self._path = path
        self._start = start
        self._file: BinaryIO = path.open("rb")
        self._size_bytes = path.stat().st_size
        self._line_number = 0
        try:
            self.header = self._read_header()
            self.interval_s = 1.0 / fps if fps else self.header.interval_s
            self._grid = SampleGrid(self.interval_s) if fps else None
            self._scenes = self._read_scenes()
            self._held = next(self._scenes, None)
            if self._held is None:
                raise UserError(f"{path} has no scenes in it.", "Record again, for longer.")
        except BaseException:
            self._file.close()
            raise

    def read(self, timeout_s: float) -> Scene | None:  # noqa: ARG002 (a clip never waits)
        scene, self._held = self._held, None
        scene = scene or next(self._scenes, None)
        if scene is None:
            raise EndOfSource
        return scene

    def close(self) -> None:
        self._scenes = iter(())
        self._file.close()

    @property
    def done(self) -> float | None:
        if self._file.closed:
            return 1.0
        return min(1.0, self._file.tell() / self._size_bytes) if self._size_bytes else None

    def _read_header(self) -> Header:
        line = self._read_line()
        if not line:
            raise UserError(f"{self._path} is empty.", "Give a recording made with: posture-watch record")
        try:
            return parse_header(line.decode())
        except NewerVersion as error:
            raise UserError(f"{self._path}: {error}.", "Update posture-watch.") from error
        except ValueError as error:
            raise self._bad(error) from error

    def _read_scenes(self) -> Iterator[Scene]:
        last_s = -1.0
        while line := self._read_line():
            scene = self._scene(line)
            if scene is None:
                return
            if scene.at.mono_s <= last_s:
                raise self._bad(BadLine(f"t_s must rise from line to line, but {scene.at.mono_s} follows {last_s}"))
            last_s = scene.at.mono_s
            if self._grid is None or self._grid.takes(last_s):
                yield scene

    def _scene(self, line: bytes) -> Scene | None:
        """None for a last line that was cut short (it has no line end and does not parse)."""
        try:
            return parse_scene(line.decode(), self.header, self._start)
        except ValueError as error:
            if not line.endswith(b"\n") and len(line) < _MAX_LINE_BYTES:
                self.warn(f"{self._path}:{self._line_number}: the last line was cut short and is left out.")
                return None
            raise self._bad(error) from error

    def _read_line(self) -> bytes:
        self._line_number += 1
        return self._file.readline(_MAX_LINE_BYTES)

    def _bad(self, error: ValueError) -> UserError:
        what = str(error) if isinstance(error, BadLine) else "it is not text"
        return UserError(
            f"{self._path}:{self._line_number}: {what}.", "docs/recording-format.md says what a line looks like."
        )
