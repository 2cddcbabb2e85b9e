"""A folder of pictures, or one picture: every picture is a frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from posture_watch.capture.clip import clip_instant
from posture_watch.capture.frame import Frame
from posture_watch.capture.pictures import decode_picture
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError

PICTURE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".pbm", ".jp2", ".avif")
)


class PictureSource(Source):
    """The pictures ``paths`` in order, ``interval_s`` seconds apart. An unreadable one is skipped with a warning.

    The time of a skipped picture passes all the same, so that the others keep theirs.
    Raises UserError, naming the first bad one, if none can be read.
    """

    live = False

    def __init__(self, paths: tuple[Path, ...], *, name: str, identity: str, interval_s: float, start: Instant) -> None:
        self.name = name
        self.identity = identity
        self.interval_s = interval_s
        self._start = start
        self._paths = paths
        self._seen = 0
        self._frames = self._read_all()
        self._held = next(self._frames, None)
        if self._held is None:
            raise UserError(
                f"{paths[0]} cannot be read as a picture"
                + (", nor any other in its folder." if len(paths) > 1 else "."),
                "Open it in a picture viewer; if that fails too, it is damaged or not a picture.",
            )

    @classmethod
    def of_folder(cls, folder: Path, *, interval_s: float, start: Instant) -> PictureSource:
        """The pictures directly in ``folder``, sorted by name; hidden files and other kinds are passed over."""
        paths = tuple(sorted((p for p in folder.iterdir() if _is_picture(p)), key=lambda p: p.name))
        if not paths:
            raise UserError(
                f"{folder} has no pictures in it.",
                f"Put pictures there ({', '.join(sorted(PICTURE_SUFFIXES)[:8])} ...).",
            )
        name = folder.resolve().name
        return cls(paths, name=f"folder {name}", identity=f"folder:{name}", interval_s=interval_s, start=start)

    @classmethod
    def of_picture(cls, path: Path, *, interval_s: float, start: Instant) -> PictureSource:
        """One picture: a clip of one frame."""
        return cls((path,), name=f"file {path.name}", identity=f"file:{path.name}", interval_s=interval_s, start=start)

    def read(self, timeout_s: float) -> Frame | None:  # noqa: ARG002 (a clip never waits)
        frame, self._held = self._held, None
        frame = frame or next(self._frames, None)
        if frame is None:
            raise EndOfSource
        return frame

    @property
    def done(self) -> float | None:
        return self._seen / len(self._paths) if self._paths else 1.0

    def _read_all(self) -> Iterator[Frame]:
        for number, path in enumerate(self._paths):
            image = decode_picture(_bytes_of(path))
            self._seen = number + 1
            if image is None:
                self.warn(f"{path} cannot be read as a picture; it is skipped.")
            else:
                yield Frame(clip_instant(self._start, number * self.interval_s), image)

    def close(self) -> None:
        self._paths = ()
        self._frames = iter(())


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".") and path.is_file()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
