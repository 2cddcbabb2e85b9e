"""Is the program as right and quiet when it takes the camera in bursts as at a frame a second? On simulated people.

python scripts/simulate_bursts.py [--seed N] [--people N] [--write docs/bursts.md]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from simulation.bursts_page import page  # noqa: E402  # after the path
from simulation.bursts_stories import tell  # noqa: E402
from simulation.distributions import SEEDS  # noqa: E402

PEOPLE = 10
"""A person takes about two minutes of a processor, nearly all of it at a frame a second."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEEDS[0], metavar="N", help=f"default: {SEEDS[0]}")
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"default: {PEOPLE}")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here instead of printing it")
    options = parser.parse_args(arguments)
    if options.people < 1 or options.seed < 0:
        print("--people is at least 1, --seed at least 0.", file=sys.stderr)
        return 2
    command = f"python scripts/simulate_bursts.py --people {options.people} --seed {options.seed}"
    text = page(tell(options.people, options.seed), command)
    if options.write is None:
        print(text)
        return 0
    try:
        options.write.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"{options.write} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
