"""`import` as a user runs it: all of a file or nothing, nothing twice, and why not, with the line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from posture_watch.control.lock import Holder, MonitorLock
from posture_watch.paths import paths_below
from tests.exchange.edits import Edit, put
from tests.exchange.lived_log import T0, live, tables_of
from tests.program import refused, run_command


def lived(tmp_path: Path) -> Path:
    """Another computer, on which three days were lived."""
    old = tmp_path / "old"
    live(paths_below(old).database_file)
    return old


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of three days, made by the program."""
    run_command("export", tmp_path / "export.json", home=lived(tmp_path))
    return tmp_path / "export.json"


def edited(export: Path, change: Edit) -> Path:
    found = json.loads(export.read_text(encoding="utf-8"))
    change(found)
    changed = export.with_name("changed.json")
    changed.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return changed


def test_a_new_computer_goes_on(export: Path, home: Path, tmp_path: Path) -> None:
    ran = run_command("import", export, home=home)
    assert ran.code == 0
    assert "minutes 120, bouts 3, reminders 6" in ran.out
    there, here = (tables_of(paths_below(place).database_file) for place in (tmp_path / "old", home))
    assert here == there
    report = run_command("report", "--date", "2026-03-03", home=home).out
    assert report == run_command("report", "--date", "2026-03-03", home=tmp_path / "old").out
    assert "08:00" in report


def test_once_more_changes_nothing(export: Path, home: Path) -> None:
    run_command("import", export, home=home)
    before = tables_of(paths_below(home).database_file)
    ran = run_command("import", export, home=home)
    assert (ran.code, ran.out) == (0, f"Nothing was new in {export}.\n")
    assert tables_of(paths_below(home).database_file) == before


def test_a_follow_up_without_its_episode_is_named(home: Path, tmp_path: Path) -> None:
    """A day whose only word in the diary is about an episode of the day before."""
    run_command("export", tmp_path / "day.json", "--from", "2026-03-03", "--to", "2026-03-03", home=lived(tmp_path))
    ran = run_command("import", tmp_path / "day.json", home=home)
    assert "diary entries 1" in ran.out
    assert "follow-ups" not in ran.out
    assert "Left out, as the diary here has no entry that it belongs to: follow-ups 1." in ran.err


def test_written_by_another_program_in_another_form(export: Path, home: Path) -> None:
    """Spaces, line ends and escapes are free; so are keys that are new to it only in their order."""
    text = json.dumps(json.loads(export.read_text(encoding="utf-8")), indent=4, ensure_ascii=True)
    export.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    assert "minutes 120" in run_command("import", export, home=home).out


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (
            put("lying", "intervals", 1, "posture"),
            "intervals.posture: 'lying' is none of good, poor",
        ),
        (put("AQID", "readings", 1, "entries"), "readings: a block of readings is damaged"),
    ],
)
def test_damage_is_said_with_its_line_and_nothing_is_taken(export: Path, home: Path, change: Edit, saying: str) -> None:
    changed = edited(export, change)
    ran = refused("import", changed, home=home, saying=saying)
    assert f"{changed} is damaged in line " in ran.err
    line = int(ran.err.partition("in line ")[2].partition(",")[0])
    assert 0 < line <= len(changed.read_text(encoding="utf-8").splitlines())
    assert not any(tables_of(paths_below(home).database_file).values())


def test_the_line_is_the_right_one(export: Path, home: Path) -> None:
    lines = export.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if '"judged_frames"' in line) + 20
    lines[number] = lines[number].replace('"judged_frames"', '"frames"')
    export.write_text("\n".join(lines), encoding="utf-8")
    refused(
        "import", export, home=home, saying=f"is damaged in line {number + 1}, minutes.judged_frames: it is missing"
    )


def test_half_a_file(export: Path, home: Path) -> None:
    text = export.read_text(encoding="utf-8")
    export.write_text(text[: len(text) // 2], encoding="utf-8")
    refused("import", export, home=home, saying="the file ends in the middle. Nothing was imported.")


def test_another_programs_file(tmp_path: Path, home: Path) -> None:
    (tmp_path / "x.json").write_text('{"buckets": {}}', encoding="utf-8")
    refused("import", tmp_path / "x.json", home=home, saying="is not an export of posture-watch")


def test_a_newer_ones_file(export: Path, home: Path) -> None:
    changed = edited(export, put(3, "version"))
    refused("import", changed, home=home, saying="was made by a newer posture-watch: it is of version 3")


def test_no_file(home: Path, tmp_path: Path) -> None:
    refused("import", tmp_path / "none.json", home=home, saying="cannot be read")
    refused("import", tmp_path, home=home, saying="cannot be read")
    assert not paths_below(home).database_file.exists()


def test_not_under_a_running_monitors_hands(export: Path, home: Path) -> None:
    """It would go on by the postures it read at its start, and a long import would keep it from writing."""
    with MonitorLock(paths_below(home).runtime_folder) as lock:
        lock.acquire(Holder(1, T0, "1.0", "camera 0"))
        refused("import", export, home=home, saying="The monitor is running")
    assert not paths_below(home).database_file.exists()
    assert run_command("import", export, home=home).code == 0
