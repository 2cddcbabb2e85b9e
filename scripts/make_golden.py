"""Make the landmark recordings of tests/golden/ from the shared landmarks. Landmarks only: no picture is read.

Run it by hand when the choice of frames changes; then `pytest tests/golden --rewrite-golden`, and read the diff.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from posture_watch.capture.recording import RecordingWriter  # noqa: E402  # after the path
from posture_watch.capture.recording_format import Header  # noqa: E402
from posture_watch.core.instant import Instant  # noqa: E402
from posture_watch.core.landmarks import Landmark, Landmarks, Scene  # noqa: E402
from posture_watch.pose.names import INDEX_OF  # noqa: E402

KEPT = ("nose", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_hip", "right_hip")
"""The points that any metric is made of: the others would only make the files larger."""
START = Instant(0.0, datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
UPRIGHT_FRAMES = 9
"""Frames of the upright recording that the others are measured against."""
FRONT_SESSIONS = {
    "front_a": ("front_lean", "WIN_20251004_11_45_50_Pro_mp4", 1),
    "front_d": ("front_lean", "WIN_20251109_20_43_47_Pro_mp4", 7),
    "front_e": ("front_lean", "nghiengphai_mp4", 1),
    "side_s1": ("side_goodbad", "20241013", 1),
}
"""Recording → (folder of the data set, session, every n-th frame). One session of each subject."""
SIZES = {"front_lean": (640, 360), "side_goodbad": (640, 480)}


def main() -> int:
    """Write NAME.jsonl and NAME.upright.jsonl for every session."""
    shared = Path(os.environ.get("POSTURE_WATCH_SHARED", ROOT.parent / "shared")) / "data"
    target = ROOT / "tests" / "golden"
    for name, (folder, session, step) in FRONT_SESSIONS.items():
        rows = list(_labels(shared / folder, session))
        upright = [file for file, label in rows if label in ("upright", "good")]
        points = _points(shared / folder)
        size_px = SIZES[folder]
        _write(target / f"{name}.upright.jsonl", upright[:UPRIGHT_FRAMES], points, size_px)
        _write(target / f"{name}.jsonl", [file for file, _ in rows[::step]], points, size_px)
    return 0


def _labels(folder: Path, session: str) -> Iterator[tuple[str, str]]:
    """(file, label) of one session, in the order they were taken."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if session in (row.get("video"), row.get("session"))]
    for row in sorted(rows, key=lambda row: int(row.get("frame") or row.get("time") or 0)):
        yield row["file"], row["label"]


def _points(folder: Path) -> dict[str, Any]:
    """The lite model's normalised points (33, 5) by file."""
    archive = np.load(folder / "landmarks.npz")
    return dict(zip(archive["files"].tolist(), archive["lite"], strict=True))


def _write(path: Path, files: Iterable[str], points: dict[str, Any], size_px: tuple[int, int]) -> None:
    with RecordingWriter(path, Header(*size_px, "image", 1.0), overwrite=True) as writer:
        for second, file in enumerate(files):
            writer.write(Scene(START.shifted(second), *size_px, _people(points[file], size_px)))
    print(f"{path.name}: {path.stat().st_size} bytes")


def _people(found: Any, size_px: tuple[int, int]) -> tuple[Landmarks, ...]:
    """The person in pixels, or nobody where no pose was found (NaN)."""
    if np.isnan(found).any():
        return ()
    named: dict[str, Landmark] = {}
    for name in KEPT:
        x, y, _, visibility, _ = (float(v) for v in found[INDEX_OF[name]])
        named[name] = Landmark(x * size_px[0], y * size_px[1], min(1.0, max(0.0, visibility)))
    return (Landmarks(named),)


if __name__ == "__main__":
    raise SystemExit(main())
