"""A month (or more) of a simulated user as a log, to look at reports and to try `tune` on.

    python scripts/simulate_month.py LOG [--first 2026-10-01] [--last 2026-10-31] [--every 15] [--seed N]

Everything in it was judged and written by the program's own code; only the sights are invented (scripts/months/).
Then: POSTURE_WATCH_HOME=... with LOG in it, and `posture-watch report --month --date 2026-10-15`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from months.body import SEED, Habits  # noqa: E402  # after the path
from months.living import live  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path, help="the file to write; it must not exist")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2026, 10, 1), metavar="DAY")
    parser.add_argument("--last", type=date.fromisoformat, default=date(2026, 10, 31), metavar="DAY")
    parser.add_argument("--every", type=float, default=15.0, metavar="S", help="seconds between two looks")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    options = parser.parse_args(arguments)
    if options.log.exists() or options.last < options.first or options.every <= 0:
        print("LOG must not exist yet, --last not be before --first, and --every be above 0.", file=sys.stderr)
        return 2
    options.log.parent.mkdir(parents=True, exist_ok=True)
    began_s = time.monotonic()
    events = live(
        options.log, options.first, options.last, interval_s=options.every, habits=Habits(seed=options.seed),
        told=lambda day: print(day, end=" ", flush=True),
    )  # fmt: skip
    print(f"\n{len(events)} events, {options.log.stat().st_size:,} bytes, {time.monotonic() - began_s:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
