"""Our names against MediaPipe's numbering, as its documentation lists it."""

from __future__ import annotations

from posture_watch.core.landmarks import POINT_NAMES
from posture_watch.pose.names import INDEX_OF

# https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker: 0 to 32 (the package has no such list any more)
DOCUMENTED = """
nose
left eye (inner), left eye, left eye (outer), right eye (inner), right eye, right eye (outer)
left ear, right ear, mouth (left), mouth (right)
left shoulder, right shoulder, left elbow, right elbow, left wrist, right wrist
left pinky, right pinky, left index, right index, left thumb, right thumb
left hip, right hip, left knee, right knee, left ankle, right ankle
left heel, right heel, left foot index, right foot index
"""


def test_every_name_of_the_core_has_a_number() -> None:
    assert set(INDEX_OF) == set(POINT_NAMES)


def test_the_numbers_are_the_documented_ones() -> None:
    documented = [name.strip() for name in DOCUMENTED.strip().replace("\n", ",").split(",")]
    assert len(documented) == 33
    spelled = {name: name.replace("_", " ") for name in INDEX_OF}
    spelled |= {"mouth_left": "mouth (left)", "mouth_right": "mouth (right)"}
    assert {name: documented.index(words) for name, words in spelled.items()} == INDEX_OF
