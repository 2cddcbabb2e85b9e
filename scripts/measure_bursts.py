"""How much the average of a burst of frames is steadier than one frame. Prints tables of docs/baseline.md.

    python scripts/measure_bursts.py [--pictures FOLDER]

FOLDER as for measure_baseline.py; it may have the landmarks.npz of whole sessions beside the pictures.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from eye import PICTURES, SETTINGS, Eye, Floats, Picture, read_people

from posture_watch.core.smoothing import Smoothed, smooth
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path

BURST, BURSTS = 5, 8
SENSOR_SD, SHAKE_PX = 4.0, 1.0
"""Sensor noise (grey levels of 255) and shaking of the picture in a burst: a webcam in a lit room (starting guess)."""


def noisy_looks(people: Mapping[str, Sequence[Picture]], model: Path) -> dict[str, list[Floats]]:
    """Metrics of BURST · BURSTS looks at each picture with noise and shaking; widths as shares of their mean."""
    rng = np.random.default_rng(3)
    names = ("head_drop_ratio", "shoulder_width_px", "head_tilt_deg")
    singles: dict[str, list[Floats]] = {name: [] for name in names}
    with PoseModel(model, mode="image", max_people=1) as pose:
        eye = Eye(pose)
        for pictures in people.values():
            for picture in pictures[:3]:
                looks = [eye.look(_shaken(picture, rng)).sample for _ in range(BURST * BURSTS)]
                whole = [look for look in looks if look is not None]
                for name in names:
                    scale = np.mean([look.values[name] for look in whole]) if name == "shoulder_width_px" else 1.0
                    singles[name].append(np.array([look.values[name] for look in whole]) / scale)
    return singles


def session_frames(folder: Path) -> dict[str, list[Floats]]:
    """The same of real upright frames in the order of their sessions: their differences from the neighbours' median."""
    stored = folder / "landmarks.npz"
    if not stored.is_file():
        return {}
    with np.load(stored) as z:
        files, points = [str(name) for name in z["files"]], z["lite"].astype(float)
    singles: dict[str, list[Floats]] = {"head_drop_ratio": [], "shoulder_width_px": [], "head_tilt_deg": []}
    for session in sorted({name.split("_")[0] for name in files}):
        own = [i for i, n in enumerate(files) if n.startswith(session + "_") and "_upright" in n]
        xy = points[own][:, :, :2] * [640.0, 360.0]
        ears, shoulders = (xy[:, 7] + xy[:, 8]) / 2, (xy[:, 11] + xy[:, 12]) / 2
        width = np.linalg.norm(xy[:, 11] - xy[:, 12], axis=1)
        tilt = np.degrees(np.arctan2(xy[:, 7, 1] - xy[:, 8, 1], np.abs(xy[:, 7, 0] - xy[:, 8, 0])))
        drop = -np.linalg.norm(ears - shoulders, axis=1) / width
        columns = {"head_drop_ratio": drop, "shoulder_width_px": width / np.nanmedian(width), "head_tilt_deg": tilt}
        for name, column in columns.items():
            whole = column[np.isfinite(column)]
            if len(whole) >= 4 * BURST:
                singles[name].append(_detrended(whole))
    return singles


def _detrended(column: Floats, reach: int = 10) -> Floats:
    around = [np.median(column[max(0, i - reach) : i + reach + 1]) for i in range(len(column))]
    return column - np.array(around)


def _shaken(picture: Picture, rng: np.random.Generator) -> Picture:
    dx, dy = rng.normal(0.0, SHAKE_PX, 2)
    moved = cv2.warpAffine(
        picture,
        np.array([[1, 0, dx], [0, 1, dy]], np.float64),
        (picture.shape[1], picture.shape[0]),
        borderMode=cv2.BORDER_REPLICATE,
    )
    noisy: Floats = np.asarray(moved, np.float64) + rng.normal(0.0, SENSOR_SD, picture.shape)
    return noisy.clip(0, 255).astype(np.uint8)


def burst_lines(singles: Mapping[str, Sequence[Floats]]) -> list[str]:
    """Spread of single frames, and of means and medians of BURST of them."""
    lines = [
        f"| metric | frames | one frame | mean of {BURST} | median of {BURST} | left by the mean | by the median |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, columns in singles.items():
        one = _pooled([column - column.mean() for column in columns])
        cut = [column[: len(column) // BURST * BURST].reshape(-1, BURST) for column in columns]
        mean = _pooled([rows.mean(axis=1) - column.mean() for rows, column in zip(cut, columns, strict=True)])
        middle = _pooled([np.median(rows, axis=1) - column.mean() for rows, column in zip(cut, columns, strict=True)])
        frames = sum(len(column) for column in columns)
        lines.append(
            f"| `{name}` | {frames} | {one:.4f} | {mean:.4f} | {middle:.4f} | {mean / one:.0%} | {middle / one:.0%} |"
        )
    return lines


def smoothing_lines(singles: Mapping[str, Sequence[Floats]]) -> list[str]:
    """What the fold's own smoothing leaves of the noise, by the number of frames (1/s) since it started afresh."""
    after = (1, 2, 3, 5, 10, 20)
    lines = ["| metric | " + " | ".join(f"{n}" for n in after) + " |", "|---" * (len(after) + 1) + "|"]
    for name, columns in singles.items():
        one = _pooled([column - column.mean() for column in columns])
        runs = [_smoothed(column - column.mean(), max(after)) for column in columns]
        left = [_pooled([run[:, n - 1] for run in runs]) / one for n in after]
        lines.append(f"| `{name}` | " + " | ".join(f"{share:.0%}" for share in left) + " |")
    return lines


def _smoothed(column: Floats, length: int) -> Floats:
    """The smoothed values from each possible start: (starts, length)."""
    runs: list[list[float]] = []
    for start in range(len(column) - length + 1):
        state, run = Smoothed(), list[float]()
        for second in range(length):
            state = smooth(state, float(second), {"x": float(column[start + second])}, SETTINGS.smoothing)
            run.append(state.means["x"])
        runs.append(run)
    return np.array(runs)


def _pooled(columns: Sequence[Floats]) -> float:
    return float(np.sqrt(np.mean(np.concatenate(columns) ** 2)))


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, default=PICTURES)
    options = parser.parse_args()
    noisy = noisy_looks(read_people(options.pictures, 3), model_path("lite"))
    for title, lines in (
        ("Bursts: pictures with noise", burst_lines(noisy)),
        ("Bursts: sessions", burst_lines(session_frames(options.pictures))),
        (
            "What the monitor's smoothing leaves of one frame's noise, by frames since a fresh start",
            smoothing_lines(noisy),
        ),
    ):
        print(f"### {title}", "", *lines, "", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
