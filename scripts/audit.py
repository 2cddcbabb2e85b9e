"""Asks pip-audit whether a locked package has a known weakness. Needs the network, and pip-audit from the index.

    python scripts/audit.py

Exit 0: all were looked up, none has one. 1: at least one has. 3: some could not be looked up, so this shows nothing
about them (an index of one's own often does not tell of weaknesses).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOUND, NOT_LOOKED_UP = 1, 3


def audit(lock: Path, program: list[str]) -> list[dict[str, Any]]:
    """What pip-audit says of each package in ``lock``. Its progress and its errors go to stderr."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        words = [*program, "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
        subprocess.run([*words, "--output", str(answer), "--requirement", str(lock)], check=False)
        return json.loads(answer.read_text(encoding="utf-8"))["dependencies"] if answer.exists() else []


def judge(packages: list[dict[str, Any]]) -> int:
    """Prints what was found; the exit code."""
    weak = [package for package in packages if package.get("vulns")]
    unknown = [package for package in packages if "skip_reason" in package]
    for package in weak:
        for weakness in package["vulns"]:
            mended = ", ".join(weakness.get("fix_versions", [])) or "no version"
            print(f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}")
    known = len(packages) - len(unknown)
    print(
        f"{len(packages)} packages: {known} looked up, {len(weak)} with a known weakness, {len(unknown)} not looked up"
    )
    if weak:
        return FOUND
    return 0 if packages and not unknown else NOT_LOOKED_UP


def main() -> int:
    """See the module's docstring."""
    there = shutil.which("pip-audit")
    here = Path(sys.executable).with_name("pip-audit")
    if not there and not here.exists():
        print("pip-audit is not installed: pip install pip-audit", file=sys.stderr)
        return NOT_LOOKED_UP
    return judge(audit(ROOT / "requirements-dev.lock", [there or str(here)]))


if __name__ == "__main__":
    sys.exit(main())
