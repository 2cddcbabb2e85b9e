"""Where things live on this platform. POSTURE_WATCH_HOME puts everything below one folder, for the demo and tests."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posture_watch.errors import UserError
from posture_watch.on_disk import make_folder

HOME_VARIABLE = "POSTURE_WATCH_HOME"
_NAME = "posture-watch"
_LONGEST_RUNTIME_BYTES = 80
"""A socket's path has at most 107 bytes on Linux and 103 on macOS; this leaves room for the name of the socket."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place the program reads or writes. Nothing is created by asking for them."""

    config_file: Path
    state_folder: Path
    """Log database and text log: what must be kept."""
    runtime_folder: Path
    """Lock and control socket: one place a user, whatever session they are asked from."""

    @property
    def database_file(self) -> Path:
        """The SQLite log."""
        return self.state_folder / "posture.sqlite3"

    @property
    def camera_file(self) -> Path:
        """Which camera was watched through the last time."""
        return self.state_folder / "camera.json"

    @property
    def welcomed_file(self) -> Path:
        """There once the first steps have been shown by themselves."""
        return self.state_folder / "welcomed"

    @property
    def tray_log_file(self) -> Path:
        """When the tray saw the monitor end, and with which last words."""
        return self.state_folder / "tray.log"

    @property
    def reports_folder(self) -> Path:
        """Pages that were opened in a browser; the last few are kept."""
        return self.state_folder / "reports"

    @property
    def log_file(self) -> Path:
        """The rotating text log of a monitor without a terminal."""
        return self.state_folder / "posture-watch.log"


def user_paths(environ: Mapping[str, str] = os.environ) -> Paths:
    """This user's places: the platform's, or below POSTURE_WATCH_HOME if that is set and not empty."""
    home = environ.get(HOME_VARIABLE, "").strip()
    if home:
        return paths_below(Path(home))
    import platformdirs  # noqa: PLC0415  # 5 ms that a set POSTURE_WATCH_HOME saves

    folders = platformdirs.PlatformDirs(_NAME, appauthor=False)
    # not the login session's folder: the monitor of a desktop session and a shell over ssh must find one lock
    runtime = _short_enough(folders.user_state_path / "run")
    return Paths(folders.user_config_path / "config.toml", folders.user_state_path, runtime)


def paths_below(home: Path) -> Paths:
    """Everything below ``home``; the runtime folder is a temporary one where a socket's path would not fit."""
    home = Path(os.path.abspath(home.expanduser()))  # noqa: PTH100  # resolve() would follow a link the user chose
    return Paths(home / "config.toml", home / "state", _short_enough(home / "run"))


def make_private(folder: Path) -> Path:
    """Make ``folder`` (and its parents) so that only its owner may enter it. Returns it.

    Raises UserError if it cannot be made, is something else, or belongs to somebody else: in a shared temporary folder
    another user could have been there first.
    """
    try:
        make_folder(folder)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) and not folder.is_dir():
            raise UserError(f"{folder} is not a folder.", "Move it away and try again.")
        _require_own(folder)
        if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) != 0o700:
            folder.chmod(0o700)
    except FileExistsError:
        raise UserError(f"{folder} is a file, and a folder is needed there.", "Move it away and try again.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        advice = f"Check its owner and free space, or set {HOME_VARIABLE} to a folder of your own."
        raise UserError(f"The folder {folder} cannot be made: {reason}.", advice) from None
    return folder


def _require_own(folder: Path) -> None:
    if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
        raise UserError(
            f"The folder {folder} belongs to another user.",
            f"Remove it, or set {HOME_VARIABLE} to a folder of your own.",
        )


def _short_enough(folder: Path) -> Path:
    raw = os.fsencode(folder)
    if os.name != "posix" or len(raw) <= _LONGEST_RUNTIME_BYTES:
        return folder
    mark = hashlib.sha256(raw).hexdigest()[:12]
    return _temporary_folder(f"-{mark}")


def _temporary_folder(suffix: str) -> Path:
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"{_NAME}-{user}{suffix}"
