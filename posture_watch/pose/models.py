"""Where the model files are, and whether they are the official ones. Checked before the camera is opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from posture_watch.errors import UserError

ModelName = Literal["lite", "full"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One official model file."""

    file: str
    size_bytes: int
    sha256: str


BUNDLES: dict[ModelName, Bundle] = {
    "lite": Bundle(
        "pose_landmarker_lite.task",
        5_777_746,
        "59929e1d1ee95287735ddd833b19cf4ac46d29bc7afddbbf6753c459690d574a",
    ),
    "full": Bundle(
        "pose_landmarker_full.task",
        9_398_198,
        "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
    ),
}
"""Pinned here and not read from models/SHA256SUMS, which is for people: whoever changes a file can change a list beside
it. Other models are refused: every threshold of ours was measured with these two."""

_HEAD_BYTES = 16
"""The archive may begin after a few filling bytes: after two in the official bundles."""
_REINSTALL = "Install posture-watch again, or restore the file from the repository's models/ folder."
_BUNDLE_START = b"\0\0PK"
"""A zip archive whose content was shifted by two bytes to be aligned: how MediaPipe packs both bundles."""


def model_path(name: ModelName) -> Path:
    """The bundle of this name: beside the package in a wheel, in models/ of a checkout."""
    package = Path(__file__).resolve().parent.parent
    file = BUNDLES[name].file
    places = (package / "models" / file, package.parent / "models" / file)
    return next((place for place in places if place.exists()), places[0])


def verify_model(path: Path) -> None:
    """Raise UserError unless ``path`` is one of the official bundles, byte for byte (about 20 ms)."""
    read_model(path)


def read_model(path: Path) -> bytes:
    """The content of the official bundle at ``path``: what was checked is what is used. Raises UserError.

    A file with an official name must be that very bundle; under any other name either of them will do.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"The pose model {path} is missing.", _REINSTALL) from None
    except OSError as error:
        raise UserError(f"The pose model {path} cannot be read: {error.strerror or error}.", _REINSTALL) from None
    digest = hashlib.sha256(content).hexdigest()
    if all(digest != bundle.sha256 for bundle in _wanted(path)):
        raise UserError(_what_is_wrong(path, content), _REINSTALL)
    return content


def _wanted(path: Path) -> list[Bundle]:
    return [bundle for bundle in BUNDLES.values() if bundle.file == path.name] or list(BUNDLES.values())


def _what_is_wrong(path: Path, content: bytes) -> str:
    if not content:
        return f"The pose model {path} is empty."
    if not content.startswith(_BUNDLE_START):
        return f"{path} is not a pose model."
    whole_bytes = min(bundle.size_bytes for bundle in _wanted(path))
    if len(content) < whole_bytes:
        return f"The pose model {path} is cut short: {len(content)} of {whole_bytes} bytes."
    return f"The pose model {path} has been altered: its SHA-256 is not the official one."
