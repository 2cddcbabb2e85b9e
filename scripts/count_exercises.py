"""How many repetitions are counted of those done, and what is counted when nothing is. Prints docs/counting.md.

    python scripts/count_exercises.py [--people N] [--seed N] [--pictures FOLDER] [--write docs/counting.md]

FOLDER has front_lean/ (labelled pictures with landmarks.npz) and intel/ (clips); without it only simulated people.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from counting.campaign import Crowd, Played, by_rate, by_size, by_speed, confusion, idle, played  # noqa: E402
from counting.innocent import at_work, sitting  # noqa: E402
from counting.page import Figures, page  # noqa: E402
from counting.real import clips, sequences  # noqa: E402

from posture_watch.care.counting import COUNTED  # noqa: E402

PICTURES = Path(os.environ.get("POSTURE_WATCH_SHARED", ROOT.parent / "shared")) / "data"
NOISES = ("remeasured", "stated")
USUAL = NOISES[0]
WORK_PARTS, SITS_S, DRAWS = 40, 300.0, 3
"""Everyday movements of each idle person, how long those sit who only sit (s), and how many such groups are drawn."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the options make no sense."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=16, metavar="N")
    parser.add_argument("--seed", type=int, default=20260105, metavar="N")
    parser.add_argument("--pictures", type=Path, default=PICTURES, metavar="FOLDER")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here")
    options = parser.parse_args(arguments)
    if options.people < 1 or options.seed < 0:
        print("--people is at least 1, --seed at least 0.", file=sys.stderr)
        return 2
    figures = measured(Crowd(options.people, options.seed), options.pictures)
    text = page(figures, f"python scripts/count_exercises.py --people {options.people} --seed {options.seed}")
    if options.write is not None:
        options.write.write_text(text, encoding="utf-8")
    print(text)
    return 0


def measured(crowd: Crowd, pictures: Path) -> Figures:
    """Everything on the page; a few minutes."""
    people, seed = max(1, crowd.people * 5 // 8), crowd.seed + 10
    days = [
        day
        for noise in NOISES
        for draw in range(DRAWS)
        for day in (
            (f"at work, {noise} noise, draw {draw + 1}", at_work(people, WORK_PARTS, seed + 100 * draw, noise)),
            (f"sitting still, {noise} noise, draw {draw + 1}", sitting(people, SITS_S, seed + 100 * draw + 5, noise)),
        )
    ]
    return Figures(
        people=crowd.people,
        sizes={noise: {name: by_size(crowd, name, noise) for name in COUNTED} for noise in ("none", *NOISES)},
        speeds={name: by_speed(crowd, name, USUAL) for name in COUNTED},
        rates={name: by_rate(crowd, name, USUAL) for name in COUNTED},
        confusion=confusion(crowd, USUAL),
        idle=[idle(name, day, people) for name, day in days],
        played=_real(pictures),
    )


def _real(folder: Path) -> list[Played]:
    if not (folder / "front_lean" / "landmarks.npz").is_file():
        return []
    with (folder / "MANIFEST.csv").open(encoding="utf-8") as file:
        moves = {Path(row["file"]).name: row["label"] for row in csv.DictReader(file)}
    return [played(one) for one in (*sequences(folder / "front_lean"), *clips(folder / "intel", moves))]


if __name__ == "__main__":
    raise SystemExit(main())
