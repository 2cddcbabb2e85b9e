"""What watching costs and what it finds, beside a naive loop that runs the landmarker on ten frames a second.

    python scripts/benchmark.py [--minutes 60] [--page] [--keep FOLDER]
    python scripts/benchmark.py --minutes 3           a look, in about five minutes
    python scripts/benchmark.py --compare             the last runs of docs/measured/benchmarks.jsonl side by side

Makes a film of a person at a desk (70 % still, 20 % small movements, 10 % changes of posture and absence), then
shows it in real time, 15 pictures a second, to three processes at once, each before a fake webcam of its own: the
monitor with default settings, the monitor with the camera kept open, and the naive loop. Needs Linux and a C compiler.
``--page`` writes docs/footprint.md, and of an hour or more a line to docs/measured/benchmarks.jsonl. ``--keep`` leaves
film, truth, logs and figures there, and takes a film that is there already. ``--clips`` films real people instead, from
FOLDER/intel (clips, to and fro) and FOLDER/front_lean (pictures in their order): what is found of them, more than what
it costs. Such a film is never kept.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from benchmarking.history import HISTORY, WHOLE_MINUTES, add, difference  # noqa: E402
from benchmarking.page import PAGE, page, table  # noqa: E402
from benchmarking.real import real_people  # noqa: E402
from benchmarking.run import measured  # noqa: E402
from benchmarking.story import LEAST_MINUTES, told  # noqa: E402

from posture_watch.native_output import silence_native_output  # noqa: E402


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0, help="length of the film (default: 60)")
    parser.add_argument("--seed", type=int, default=7, help="of the story (default: 7)")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between frames judged singly (default: 1)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where film, logs and figures stay")
    parser.add_argument("--day", type=float, default=0.0, metavar="HOURS", help="also a simulated day (for --page: 24)")
    parser.add_argument("--clips", type=Path, metavar="FOLDER", help="film the people of FOLDER (shared pictures)")
    parser.add_argument("--page", action="store_true", help="write docs/footprint.md and the history")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--compare", action="store_true", help="compare the last runs, measure nothing")
    options = parser.parse_args()
    if options.minutes < LEAST_MINUTES:
        parser.error(f"--minutes is at least {LEAST_MINUTES:g}: the first one teaches what upright is")
    if options.page and options.clips:
        parser.error("the page is of the portrait: leave --clips or --page out")
    if options.compare:
        print("\n".join(difference(HISTORY)))
        return 0
    silence_native_output()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (Path(temporary) if options.clips else options.keep or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        day_hours = options.day or (24.0 if options.page else 0.0)
        story = real_people(options.clips, options.minutes) if options.clips else told(options.minutes, options.seed)
        figures = measured(folder, story, every_s=options.every, day_hours=day_hours)
        kept = options.keep or folder
        kept.mkdir(parents=True, exist_ok=True)
        (kept / "figures.json").write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures, indent=1) if options.json else "\n".join(table(figures)))
    if options.page:
        if options.minutes >= WHOLE_MINUTES:
            add(HISTORY, figures)
        PAGE.write_text(page(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
