"""The log that survives: one SQLite file, readable by its owner only. Nothing else in the package knows SQL."""
