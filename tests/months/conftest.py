"""October of the simulated user, made once for all tests of this folder; nobody may write to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from months.living import live

from posture_watch.core.events import Event

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
BREAK_S = 60.0


@dataclass(frozen=True)
class Month:
    """The log, and what the runs said while it was written."""

    log_file: Path
    events: tuple[Event, ...]


@pytest.fixture(scope="package")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    log_file = tmp_path_factory.mktemp("october") / "posture.sqlite3"
    return Month(log_file, tuple(live(log_file, FIRST, LAST)))
