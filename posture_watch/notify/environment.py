"""The environment for child processes, without what ``import cv2`` writes into ours."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

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
    quiet = {key: value for key, value in environment.items() if key not in _TALKATIVE}
    return without_entries(quiet, _WRITTEN_BY_CV2, _INSIDE_CV2)


def without_entries(environment: Mapping[str, str], names: Iterable[str], unwanted: re.Pattern[str]) -> dict[str, str]:
    """A copy in which these lists of paths lack what ``unwanted`` is found in; one that is empty then is left out."""
    clean = dict(environment)
    for name in names:
        kept = [entry for entry in clean.pop(name, "").split(os.pathsep) if entry and not unwanted.search(entry)]
        if kept:
            clean[name] = os.pathsep.join(kept)
    return clean
