"""The rules of other programs, on the same landmarks: each a pure function, judged on the single frame.

Like ours here, they run without their smoothing, hold or drift; the baseline is the same upright frames. Coordinates
are shares of the frame, y down; ``aspect`` is width / height, and lengths are in frame heights where a rule mixes x
and y. What a rule's short description leaves open is said at the rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import mean

import numpy as np

from evaluation.judging import UNKNOWN, Said
from evaluation.peer_person import XY, Person, person_of
from posture_watch.core.landmarks import Scene

NOSE_DEPTH_RATIO = 0.7
"""Nose before the ear axis over ear distance, for pitch and yaw: the same guess as the program's."""
EYES_TO_EARS = 2.5


Rule = Callable[[Person, Sequence[Person]], Said]
"""A person and the upright frames of the baseline → what the rule says. KeyError or ZeroDivisionError: cannot say."""


def say(rule: Rule, scene: Scene, baseline: Sequence[Scene]) -> Said:
    """A rule's word on a scene; UNKNOWN without the points it needs."""
    person = person_of(scene)
    upright = [found for found in map(person_of, baseline) if found is not None]
    if person is None:
        return UNKNOWN
    try:
        return rule(person, upright)
    except (KeyError, ZeroDivisionError, IndexError):
        return UNKNOWN


def over(value: float, limit: float) -> Said:
    """Flagged above the limit."""
    return Said(value > limit, value / limit)


def tutorial(person: Person, _: Sequence[Person]) -> Said:
    """Side view: neck inclination over 40° or torso inclination over 10°, on the better seen side."""
    side = person.better_side()
    shoulder = person.at(f"{side}_shoulder")
    neck_deg = _inclination_deg(person.at(f"{side}_ear"), shoulder)
    torso_deg = _inclination_deg(shoulder, person.at(f"{side}_hip"))
    return Said(neck_deg > 40 or torso_deg > 10, max(neck_deg / 40, torso_deg / 10))


def ear_line(person: Person, _: Sequence[Person]) -> Said:
    """The line between the ears more than 10° from level."""
    return over(_level_deg(person.at("left_ear"), person.at("right_ear")), 10)


def nose_to_shoulder(person: Person, _: Sequence[Person]) -> Said:
    """The nose less than 0.6 shoulder widths above the shoulders."""
    clearance = _clearance(person)
    return Said(clearance < 0.6, 1.6 - clearance)


def dorso_linux(person: Person, upright: Sequence[Person]) -> Said:
    """The nose more than 3 % of the frame below the baseline."""
    return over(person.points["nose"][1] - _mean(upright, lambda p: p.points["nose"][1]), 0.03)


def postured(person: Person, upright: Sequence[Person]) -> Said:
    """The nose below the lowest upright one by 2.5 % of the range. The range of the upright frames stands for looking
    at the top and the bottom of the screen, which nobody did here."""
    heights = [p.points["nose"][1] for p in upright]
    top, bottom = min(heights, default=math.nan), max(heights, default=math.nan)
    if math.isnan(top):
        return UNKNOWN
    below = person.points["nose"][1] - (bottom + 0.025 * (bottom - top))
    return Said(below > 0, 1 + below)


def upsit(person: Person, upright: Sequence[Person]) -> Said:
    """Slouch or forward of 0.4 and more. The score is taken before clipping, so that it ranks all frames."""
    share, _, _ = upsit_share(person, upsit_baseline(upright))
    return Said(share >= 1, share)


def upsit_baseline(upright: Sequence[Person]) -> tuple[float, float]:
    """Clearance and head size: 70th and 30th percentile."""
    return (
        float(np.percentile([_clearance(p) for p in upright], 70)),
        float(np.percentile([_head(p) for p in upright], 30)),
    )


def upsit_share(person: Person, baseline: tuple[float, float]) -> tuple[float, float, float]:
    """The worse of slouch and forward over 0.4; clearance and head size."""
    clearance, head = _clearance(person), _head(person)
    slouch = max((0.18 - clearance) / 0.08, (1 - clearance / baseline[0] - 0.18) / 0.30)
    forward = (head / baseline[1] - 1 - 0.10) / 0.22
    return max(slouch, forward) / 0.4, clearance, head


