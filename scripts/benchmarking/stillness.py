"""How much pictures of a person at a desk change by themselves: measured alike in real clips and in the film.

Both at the size of a pixel (what a sensor adds) and of a cell of 16 pixels (what a comparison of tiny pictures sees).
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

CELL_PX, WITHIN_S, MOST_FRAMES = 16, 0.5, 120

Greys = NDArray[np.float32]
"""(frames, height, width)."""


@dataclass(frozen=True, slots=True)
class Stirring:
    """Grey levels of 255, of the quieter half of a clip: the background, mostly. ``pixel``: the spread of a pixel's
    fine detail over time, median. ``cell``, ``cell_95``: how far the mean of a cell goes within half a second, median
    and 95 % of cells."""

    pixel: float
    cell: float
    cell_95: float


def of_clip(path: Path) -> Stirring:
    """A video file, at most 120 frames of it."""
    reader, frames = cv2.VideoCapture(str(path)), list[Greys]()
    fps = reader.get(cv2.CAP_PROP_FPS)
    while len(frames) < MOST_FRAMES:
        ok, frame = reader.read()
        if not ok:
            break
        frames.append(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).astype(np.float32))
    reader.release()
    return of_frames(frames, fps)


def of_jpegs(encoded: Sequence[bytes], fps: float) -> Stirring:
    """Pictures in a row."""
    greys = [cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_GRAYSCALE) for one in encoded]
    return of_frames([np.asarray(grey, np.float32) for grey in greys], fps)


def of_frames(frames: Sequence[Greys], fps: float) -> Stirring:
    """At least a second of them."""
    greys = np.stack(frames)
    height, width = greys.shape[1:]
    size = (width // CELL_PX, height // CELL_PX)
    cells = np.stack([cv2.resize(grey, size, interpolation=cv2.INTER_AREA) for grey in frames])
    lag = max(1, round(WITHIN_S * fps))
    steps = np.abs(cells[lag:] - cells[:-lag]).reshape(len(cells) - lag, -1)
    usual = np.median(steps, axis=0)
    quiet = usual <= np.median(usual)
    fine = np.stack([grey - cv2.GaussianBlur(grey, (0, 0), 2.0) for grey in frames])
    spread = np.sqrt(((fine[lag:] - fine[:-lag]) ** 2).mean(axis=0) / 2)
    by_cell = cv2.resize(spread.astype(np.float32), size, interpolation=cv2.INTER_AREA).reshape(-1)
    return Stirring(
        round(float(np.median(by_cell[quiet])), 2),
        round(float(np.median(steps[:, quiet])), 2),
        round(float(np.percentile(steps[:, quiet], 95)), 2),
    )
