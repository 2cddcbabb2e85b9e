"""What a look back costs: reports over 1, 12 and 60 months, `tune` over 7, 30 and 90 days, and the disk.

    python scripts/benchmark_reports.py [--times 5] [--keep FOLDER]

All on a simulated user (scripts/months/): the log of 60 months has 56 as daily figures, made by the retention, and four
in detail. Times are whole commands by the clock, medians; beside each the least that any Python program would take.
With --keep the logs are made once (ten minutes) and found again.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from months.disk import disk_lines, used_kb  # noqa: E402  # after the path
from months.timing import bare, program, replay_alone, seconds  # noqa: E402
from months.years import cut_log, make_log  # noqa: E402

MONTHS = (1, 12, 60)
DAY = date(2026, 10, 29)
SPANS = {
    "day": (DAY, DAY),
    "week": (date(2026, 10, 26), date(2026, 11, 1)),
    "month": (date(2026, 10, 1), date(2026, 10, 31)),
}
TUNE_DAYS = (7, 30, 90)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, metavar="N", help="runs of each command (default: 5)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the logs here, and use those that are there")
    options = parser.parse_args(arguments)
    if options.times < 1:
        print("--times is at least 1.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        homes = _homes(options.keep or Path(folder))
        print(f"{platform.machine()}, Python {platform.python_version()}\n")
        for lines in (_reports(homes, options.times), _tunes(homes[60], options.times), disk_lines(Path(folder))):
            for line in lines:
                print(line, flush=True)
            print()
    return 0


def _homes(folder: Path) -> dict[int, Path]:
    """A home for each number of months."""
    homes = {months: folder / f"{months}-months" for months in MONTHS}
    for months in sorted(MONTHS, reverse=True):
        log_file = _log(homes[months])
        if log_file.exists():
            continue
        log_file.parent.mkdir(parents=True)
        if months == max(MONTHS):
            print("Making the log of 60 months ...", file=sys.stderr)
            make_log(log_file, months)
        else:
            cut_log(_log(homes[max(MONTHS)]), log_file, months)
    return homes


def _log(home: Path) -> Path:
    return home / "state" / "posture.sqlite3"


def _reports(homes: dict[int, Path], times: int) -> Iterator[str]:
    yield f"{'report, ms (and times the bare read)':38}" + "".join(f"{f'{months} months':>17}" for months in homes)
    for span, days in SPANS.items():
        words = ["report", "--date", str(DAY), *([] if span == "day" else [f"--{span}"])]
        bare_s = {months: seconds(bare(_log(home), *days), home, times)[0] for months, home in homes.items()}
        yield f"  {span + ': bare start and read':36}" + "".join(f"{1000 * s:>10.0f}       " for s in bare_s.values())
        for name, more in (("terminal", []), ("page", ["--html", "page.html", "--force"])):
            took = [_report_s([*words, *more], home, times) for home in homes.values()]
            cells = [f"{1000 * s:>10.0f} {s / b:>4.1f} ×" for s, b in zip(took, bare_s.values(), strict=True)]
            yield f"  {span + ': ' + name:36}" + "".join(cells)
    yield f"  {'the log, kB':36}" + "".join(f"{used_kb(_log(home)):>10.0f}       " for home in homes.values())


def _report_s(words: list[str], home: Path, times: int) -> float:
    return seconds(program(*(str(home / word) if word.endswith(".html") else word for word in words)), home, times)[0]


def _tunes(home: Path, times: int) -> Iterator[str]:
    yield f"{'tune, s (and times one replay)':38}" + "".join(f"{f'{days} days':>17}" for days in TUNE_DAYS)
    few = max(1, times // 2)
    alone = {days: seconds(replay_alone(_log(home), days), home, few) for days in TUNE_DAYS}
    yield f"  {'observations judged':36}" + "".join(f"{said.split()[0]:>10}       " for _, said in alone.values())
    yield f"  {'read, and judged once':36}" + "".join(f"{s:>10.2f}       " for s, _ in alone.values())
    ways = {
        "tune": [],
        "tune --rule slump --enter 0.5..0.8": ["--rule", "slump", "--enter", "0.5..0.8"],
        "tune --target 6/day": ["--target", "6/day"],
    }
    for name, more in ways.items():
        took = [
            seconds(program("tune", "--days", str(days), *more), home, few if not more else 1)[0] for days in TUNE_DAYS
        ]
        cells = [f"{s:>10.2f} {s / one:>4.1f} ×" for s, (one, _) in zip(took, alone.values(), strict=True)]
        yield f"  {name:36}" + "".join(cells)


if __name__ == "__main__":
    sys.exit(main())
