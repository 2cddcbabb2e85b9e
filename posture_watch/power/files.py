"""Small files of the kernel's, which may be gone, refuse, or say nothing."""

from __future__ import annotations

from pathlib import Path


def read_word(file: Path) -> str:
    """Its text in small letters without spaces around, "" if it cannot be read."""
    try:
        return file.read_text(errors="replace").strip().lower()
    except OSError:
        return ""


def read_number(file: Path) -> float | None:
    """Its number, None if there is none."""
    try:
        return float(read_word(file))
    except ValueError:
        return None
