"""Every number the simulation draws from, each with its source. Fixed before any limit was chosen by it.

Lengths in cm, angles in degrees unless the name says otherwise. ANSUR: anthropometric surveys of US Army personnel (1988
and 2012, Gordon et al.), rounded; half men, half women. "starting guess": no source gives the number.
"""
# ruff: noqa: E501  # a table: a row with its source on one line

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SEEDS = (20260105, 20260106)
"""The first is the default; the second is reported beside it."""
DEFAULT_PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """A normal distribution cut off at ``least`` and ``most``."""

    mean: float
    sd: float
    least: float
    most: float
    source: str


@dataclass(frozen=True, slots=True)
class Span:
    """A uniform distribution."""

    least: float
    most: float
    source: str


Table = Mapping[str, Spread | Span]

SIZE_SHARE = 0.6
"""Correlation of every length of a body with its general size (starting guess; ANSUR lengths correlate by 0.4 to 0.8)."""
WIDER = 1.8
"""The population of wider bodies: every spread of a body and of its usual posture times this (starting guess)."""

# fmt: off
_GH = "as seen by the model: shoulder points lie at 0.93 of the breadth (ears over shoulders 0.35–0.40 measured)"
MEN: Table = {
    "shoulder_width_cm": Spread(38.7, 1.8, 32, 46, "biacromial 41.6 ± 1.9, ANSUR 2012; " + _GH),
    "hip_to_shoulder_cm": Spread(47.0, 2.7, 38, 57, "acromion, sitting 60 ± 3, ANSUR 1988; joint 4 below, hip joint 9 up"),
    "hip_to_c7_cm": Spread(57.5, 2.8, 48, 67, "cervicale height less stature plus sitting height 67.5, ANSUR 1988; hip 9 up"),
    "c7_to_ear_cm": Spread(14.3, 1.0, 11, 18, "tragion, sitting, 78.7 = sitting height 91.8 less 13.1, ANSUR 2012: 11 above C7, at a CVA of 50.6°"),
    "ear_width_cm": Spread(14.5, 0.55, 12.5, 16.5, "bitragion breadth, ANSUR 1988"),
    "pupil_width_cm": Spread(6.4, 0.34, 5.3, 7.5, "interpupillary breadth, ANSUR 2012"),
    "hip_width_cm": Spread(19.0, 1.2, 15, 23, "between the hip joints: starting guess after Drillis and Contini 1966"),
}
WOMEN: Table = {
    "shoulder_width_cm": Spread(34.0, 1.7, 28, 40, "biacromial 36.5 ± 1.8, ANSUR 2012; " + _GH),
    "hip_to_shoulder_cm": Spread(43.0, 2.6, 35, 52, "acromion, sitting 55.6 ± 2.9, ANSUR 1988; joint 3.6 below, hip joint 9 up"),
    "hip_to_c7_cm": Spread(53.5, 2.7, 45, 62, "cervicale height less stature plus sitting height 62.5, ANSUR 1988; hip 9 up"),
    "c7_to_ear_cm": Spread(13.5, 0.9, 10, 17, "tragion, sitting, 72.9 = sitting height 85.7 less 12.8, ANSUR 2012: 10.4 above C7, likewise"),
    "ear_width_cm": Spread(13.3, 0.5, 11.5, 15.5, "bitragion breadth, ANSUR 1988"),
    "pupil_width_cm": Spread(6.2, 0.36, 5.1, 7.3, "interpupillary breadth, ANSUR 2012"),
    "hip_width_cm": Spread(18.5, 1.2, 14.5, 23, "between the hip joints: starting guess after Drillis and Contini 1966"),
}
HIP_ABOVE_SEAT_CM = 9.0
"""Hip joint above a seat with somebody on it (starting guess)."""
SHOULDER_BEFORE_C7_CM = 4.0
"""Shoulder joints before the line of the thorax that ends at C7 (starting guess; upright ears stand 5–7 before them)."""
TRUNK_SHARES = {"pelvis": 0.18, "lumbar": 0.32, "thorax": 0.50}
"""Of hip to C7: hip joint–L5/S1–T12/L1–C7/T1 (starting guess after the lengths of the vertebrae)."""
FACE = {"eye": (8.0, 0.9), "nose": (11.0, -2.3), "mouth": (9.5, -6.0), "joint": (-1.0, -2.5)}
"""(forward, up) from the ears' midpoint in cm, for ears 14 apart: in upright frames the model puts eyes 0.09, nose −0.20
and mouth −0.47 ear distances above the ears. ``joint`` is where the head nods (starting guess)."""
MOUTH_WIDTH_CM = 5.0
"""Starting guess."""

