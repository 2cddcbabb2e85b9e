"""A file that is there whole or not at all, and on the disk once that is said: no kill and no power cut leaves half."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

_PART = re.compile(r"\..*\.(\d+)-[0-9a-f]{8}\.part")
"""A name that a file has until it is whole, with the process that writes it."""


def put(path: Path, content: bytes | Iterable[bytes], *, over: bool = True) -> None:
    """``content`` becomes the file at ``path``, readable by its owner only.

    Raises OSError (FileExistsError if something is there and not ``over``): nothing has changed then.
    """
    sweep(path.parent)
    pieces = (content,) if isinstance(content, bytes) else content
    if not _put_nameless(path, pieces, over=over):
        with _part_of(path) as part:
            with os.fdopen(os.open(part, _FRESH, 0o600), "wb") as file:
                _fill(file.fileno(), pieces)
            _name(part, path, over=over)
    sync_folder(path.parent)


@contextmanager
def folder_part(path: Path) -> Generator[Path]:
    """A folder beside ``path`` to be filled and given that name; what is left of it at the end is removed."""
    sweep(path.parent)
    with _part_of(path) as part:
        part.mkdir(mode=0o700)
        yield part


def make_folder(folder: Path) -> None:
    """The folder and those above it, for their owner only as far as they are new. Raises OSError."""
    try:
        folder.mkdir(mode=0o700)
    except FileNotFoundError:
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """What has got a name in it keeps that over a power cut; file systems that know of no such thing do it anyway."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove what processes that were killed meanwhile had not finished writing in ``folder``."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _PART.fullmatch(entry.name)
            if found and not _lives(int(found[1])):
                _remove(Path(entry.path))


_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _put_nameless(path: Path, pieces: Iterable[bytes], *, over: bool) -> bool:
    """By a file without a name, which a kill takes along. False, and nothing done, where there is no such thing."""
    if sys.platform != "linux":
        return False
    try:
        file = os.open(path.parent, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except OSError:
        return False
    try:
        own = f"/proc/self/fd/{file}"
        if not os.path.exists(own):  # noqa: PTH110  # a machine without /proc cannot name it
            return False
        _fill(file, pieces)
        if over and os.path.lexists(path):
            with _part_of(path) as part:
                _link(own, part)
                part.replace(path)
        else:
            _link(own, path)
    finally:
        os.close(file)
    return True


def _link(own: str, path: Path) -> None:
    os.link(own, path, src_dir_fd=0, follow_symlinks=True)  # a folder's number makes Python follow the link


def _fill(file: int, pieces: Iterable[bytes]) -> None:
    with os.fdopen(file, "wb", closefd=False) as stream:
        stream.writelines(pieces)
        stream.flush()
        os.fsync(file)


def _name(part: Path, path: Path, *, over: bool) -> None:
    """Give it its name; a link fails if somebody was quicker, where a renaming would overwrite them."""
    if not over:
        try:
            path.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError(path) from None
        else:
            return
    part.replace(path)


@contextmanager
def _part_of(path: Path) -> Generator[Path]:
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        yield part
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    with suppress(OSError):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        else:
            part.unlink()


def _lives(pid: int) -> bool:
    if sys.platform == "win32":
        return False  # a file that is still written to cannot be removed there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
