"""Simulated diaries: how often the look at what went before finds something that is there, or is not there."""
