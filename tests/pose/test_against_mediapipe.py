"""Our wall around MediaPipe against MediaPipe used plainly: the same points, from the same colours."""

# mediapipe has no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

import mediapipe as mp
import numpy as np
import pytest
from mediapipe.tasks.python import BaseOptions, vision

from posture_watch.capture.clip import CLIP_START
from posture_watch.demo.portrait import portrait
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path
from posture_watch.pose.names import INDEX_OF

pytestmark = pytest.mark.model


def test_the_same_points_from_red_green_blue() -> None:
    picture = portrait(CLIP_START).image
    options = vision.PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model_path("lite"))))
    rgb = np.ascontiguousarray(picture[..., ::-1])
    with vision.PoseLandmarker.create_from_options(options) as plain:
        (points,) = plain.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)).pose_landmarks
    with PoseModel(model_path("lite"), mode="image", max_people=1) as pose:
        (person,) = pose.look(picture, CLIP_START).people
    for name, index in INDEX_OF.items():
        ours = person.points[name]
        theirs = points[index].x * 640, points[index].y * 480, points[index].visibility
        assert (ours.x_px, ours.y_px, ours.visibility) == pytest.approx(theirs, abs=0.01), name
