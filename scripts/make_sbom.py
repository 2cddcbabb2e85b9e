"""Writes sbom.cdx.json: what the program is made of, as CycloneDX 1.6, out of the locks and models/SHA256SUMS.

Packages with the hashes that the setup accepts (one for each file of a package that an index may serve), and the pose
models with theirs. "excluded" are the tools of development: no part of a running program.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SBOM = ROOT / "sbom.cdx.json"
MODEL_LICENCE = "Apache-2.0"

_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: *; *(?P<marker>[^\\]+?))? *\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pinned:
    """One package of a lock. ``marker``: where it is installed, "" for everywhere; ``hashes``: SHA-256, hexadecimal."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_lock(lock: Path) -> Iterator[Pinned]:
    """The packages in ``lock``. ValueError for a line that is none, so that nothing is left out in silence."""
    logical = lock.read_text(encoding="utf-8").replace("\\\n", "\\")
    for line in logical.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        found = _PINNED.match(line.split("--hash", 1)[0].strip())
        if not found:
            raise ValueError(f"{lock.name}: {line!r} pins nothing")
        hashes = tuple(_HASH.findall(line))
        yield Pinned(found["name"].lower(), found["version"], (found["marker"] or "").strip(), hashes)


def component(package: Pinned, scope: str) -> dict[str, Any]:
    """``package`` as CycloneDX has it."""
    purl = f"pkg:pypi/{package.name}@{package.version}"
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "scope": scope,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.hashes],
        "purl": purl,
    }
    if package.marker:
        made["properties"] = [{"name": "posture-watch:installed-where", "value": package.marker}]
    return made


def models() -> Iterator[dict[str, Any]]:
    """The pose models that come with the program."""
    for line in (ROOT / "models" / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        yield {
            "type": "machine-learning-model",
            "bom-ref": f"models/{name}",
            "name": name,
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "licenses": [{"license": {"id": MODEL_LICENCE}}],
        }


def sbom() -> dict[str, Any]:
    """The whole document; without a time, so that it is the same whenever it is made."""
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "posture_watch" / "__init__.py").read_text("utf-8"))
    assert version
    used = list(read_lock(ROOT / "requirements.lock"))
    used += [package for package in read_lock(ROOT / "requirements-glibc-2.28.lock") if package not in used]
    tools = [package for package in read_lock(ROOT / "requirements-dev.lock") if package not in used]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "posture-watch",
                "name": "posture-watch",
                "version": version[1],
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            *(component(package, "required") for package in used),
            *models(),
            *(component(package, "excluded") for package in tools),
        ],
    }


def text() -> str:
    """The file."""
    return json.dumps(sbom(), indent=1) + "\n"


if __name__ == "__main__":
    SBOM.write_text(text(), encoding="utf-8", newline="\n")
    sys.exit(0)