POSTURE: Table = {
    "trunk_deg": Spread(-4.0, 5.0, -20, 10, "hip to C7 against the vertical, sitting well: starting guess, −12° on the one photograph"),
    "rounding_deg": Spread(12.0, 5.0, 0, 30, "thorax against the lumbar spine, sitting well: starting guess"),
    "cva_deg": Spread(50.6, 4.0, 38, 62, "craniovertebral angle of healthy people 50.6 ± 2.1, Lau 2009; doubled for untrained ones"),
    "gaze_deg": Spread(-3.0, 5.0, -18, 12, "pitch of the head at the screen, negative is down: starting guess"),
    "shoulders_deg": Spread(0.0, 2.0, -6, 6, "shoulder line: asymptomatic adults 0 ± 2–3°, Raine and Twomey 1997"),
    "head_roll_deg": Spread(0.0, 2.0, -6, 6, "ear line: the same"),
    "head_yaw_deg": Spread(0.0, 5.0, -15, 15, "screen beside the camera's axis: starting guess"),
    "gaze_kept": Span(0.5, 1.0, "share of a forward bend that the head makes good to go on seeing the screen: starting guess"),
}

# The user turns lid or camera until the own face stands at ``face_y`` of the frame; pitch follows from that.
LAPTOP: Table = {
    "below_eye_cm": Spread(24.0, 7.0, 5, 42, "camera 47–55 above the seat, eyes at 73–80 (ANSUR): laptop of 13–16 inch on a 73 desk"),
    "distance_cm": Spread(58.0, 8.0, 40, 85, "eye to camera; 40–75 for portable screens: starting guess after screen work guidance"),
    "offset_cm": Spread(0.0, 5.0, -15, 15, "camera to the side of the person: starting guess"),
    "yaw_deg": Spread(0.0, 4.0, -12, 12, "camera axis past the person: starting guess"),
    "roll_deg": Spread(0.0, 1.0, -4, 4, "starting guess"),
    "fov_deg": Span(55, 78, "horizontal; built-in cameras 55–78 by their makers"),
    "face_y": Span(0.30, 0.58, "height of the ears in the frame: 0.31–0.57 in the upright frames measured"),
}
MONITOR: Table = {
    "below_eye_cm": Spread(-4.0, 7.0, -22, 15, "camera on top of a monitor whose upper edge is at eye height or below, ISO 9241-5"),
    "distance_cm": Spread(70.0, 10.0, 48, 105, "eye to camera; viewing distance 50–100, screen work guidance"),
    "offset_cm": Spread(0.0, 10.0, -30, 30, "starting guess"),
    "yaw_deg": Spread(0.0, 6.0, -18, 18, "starting guess"),
    "roll_deg": Spread(0.0, 2.0, -6, 6, "starting guess"),
    "fov_deg": Span(60, 80, "horizontal; USB cameras of 65–90 diagonal by their makers"),
    "face_y": Span(0.28, 0.55, "height of the ears in the frame: starting guess beside the measured 0.31–0.57"),
}
SIDE: Table = {
    "below_eye_cm": Spread(15.0, 15.0, -20, 55, "starting guess"),
    "distance_cm": Spread(160.0, 30.0, 100, 240, "so far that head and hips are in the frame: starting guess"),
    "turned_deg": Span(65, 115, "camera direction against straight ahead; 90 is exactly from the side: starting guess"),
    "roll_deg": Spread(0.0, 2.0, -6, 6, "starting guess"),
    "fov_deg": Span(55, 78, "as above"),
    "face_y": Span(0.18, 0.35, "hips must be in the frame too: starting guess"),
}
CAMERAS: Mapping[str, Table] = {"laptop": LAPTOP, "monitor": MONITOR}
FRAMES_PX = ((1280, 720), (640, 360), (640, 480))
"""Frame sizes in turn."""


