"""Notices when the user should be left alone: a module a sense. What cannot be told is None, never a guess."""
