"""A short runtime folder: pytest's own are long enough to reach the limit for socket paths."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def runtime_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pw-") as folder:
        yield Path(folder, "run")
