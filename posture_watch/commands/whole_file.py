"""A file or folder of the user's that is there whole or not at all, readable by them only."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

from posture_watch.errors import UserError


def write_whole(path: Path, pieces: Iterable[str], *, overwrite: bool) -> None:
    """``pieces`` as UTF-8, under a temporary name beside ``path`` until all of them are on the disk.

    Raises UserError if it is there already (unless ``overwrite``) or cannot be written; nothing is left then.
    """
    require_free(path, overwrite=overwrite)
    part = _part_of(path)
    with _naming(path):
        try:
            _write(part, pieces)
            # somebody may have put a file there meanwhile
            require_free(path, overwrite=overwrite)
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink()


def write_folder(path: Path, files: Iterable[tuple[str, Iterable[str]]], *, overwrite: bool) -> None:
    """The files in a folder, made if there is none. Other files in it stay.

    Raises UserError if the folder has something in it already (unless ``overwrite``) or cannot be written.
    """
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file, and CSV is a folder of files.", "Choose another name.")
    with _naming(path):
        if not overwrite and path.exists() and any(path.iterdir()):
            raise UserError(f"{path} exists already.", "Choose another name, or overwrite it with --force.")
        part = _part_of(path)
        try:
            part.mkdir(mode=0o700)
            for name, pieces in files:
                _write(part / name, pieces)
            if path.exists():
                for file in part.iterdir():
                    file.replace(path / file.name)
            else:
                part.rename(path)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _write(path: Path, pieces: Iterable[str]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")


def require_free(path: Path, *, overwrite: bool) -> None:
    """Raises UserError if something is there already (a file unless ``overwrite``): to be told before any work.

    A device (/dev/null) would be replaced by a file, for everybody.
    """
    if path.is_dir():
        raise UserError(f"{path} is a folder.", "Give the name of a file.")
    if path.exists() and not path.is_file():
        raise UserError(f"{path} is no ordinary file.", "Choose another name.")
    if os.path.lexists(path) and not overwrite:
        raise UserError(f"{path} exists already.", "Choose another name, or overwrite it with --force.")


@contextmanager
def _naming(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} cannot be written: {reason}.", f"Check {path.parent} and its free space.") from error
