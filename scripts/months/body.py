"""How a simulated person sits: sinks over a bout, shifts, glances down, sways; with the noise of real cameras.

Values, not deviations: these come from the program's own formulas. Lengths in shoulder widths.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.deviations import deviations_from
from posture_watch.core.reading import stepped

MEDIANS = {
    "face_scale_ratio": 0.115, "face_size_px": 74.0, "head_drop_ratio": -0.62, "head_tilt_deg": 0.0,
    "head_turn_deg": 0.0, "head_x_px": 320.0, "head_y_px": 226.0, "lateral_offset_ratio": 0.0,
    "shoulder_scale_ratio": 0.31, "shoulder_tilt_deg": 0.0, "shoulder_width_px": 200.0, "shoulder_x_px": 320.0,
    "shoulder_y_px": 350.0,
}  # fmt: skip
UPRIGHT = Baseline(
    BaselinePlace("sim", "front", "image", 640, 480), MEDIANS, dict.fromkeys(MEDIANS, 0.0), 60,
    datetime(2026, 8, 1, tzinfo=UTC), provisional=False, light=0.5,
)  # fmt: skip
SEED = 20261001
MIDDLE_Y_PX, WIDTH_PX = 240.0, MEDIANS["shoulder_width_px"]


@dataclass(frozen=True, slots=True)
class Habits:
    """``slump``: where the posture goes when nobody minds it (1: a full slump), within about ``slump_after_s``.
    ``near``: how much nearer the face comes with it. ``glances``: share of the time spent looking down.
    ``shift_every_s``: how often the person shifts by ``shift`` times the usual;
    ``sway`` times the usual is how much they move in between. ``nearer``: how much nearer than when calibrated."""

    slump: float = 0.6
    slump_after_s: float = 900.0
    near: float = 0.05
    glances: float = 0.04
    shift_every_s: float = 420.0
    shift: float = 1.0
    nearer: float = 0.0
    sway: float = 1.0
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Noise:
    """Standard deviations of one observation, as measured on upright people (docs/baseline.md), and how long it
    lasts (s): a burst's is new each time, what is smoothed over frames wanders."""

    drop: float
    width: float
    tilt_deg: float
    lasts_s: float


BURSTS = Noise(0.0058, 0.011, 0.92, 0.0)
"""The median of five frames."""
FRAMES = Noise(0.0031, 0.004, 1.0, 10.0)
"""A frame a second behind median and mean: about 0.3 of one frame's noise."""

SWAY = {"sink": 0.008, "near": 0.012, "lean_deg": 0.8, "tilt_deg": 1.2}
SWAY_S = 60.0
"""Small movements about the posture: half the jitter of a still person is theirs (starting guess)."""
SET = {"sink": 0.02, "near": 0.03, "lean_deg": 2.0, "tilt_deg": 2.5}
"""How far apart the postures are that somebody shifts between (starting guess)."""


@dataclass(slots=True)
class Body:
    """The person from one look to the next."""

    habits: Habits
    noise: Noise
    dice: random.Random
    slumped: float = 0.0
    set_to: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SET, 0.0))
    sway: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SET, 0.0))
    jitter: dict[str, float] = field(default_factory=dict[str, float])
    glance_s: float = 0.0

    def sit_up(self) -> None:
        """A new posture, upright."""
        self.slumped = 0.0
        self.shift()

    def shift(self) -> None:
        """Another posture than before."""
        self.set_to = {name: self.dice.gauss(0, size * self.habits.shift) for name, size in SET.items()}

    def pass_time(self, seconds: float) -> None:
        """So much later (s)."""
        habits, dice = self.habits, self.dice
        aim = max(0.0, habits.slump + 4 * self.set_to["sink"])
        self.slumped += (aim - self.slumped) * (1 - math.exp(-seconds / habits.slump_after_s))
        keeps = math.exp(-seconds / SWAY_S)
        fresh = math.sqrt(1 - keeps * keeps)
        self.sway = {
            name: self.sway[name] * keeps + dice.gauss(0, size * habits.sway) * fresh for name, size in SWAY.items()
        }
        if dice.random() < 1 - math.exp(-seconds / habits.shift_every_s):
            self.shift()
            self.slumped *= dice.uniform(0.5, 1.0)
        self.glance_s = max(0.0, self.glance_s - seconds)
        mean_s = 12.0
        if self.glance_s == 0 and dice.random() < 1 - math.exp(-seconds * habits.glances / mean_s):
            self.glance_s = dice.expovariate(1 / mean_s)
        self._tremble(seconds)

    def _tremble(self, seconds: float) -> None:
        sizes = {"drop": self.noise.drop, "width": self.noise.width, "face": self.noise.width * 0.9,
                 "head_tilt": self.noise.tilt_deg, "shoulders": self.noise.tilt_deg * 0.6}  # fmt: skip
        keeps = math.exp(-seconds / self.noise.lasts_s) if self.noise.lasts_s else 0.0
        fresh, dice = math.sqrt(1 - keeps * keeps), self.dice
        self.jitter = {n: self.jitter.get(n, 0.0) * keeps + dice.gauss(0, size) * fresh for n, size in sizes.items()}

    def deviations(self) -> dict[str, float]:
        """How far from upright, in whole steps, as the monitor would measure it now."""
        return stepped(deviations_from(UPRIGHT, self._values()))

    def _values(self) -> dict[str, float]:
        place = {name: self.set_to[name] + self.sway[name] for name in SET}
        glance = 0.11 if self.glance_s > 0 else 0.0
        near = 1 + self.habits.nearer + place["near"] + self.habits.near * self.slumped
        sink = place["sink"] + 0.12 * self.slumped + glance
        drop = 0.35 * (place["sink"] + 0.12 * self.slumped) + glance
        lean, jitter = math.radians(place["lean_deg"]), self.jitter
        head_y_px = MIDDLE_Y_PX + (MEDIANS["head_y_px"] - MIDDLE_Y_PX) * near
        return {
            **MEDIANS,
            "face_size_px": MEDIANS["face_size_px"] * near * (1 + jitter.get("face", 0.0)),
            "shoulder_width_px": WIDTH_PX * near * (1 + jitter.get("width", 0.0)),
            "head_drop_ratio": MEDIANS["head_drop_ratio"] + drop + jitter.get("drop", 0.0),
            "head_y_px": head_y_px + (sink + 0.7 * jitter.get("drop", 0.0)) * WIDTH_PX * near,
            "head_tilt_deg": place["tilt_deg"] + place["lean_deg"] + jitter.get("head_tilt", 0.0),
            "shoulder_tilt_deg": place["lean_deg"] + jitter.get("shoulders", 0.0),
            "lateral_offset_ratio": 1.6 * math.sin(lean),
            "shoulder_x_px": 320.0 + 1.6 * WIDTH_PX * math.sin(lean),
            "head_x_px": 320.0 + 2.2 * WIDTH_PX * math.sin(lean),
        }
