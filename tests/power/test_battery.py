"""Batteries as the kernel shows them: folders like those of real computers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from posture_watch.power.battery import asked_pmset, of_pmset, of_supplies

LAPTOP_ON_BATTERY = {
    "AC": {"type": "Mains", "online": "0"},
    "BAT0": {"type": "Battery", "scope": "System", "present": "1", "status": "Discharging", "capacity": "71"},
}


def supplies(folder: Path, found: Mapping[str, Mapping[str, str]]) -> Path:
    """A folder like /sys/class/power_supply."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, files in found.items():
        (folder / name).mkdir(exist_ok=True)
        for file, said in files.items():
            (folder / name / file).write_text(said + "\n")
    return folder


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (LAPTOP_ON_BATTERY, True),
        ({**LAPTOP_ON_BATTERY, "AC": {"type": "Mains", "online": "1"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Charging"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Full"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Not charging"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Unknown"}}, None),
        ({"BAT0": {"type": "Battery", "status": "Full"}, "BAT1": {"type": "Battery", "status": "Discharging"}}, True),
        ({"ucsi-source-psy-1": {"type": "USB", "online": "1"}, **LAPTOP_ON_BATTERY}, False),
        ({"ucsi-source-psy-1": {"type": "USB", "online": "0"}, **LAPTOP_ON_BATTERY}, True),
        ({"mouse": {"type": "Battery", "scope": "Device", "status": "Discharging"}}, None),
        ({"BAT0": {"type": "Battery", "present": "0", "status": "Discharging"}}, None),
        ({"BAT0": {"type": "Battery"}}, None),
        ({}, None),
    ],
    ids=["battery", "mains", "charging", "full", "kept full", "unknown", "two", "usb-c", "empty usb-c", "mouse",
         "taken out", "says nothing", "desktop"],
)  # fmt: skip
def test_what_feeds_the_computer(tmp_path: Path, found: Mapping[str, Mapping[str, str]], expected: bool | None) -> None:
    assert of_supplies(supplies(tmp_path / "power_supply", found)) is expected


def test_a_kernel_without_such_a_folder_says_nothing(tmp_path: Path) -> None:
    assert of_supplies(tmp_path / "none") is None


def test_macos_in_its_own_words() -> None:
    on_battery = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t88%; discharging; 4:10 remaining"
    assert of_pmset(on_battery) is True
    assert of_pmset("Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t88%; charging") is False
    assert of_pmset("") is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell's programs")
def test_a_program_that_is_not_there_or_fails_says_nothing() -> None:
    assert asked_pmset(("/no/such/program",)) == ""
    assert asked_pmset(("/bin/false",)) == ""
    assert asked_pmset(("/bin/echo", "Now")) == "Now\n"
