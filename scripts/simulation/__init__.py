"""Simulated people before simulated cameras: what the monitor notices where no licensed pictures exist."""
