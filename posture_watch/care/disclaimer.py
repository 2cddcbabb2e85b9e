"""The one disclaimer. The words that a program like this must not use of itself stand here and nowhere else."""

from __future__ import annotations

DISCLAIMER = (
    "posture_watch is not a medical device. It does not diagnose, treat, cure or prevent anything, and it does not "
    "replace anybody who knows about backs and can look at yours."
)
"""Shown on every page about the body; show ``texts.retold(DISCLAIMER)``."""
