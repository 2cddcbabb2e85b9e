"""Make the landmark recordings of tests/evaluation/landmarks/ from labelled pictures and clips: no picture is kept.

    python scripts/make_landmark_fixtures.py ../shared/data/MANIFEST.csv [--landmarks]

Every usable row of the manifest goes through the pose model (--landmarks: instead, what landmarks.npz beside the
pictures says, to landmarks_stored/, without clips); a recording holds one stretch of one label of a session,
one clip, or one picture without anybody. Run it by hand when the pose model or its mode changes; then run the tests in
tests/evaluation and read what changed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evaluation.clips import CLIP_INTERVAL_S  # noqa: E402  # after the path
from evaluation.manifest import COLUMNS, Row, read_manifest, usable  # noqa: E402
from evaluation.seen import INTERVAL_S, Eyes  # noqa: E402

from posture_watch.capture.recording import RecordingWriter  # noqa: E402
from posture_watch.capture.recording_format import Header  # noqa: E402
from posture_watch.config import Config  # noqa: E402
from posture_watch.core.landmarks import Landmark, Landmarks, Scene  # noqa: E402
from posture_watch.native_output import silence_native_output  # noqa: E402

FOLDER = ROOT / "tests" / "evaluation" / "landmarks"
STORED_FOLDER = FOLDER.with_name("landmarks_stored")


@dataclass(frozen=True, slots=True)
class Piece:
    """One recording to be: a row of the new manifest and its scenes."""

    row: Row
    scenes: tuple[Scene, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the recordings and their manifest, in place of what is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path, metavar="MANIFEST")
    parser.add_argument("--landmarks", action="store_true", help="what landmarks.npz says, in a folder of its own")
    options = parser.parse_args(arguments)
    to = STORED_FOLDER if options.landmarks else FOLDER
    to.mkdir(parents=True, exist_ok=True)
    for old in to.glob("*.jsonl"):
        old.unlink()
    rows = read_manifest(options.manifest, options.manifest.parent)
    with Eyes(Config(), stored=options.landmarks) as eyes:
        pieces = [*_labelled(rows, eyes), *(() if options.landmarks else _others(rows, eyes))]
    for piece in pieces:
        write_piece(to, piece)
    write_manifest(to / "MANIFEST.csv", [piece.row for piece in pieces])
    size_kb = sum(path.stat().st_size for path in to.iterdir()) / 1000
    print(f"{to}: {len(pieces)} recordings, {size_kb:.0f} kB")
    return 0


def _labelled(rows: Sequence[Row], eyes: Eyes) -> Iterator[Piece]:
    """Stretches of one label and one size, numbered through their session so that their names sort by time."""
    groups, _ = usable(rows)
    for members in groups:
        seen = [(row, scene) for row in members for scene in eyes.scenes(row.path)]
        stretches = groupby(seen, key=lambda pair: (pair[0].label, pair[1].width_px, pair[1].height_px))
        for number, ((label, _, _), pairs) in enumerate(stretches, 1):
            view, subject, session = members[0].group
            name = f"{_plain(session or subject)}_{number:03}_{_plain(label)}.jsonl"
            yield Piece(Row(Path(name), label, subject, view, session), tuple(scene for _, scene in pairs))


def _others(rows: Sequence[Row], eyes: Eyes) -> Iterator[Piece]:
    for row in rows:
        if row.clip:
            scenes = eyes.clip(row.path, CLIP_INTERVAL_S)
            yield Piece(replace(row, path=Path(f"{row.path.stem}.jsonl"), kind="video"), tuple(scenes))
        elif row.empty:
            yield Piece(replace(row, path=Path(f"{row.path.stem}.jsonl")), tuple(eyes.scenes(row.path)))


def write_piece(folder: Path, piece: Piece) -> None:
    """One recording; pixels to a tenth, far below what the model is sure of."""
    first = piece.scenes[0]
    interval_s = CLIP_INTERVAL_S if piece.row.clip else INTERVAL_S
    header = Header(first.width_px, first.height_px, "lite-image", interval_s)
    with RecordingWriter(folder / piece.row.path, header, overwrite=True) as writer:
        for number, scene in enumerate(piece.scenes):
            at = piece.scenes[0].at.shifted(number * interval_s)
            writer.write(replace(scene, at=at, people=tuple(map(rounded, scene.people))))


def rounded(person: Landmarks) -> Landmarks:
    """Pixels to 0.1, visibility to 0.001."""
    return Landmarks(
        {n: Landmark(round(p.x_px, 1), round(p.y_px, 1), round(p.visibility, 3)) for n, p in person.points.items()}
    )


def write_manifest(path: Path, rows: Sequence[Row]) -> None:
    """The columns that evaluate.py reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*COLUMNS, "kind"])
        writer.writerows([row.path.name, row.label, row.subject, row.view, row.session, row.kind] for row in rows)


def _plain(label: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in label)


if __name__ == "__main__":
    silence_native_output()
    raise SystemExit(main())
