"""The two places that `status` needs, as plain text. They are those of `paths`, which is asked wherever in doubt:
importing it, pathlib and platformdirs takes longer than asking the monitor."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = "posture-watch"
_HOME_VARIABLE = "POSTURE_WATCH_HOME"
_LONGEST_BYTES = 80
"""Beyond that the runtime folder is elsewhere; ``paths`` knows where."""


class Places:
    """Absolute: the settings file, and the folder with lock and control socket."""

    __slots__ = ("config_file", "runtime_folder")

    def __init__(self, config_file: str, runtime_folder: str) -> None:
        self.config_file = config_file
        self.runtime_folder = runtime_folder


def user_places(environ: Mapping[str, str] = os.environ) -> Places:
    """The same as ``paths.user_paths(environ)`` says. UserError as there."""
    home = environ.get(_HOME_VARIABLE, "").strip()
    found = _below(home) if home else _of_linux(environ)
    if found is not None and len(os.fsencode(found.runtime_folder)) <= _LONGEST_BYTES:
        return found
    from posture_watch.paths import user_paths  # noqa: PLC0415  # only for places that are out of the ordinary

    paths = user_paths(environ)
    return Places(str(paths.config_file), str(paths.runtime_folder))


def _below(home: str) -> Places | None:
    return Places(f"{home}/config.toml", f"{home}/run") if _is_plain(home) else None


def _of_linux(environ: Mapping[str, str]) -> Places | None:
    """The folders of the XDG specification, where the environment leaves no doubt about them."""
    user = environ.get("HOME", "")
    config = environ.get("XDG_CONFIG_HOME", "") or f"{user}/.config"
    state = environ.get("XDG_STATE_HOME", "") or f"{user}/.local/state"
    if environ is not os.environ or sys.platform != "linux" or "ANDROID_DATA" in environ:
        return None
    if not all(map(_is_plain, (user, config, state))):
        return None
    return Places(f"{config}/{_NAME}/config.toml", f"{state}/{_NAME}/run")


def _is_plain(path: str) -> bool:
    """Whether ``path`` is absolute and written in the one way that needs no second look."""
    return os.name == "posix" and path[:1] == "/" != path[1:2] and len(path) > 1 and os.path.normpath(path) == path
