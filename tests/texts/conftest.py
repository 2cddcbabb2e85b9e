"""Every test here ends in English, as it began."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from posture_watch.texts import use_language


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """What a test chose is forgotten."""
    yield
    use_language("en")
