"""What light and the model's mode do to the figures a baseline is made of. Prints tables of docs/baseline.md.

    python scripts/measure_baseline.py [--pictures FOLDER] [--per-person 15]

FOLDER has upright front pictures named PERSON…_upright.jpg (default: the shared front_lean set). The demo's portrait
is measured too. Takes about two minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from eye import PICTURES, SETTINGS, Eye, Picture, Seen, read_people

from posture_watch.core.baseline import BaselinePlace
from posture_watch.core.deviations import deviations_from
from posture_watch.core.learning import make_baseline
from posture_watch.core.monitor import over_rules
from posture_watch.core.sample import PostureSample
from posture_watch.pose.landmarker import Mode, PoseModel
from posture_watch.pose.models import model_path


def times(picture: Picture, factor: float, noise: float = 0.0) -> Picture:
    """The picture with its grey levels times ``factor``, and sensor noise."""
    rng = np.random.default_rng(7)
    made = picture.astype(np.float64) * factor
    made += rng.normal(0.0, noise, picture.shape) if noise else 0.0
    return np.clip(made, 0, 255).astype(np.uint8)


def before_a_window(picture: Picture, person: PostureSample) -> Picture:
    """The person at 30 % of the light, everything around them 1.8 times brighter: the camera meters the window."""
    height, width = picture.shape[:2]
    v, size = person.values, person.values["shoulder_width_px"]
    mask = np.zeros((height, width), np.float64)
    centre = (round(v["head_x_px"]), round(v["head_y_px"]))
    cv2.ellipse(mask, centre, (round(0.35 * size), round(0.5 * size)), 0, 0, 360, 1.0, -1)
    top = (round(v["shoulder_x_px"] - 0.75 * size), round(v["shoulder_y_px"] - 0.15 * size))
    cv2.rectangle(mask, top, (round(v["shoulder_x_px"] + 0.75 * size), height), 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 12)[..., None]
    return np.clip(picture * (1.8 - 1.5 * soft), 0, 255).astype(np.uint8)


def changes(before: PostureSample, after: PostureSample) -> list[float]:
    """Head height (share, shoulder widths), shoulder width, face size (shares), ear line (°)."""
    b, a = before.values, after.values
    return [
        a["head_drop_ratio"] / b["head_drop_ratio"] - 1,
        a["head_drop_ratio"] - b["head_drop_ratio"],
        a["shoulder_width_px"] / b["shoulder_width_px"] - 1,
        a.get("face_size_px", 0.0) / b["face_size_px"] - 1,
        a.get("head_tilt_deg", 0.0) - b["head_tilt_deg"],
    ]


def limits_over(before: PostureSample, after: PostureSample, picture: Picture) -> bool:
    """Whether a posture limit, watch level included, is over by the change of light alone."""
    place = BaselinePlace("measured", before.view, "image", picture.shape[1], picture.shape[0])
    base = make_baseline([before], place, provisional=False, light=None)
    return base is not None and bool(over_rules(SETTINGS.rules, deviations_from(base, after.values)))


def light_table(people: Mapping[str, Sequence[Picture]], model: Path) -> list[str]:
    """One line a mode and light: against the same picture in full light."""
    lines = [
        "| mode | light | mean brightness | clear enough | head height, by person | 95 % |"
        " shoulder width, 95 % | face, 95 % | ear line, 95 % | a limit over |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    modes: tuple[Mode, ...] = ("image", "video")
    for mode in modes:
        with PoseModel(model, mode=mode, max_people=1) as pose:
            eye = Eye(pose)
            full = {name: [eye.look(picture) for picture in pictures] for name, pictures in people.items()}
            for label, change in _lights():
                lines.append(f"| {mode.upper()} | {label} | " + _light_row(people, full, eye, change) + " |")
    return lines


def _lights() -> list[tuple[str, Callable[[Picture, PostureSample], Picture]]]:
    plain: list[tuple[str, Callable[[Picture, PostureSample], Picture]]] = [
        (f"{factor:.0%}", lambda p, _, f=factor: times(p, f)) for factor in (0.6, 0.5, 0.3, 0.2, 0.12)
    ]
    noisy: list[tuple[str, Callable[[Picture, PostureSample], Picture]]] = [
        (f"{factor:.0%}, noise {sd:g}", lambda p, _, f=factor, sd=sd: times(p, f, sd))
        for factor, sd in ((1.0, 3.0), (0.5, 3.0), (0.3, 3.0), (0.3, 6.0))
    ]
    return [*plain, *noisy, ("window behind", before_a_window)]


def _light_row(
    people: Mapping[str, Sequence[Picture]],
    full: Mapping[str, Sequence[Seen]],
    eye: Eye,
    change: Callable[[Picture, PostureSample], Picture],
) -> str:
    lights: list[float] = []
    rows: dict[str, list[list[float]]] = {name: [] for name in people}
    asked = over = 0
    for name, pictures in people.items():
        for picture, before in zip(pictures, full[name], strict=True):
            if before.sample is None:
                continue
            now = eye.look(change(picture, before.sample))
            asked += 1
            lights.append(now.light)
            if now.sample is not None:
                rows[name].append(changes(before.sample, now.sample))
                over += limits_over(before.sample, now.sample, picture)
    seen = [row for own in rows.values() for row in own]
    by_person = [float(np.median([row[0] for row in own])) for own in rows.values() if own]
    p95 = np.percentile(np.abs(np.array(seen)), 95, axis=0)
    return (
        f"{np.mean(lights):.2f} | {len(seen)}/{asked} | {min(by_person):+.1%} … {max(by_person):+.1%} | {p95[0]:.1%}"
        f" | {p95[2]:.1%} | {p95[3]:.1%} | {p95[4]:.1f}° | {over / max(1, len(seen)):.0%}"
    )


def mode_lines(people: Mapping[str, Sequence[Picture]], model: Path) -> list[str]:
    """VIDEO against IMAGE mode, the same pictures in full light."""
    seen: dict[str, dict[Mode, list[Seen]]] = {name: {} for name in people}
    modes: tuple[Mode, ...] = ("image", "video")
    for mode in modes:
        with PoseModel(model, mode=mode, max_people=1) as pose:
            eye = Eye(pose)
            for name, pictures in people.items():
                seen[name][mode] = [eye.look(picture) for picture in pictures]
    lines = ["| person | head height, median | largest |", "|---|---|---|"]
    for name, by_mode in seen.items():
        pairs = zip(by_mode["image"], by_mode["video"], strict=True)
        share = [changes(a.sample, b.sample)[0] for a, b in pairs if a.sample and b.sample]
        lines.append(f"| {name} | {np.median(share):+.1%} | {max(map(abs, share)):.1%} |")
    return lines


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=Path, default=PICTURES)
    parser.add_argument("--per-person", type=int, default=15)
    options = parser.parse_args()
    people = read_people(options.pictures, options.per_person)
    model = model_path("lite")
    for title, lines in (
        ("Light", light_table(people, model)),
        ("VIDEO mode against IMAGE mode", mode_lines(people, model)),
    ):
        print(f"### {title}", "", *lines, "", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