@dataclass(frozen=True, slots=True)
class Noise:
    """One figure of a person sitting upright: how far a single frame is from that person's middle.

    ``q95`` and ``q99`` are quantiles of the absolute value. ``wander_share`` is the share of the variance that stays
    from frame to frame and drifts within WANDER_S; the rest is new in every frame and carries the heavy tail.
    """

    q95: float
    q99: float
    wander_share: float
    source: str


WANDER_S = 60.0
"""Time constant of the slow part, a first-order autoregression (starting guess: people shift within a minute or so)."""

_SPLIT = "split: what successive labelled frames, seconds apart, of one sitting do not share is jitter (217 upright frames)"
STATED: Mapping[str, Noise] = {
    "shoulder_width": Noise(0.09, 0.12, 0.38, "share of the shoulder width: upright frames, as given; " + _SPLIT),
    "head_height": Noise(0.056, 0.082, 0.56, "shoulder widths, ears over shoulders: upright frames, as given; " + _SPLIT),
    "ear_line": Noise(6.6, 10.3, 0.24, "degrees: upright frames, as given; " + _SPLIT),
    "face_size": Noise(0.05, 0.068, 0.34, "share of the ear distance: 217 upright frames against their sitting's median"),
    "whole_height": Noise(0.033, 0.040, 0.70, "shoulder widths, head and shoulders as one piece: the same"),
    "head_aside": Noise(0.065, 0.10, 0.50, "shoulder widths, head against the shoulders: the same, less labelled tilts"),
    "whole_aside": Noise(0.054, 0.10, 0.60, "shoulder widths, head and shoulders as one piece: the same, less labelled leans"),
    "shoulder_line": Noise(2.6, 4.5, 0.30, "degrees: the same"),
    "nose": Noise(0.056, 0.10, 0.30, "ear distances, nose along and across the ear line: the same"),
    "face_point": Noise(0.035, 0.05, 0.30, "ear distances, eyes and mouth, each for itself: the same"),
    "hip": Noise(0.06, 0.10, 0.30, "torso lengths, side view: starting guess; SD 5–8° of a published trunk angle is 0.09–0.14"),
}
"""``shoulder_width`` and ``head_height`` are what is measured of a frame, whatever it comes from: the part of the head's
height that a wrong shoulder width explains is taken off its own noise (see landmarks.py)."""
COMMON_SCALE_SHARE = 0.3
"""Share of the slow shoulder-width variance that is the whole person nearer or farther (starting guess)."""
REMEASURED: Mapping[str, Noise] = {
    **STATED,
    "shoulder_width": Noise(0.033, 0.047, 0.38, "217 upright frames against their own sitting's median"),
    "head_height": Noise(0.029, 0.040, 0.56, "the same"),
    "ear_line": Noise(7.4, 10.3, 0.24, "the same"),
}
"""The same frames against the median of their own sitting: what is left when the baseline is a good one."""
NOISES: Mapping[str, Mapping[str, Noise]] = {"stated": STATED, "remeasured": REMEASURED}

RESEATED: Table = {
    "distance_cm": Spread(0.0, 3.0, -9, 9, "sitting down again, upright: chair nearer or farther, starting guess"),
    "aside_cm": Spread(0.0, 2.5, -8, 8, "starting guess"),
    "trunk_deg": Spread(0.0, 1.5, -4, 4, "starting guess"),
    "gaze_deg": Spread(0.0, 3.0, -9, 9, "starting guess"),
}
"""Upright, but not where the baseline was taken: after a pause. Reported beside those who kept their seat."""
# fmt: on
