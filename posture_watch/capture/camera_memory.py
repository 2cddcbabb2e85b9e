"""Which camera was meant by "auto" or a number the first time: numbers change with every start of the computer."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, cast

from posture_watch.on_disk import make_folder, put

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RememberedCamera:
    """A camera by its ``name``, and its ``index`` then. ``instead``: that it was not there and this one was taken, the
    user has been told already. Raises ValueError for what no camera is."""

    name: str
    index: int
    instead: str = ""

    def __post_init__(self) -> None:
        texts: tuple[Any, ...] = (self.name, self.instead)
        if not all(isinstance(value, str) for value in texts) or not self.name:
            raise ValueError("a remembered camera has a name")
        if type(self.index) is not int or self.index < 0:
            raise ValueError("a camera's index is a whole number from 0")


class CameraMemory:
    """A small file. One that is missing or broken remembers nothing, one that cannot be written is no error."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def recall(self, wanted: str) -> RememberedCamera | None:
        """The camera that ``wanted`` ("auto", "0") meant."""
        with contextlib.suppress(TypeError, ValueError):
            return RememberedCamera(**self._read()[wanted]) if wanted in self._read() else None
        return None

    def keep(self, wanted: str, camera: RememberedCamera) -> None:
        """From now on ``wanted`` means this one."""
        self._write({**self._read(), wanted: asdict(camera)})

    def tell_once(self, wanted: str, instead: str) -> bool:
        """Whether the user has still to be told that ``instead`` is used; True once for each such camera in a row."""
        known = self.recall(wanted)
        if known is None or known.instead == instead:
            return False
        self.keep(wanted, replace(known, instead=instead))
        return True

    def _read(self) -> dict[str, Any]:
        try:
            found: Any = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def _write(self, everything: dict[str, Any]) -> None:
        try:
            make_folder(self._file.parent)
            put(self._file, json.dumps(everything, ensure_ascii=False).encode())
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._file, error)
