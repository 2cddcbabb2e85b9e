"""Measuring the monitor on labelled pictures or landmark recordings, beside the rules of other programs."""