def posely(person: Person, upright: Sequence[Person]) -> Said:
    """Pitch up 12° and (lateral offset changed by 0.18 or face 12 % larger); held, so unknown, beyond yaw 30°/roll 20°.

    Pitch is the nose below the ear line over the nose's depth; the offset is of ear and shoulder middles over the
    shoulder width; the face's size is the ear distance.
    """
    if _yaw_deg(person) > 30 or _level_deg(person.at("left_ear"), person.at("right_ear")) > 20:
        return UNKNOWN
    pitch_deg = _pitch_deg(person) - _mean(upright, _pitch_deg)
    offset = abs(_offset(person, "ear") - _mean(upright, lambda p: _offset(p, "ear")))
    growth = person.apart("ear") / _mean(upright, lambda p: p.apart("ear")) - 1
    flagged = pitch_deg > 12 and (offset > 0.18 or growth > 0.12)
    return Said(flagged, min(pitch_deg / 12, max(offset / 0.18, growth / 0.12)))


def posegood(person: Person, upright: Sequence[Person]) -> Said:
    """Head gap fallen by 0.22, nose moved sideways by 0.20 or shoulders tilted by 0.13, all over the shoulder span."""
    gap = _mean(upright, _clearance) - _clearance(person)
    offset = abs(_offset(person, "nose") - _mean(upright, lambda p: _offset(p, "nose")))
    tilt = abs(_slope(person) - _mean(upright, _slope))
    worst = max(gap / 0.22, offset / 0.20, tilt / 0.13)
    return Said(worst > 1, worst)


RULES: dict[str, Rule] = {
    "tutorial 40/10": tutorial,
    "ear line > 10°": ear_line,
    "nose-shoulder < 0.6": nose_to_shoulder,
    "dorso-linux": dorso_linux,
    "postured": postured,
    "UpSit": upsit,
    "Posely": posely,
    "PoseGood": posegood,
}


def _mean(people: Sequence[Person], value: Callable[[Person], float]) -> float:
    """Mean over those people who have the points for it. Raises IndexError if nobody has."""
    values: list[float] = []
    for person in people:
        try:
            values.append(value(person))
        except (KeyError, ZeroDivisionError):
            continue
    if not values:
        raise IndexError("no upright frame has these points")
    return mean(values)


def _inclination_deg(upper: XY, lower: XY) -> float:
    """Angle of lower → upper from the upward vertical, unsigned, 0 to 180."""
    return abs(math.degrees(math.atan2(upper[0] - lower[0], lower[1] - upper[1])))


def _level_deg(a: XY, b: XY) -> float:
    """Angle of a line from the horizontal, unsigned, 0 to 90."""
    return math.degrees(math.atan2(abs(a[1] - b[1]), abs(a[0] - b[0])))


def _clearance(person: Person) -> float:
    """Nose above the middle of the shoulders, in shoulder widths."""
    return (person.middle("shoulder")[1] - person.at("nose")[1]) / person.apart("shoulder")


def _head(person: Person) -> float:
    """Ear distance (2.5 eye distances without ears) in shoulder widths."""
    ears = "left_ear" in person.points and "right_ear" in person.points
    size = person.apart("ear") if ears else EYES_TO_EARS * person.apart("eye")
    return size / person.apart("shoulder")


def _offset(person: Person, kind: str) -> float:
    """Nose or middle of the ears beside the middle of the shoulders, in shoulder widths, signed."""
    x = person.at("nose")[0] if kind == "nose" else person.middle(kind)[0]
    return (x - person.middle("shoulder")[0]) / person.apart("shoulder")


def _slope(person: Person) -> float:
    """Left shoulder below the right one, in shoulder widths."""
    return (person.at("left_shoulder")[1] - person.at("right_shoulder")[1]) / person.apart("shoulder")


def _pitch_deg(person: Person) -> float:
    below = person.at("nose")[1] - person.middle("ear")[1]
    return math.degrees(math.atan2(below, NOSE_DEPTH_RATIO * person.apart("ear")))


def _yaw_deg(person: Person) -> float:
    (ax, ay), (bx, by) = person.at("left_ear"), person.at("right_ear")
    length = math.dist((ax, ay), (bx, by))
    middle, nose = person.middle("ear"), person.at("nose")
    along = ((nose[0] - middle[0]) * (bx - ax) + (nose[1] - middle[1]) * (by - ay)) / length
    return abs(math.degrees(math.atan2(along, NOSE_DEPTH_RATIO * length)))
