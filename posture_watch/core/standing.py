"""Is the person on their feet? Told by straight legs in view, or by head and shoulders that rose further than a chair
lifts. A sitting baseline says nothing about somebody who stands, and standing is not sitting."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from posture_watch.core import geometry as geo
from posture_watch.core.baseline import Baseline
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene

ON_FEET = "standing, or the camera has moved"
RISE_RATIO = 0.5
"""Shoulder widths that head and shoulders rise: a gas spring lifts 13 cm (0.35), getting up 40 cm (1.1); starting guess
between them."""
SEEN_LOW_S = 10.0
"""Who was seen at the usual height this many seconds ago has risen; who was not sits before a camera that was moved."""
STANDS_AFTER_S = 3.0
"""Who stretches up is down again sooner (starting guess)."""
RISEN_MOST_S = 300.0
"""Who stays up there for longer does not stand at the desk: camera or lid were moved (starting guess)."""
LEG_VISIBILITY = 0.7
"""Knees below the frame are guesses: 0.0–0.65 in clips of people cut at the hip (measured)."""
THIGH_RATIO, THIGH_DEG = 0.6, 30.0
"""Thigh over trunk at least, and its angle from the vertical at most: 0.7–0.85 and 5° in people who stand, 77° and more
in people who sit side on (measured); towards the camera the thigh of who sits is short (starting guess)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``low_at``: when the person was last seen at the height of the baseline. ``since``: on their feet since then, as
    far as can be told."""

    low_at: Instant | None = None
    since: Instant | None = None

    @property
    def on_feet(self) -> bool:
        """Whether the person is told to stand."""
        return self.since is not None


def follow_standing(
    state: Standing, person: Landmarks, scene: Scene, baseline: Baseline | None, interval_s: float
) -> tuple[Standing, bool]:
    """The state after this sight of the person, ``interval_s`` after the last; the flag says that they stayed up for
    too long to be standing."""
    at, rise = scene.at, rise_ratio(person, scene, baseline)
    if legs_are_straight(person, scene):
        return Standing(state.low_at, state.since or at), False
    if rise is None or rise < RISE_RATIO:
        return Standing(low_at=None if rise is None else at), False
    if state.since is not None and at.gap_since(state.since) > RISEN_MOST_S:
        return Standing(), True
    seen_low = state.low_at is not None and at.gap_since(state.low_at) <= max(SEEN_LOW_S, 2 * interval_s)
    return replace(state, since=state.since or (at if seen_low else None)), False


def rise_ratio(person: Landmarks, scene: Scene, baseline: Baseline | None) -> float | None:
    """How far both head and shoulders are above where the baseline has them, in shoulder widths, coming nearer taken
    off; None if it cannot be told."""
    shoulders = geo.seen(person.points, ("left_shoulder", "right_shoulder"), 0.0)
    ears = geo.seen(person.points, ("left_ear", "right_ear"), 0.0)
    if baseline is None or not _comparable(baseline, scene) or not shoulders or not ears:
        return None
    width_px = geo.distance_px(geo.at(shoulders[0]), geo.at(shoulders[1]))
    if width_px <= 0:
        return None
    base, middle_px = baseline.medians, scene.height_px / 2
    growth = width_px / base["shoulder_width_px"]

    def rise(name: str, now_px: float) -> float:
        return (middle_px + (base[name] - middle_px) * growth - now_px) / width_px

    return min(rise("head_y_px", geo.midpoint(*ears)[1]), rise("shoulder_y_px", geo.midpoint(*shoulders)[1]))


def _comparable(baseline: Baseline, scene: Scene) -> bool:
    place, needed = baseline.place, ("shoulder_width_px", "shoulder_y_px", "head_y_px")
    same_frame = (place.width_px, place.height_px) == (scene.width_px, scene.height_px)
    return place.view != "side" and same_frame and all(baseline.medians.get(name, 0.0) > 0 for name in needed)


def legs_are_straight(person: Landmarks, scene: Scene) -> bool:
    """Whether both thighs are in the picture, and hang down at full length."""
    return all(_thigh_hangs(person.points, side, scene) for side in ("left", "right"))


def _thigh_hangs(points: Mapping[str, Landmark], side: str, scene: Scene) -> bool:
    seen = geo.seen(points, tuple(f"{side}_{name}" for name in ("shoulder", "hip", "knee")), LEG_VISIBILITY)
    if seen is None or not 0 <= seen[2].y_px <= scene.height_px:
        return False
    shoulder, hip, knee = map(geo.at, seen)
    angle_deg = math.degrees(math.atan2(abs(knee[0] - hip[0]), knee[1] - hip[1]))
    return angle_deg <= THIGH_DEG and geo.distance_px(hip, knee) >= THIGH_RATIO * geo.distance_px(shoulder, hip)
