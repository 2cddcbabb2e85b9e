"""The words written by hand, and which pictures they are about: they stand on no page about others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from evaluation.measured import Measured

REMARKS = Path(__file__).resolve().parent / "remarks.md"
"""What is written by hand: pieces under "# NAME" headings, put in where the page has them."""
SUBJECTS = frozenset({"A", "D", "E", "S1", "V1"})
"""Whom the words are about, and no others."""
FOR_ANY = ("How it was measured",)
"""Pieces that hold for any manifest."""
FAILURES = "Failures"
NOT_LOOKED_AT = "Nobody has looked at these failures."
NAMED = re.compile(r"`([A-Z]\w*_\d{4}|\d{8}_\d{6})\w*`")
"""A picture named in the words, with or without its label."""


def remarks_for(manifest: Path, measured: Measured) -> dict[str, str]:
    """Heading → text, as far as it is about these pictures; a listed failure that nobody wrote about is said so."""
    remarks = read_remarks()
    if not is_remarked(manifest, measured):
        return {**{name: remarks[name] for name in FOR_ANY}, FAILURES: NOT_LOOKED_AT}
    new = not_looked_at([failure.file for failure in measured.failures], remarks[FAILURES])
    if new:
        remarks[FAILURES] += f"\n\nNobody has looked at these yet: {', '.join(f'`{name}`' for name in new)}."
    return remarks


def is_remarked(manifest: Path, measured: Measured) -> bool:
    """Whether the words are about these: every picture that they name is listed, and the same people are measured."""
    listed = manifest.read_text(encoding="utf-8-sig")
    people = {line.name for line in measured.left_out_lines if line.by == "subject"}
    return people == set(SUBJECTS) and all(name in listed for name in named_in(read_remarks()[FAILURES]))


def not_looked_at(files: Sequence[str], words: str) -> list[str]:
    """The files that the words do not name."""
    names = tuple(named_in(words))
    return [file for file in files if not file.startswith(names)]


def named_in(words: str) -> list[str]:
    """Beginnings of the file names in the words."""
    return NAMED.findall(words)


def read_remarks() -> dict[str, str]:
    """Heading → text."""
    pieces = REMARKS.read_text(encoding="utf-8").split("\n# ")[1:]
    return {heading: body.strip() for heading, _, body in (piece.partition("\n") for piece in pieces)}
