"""A file of the user's that is there whole or not at all, readable by them only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from posture_watch.errors import UserError


@contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Generator[TextIO]:
    """Opened for text in UTF-8, under a temporary name beside ``path`` until all of it is on the disk.

    Raises UserError if it is there already (unless ``overwrite``) or cannot be written; nothing is left then.
    """
    require_free(path, overwrite=overwrite)
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # somebody may have put a file there meanwhile
        require_free(path, overwrite=overwrite)
        part.replace(path)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink()


def require_free(path: Path, *, overwrite: bool) -> None:
    """Raises UserError if something is there that must not be overwritten."""
    if path.is_dir():
        raise UserError(f"{path} is a folder.", "Give the name of a file.")
    if path.exists() and not overwrite:
        raise UserError(f"{path} exists already.", "Choose another name, or overwrite it with --force.")


def not_written(path: Path, error: OSError) -> UserError:
    """What the system said, for the user."""
    return UserError(
        f"{path} cannot be written: {error.strerror or error}.", f"Check {path.parent} and its free space."
    )
