"""Weeks of the monitor's life with faults drawn at random, compared with the story that was played.

    python scripts/week.py [--seed 1] [--seeds 1] [--hours 8] [--use bursts|open] [--one-life]

Exit code 1 if anything does not fit. --one-life: no kills, so that memory, threads and files can be seen to stay flat.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from soaking.week import week  # noqa: E402  # after the path
from soaking.week_story import drawn  # noqa: E402

MEMORY = Path("/dev/shm")  # noqa: S108  # there every write is synced at once
"""Where the week is lived, if there is such a place."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 1 if something does not fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the first week")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="so many weeks")
    parser.add_argument("--hours", type=float, default=8.0, help="at the desk a day")
    parser.add_argument("--use", choices=("bursts", "open"), default="bursts")
    parser.add_argument("--one-life", action="store_true", help="the monitor is never killed or stopped")
    parser.add_argument("--steady-clock", action="store_true", help="nobody sets the clock")
    parser.add_argument("--json", action="store_true", help="a line of JSON a week")
    options = parser.parse_args(arguments)
    logging.disable()
    logging.getLogger("posture_watch").addHandler(logging.NullHandler())
    logging.getLogger("posture_watch").propagate = False
    wrong = 0
    for seed in range(options.seed, options.seed + options.seeds):
        story = drawn(seed, hours=options.hours, kills=not options.one_life, clocks=not options.steady_clock)
        with tempfile.TemporaryDirectory(prefix="week-", dir=MEMORY if MEMORY.is_dir() else None) as home:
            found = week(story, Path(home), options.use)
        wrong += len(found.wrong)
        held = [[(h.memory_kb, h.objects, h.files, h.threads) for h in life] for life in found.told.held]
        faults = len(story.outages) + len(story.troubles) + len(story.settings) - 1
        said = {
            "seed": seed, "lives": found.told.lives, "kills": found.told.kills, "faults": faults,
            "wrong": found.wrong, "worst_s": found.worst_s, "counted": found.counted, "held": held,
        }  # fmt: skip
        if options.json:
            print(json.dumps(said), flush=True)
        else:
            for name, value in said.items():
                print(f"{name}: {value}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
