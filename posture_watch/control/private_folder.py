"""The runtime folder belongs to one user alone: whoever can write there could answer for the monitor."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from posture_watch.errors import UserError


def make_private(folder: Path) -> None:
    """Make ``folder`` if needed and close it to everybody else (0700). UserError if it cannot be ours."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise UserError(f"{folder} is not a folder", "Move it away, then start posture-watch again.")
        if sys.platform == "win32":  # folders of the profile are private there
            return
        if found.st_uid != os.getuid():
            raise UserError(f"{folder} belongs to another user", "Move it away, then start posture-watch again.")
        if stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        advice = "Make the folder above it writable for you, or set POSTURE_WATCH_HOME to a folder of yours."
        raise UserError(f"the runtime folder {folder} cannot be used: {error.strerror or error}", advice) from error
