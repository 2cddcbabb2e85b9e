"""Notices that the config file changed. The caller brings the time; the last good config stays until a better one."""

from __future__ import annotations

from pathlib import Path

from posture_watch.config.loading import load
from posture_watch.config.problems import ConfigError, Problem, printable
from posture_watch.config.schema import Config

LOOK_EVERY_S = 1.0
"""The file is looked at no more often (s): one stat costs microseconds, and nobody edits faster."""

_Mark = tuple[int, int, int, int]


class ConfigWatcher:
    """The config of ``path`` and its changes. ``config`` is the last good one; no file at all means every default.

    Raises ConfigError if the file is broken at the start.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _mark(path)  # before reading: a change in between is found by the first look
        self.config = load(path, missing_ok=True)
        self._broken = False
        self._noticed = self._seen
        self._looked_mono_s: float | None = None

    def poll(self, mono_s: float) -> Config | ConfigError | None:
        """The new config when it changed, why the changed file cannot be used (once a change), else None. Never raises.

        A change is read when two looks running saw the same file, so that an editor may finish writing. A file that was
        broken and is good again is returned even if nothing else changed: the user is waiting for the answer.
        """
        if self._looked_mono_s is not None and 0 <= mono_s - self._looked_mono_s < LOOK_EVERY_S:
            return None
        self._looked_mono_s = mono_s
        before, self._noticed = self._noticed, _mark(self._path)
        if self._noticed == self._seen or self._noticed != before:
            return None
        self._seen = self._noticed
        return self._read()

    def _read(self) -> Config | ConfigError | None:
        try:
            if self._seen is None:
                raise self._gone()
            config = load(self._path)
        except ConfigError as error:
            self._broken = True
            return error
        told, self._broken = self._broken, False
        if config == self.config and not told:
            return None
        self.config = config
        return config

    def _gone(self) -> ConfigError:
        hint = "going on with what it said last; the next start would use the defaults"
        return ConfigError(self._path, [Problem(printable(str(self._path)), None, "", "a file", "nothing there", hint)])


def _mark(path: Path) -> _Mark | None:
    """What changes when the file does, or None if it cannot be looked at."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
