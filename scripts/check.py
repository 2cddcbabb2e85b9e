"""All the chores, the same here and in CI: ruff, pyright, pytest. Exit 0 only when every one of them is content.

pytest comes last, so its closing line is the last one. Arguments are passed on to pytest (`-n 0`: one test at a time).
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHORES = (
    ("ruff", ["ruff", "check", "."]),
    ("pyright", ["pyright", "--pythonpath", sys.executable]),
)


BESIDE_EACH_OTHER = ("-n", "2", "--dist", "loadfile")
"""Half of the tests' time is waiting, for a camera's frames or for a hold to run out: two files at a time."""


def main() -> int:
    """Runs every chore even when an earlier one has failed: one run tells all."""
    if not importlib.util.find_spec("pytest"):
        print(
            "This Python has no tools to check with: use `python3 scripts/test.py`, which sets them up.",
            file=sys.stderr,
        )
        return 2
    failed = [name for name, words in CHORES if run(name, words)]
    if failed:
        print(f"== not content so far: {', '.join(failed)} (see above)", flush=True)
    tests = run("pytest", ["pytest", *BESIDE_EACH_OTHER, *sys.argv[1:]])
    return tests or int(bool(failed))


def run(name: str, words: list[str]) -> int:
    """Runs one tool with this very Python from the top folder and returns its exit code."""
    print(f"== {name}", flush=True)
    start_s = time.monotonic()
    code = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=False).returncode
    if name != "pytest":
        verdict = "content" if code == 0 else f"exit {code}"
        print(f"== {name}: {verdict} after {time.monotonic() - start_s:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
