"""Days taken in from another computer are judged again in the order in which they were lived."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from posture_watch.core.events import ReminderDue
from posture_watch.core.history import replayed
from posture_watch.store.log import Log
from tests.exchange.test_round_trip import export, take_in
from tests.history.days import live
from tests.history.test_replaying import EVER, FPS, compared, someone
from tests.sim import settings_for


def test_older_days_that_were_imported_later_come_first(tmp_path: Path) -> None:
    settings, before, after = settings_for(FPS), tmp_path / "before", tmp_path / "after"
    told = live(before, someone(5, 3, datetime(2026, 3, 2, 7, tzinfo=UTC)), settings).events
    told += live(after, someone(6, 3, datetime(2026, 3, 4, 7, tzinfo=UTC)), settings).events
    take_in(after, export(before))
    with Log.open_readonly(after) as log:
        entries = list(log.history(*EVER))
    assert all(one.at.utc <= other.at.utc for one, other in pairwise(entries))
    again = compared([event for _, _, events in replayed(entries, settings) for event in events])
    assert [e.at for e in again if isinstance(e, ReminderDue)] == [e.at for e in told if isinstance(e, ReminderDue)]
    assert any(isinstance(e, ReminderDue) for e in told)
