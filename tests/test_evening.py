"""The day's report is told of once a day, by choice, and not into a silence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture_watch.config.schema import ReportSection
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.evening import Evening, open_report
from posture_watch.store.log import Log
from tests.history.days import live
from tests.sim import UPRIGHT, Phase, scenes, settings_for

WISH = ReportSection(evening=True, evening_h=17.5)
BREAK_S = 60.0


def at(hour: int, minute: int = 0, day: int = 2) -> Instant:
    """Local time, an hour ahead of UTC."""
    utc = datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)
    return Instant(86_400.0 * day + 3600.0 * hour + 60 * minute, utc, 3600.0)


@pytest.fixture
def sat(tmp_path: Path) -> Path:
    """A log of somebody who sat on that Monday morning."""
    file = tmp_path / "log.sqlite3"
    live(file, scenes([Phase(300, UPRIGHT)], 0.1), settings_for(0.1))
    return file


def test_told_at_its_hour_and_once(sat: Path) -> None:
    with Log.open(sat, now=at(17)) as log:
        evening = Evening(log, at(17), BREAK_S)
        assert evening.due(at(17, 29), WISH, silent=False) is None
        assert evening.due(at(17, 30), ReportSection(evening_h=17.5), silent=False) is None, "only by choice"
        assert evening.due(at(17, 31), WISH, silent=True) is None, "it waits"
        notice = evening.due(at(17, 40), WISH, silent=False)
        assert notice is not None
        assert "posture-watch report --open" in notice.text
        assert evening.due(at(17, 50), WISH, silent=False) is None
        assert evening.told_on(at(8, day=3)) == at(18).local_date, "clicked the next morning"
        log.append([notice], Checkpoint(None, None))
        assert Evening(log, at(18), BREAK_S).due(at(18), WISH, silent=False) is None, "nor after a restart"


def test_not_on_a_day_on_which_nobody_sat(sat: Path) -> None:
    with Log.open_readonly(sat) as log:
        assert Evening(log, at(18, day=3), BREAK_S).due(at(18, day=3), WISH, silent=False) is None


def test_the_button_opens_the_report_in_a_program_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a screen there is no browser: the page is written all the same."""
    monkeypatch.setenv("POSTURE_WATCH_HOME", str(tmp_path))
    monkeypatch.delenv("DISPLAY", raising=False)
    program = open_report(datetime(2026, 3, 2, tzinfo=UTC).date())
    assert program.wait(60) == 0
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == 1
