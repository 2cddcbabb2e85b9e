"""The list of labelled files. A session is one camera, one person, one sitting, in the order of its file names."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.vocabulary import (
    NEITHER_LABELS,
    NO_VIEW,
    UPRIGHT_LABELS,
    VIEWS,
    is_empty,
    nearest,
    plain_label,
    plain_view,
    unknown_labels,
)
from posture_watch.errors import UserError

__all__ = ["NEITHER_LABELS", "Row", "read_manifest", "unknown_of", "upright", "usable"]

COLUMNS = ("file", "label", "subject", "view", "session")
READABLE = frozenset({".jpg", ".jpeg", ".png", ".webp", ".jsonl"})
"""Pictures and landmark recordings."""
CLIPS = frozenset({".mkv", ".mp4", ".avi", ".webm", ".gif"})


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the manifest: a picture, or a landmark recording whose scenes all have this label."""

    path: Path
    label: str
    subject: str
    view: str
    session: str
    kind: str = ""

    @property
    def clip(self) -> bool:
        """Whether it is a clip, whose frames have no label each."""
        return self.kind == "video" or self.path.suffix.lower() in CLIPS

    @property
    def empty(self) -> bool:
        """Whether nobody is in it."""
        return is_empty(self.label)

    @property
    def group(self) -> tuple[str, str, str]:
        """What makes a session: view, subject, session; mirrored copies (NAME_flip.jpg) are another set-up."""
        mirrored = " mirrored" if self.path.stem.endswith("_flip") else ""
        return (self.view, self.subject, f"{self.session}{mirrored}".strip())


def read_manifest(path: Path, folder: Path) -> tuple[Row, ...]:
    """The rows, their files sought in ``folder``. Of other columns only ``kind`` is read: "video" is a clip.

    Raises UserError naming the file, and the line where there is one, if it cannot be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise UserError(f"{path} has no column {', '.join(missing)}.", f"It needs: {', '.join(COLUMNS)}.")
            return tuple(_row(row, folder, f"{path}:{reader.line_num}") for row in reader)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Give the manifest's CSV file.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} is not a CSV file in UTF-8.", "Save it as such.") from error


def _row(row: dict[str, str | None], folder: Path, where: str) -> Row:
    file, label, subject, view, session = (row[name] for name in COLUMNS)
    if not file or not label or subject is None or not view or session is None:
        raise UserError(f"{where}: file, label or view is empty.", "Fill it in, or delete the line.")
    known_view = plain_view(view)
    if known_view is None:
        raise UserError(f"{where}: the view {view.strip()} is not known.", nearest(view, VIEWS))
    names = (subject.strip(), known_view, session.strip())
    found = Row(folder / file.strip(), plain_label(label), *names, (row.get("kind") or "").strip())
    if known_view == NO_VIEW and not (found.clip or found.empty):
        raise UserError(f"{where}: a person is in it and its view is {NO_VIEW}.", nearest(NO_VIEW, VIEWS))
    return found


def unknown_of(rows: Sequence[Row]) -> list[str]:
    """Labels that nobody knows, of frames that are judged."""
    return unknown_labels(row.label for row in rows)


def upright(label: str) -> bool:
    """Whether a label stands for the posture that must not be flagged."""
    return label in UPRIGHT_LABELS


def usable(rows: Sequence[Row]) -> tuple[list[list[Row]], list[str]]:
    """The rows by session, and a sentence for each session that is left out: it has no frame known to be upright, or
    nothing readable. Clips and empty pictures are measured elsewhere (clips.py)."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if not row.clip and not row.empty:
            groups.setdefault(row.group, []).append(row)
    kept: list[list[Row]] = []
    left_out: list[str] = []
    for (view, subject, session), members in groups.items():
        readable = sorted((row for row in members if row.path.suffix.lower() in READABLE), key=_order)
        name = f"{view} {subject} {session or '(no session)'}"
        if not readable:
            left_out.append(f"{name}: {len(members)} files that are neither pictures nor recordings")
        elif not any(upright(row.label) for row in readable):
            left_out.append(f"{name}: {len(readable)} files, none labelled {' or '.join(sorted(UPRIGHT_LABELS))}")
        else:
            kept.append(readable)
    return kept, left_out


def _order(row: Row) -> list[tuple[int, str]]:
    """By file name, numbers by their value: the manifest itself may be sorted by label."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", row.path.name)]
