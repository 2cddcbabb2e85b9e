"""Where the model files are, and whether they are the official ones. Checked before the camera is opened."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from posture_watch.errors import UserError

ModelName = Literal["lite", "full"]

SHA256: dict[ModelName, str] = {
    "lite": "59929e1d1ee95287735ddd833b19cf4ac46d29bc7afddbbf6753c459690d574a",
    "full": "4eaa5eb7a98365221087693fcc286334cf0858e2eb6e15b506aa4a7ecdcec4ad",
}
"""Pinned in the code as well as in models/SHA256SUMS: a changed file beside a changed list must not pass."""
SIZE_BYTES: dict[ModelName, int] = {"lite": 5_777_746, "full": 9_398_198}

_REINSTALL = "Install posture-watch again, or restore the file from the repository's models/ folder."


def model_path(name: ModelName) -> Path:
    """The bundle of this name: beside the package in a wheel, in models/ of a checkout."""
    file = f"pose_landmarker_{name}.task"
    package = Path(__file__).resolve().parent.parent
    places = (package / "models" / file, package.parent / "models" / file)
    return next((place for place in places if place.exists()), places[0])


def verify_model(path: Path) -> None:
    """Raise UserError unless ``path`` is one of the official bundles, byte for byte (about 20 ms)."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"The pose model {path} is missing.", _REINSTALL) from None
    except OSError as error:
        raise UserError(f"The pose model {path} cannot be read: {error.strerror or error}.", _REINSTALL) from None
    if hashlib.sha256(content).hexdigest() in SHA256.values():
        return
    if not content.startswith(b"PK\x03\x04"):
        raise UserError(f"{path} is not a pose model.", _REINSTALL)
    expected = SIZE_BYTES["full" if "full" in path.name else "lite"]
    if len(content) < expected:
        raise UserError(f"The pose model {path} is cut short: {len(content)} of {expected} bytes.", _REINSTALL)
    raise UserError(f"The pose model {path} has been altered: its SHA-256 is not the official one.", _REINSTALL)
