"""The environment for child processes, without what ``import cv2`` writes into ours."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

# cv2 points these at its own libraries; a Qt program or a browser started with them crashes.
_WRITTEN_BY_CV2 = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH")
_INSIDE_CV2 = re.compile(r"[\\/](cv2|opencv_python[^\\/]*)([\\/]|$)")
# They make programs write to stderr, which is where a failure is read from.
_TALKATIVE = (
    "G_MESSAGES_DEBUG",
    "G_DEBUG",
    "DBUS_VERBOSE",
    "PYTHONVERBOSE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONWARNINGS",
)


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """A copy of ``environment`` in which nothing points into cv2's folder, whenever it was imported."""
    clean = {key: value for key, value in environment.items() if key not in _TALKATIVE}
    for key in _WRITTEN_BY_CV2:
        kept = [entry for entry in clean.get(key, "").split(os.pathsep) if entry and not _INSIDE_CV2.search(entry)]
        clean.pop(key, None)
        if kept:
            clean[key] = os.pathsep.join(kept)
    return clean
