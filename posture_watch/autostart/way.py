"""What every way to start at login has in common: look, enable (twice is harmless), disable."""

from __future__ import annotations

import shlex
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from posture_watch.errors import UserError
from posture_watch.texts import text

MARK = "posture-watch autostart"
"""What a file of ours says about itself; a file without it is somebody else's."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is started: ``command`` by its absolute path, with words, in an environment with ``variables`` added."""

    command: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        said = (*self.command, *self.variables, *self.variables.values())
        if not self.command or any(_unwritable(word) for word in said):
            raise UserError(
                text("{path} cannot be written into a start entry.", path=repr(" ".join(said))),
                text("Install posture-watch in a folder whose path has no line breaks and is valid text."),
            )

    @property
    def words(self) -> str:
        """The command as it would be typed."""
        return shlex.join([*(f"{name}={value}" for name, value in self.variables.items()), *self.command])


def _unwritable(word: str) -> bool:
    """Control characters, and bytes that are no text in the file system's encoding."""
    return any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in word)


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of the user: ``home``, ``config`` (XDG_CONFIG_HOME or ~/.config); and our own that are written to."""

    home: Path
    config: Path
    own: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is there: ``starts`` is the command ("" without one), ``where`` the file or key, ``ours`` whether we wrote
    it, ``note`` what else should be known about it."""

    enabled: bool
    where: str
    starts: str = ""
    ours: bool = True
    note: str = ""


class Way(ABC):
    """One way to start at login."""

    name: str

    @abstractmethod
    def look(self) -> Found:
        """What is there now. Raises UserError if that cannot be read."""

    @abstractmethod
    def starts_as(self, start: Start) -> str:
        """What ``look`` would say of ``start`` in ``Found.starts``."""

    @abstractmethod
    def _write(self, start: Start) -> None:
        """Make it so; what was there is replaced."""

    @abstractmethod
    def _remove(self) -> None:
        """Remove what we wrote; harmless if nothing is there."""

    def enable(self, start: Start) -> Found:
        """Start ``start`` at login from now on; returns what was there before. Raises UserError for a foreign entry."""
        before = self.look()
        self._require_own(before)
        with refused_by_disk(before.where):
            self._write(start)
        return before

    def disable(self) -> Found:
        """Start nothing at login any more; returns what was there before. Raises UserError for a foreign entry."""
        before = self.look()
        self._require_own(before)
        with refused_by_disk(before.where):
            self._remove()
        return before

    def _require_own(self, found: Found) -> None:
        if not found.ours:
            raise UserError(
                text("{where} was not written by posture-watch; it is left alone.", where=found.where),
                text("Move it away and try again."),
            )


def through_env(command: Sequence[str], variables: Sequence[str] = ()) -> tuple[str, ...]:
    """``command`` started by env, with ``variables`` ("NAME=value"). Raises UserError if env would misread its path."""
    if "=" in command[0]:
        raise UserError(
            text("{path} cannot be written into a start entry.", path=command[0]),
            text("Install posture-watch in a folder whose path has no = in it."),
        )
    return ("/usr/bin/env", *variables, *command)


class refused_by_disk:  # noqa: N801  # used as a word in a with statement
    """An OSError about ``where`` becomes a UserError."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise UserError(
                text("{where} cannot be changed: {reason}.", where=self._where, reason=error.strerror or str(error)),
                text("Check its owner and the free space."),
            ) from None
