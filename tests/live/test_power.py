"""The real monitor on the fake webcam: on a battery that is a folder, and how its threads run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from posture_watch.power.priority import NICE
from tests.desktop_session import require
from tests.live import monitor as monitors
from tests.live.conftest import Start
from tests.live.monitor import START_S
from tests.power.test_battery import LAPTOP_ON_BATTERY, supplies
from tests.power.test_heat import zone
from tests.program import run_command

pytestmark = [pytest.mark.model, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc and /sys")]
ON_MAINS = {**LAPTOP_ON_BATTERY, "AC": {"type": "Mains", "online": "1"}}


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """On mains, and cool."""
    monkeypatch.setattr(monitors, "PROGRAM", (sys.executable, "-m", "tests.rigs.on_battery"))
    folders = {"SUPPLIES": str(tmp_path / "supplies"), "SENSORS": str(tmp_path / "sensors")}
    supplies(tmp_path / "supplies", ON_MAINS)
    zone(tmp_path / "sensors", 0, "x86_pkg_temp", "61000")
    return folders


def with_slow_period(home: Path, seconds: float = 5.0) -> None:
    config = home / "config.toml"
    settings = config.read_text().replace("[camera]", f"[camera]\nperiod_s = {seconds}")
    config.write_text(f"{settings}[power]\nslow_period_s = {seconds}\n")


def test_a_charger_pulled_out_lets_go_of_the_camera_and_put_in_takes_it_again(
    start: Start, home: Path, laptop: Mapping[str, str]
) -> None:
    with_slow_period(home)
    monitor = start(extra=laptop)
    assert monitor.wait_until_good()["pace"] == ""
    assert monitor.holds_camera(), "use is open"
    supplies(Path(laptop["SUPPLIES"]), LAPTOP_ON_BATTERY)
    said = "On battery: a look every 5 s, the camera is off in between"
    before = monitor.wait(lambda now: now["pace"] == said, what="the longer period")
    off = monitor.wait(lambda now: not now["camera_on"], what="the camera being off in between")
    assert off["state"] == "good", "nothing is forgotten over it"
    assert off["sitting_s"] >= before["sitting_s"]
    assert said in run_command("status", home=home).out
    sat_s = monitor.wait(lambda now: now["sitting_s"] > before["sitting_s"] + 9, what="two more bursts")["sitting_s"]
    supplies(Path(laptop["SUPPLIES"]), ON_MAINS)
    monitor.wait(lambda now: now["pace"] == "" and now["camera_on"], what="the usual pace")
    after = monitor.wait(lambda now: now["sitting_s"] > sat_s + 3, what="more of it")
    assert after["state"] == "good"
    assert monitor.end() == 0
    assert {(i.posture, i.sitting) for i in monitor.intervals() if i.duration_s > 1} == {("good", True)}


def test_started_on_battery_it_begins_so_and_heat_is_told_too(
    start: Start, home: Path, laptop: Mapping[str, str]
) -> None:
    with_slow_period(home)
    supplies(Path(laptop["SUPPLIES"]), LAPTOP_ON_BATTERY)
    monitor = start(extra=laptop)
    monitor.wait(lambda now: now["pace"].startswith("On battery"), what="the longer period", within_s=START_S)
    supplies(Path(laptop["SUPPLIES"]), ON_MAINS)
    monitor.wait(lambda now: now["pace"] == "", what="the usual pace")
    (Path(laptop["SENSORS"]) / "thermal_zone0" / "temp").write_text("97000")
    monitor.wait(lambda now: now["pace"].startswith("The processor is hot"), what="the longer period in heat")


def test_the_loop_and_the_model_give_way_and_the_model_keeps_to_one_core(start: Start, home: Path) -> None:
    require("ps")
    cores = os.sched_getaffinity(0)
    monitor = start()
    monitor.wait_until_good()
    pid = monitor.process.pid
    told = subprocess.run(
        ["ps", "-o", "lwp=,ni=,comm=", "-L", "-p", str(pid)], check=True, capture_output=True, text=True
    )
    threads = [
        (int(lwp), int(nice), name) for lwp, nice, name in (line.split(None, 2) for line in told.stdout.splitlines())
    ]
    nice_of = {lwp: nice for lwp, nice, _ in threads}
    assert nice_of[pid] == NICE, "the loop"
    model = [lwp for lwp, _, name in threads if name.startswith("mediapipe")]
    assert model
    assert {nice_of[lwp] for lwp in model} == {NICE}
    if len(cores) > 1:
        assert {len(os.sched_getaffinity(lwp)) for lwp in model} == {1}
        assert os.sched_getaffinity(pid) == cores, "the loop itself is not pinned"
    usual = [lwp for lwp in nice_of if nice_of[lwp] == os.nice(0) and cores_of(lwp) in (cores, None)]
    assert len(usual) >= 3, "those that notify, answer others and ask the surroundings start programs, and do not"
    assert "keep to 1 of" in monitor.paths.log_file.read_text()


def cores_of(thread: int) -> set[int] | None:
    """Where a thread may run; None if it has ended."""
    try:
        return os.sched_getaffinity(thread)
    except ProcessLookupError:
        return None


def test_a_limit_of_processor_time_is_kept(start: Start, home: Path, laptop: Mapping[str, str]) -> None:
    """Five looks a second are more than that."""
    config = home / "config.toml"
    config.write_text(f"{config.read_text()}[power]\ncpu_limit_percent = 1.0\n")
    monitor = start(extra=laptop)
    monitor.wait_until_good()
    said = monitor.wait(lambda now: now["pace"], what="the limit", within_s=40.0)["pace"]
    assert said.startswith("Over your limit of processor time: a look every")
