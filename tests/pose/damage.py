"""Real pictures made bad in ways that happen at desks: dark, blurred, covered, cut off. They stay in memory."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posture_watch.core import geometry as geo
from posture_watch.core.landmarks import Landmarks

Picture = NDArray[np.uint8]
Damage = Callable[[Picture, Landmarks], Picture]
SHARED = Path(os.environ.get("POSTURE_WATCH_SHARED", Path(__file__).parents[3] / "shared")) / "data"
SKIN = (90, 120, 170)


@dataclass(frozen=True, slots=True)
class Head:
    """Middle of the head, and its radius (px)."""

    x_px: float
    y_px: float
    radius_px: float


def head_of(person: Landmarks) -> Head:
    """From the clear picture's landmarks."""
    ears, shoulders = (
        geo.midpoint(person.points[f"left_{name}"], person.points[f"right_{name}"]) for name in ("ear", "shoulder")
    )
    return Head(ears[0], ears[1], 0.5 * geo.distance_px(ears, shoulders))


def _pictured(values: NDArray[np.float64]) -> Picture:
    return np.clip(values, 0, 255).astype(np.uint8)


def dark(share: float) -> Damage:
    """Less light, with the noise of a sensor."""

    def made(image: Picture, _: Landmarks) -> Picture:
        random = np.random.default_rng(7)
        weak = image.astype(np.float64) * share
        return _pictured(weak + random.normal(0, 4, image.shape) + random.normal(0, 0.6, image.shape) * np.sqrt(weak))

    return made


def blurred(sigma_px: float) -> Damage:
    """Out of focus."""
    return lambda image, _: cv2.GaussianBlur(image, (0, 0), sigma_px).astype(np.uint8)


def shaken(length_px: int) -> Damage:
    """Motion blur along the rows."""
    kernel = np.full((1, length_px), 1 / length_px)
    return lambda image, _: cv2.filter2D(image, -1, kernel).astype(np.uint8)


def half_face(side: int) -> Damage:
    """Something grey before one half of the face; ``side`` -1 is the picture's left."""

    def made(image: Picture, person: Landmarks) -> Picture:
        head, image = head_of(person), image.copy()
        first, last = sorted((head.x_px, head.x_px + side * 1.3 * head.radius_px))
        top, bottom = head.y_px - 1.2 * head.radius_px, head.y_px + 1.2 * head.radius_px
        cv2.rectangle(image, (int(first), int(top)), (int(last), int(bottom)), (110, 110, 110), -1)
        return image

    return made


def arm_across(image: Picture, person: Landmarks) -> Picture:
    """A bar like an arm, from below over the nose."""
    head, image = head_of(person), image.copy()
    nose = person.points["nose"]
    start = (int(head.x_px - 3.2 * head.radius_px), int(nose.y_px + 1.6 * head.radius_px))
    end = (int(head.x_px + 1.1 * head.radius_px), int(nose.y_px - 0.1 * head.radius_px))
    cv2.line(image, start, end, SKIN, int(1.6 * head.radius_px))
    return image


def cut_off(edge: str) -> Damage:
    """The picture ends in the middle of the head."""

    def made(image: Picture, person: Landmarks) -> Picture:
        head = head_of(person)
        if edge == "top":
            return image[int(head.y_px) :].copy()
        return (image[:, int(head.x_px) :] if edge == "left" else image[:, : int(head.x_px)]).copy()

    return made


DAMAGES: Mapping[str, Damage] = {
    **{f"dark {share}": dark(share) for share in (0.3, 0.2, 0.1, 0.05)},
    **{f"blurred {sigma}": blurred(sigma) for sigma in (3, 6, 8, 12)},
    "shaken 21": shaken(21),
    "shaken 41": shaken(41),
    "left half": half_face(-1),
    "right half": half_face(1),
    "arm": arm_across,
}
CUTS: Mapping[str, Damage] = {edge: cut_off(edge) for edge in ("top", "left", "right")}


def front_pictures(every: int) -> list[tuple[str, str, Path]]:
    """(label, session, file) of every so manieth shared front picture; none without the shared folder."""
    table = SHARED / "front_lean" / "labels.csv"
    if not table.exists():
        return []
    with table.open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    return [(row["label"], row["video"], table.parent / row["file"]) for row in rows[::every]]
