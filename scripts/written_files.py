"""What lies in a folder after a run: who may read it, and whether anything in it could be a picture.

A file passes only as something known: text, a database whose cells are looked into, or nothing at all. Pictures are
known by how they begin, also within others; a file of unknown bytes (raw pixels would be one) is a finding.
"""

from __future__ import annotations

import re
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PICTURE = re.compile(
    rb"\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n|GIF8[79]a|RIFF.{4}(?:WEBP|AVI )|\x93NUMPY|II\x2a\x00|MM\x00\x2a"
    rb"|^BM.{4}\x00{4}|^P[1-7]\s|ftyp(?:avif|heic|isom|mp4)|/9j/4AAQ|iVBORw0KGgo|R0lGOD|UklGR|data:image/(?!svg)",
    re.DOTALL,
)
"""How JPEG, PNG, GIF, WebP, AVI, NumPy, TIFF, BMP, PNM, HEIF and MP4 begin, and the same in base64."""
SQLITE = b"SQLite format 3\0"
WAL = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


@dataclass(frozen=True, slots=True)
class Looked:
    """One file or folder. ``kind``: folder, socket, link, empty, text, database, picture, unknown."""

    path: Path
    kind: str
    mode: int
    size: int
    uid: int

    @property
    def is_private(self) -> bool:
        """Nobody but its owner may do anything with it (a link has no mode of its own)."""
        return self.kind == "link" or not self.mode & 0o077


def look(folder: Path) -> Iterator[Looked]:
    """``folder`` and everything below it."""
    for path in (folder, *sorted(folder.rglob("*"))):
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue  # somebody's temporary file
        yield Looked(path, _kind(path, found.st_mode), stat.S_IMODE(found.st_mode), found.st_size, found.st_uid)


def _kind(path: Path, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISSOCK(mode):
        return "socket"
    return kind_of(path.read_bytes(), path) if stat.S_ISREG(mode) else "unknown"


def kind_of(content: bytes, path: Path | None = None) -> str:
    """empty, text, database, picture or unknown. ``path``: where a database can be opened."""
    if not content:
        return "empty"
    if content.startswith(SQLITE) and path:
        return "picture" if any(could_be_picture(cell) for cell in _cells(path)) else "database"
    if PICTURE.search(content):
        return "picture"
    if content.startswith(WAL) or (path and path.name.endswith("-shm")):
        return "database"  # its cells were seen through the database itself
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "unknown"
    return "unknown" if "\0" in text else "text"


def _cells(database: Path) -> Iterator[bytes]:
    """Every value that is bytes or text."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as log:
        tables = [name for (name,) in log.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            for row in log.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # the database's own names
                for value in row:
                    if isinstance(value, (bytes, str)):
                        yield value if isinstance(value, bytes) else value.encode("utf-8", "replace")


def could_be_picture(cell: bytes) -> bool:
    """Also when it is compressed, alone or after a byte that says so (then what was compressed is looked at)."""
    for start in (0, 1):
        try:
            return PICTURE.search(zlib.decompress(cell[start:])) is not None
        except zlib.error:
            continue
    return PICTURE.search(cell) is not None
