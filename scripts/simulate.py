"""What the monitor notices of simulated people: limits, sizes noticed, and what must not alarm.

    python scripts/simulate.py [--seed N] [--people N] [--json] [--write docs/simulation.md]

Everything is drawn from scripts/simulation/distributions.py and judged by the program's own fold. docs/simulation.md
says how to read it.
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

from simulation.distributions import DEFAULT_PEOPLE, SEEDS  # noqa: E402  # after the path
from simulation.page import write_page  # noqa: E402
from simulation.report import make_report  # noqa: E402
from simulation.tables import as_json, as_markdown  # noqa: E402

LEAST_PEOPLE = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEEDS[0], metavar="N", help=f"default: {SEEDS[0]}")
    parser.add_argument("--people", type=int, default=DEFAULT_PEOPLE, metavar="N", help=f"default: {DEFAULT_PEOPLE}")
    parser.add_argument("--json", action="store_true", help="the tables as JSON")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here, and its curves beside it")
    parser.add_argument("--judge-all", action="store_true", help="judge unclear frames, too: what the rules could see")
    options = parser.parse_args(arguments)
    if options.people < LEAST_PEOPLE or options.seed < 0:
        print(f"--people is at least {LEAST_PEOPLE}, --seed at least 0.", file=sys.stderr)
        return 2
    report = make_report(options.people, options.seed, quality_gate=not options.judge_all)
    if options.write is not None:
        try:
            write_page(options.write, report, _command(options))
        except OSError as error:
            print(f"{options.write} cannot be written: {error.strerror}.", file=sys.stderr)
            return 2
    print(as_json(report.tables) if options.json else as_markdown(report.tables))
    return 0


def _command(options: argparse.Namespace) -> str:
    flags = ["--judge-all"] if options.judge_all else []
    return " ".join(["python scripts/simulate.py", f"--people {options.people}", f"--seed {options.seed}", *flags])


if __name__ == "__main__":
    raise SystemExit(main())
