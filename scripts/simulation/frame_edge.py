"""What the pose model makes of shoulders below the lower edge of the frame: sure of them, but too high and too narrow.

Measured with the lite model on 27 upright front frames of three people, cropped from below: how far the shoulder line
lay below the edge, against where the whole picture had shown it.
"""

from __future__ import annotations

import numpy as np

from simulation.people import Floats

BELOW_SHARE = (-0.08, -0.05, 0.0, 0.03, 0.06, 0.10, 0.15, 0.20, 0.30)
"""How far the shoulder line is below the lower edge, in heights of the frame."""
TOO_HIGH = (0.0, 0.018, 0.036, 0.040, 0.050, 0.072, 0.104, 0.111, 0.138)
"""Shoulder widths by which the model puts the shoulders too high (medians)."""
TOO_NARROW = (0.0, 0.027, 0.036, 0.052, 0.060, 0.111, 0.155, 0.190, 0.190)
"""Share of the shoulder width that is lost (medians)."""
SURE_Q50 = (1.0, 1.0, 0.99, 0.99, 0.99, 0.99, 0.90, 0.90, 0.90)
SURE_Q10 = (1.0, 0.99, 0.95, 0.83, 0.70, 0.53, 0.43, 0.30, 0.30)
"""Visibility of the less visible shoulder: median and tenth percentile."""


def below_edge(shoulder_y_px: Floats, height_px: Floats) -> Floats:
    """How far the shoulder line is below the frame, in its heights; negative inside."""
    return shoulder_y_px / height_px - 1.0


def too_high(below: Floats) -> Floats:
    """In shoulder widths."""
    return np.interp(below, BELOW_SHARE, TOO_HIGH)


def too_narrow(below: Floats) -> Floats:
    """As a share of the shoulder width."""
    return np.interp(below, BELOW_SHARE, TOO_NARROW)


def sureness(below: Floats, clarity: Floats) -> Floats:
    """Visibility for a person whose shoulders are clearer than those of the share ``clarity`` of people."""
    low, usual = np.interp(below, BELOW_SHARE, SURE_Q10), np.interp(below, BELOW_SHARE, SURE_Q50)
    return np.clip(low + (usual - low) * (clarity - 0.1) / 0.4, 0.0, usual)
