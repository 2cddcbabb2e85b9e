"""`cameras`: the cameras by number and name, and what keeps one from working."""

from __future__ import annotations

import argparse

from posture_watch.capture.devices import described, list_cameras
from posture_watch.errors import UserError
from posture_watch.native_output import silence_native_output
from posture_watch.texts import retold, text


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Print a line for each."""
    silence_native_output()
    cameras = list_cameras()
    if not cameras:
        raise UserError("No camera was found.", "Plug one in; 'posture-watch doctor' looks closer.")
    for camera in cameras:
        print(retold(described(camera)))
    print(
        text("Use one with: posture-watch run --source NUMBER (or camera:NAME), or camera.source in the settings file.")
    )
    return 0
