"""A file or folder that the user has asked for: there whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from posture_watch.errors import UserError
from posture_watch.on_disk import folder_part, put, sync_folder


def write_whole(path: Path, pieces: Iterable[str], *, overwrite: bool) -> None:
    """``pieces`` as UTF-8, without that name until all of them are on the disk.

    Raises UserError if it is there already (unless ``overwrite``) or cannot be written; nothing is left then.
    """
    require_free(path, overwrite=overwrite)
    with _naming(path):
        put(path, _encoded(pieces), over=overwrite)


def write_folder(path: Path, files: Iterable[tuple[str, Iterable[str]]], *, overwrite: bool) -> None:
    """The files in a folder, made if there is none. Other files in it stay.

    Raises UserError if the folder has something in it already (unless ``overwrite``) or cannot be written.
    """
    if path.exists() and not path.is_dir():
        raise UserError(f"{path} is a file, and CSV is a folder of files.", "Choose another name.")
    with _naming(path):
        if not overwrite and path.exists() and any(path.iterdir()):
            raise _there(path)
        with folder_part(path) as part:
            for name, pieces in files:
                put(part / name, _encoded(pieces), over=False)
            if path.exists():
                for file in part.iterdir():
                    file.replace(path / file.name)
                sync_folder(path)
            else:
                part.rename(path)
        sync_folder(path.parent)


def _encoded(pieces: Iterable[str]) -> Iterable[bytes]:
    return (piece.encode() for piece in pieces)


def require_free(path: Path, *, overwrite: bool) -> None:
    """Raises UserError if something is there already (a file unless ``overwrite``): to be told before any work.

    A device (/dev/null) would be replaced by a file, for everybody.
    """
    if path.is_dir():
        raise UserError(f"{path} is a folder.", "Give the name of a file.")
    if path.exists() and not path.is_file():
        raise UserError(f"{path} is no ordinary file.", "Choose another name.")
    if os.path.lexists(path) and not overwrite:
        raise _there(path)


def _there(path: Path) -> UserError:
    return UserError(f"{path} exists already.", "Choose another name, or overwrite it with --force.")


@contextmanager
def _naming(path: Path) -> Generator[None]:
    try:
        yield
    except FileExistsError:  # somebody was quicker
        raise _there(path) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{path} cannot be written: {reason}.", f"Check {path.parent} and its free space.") from error
