"""`breathe`: slow breathing to follow, for two to five minutes. By choice, and no camera looks."""

from __future__ import annotations

import argparse
import math

from posture_watch.care.breathing import KNOWN, LEAST_MINUTES, MOST_MINUTES, USUAL_MINUTES
from posture_watch.care.guiding import breathing_stage, intro_stage
from posture_watch.commands.guided import Guided, guide
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Until the minutes are over, or somebody ends it."""
    minutes = USUAL_MINUTES if options.minutes is None else options.minutes
    if not (math.isfinite(minutes) and LEAST_MINUTES <= minutes <= MOST_MINUTES):
        said = text("Breathing is guided for {least:g} to {most:g} minutes.", least=LEAST_MINUTES, most=MOST_MINUTES)
        raise UserError(said, text("For example: posture-watch breathe 3."))
    said = tuple(claim.words for claim in KNOWN)
    stages = (intro_stage("Slow breathing", said), breathing_stage(60.0 * minutes))
    return guide(options, user_paths(), Guided("breathing", text("Slow breathing"), stages))
