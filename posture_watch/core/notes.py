"""What each metric is: unit, axes and sign, range, source. docs/metrics.md is made from these; a test compares."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MetricNote:
    """What a metric or a signal is: unit, axes and sign, range, source. The documentation page is made from these."""

    name: str
    unit: str
    meaning: str
    range: str
    source: str


METRICS: tuple[MetricNote, ...] = (
    MetricNote(
        "head_drop_ratio",
        "shoulder widths",
        "minus the distance from the shoulders' midpoint to the ears' midpoint; 0 would be ears on the shoulder line, "
        "larger is lower. A distance, not a height, so that leaning sideways does not change it",
        "about −0.9 to −0.3",
        "PoseGood headGap and UpSit clearance (field survey), here along the neck",
    ),
    MetricNote(
        "face_scale_ratio",
        "share of the frame's width",
        "distance between the ears over cos(turn): how near the face is",
        "0 to 1",
        "pinhole camera",
    ),
    MetricNote(
        "shoulder_scale_ratio",
        "share of the frame's width",
        "distance between the shoulders: how near the shoulders are",
        "0 to 1",
        "pinhole camera",
    ),
    MetricNote(
        "lateral_offset_ratio",
        "shoulder widths",
        "shoulders' midpoint from the middle of the frame, positive towards the picture's right (the subject's left "
        "if the camera does not mirror)",
        "−3 to 3",
        "definition",
    ),
    MetricNote(
        "head_tilt_deg",
        "degrees",
        "mean of ear and eye line against the horizontal (ear line, without eyes), positive towards the subject's left "
        "shoulder",
        "−90 to 90",
        "Raine and Twomey 1997: asymptomatic adults 0 ± 2–3°",
    ),
    MetricNote(
        "shoulder_tilt_deg",
        "degrees",
        "shoulder line against the horizontal, positive when the subject's left shoulder is lower",
        "−90 to 90",
        "Raine and Twomey 1997",
    ),
    MetricNote(
        "head_turn_deg",
        "degrees",
        "yaw: atan(nose's offset from the ears' midpoint along the ear line / 0.7 ear distances), positive towards the "
        "picture's right. A gate, not a posture",
        "−90 to 90",
        "proxy; 0.7: nose 10.5 cm before, ears 15 cm apart (starting guess)",
    ),
    MetricNote(
        "torso_inclination_deg",
        "degrees",
        "hip → shoulder against the vertical, positive forwards; both sides' middle, or the seen one (side view)",
        "−180 to 180",
        "RULA, ISO 11226; SD 5–8° with this model",
    ),
    MetricNote(
        "neck_inclination_deg",
        "degrees",
        "shoulder → ear against the vertical, positive forwards; both sides' middle, or the seen one (side view)",
        "−180 to 180",
        "RULA, ISO 11226; SD 5–8° with this model",
    ),
    MetricNote(
        "body_inclination_deg",
        "degrees",
        "hip → ear against the vertical, positive forwards (side view)",
        "−180 to 180",
        "definition",
    ),
    MetricNote(
        "head_drop_torso_ratio",
        "torso lengths",
        "minus the height of the ear above the shoulder; larger is lower (side view)",
        "about −0.5 to 0.2",
        "definition",
    ),
    MetricNote(
        "cva_proxy_deg",
        "degrees",
        "angle of the line C7 → ear above the horizontal, C7 guessed from shoulder and hip; smaller is head forward. "
        "A proxy: the model has no C7 point (side view)",
        "−90 to 180",
        "Lau 2009: healthy 50.6 ± 2.1, neck pain 43.9 ± 3.6; the place of C7 is a starting guess",
    ),
    MetricNote("ear_ahead_px", "px", "ear's x towards the side that is faced (side view)", "± frame", "definition"),
    MetricNote("ear_y_px", "px", "ear, down (side view)", "frame", "definition"),
    MetricNote("neck_px", "px", "distance of ear and shoulder (side view)", "above 0", "definition"),
    MetricNote(
        "hip_to_ear_px",
        "px",
        "distance of ear and hip; with hips hidden ear to shoulder / 0.29",
        "above 0",
        "hip to eye 72 cm (engineering choice)",
    ),
    MetricNote("head_x_px", "px", "ears' midpoint, to the right", "frame", "definition"),
    MetricNote("head_y_px", "px", "ears' midpoint, down", "frame", "definition"),
    MetricNote("shoulder_x_px", "px", "shoulders' midpoint, to the right", "frame", "definition"),
    MetricNote("shoulder_y_px", "px", "shoulders' midpoint, down", "frame", "definition"),
    MetricNote("shoulder_width_px", "px", "distance between the shoulders", "above 0", "definition"),
    MetricNote("face_size_px", "px", "distance between the ears over cos(turn)", "above 0", "definition"),
)
