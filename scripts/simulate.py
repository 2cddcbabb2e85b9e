"""What the monitor notices of simulated people: limits, sizes noticed, and what must not alarm.

    python scripts/simulate.py [--seed N] [--people N] [--json] [--svg FILE]

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

from simulation.distributions import DEFAULT_PEOPLE, SEEDS  # noqa: E402  # after the path
from simulation.report import make_report, svg  # noqa: E402
from simulation.tables import as_json, as_markdown  # noqa: E402

LEAST_PEOPLE = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEEDS[0], metavar="N", help=f"default: {SEEDS[0]}")
    parser.add_argument("--people", type=int, default=DEFAULT_PEOPLE, metavar="N", help=f"default: {DEFAULT_PEOPLE}")
    parser.add_argument("--json", action="store_true", help="the tables as JSON")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the curves of shares noticed against size here")
    parser.add_argument("--judge-all", action="store_true", help="judge unclear frames, too: what the rules could see")
    options = parser.parse_args(arguments)
    if options.people < LEAST_PEOPLE or options.seed < 0:
        print(f"--people is at least {LEAST_PEOPLE}, --seed at least 0.", file=sys.stderr)
        return 2
    report = make_report(options.people, options.seed, quality_gate=not options.judge_all)
    if options.svg is not None:
        options.svg.write_text(svg(report), encoding="utf-8")
    print(as_json(report.tables) if options.json else as_markdown(report.tables), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
