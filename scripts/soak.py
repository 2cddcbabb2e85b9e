"""A working day through the real live run in seconds: does it hold more memory, files or threads in the evening?

    python scripts/soak.py [--hours 8] [--use bursts|open] [--evening]

A simulated person sits, sinks, leaves, answers reminders, pauses, makes calls and locks the screen; log, notifications,
control channel and settings file are the program's own. Exit code 1 if anything grew. docs/soak.md says more.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from soaking.measuring import Held, Limits, growth  # noqa: E402  # after the path
from soaking.soak import EVENING_UTC, MORNING_UTC, Soaked, soak  # noqa: E402

MEMORY_KB, OBJECTS = 2048, 3000
"""Memory: for each 8 hours of rows that `status` reads, 1.5 MB measured (docs/soak.md)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 1 if something grew, 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8.0, metavar="H", help="of the day; it begins again after 8")
    parser.add_argument("--use", choices=("bursts", "open"), default="bursts", help="how the camera is used")
    parser.add_argument("--evening", action="store_true", help="begin in the evening, so that midnight comes")
    options = parser.parse_args(arguments)
    if not 2 <= options.hours <= 1000:
        print("--hours is from 2 to 1000: the first is compared with those after it.", file=sys.stderr)
        return 2
    logging.getLogger("posture_watch").addHandler(logging.NullHandler())
    logging.getLogger("posture_watch").propagate = False
    print("   hour   memory kB   objects   files   threads   log kB")
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-") as home:
        start_utc = EVENING_UTC if options.evening else MORNING_UTC
        soaked = soak(Path(home), options.hours, options.use, start_utc=start_utc, told=_print)
    print(_summary(soaked, time.monotonic() - began_s))
    limits = Limits(round(MEMORY_KB * max(1.0, options.hours / 8)), OBJECTS)
    found = growth(soaked.held, limits)
    print("\n".join(found) or "Flat.")
    return 1 if found else 0


def _print(held: Held) -> None:
    print(
        f"{held.passed_s / 3600:7.1f} {held.memory_kb:11,} {held.objects:9,} {held.files:7} {held.threads:9}"
        f" {held.log_kb:8,}",
        flush=True,
    )


def _summary(soaked: Soaked, took_s: float) -> str:
    d = soaked.detail
    logged = f"{len(d.intervals)} intervals, {len(d.minutes)} minutes, {len(d.bouts)} bouts"
    said = f"{len(d.reminders)} reminders, {len(d.skips)} held back, {soaked.shown} notifications"
    return f"{logged}; {said}; {soaked.statuses} times status; camera opened {soaked.cameras} times; {took_s:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
