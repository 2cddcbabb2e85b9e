"""Gentler days on a running monitor: taken up at once, shown as such, kept over a kill, ended by a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.conftest import Start
from tests.live.monitor import START_S
from tests.program import run_command


@pytest.mark.usefixtures("tilting")
def test_nothing_about_posture_until_they_end(start: Start, home: Path) -> None:
    assert "Gentler until" in run_command("gentle", "1", home=home).out
    monitor = start()
    gentle = monitor.wait(lambda now: now["active_rules"], what="a tilt that is seen", within_s=START_S)
    assert (gentle["state"], gentle["reminder"], gentle["attention"]) == ("gentle", None, False)
    assert gentle["gentle_until"] is not None
    assert "posture" not in gentle["text"].replace("nothing about posture", "")
    monitor.kill()
    again = start()
    again.wait(lambda now: now["state"] == "gentle", what="the gentler days going on", within_s=START_S)
    assert run_command("gentle", "0", home=home).out == "The gentler days are over.\n"
    after = again.wait(lambda now: now["reminder"], what="a reminder", within_s=START_S)
    assert after["gentle_until"] is None
    run_command("gentle", "1", home=home)
    taken_back = again.wait(lambda now: now["gentle_until"], what="gentler days again")
    assert taken_back["state"] in ("gentle", "unknown")
    again.wait(lambda now: now["reminder"] is None, what="the reminder taken back")
