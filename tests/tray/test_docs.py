"""docs/tray.md: names every icon, and its pictures are there and small."""

from __future__ import annotations

import re
from pathlib import Path

from posture_watch.screen import QT_LIBRARIES, X11_LIBRARIES
from posture_watch.tray.seen import SHOWN

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "tray.md").read_text(encoding="utf-8")


def test_every_icon_is_described() -> None:
    assert [shown for shown in SHOWN if f"\n| {shown}: " not in PAGE] == []


def test_its_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[.+\]\((.+)\)", PAGE)
    assert len(pictures) >= 4
    assert [name for name in pictures if not 0 < (DOCS / name).stat().st_size < 100_000] == []


def test_the_packages_it_names_are_those_that_are_looked_for() -> None:
    named = set(re.findall(r"\blib[\w.+-]+", PAGE.split("apt-get install")[1].split("## ")[0]))
    assert named <= set(QT_LIBRARIES.values()) | set(X11_LIBRARIES.values())
