"""How often strain and stillness speak to people who sit in different ways: docs/simulated-days.md is made by this.

python scripts/simulate_days.py [--days 10] [--write docs/simulated-days.md]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from months.sitters import SITTERS, Told, told  # noqa: E402  # after the path

WORDS = Path(__file__).with_name("months") / "words.md"
COLUMNS = (
    "who", "reminders", "of them strain", "still", "sitting", "slump", "load over 70", "strain, median", "highest",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=10, metavar="N", help="working days of each (default: 10)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here")
    options = parser.parse_args(arguments)
    if options.days < 1:
        print("--days is at least 1.", file=sys.stderr)
        return 2
    lines: list[str] = []
    for line in table(options.days):
        print(line, flush=True)
        lines.append(line)
    if options.write is not None:
        words = WORDS.read_text(encoding="utf-8")
        page = words.replace("DAYS", str(options.days)).replace("TABLE", "\n".join(lines))
        options.write.write_text(page, encoding="utf-8")
    return 0


def table(days: int) -> Iterator[str]:
    """Markdown, a row a person."""
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for who, habits in SITTERS.items():
        yield _row([who, *_cells(told(habits, days))])


def _cells(figures: Told) -> list[str]:
    said = [f"{figures.reminded.get(rule, 0.0):.1f}" for rule in ("strain", "still", "sitting", "slump")]
    return [
        f"{figures.reminders:.1f}", *said, f"{figures.watched:.0%}", f"{figures.typical:.0f}", f"{figures.peak:.0f}",
    ]  # fmt: skip


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
