"""What is done to the log beside a running monitor: read, exported, deleted, and refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from posture_watch.store.log import Log
from tests.live.monitor import MonitorProcess
from tests.program import run_command

EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
Start = Callable[..., MonitorProcess]


def test_read_exported_and_deleted_beside_a_running_monitor(home: Path, start: Start, tmp_path: Path) -> None:
    monitor = start()
    monitor.wait_until_good()
    export = tmp_path / "export.json"
    for words in (("report",), ("watch", "--once"), ("report", "--week"), ("export", export), ("data", "size")):
        ran = run_command(*words, home=home)
        assert ran.code == 0, ran
    assert json.loads(export.read_text())["readings"]
    refused = run_command("import", export, home=home)
    assert (refused.code, "posture-watch stop" in refused.err) == (2, True)
    before = datetime.now(UTC) - timedelta(milliseconds=1)  # the log has whole ones
    assert run_command("data", "delete", "--from", "2000-01-01", "--yes", home=home).code == 0
    monitor.wait(lambda now: now["sitting_s"] > 2, what="more sitting")
    assert monitor.end() == 0
    with Log.open_readonly(monitor.paths.database_file) as log:
        told, entries = log.detail(*EVER), list(log.history(*EVER))
    assert told.intervals
    assert entries
    moments = [*(i.start_utc for i in told.intervals), *(e.at.utc for e in entries)]
    assert min(moments) >= before, "what was deleted does not come back"
    assert run_command("report", home=home).code == 0
