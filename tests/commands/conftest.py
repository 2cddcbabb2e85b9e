"""Clips and homes for commands that are run as a user runs them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.capture.conftest import fakecam_library
from tests.portraits import empty_desk, sitting, write_clip, write_folder

__all__ = ["fakecam_library"]

Files = Callable[[], dict[str, bytes]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder for all of the program's files."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def files(home: Path) -> Files:
    """What is in the home folder now: path to content."""

    def found() -> dict[str, bytes]:
        return {str(p.relative_to(home)): p.read_bytes() for p in sorted(home.rglob("*")) if p.is_file()}

    return found


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """story.avi (5 a second: 4 s upright, 3 s near, 3 s nobody), upright/ (one picture), near/ (one picture)."""
    folder = tmp_path_factory.mktemp("clips")
    write_clip(folder / "story.avi", [*[sitting()] * 20, *[sitting(closeness=1.4)] * 15, *[empty_desk()] * 15])
    write_folder(folder / "upright", [sitting()])
    write_folder(folder / "near", [sitting(closeness=1.4)])
    write_folder(folder / "empty_desk", [empty_desk()] * 3)
    return folder


@pytest.fixture(scope="session")
def package_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package without models: put the parent first on PYTHONPATH."""
    place = tmp_path_factory.mktemp("copy")
    root = Path(__file__).parents[2]
    shutil.copytree(root / "posture_watch", place / "posture_watch", ignore=shutil.ignore_patterns("__pycache__"))
    return place
