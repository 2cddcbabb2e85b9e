"""Sensors as the kernel shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_watch.power.heat import of_folders, slowed_by


def zone(folder: Path, number: int, kind: str, said: str) -> None:
    place = folder / f"thermal_zone{number}"
    place.mkdir(parents=True)
    (place / "type").write_text(kind + "\n")
    (place / "temp").write_text(said + "\n")


def test_the_hottest_sensor_of_the_processor_counts(tmp_path: Path) -> None:
    zone(tmp_path, 0, "acpitz", "97000")
    zone(tmp_path, 1, "x86_pkg_temp", "61000")
    zone(tmp_path, 2, "iwlwifi_1", "99000")
    assert of_folders(tmp_path, tmp_path / "none") == 61.0
    chips = tmp_path / "hwmon"
    (chips / "hwmon3").mkdir(parents=True)
    (chips / "hwmon3" / "name").write_text("k10temp\n")
    (chips / "hwmon3" / "temp1_input").write_text("72125\n")
    (chips / "hwmon3" / "temp3_input").write_text("75500\n")
    assert of_folders(tmp_path, chips) == 75.5


def test_without_one_the_boards_will_do(tmp_path: Path) -> None:
    zone(tmp_path, 0, "acpitz", "55000")
    assert of_folders(tmp_path, tmp_path) == 55.0


@pytest.mark.parametrize("said", ["-273200", "0", "255000", "nonsense", ""])
def test_a_sensor_that_is_not_connected_is_none(tmp_path: Path, said: str) -> None:
    zone(tmp_path, 0, "x86_pkg_temp", said)
    assert of_folders(tmp_path, tmp_path) is None


def test_no_sensors(tmp_path: Path) -> None:
    assert of_folders(tmp_path / "none", tmp_path / "none") is None


def test_macos_in_its_own_words() -> None:
    assert slowed_by("CPU Power notify\n\tCPU_Scheduler_Limit \t= 100\n\tCPU_Speed_Limit \t= 65\n")
    assert not slowed_by("\tCPU_Speed_Limit \t= 100\n")
    assert not slowed_by("Note: No thermal warning level has been recorded\n")
    assert not slowed_by("")
