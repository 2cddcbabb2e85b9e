"""How often the look at what went before finds something that is there, or is not there. On simulated diaries.

python scripts/simulate_crossover.py [--seed N] [--studies N] [--diaries N] [--write docs/what-went-before.md]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from crossing.page import page  # noqa: E402
from stopping import stop_kindly  # noqa: E402  # after the path

STUDIES, DIARIES, SEED = 1000, 500, 20260105
"""Some minutes in all; the standard error of 5 % is 0.3 to 0.7 % then."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"default: {SEED}")
    parser.add_argument("--studies", type=int, default=STUDIES, metavar="N", help=f"default: {STUDIES}")
    parser.add_argument("--diaries", type=int, default=DIARIES, metavar="N", help=f"default: {DIARIES}")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here instead of printing it")
    options = parser.parse_args(arguments)
    if min(options.studies, options.diaries) < 1 or options.seed < 0:
        print("--studies and --diaries are at least 1, --seed at least 0.", file=sys.stderr)
        return 2
    text = page(options.seed, options.studies, options.diaries)
    if options.write is None:
        print(text, end="")
        return 0
    try:
        options.write.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"{options.write} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    stop_kindly()
    raise SystemExit(main())
