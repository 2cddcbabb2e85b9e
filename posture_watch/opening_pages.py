"""A page for the browser: written where only its owner can read it, and opened from there, never over a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from posture_watch.errors import UserError
from posture_watch.notify.environment import clean_environment
from posture_watch.on_disk import put
from posture_watch.paths import Paths, make_private, user_paths
from posture_watch.texts import text

KEPT = 8
"""Pages kept for browsers that still show one; older ones are removed (engineering choice)."""
_WAIT_S = 3.0
"""An opener that has not failed by then has a browser."""
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


def open_page(html: str, name: str, paths: Paths | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """Write the page as ``name``.html and open it in the user's browser; prints and returns where it is.

    Raises UserError if it cannot be written. That nothing here opens it is no error: the page is there.
    """
    file = write_page(html, name, paths or user_paths())
    if _opened(file, clean_environment(environ)):
        print(text("Opened {path}.", path=file))
    else:
        print(text("No browser could be opened from here. The page is {path}", path=file))
    return file


def write_page(html: str, name: str, paths: Paths) -> Path:
    """Write the page for its owner alone; the oldest of too many pages go."""
    folder = make_private(paths.reports_folder)
    file = folder / f"{_NOT_IN_NAMES.sub('-', name).lstrip('.') or 'report'}.html"
    try:
        put(file, html.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"The page {file} cannot be written: {reason}.", "Check its owner and free space.") from None
    _forget_old_ones(folder)
    return file


def _forget_old_ones(folder: Path) -> None:
    pages = sorted(folder.glob("*.html"), key=lambda page: page.stat().st_mtime_ns, reverse=True)
    for page in pages[KEPT:]:
        page.unlink(missing_ok=True)


def _opened(file: Path, environ: dict[str, str]) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(file)  # noqa: S606  # the user's own browser, with a page of ours
        except OSError:
            return False
        return True
    command = _opener(environ)
    return command is not None and _runs([*command, str(file)], environ)


def _opener(environ: Mapping[str, str]) -> list[str] | None:
    """What opens a page in the user's browser; None without a screen, where it would be one in the terminal."""
    if sys.platform == "darwin":
        return ["/usr/bin/open"]
    if not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return None
    for names in (("xdg-open",), ("gio", "open")):
        if found := shutil.which(names[0], path=environ.get("PATH")):
            return [found, *names[1:]]
    return None


def _runs(command: list[str], environ: dict[str, str]) -> bool:
    """Whether the opener did its work, or is still at it: some stay as long as the browser they have started."""
    try:
        opener = subprocess.Popen(  # noqa: S603
            command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError:
        return False
    try:
        return opener.wait(_WAIT_S) == 0
    except subprocess.TimeoutExpired:
        return True
