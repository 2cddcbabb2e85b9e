"""The page docs/accuracy.md and its drawings: figures from the run, words about failures and limits by hand."""

from __future__ import annotations

from pathlib import Path

from evaluation.measured import Asked, Measured
from evaluation.remarks import remarks_for
from evaluation.roc import svg
from evaluation.sections import sections_of
from evaluation.summary import summary
from evaluation.tables import as_markdown, as_text
from posture_watch.errors import UserError

SIMULATED = ("What the sizes mean", "The limits as they stand")
"""Pieces of the simulation's page that are shown here too."""
HEADINGS = (
    "How it was measured", "Frames", "Seen again", "ROC curves", "Kinds", "Events", "Coverage", "Worse baselines",
    "Somebody new", "Clips", "Detection against angle", "Failures", "Limits", "Left out",
)  # fmt: skip


def as_plain_text(measured: Measured) -> str:
    """The tables for a terminal."""
    return "\n\n".join(as_text(table) for section in sections_of(measured) for table in section.tables)


def write_page(path: Path, measured: Measured, asked: Asked) -> None:
    """``path`` and a drawing of each view's curves beside it. Raises UserError if they cannot be written."""
    try:
        _write(path, measured, asked)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.", "Choose another folder.") from error


def _write(path: Path, measured: Measured, asked: Asked) -> None:
    views = list(dict.fromkeys(curve.view for curve in measured.curves))
    drawings = [path.with_name(f"{path.stem}-{_plain_name(view)}.svg") for view in views]
    for view, drawing in zip(views, drawings, strict=True):
        curves = [curve for curve in measured.curves if curve.view == view]
        drawing.write_text(svg(f"{view} camera, all scored frames", curves), encoding="utf-8")
    links = [f"![ROC curves, {view} camera]({file.name})" for view, file in zip(views, drawings, strict=True)]
    path.write_text(page(path, measured, asked, links), encoding="utf-8")


def page(path: Path, measured: Measured, asked: Asked, links: list[str]) -> str:
    """The whole page, to stand at ``path``."""
    remarks = remarks_for(asked.manifest, measured)
    bodies = {
        "How it was measured": [_command(asked), remarks["How it was measured"]],
        "ROC curves": ["Dots are the rules' own limits.", *links],
        "Detection against angle": [_simulated(path.with_name("simulation.md"))],
        "Limits": [remarks.get("Limits", "")],
    }
    for section in sections_of(measured):
        tables = [as_markdown(table) for table in section.tables]
        bodies[section.heading] = [section.words, *tables, remarks.get(section.heading, "")]
    parts = ["# How right it is", *summary(measured, own_set="Limits" in remarks)]
    for heading in HEADINGS:
        if any(bodies.get(heading, ())):
            parts += [f"## {heading}", *(part for part in bodies[heading] if part)]
    return "\n\n".join(parts) + "\n"


def _command(asked: Asked) -> str:
    flags = [flag for flag, on in (("--landmarks", asked.stored), ("--clips", asked.clips)) if on]
    command = " ".join(["python scripts/evaluate.py MANIFEST", *flags, "--write docs/accuracy.md"])
    return f"Written by `{command}`; do not edit it by hand."


def _simulated(page: Path) -> str:
    """What the simulation says at the limits as they stand, out of its own page, if that lies beside this one."""
    if not page.exists():
        return "Not measured: there is no simulation."
    pieces = page.read_text(encoding="utf-8").split("\n### ")[1:]
    wanted = [f"### {piece.strip()}" for piece in pieces if piece.startswith(SIMULATED)]
    link = f"Simulated bodies before simulated cameras; how, and everything else, is in [{page.name}]({page.name})."
    drawing = page.with_suffix(".svg")
    shown = [f"![Share noticed against size]({drawing.name})"] if drawing.exists() else []
    return "\n\n".join([link, *wanted, *shown])


def _plain_name(view: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in view)
