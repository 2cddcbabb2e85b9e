"""The only landmark numbers in the code: MediaPipe's 33 points, those that we use, by our names."""

from __future__ import annotations

INDEX_OF = {
    "nose": 0,
    "left_eye": 2,
    "right_eye": 5,
    "left_ear": 7,
    "right_ear": 8,
    "mouth_left": 9,
    "mouth_right": 10,
    "left_shoulder": 11,
    "right_shoulder": 12,
    "left_elbow": 13,
    "right_elbow": 14,
    "left_wrist": 15,
    "right_wrist": 16,
    "left_hip": 23,
    "right_hip": 24,
    "left_knee": 25,
    "right_knee": 26,
}
"""Left and right are the subject's own, as in MediaPipe's Pose Landmarker documentation."""
