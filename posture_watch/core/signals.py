"""What rules can be asked about: every signal with unit, sign, range and source. docs/metrics.md is made from these."""

from __future__ import annotations

from posture_watch.core.notes import MetricNote

SIGNALS: tuple[MetricNote, ...] = (
    MetricNote(
        "slump_score",
        "share of a full slump",
        "head lower in the frame than upright, after allowing for distance; 1 is 0.12 shoulder widths (about 4 cm), or "
        "the user's own full slump (calibrate --check)",
        "0 to 2",
        "0.65 interpupillary distances is a full slump (engineering choice); McGill 1992 for what a held one does",
    ),
    MetricNote(
        "head_sink_ratio", "shoulder widths", "head lower in the frame, the same unclipped", "−3 to 3", "definition"
    ),
    MetricNote(
        "head_drop_ratio", "shoulder widths", "head lost height against the shoulders", "−0.5 to 0.9", "definition"
    ),
    MetricNote(
        "forward_lean_deg",
        "degrees",
        "asin(D0/L · (1 − 1/q)), q growth of the face, D0 0.65 m, L 0.72 m: lean towards the screen",
        "−90 to 90",
        "pinhole camera; RULA and ISO 11226 for the limits",
    ),
    MetricNote("face_scale_ratio", "growth", "face nearer than upright: q − 1", "−0.9 to 3", "pinhole camera"),
    MetricNote("shoulder_scale_ratio", "growth", "shoulders nearer than upright: q − 1", "−0.9 to 3", "pinhole camera"),
    MetricNote(
        "head_forward_ratio",
        "growth",
        "face grew more than the shoulders: q_face / q_shoulder − 1, head brought forward",
        "−0.9 to 3",
        "engineering choice",
    ),
    MetricNote(
        "lateral_lean_deg",
        "degrees",
        "trunk towards the subject's left (+) or right: geometric mean of asin(shift of the shoulders / 1.6 shoulder "
        "widths) and the change of their tilt; 0 when these point to different sides",
        "−90 to 90",
        "geometry; the trunk length is a starting guess",
    ),
    MetricNote(
        "head_tilt_deg",
        "degrees",
        "head tilted towards the subject's left (+) or right; turned by more than 8°, at most 1.5 times what the neck "
        "leans; less twice what the baseline's spread exceeds 3°",
        "−90 to 90",
        "ISO 11226 ± 10°",
    ),
    MetricNote("shoulder_tilt_deg", "degrees", "left (+) or right shoulder lower", "−90 to 90", "engineering choice"),
    MetricNote(
        "head_sink_side_ratio",
        "hip-to-ear lengths",
        "ear lower in the frame than upright, less what leaning back explains; missing while reclined (side view)",
        "−3 to 3",
        "4 cm of 72 cm is a full slump (engineering choice)",
    ),
    MetricNote(
        "trunk_lean_deg",
        "degrees",
        "the smaller of two signs of one movement: trunk further forward than upright, and asin(ear further ahead / "
        "hip-to-ear length); 0 when they contradict, negative is leaning back (side view)",
        "−90 to 90",
        "RULA, ISO 11226; the SD of side view angles is 5–8°",
    ),
    MetricNote(
        "torso_inclination_deg", "degrees", "trunk further forward than upright (side view)", "−180 to 180", "RULA"
    ),
    MetricNote(
        "neck_inclination_deg", "degrees", "neck further forward than upright (side view)", "−180 to 180", "RULA"
    ),
    MetricNote(
        "head_drop_torso_ratio", "torso lengths", "head lower over the shoulder (side view)", "−0.5 to 1", "definition"
    ),
    MetricNote("cva_proxy_deg", "degrees", "craniovertebral proxy lost (side view)", "−180 to 180", "Lau 2009"),
    MetricNote(
        "strain",
        "100 is about the holding limit",
        "muscle load of trunk and neck and creep of the back's tissues, the largest of them (strain.py); not a "
        "deviation, for rules of kind move",
        "0 to 200",
        "Xia & Frey Law 2008, Looft 2018, McGill & Brown 1992; ISO 11226 ± 26 %",
    ),
    MetricNote(
        "still_s",
        "s",
        "seconds since the posture last changed by more than 5° or 8 % nearer or further; not a deviation, for rules "
        "of kind move",
        "0 up",
        "BG BAU; the sizes are engineering choices",
    ),
    MetricNote(
        "sitting_s", "s", "seconds sat in this bout; not a deviation, for rules of kind move", "0 up", "definition"
    ),
)
TIMED_SIGNALS = frozenset(("sitting_s", "still_s", "strain"))
"""Those that have time in them; they are about moving, never about posture."""
SIGNAL_NAMES = frozenset(note.name for note in SIGNALS)
