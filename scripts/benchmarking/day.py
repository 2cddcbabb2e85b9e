"""A simulated day through the live run of `soak.py`, its resident memory measured once a minute. A process of its own.

python scripts/benchmarking/day.py HOURS bursts|open        prints kB by the minute as JSON
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from soaking.soak import soak  # noqa: E402  # after the path
from soaking.told_camera import Use  # noqa: E402


def day_kb(hours: float, use: str) -> list[int]:
    """Resident memory at each minute of a simulated day (kB), without camera driver and pose model."""
    command = [sys.executable, __file__, str(hours), use]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return cast("list[int]", json.loads(said.stdout.splitlines()[-1]))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    os.nice(5)
    with tempfile.TemporaryDirectory() as folder:
        soaked = soak(Path(folder), float(sys.argv[1]), cast("Use", sys.argv[2]), every_s=60.0)
    print(json.dumps([held.memory_kb for held in soaked.held]))
