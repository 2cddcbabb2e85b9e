"""Options, settings and log files that make no sense: said plainly, exit code 2, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posture_watch.capture.clock import Clock
from posture_watch.command_line import build_parser
from posture_watch.core.events import IntervalEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from posture_watch.store.mending import kept_aside
from tests.commands.conftest import Files
from tests.program import PROGRAM, assert_quiet, program_environment, refused, run_command


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        (["--baseline", "garbage"], "is not FROM..TO"),
        (["--baseline", "5..2"], "does not go forwards"),
        (["--baseline", "nan..nan"], "does not go forwards"),
        (["--baseline", "900..901"], "Nobody can be measured"),
        (["--fps", "0"], "--fps must be a number above zero"),
        (["--fps", "-3"], "--fps must be a number above zero"),
        (["--fps", "nan"], "--fps must be a number above zero"),
        (["--fps", "inf"], "--fps must be a number above zero"),
        (["--loop", "0"], "--loop must be a number above zero"),
        (["--rules", "/does/not/exist.toml"], "exist.toml"),
        (["--baseline-from", "/does/not/exist.mp4"], "There is no file or folder"),
        (["--baseline", "0..1", "--baseline-from", "x.mp4"], "exclude each other"),
    ],
)
def test_replay_options(home: Path, files: Files, clips: Path, words: list[str], saying: str) -> None:
    refused("replay", clips / "upright", "--json", *words, home=home, saying=saying)
    assert files() == {}


def test_a_baseline_from_an_empty_desk(home: Path, clips: Path) -> None:
    words = ("replay", clips / "upright", "--baseline-from", clips / "empty_desk")
    refused(*words, home=home, saying="Nobody can be measured in")


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        (["pause", "soon"], "is not a length of time"),
        (["pause", "0"], "is not between a second and a week"),
        (["pause", "-5"], "is not a length of time"),
        (["pause", "9000h"], "is not between a second and a week"),
        (["pause", "10"], "not running"),
        (["resume"], "not running"),
        (["status"], "not running"),
        (["status", "--json"], "not running"),
        (["report", "--date", "yesterday"], "is not a day"),
        (["report", "--date", "2026-02-30"], "is not a day"),
        (["data", "delete"], "Say what to delete"),
        (["data", "delete", "--all", "--from", "2026-01-01"], "Say what to delete"),
        (["calibrate", "--seconds", "0"], "is not between 2 and 300"),
        (["calibrate", "--seconds", "nan"], "is not between 2 and 300"),
        (["record", "out.jsonl", "--seconds", "0"], "--seconds must be"),
        (["record", "out.jsonl", "--seconds", "nan"], "--seconds must be"),
        (["config", "check", "/does/not/exist.toml"], "There is no"),
    ],
)
def test_other_options(home: Path, files: Files, words: list[str], saying: str) -> None:
    refused(*words, home=home, saying=saying)
    assert files() == {}


def test_words_the_command_line_does_not_have(home: Path) -> None:
    for words in (["slouch"], ["replay"], ["status", "--yaml"], ["--version", "--help", "nonsense"][2:]):
        ran = run_command(*words, home=home)
        assert ran.code == 2
        assert "usage:" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("calibrate", "--seconds"), ("record", "out.jsonl", "--seconds"), ("record", "out.jsonl", "--fps"),
        ("replay", "x.mp4", "--fps"), ("replay", "x.mp4", "--loop"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_no_number_is_called_that_with_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        build_parser().parse_args([*words, "ten"])
    assert f"argument {words[-1]}: 'ten' is not a number; for example 5 or 2.5" in capsys.readouterr().err


BAD_SETTINGS = [
    ("[camera]\nintervall_s = 1.0", ["intervall_s", "interval_s", "2"]),
    ("[camera]\ninterval_s = nan", ["interval_s", "nan"]),
    ('[camera]\ninterval_s = "1 s"', ["interval_s", "number"]),
    ("[camera]\nwidth_px = 640.5", ["width_px"]),
    ("[reminders]\nposture_gap_min = 10", ["posture_gap_min", "posture_gap_s"]),
    ("[cammera]\n", ["cammera", "camera"]),
    ("[rules.slump]\nenter_above = nan", ["enter_above"]),
    ("[camera\n", ["config.toml"]),
    ("\x00\xff", ["config.toml"]),
]


@pytest.mark.parametrize(("text", "named"), BAD_SETTINGS)
def test_settings(home: Path, clips: Path, text: str, named: list[str]) -> None:
    (home / "config.toml").write_text(text, encoding="latin-1")
    checked = run_command("config", "check", home=home)
    assert checked.code == 2
    replayed = run_command("replay", clips / "upright", "--json", home=home)
    assert (replayed.code, replayed.out) == (2, "")
    started = run_command("run", "--source", "0", home=home)
    assert started.code == 2
    for ran in (checked, replayed, started):
        assert all(word in ran.err for word in named), ran.err
        assert str(home / "config.toml") in ran.err
    assert (home / "config.toml").read_text(encoding="latin-1") == text, "it is the user's file"


def test_rules_that_are_wrong(home: Path, clips: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[rules.slump]\nenter_abov = 1.0\n")
    ran = refused("replay", clips / "upright", "--rules", rules, home=home, saying="enter_abov")
    assert "rules.toml" in ran.err


def _written_log(home: Path) -> Path:
    """A log with ten minutes of yesterday noon; returns its path."""
    path = paths_below(home).database_file
    noon = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    start, end = noon.astimezone(UTC), (noon + timedelta(minutes=10)).astimezone(UTC)
    at = Instant(1000.0, end)
    with Log.open(path, now=at) as log:
        log.append([IntervalEnded(at, Interval(start, end, "good", True, 0.0))], Checkpoint(None, None))
    return path


@pytest.mark.parametrize("damage", ["newer", "foreign"])
def test_a_log_that_cannot_be_used(home: Path, damage: str) -> None:
    path = _written_log(home)
    if damage == "newer":
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 999")
        db.close()
    else:
        path.unlink()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE recipes (name TEXT)")
        db.close()
    before = path.read_bytes()
    yesterday = f"{Clock().now().local_date - timedelta(days=1)}"
    for words in (("report",), ("data", "size"), ("data", "delete", "--from", yesterday, "--yes")):
        ran = refused(*words, home=home, saying=str(path))
        assert "Traceback" not in ran.err
    assert path.read_bytes() == before, "the file is left as it is"
    assert kept_aside(path) == []


@pytest.mark.parametrize("words", [("report",), ("data", "size")])
def test_rubbish_in_the_place_of_the_log_is_kept_aside_and_that_is_said(home: Path, words: tuple[str, ...]) -> None:
    path = _written_log(home)
    rubbish = b"no database at all, but quite long" * 100
    path.write_bytes(rubbish)
    ran = run_command(*words, home=home)
    (aside,) = kept_aside(path)
    assert (ran.code, aside.read_bytes()) == (0, rubbish)
    assert aside.name in ran.err
    assert "nothing in it could be read" in ran.err
    assert "Traceback" not in ran.err
    assert aside.name not in run_command(*words, home=home).err, "it is said once"


def test_reports_of_days(home: Path) -> None:
    nothing = run_command("report", home=home)
    assert nothing.code == 0
    assert "Nothing has been logged yet." in nothing.out
    _written_log(home)
    yesterday = Clock().now().local_date - timedelta(days=1)
    told = run_command("report", "--date", f"{yesterday}", home=home)
    assert told.code == 0
    assert "10 min" in told.out
    other = run_command("report", "--date", "2001-01-01", home=home)
    assert other.code == 0
    assert "Nothing was logged on" in other.out


def test_a_reader_that_has_seen_enough(home: Path) -> None:
    """`posture-watch report | head -1`, with the pipe closed before the first word."""
    _written_log(home)
    reading, writing = os.pipe()
    os.close(reading)
    words = [*PROGRAM, "report", "--date", f"{Clock().now().local_date - timedelta(days=1)}"]
    process = subprocess.Popen(
        words, env=program_environment(home), cwd=home, stdout=writing, stderr=subprocess.PIPE, text=True
    )
    os.close(writing)
    _, err = process.communicate(timeout=30)
    assert_quiet(err)
    assert (process.returncode, err) == (0, "")


def test_deleting_days(home: Path) -> None:
    path = _written_log(home)
    yesterday = Clock().now().local_date - timedelta(days=1)
    wide = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))

    def logged() -> int:
        with Log.open_readonly(path) as log:
            return len(log.intervals(*wide))

    refused("data", "delete", "--all", home=home, saying="--yes")
    refused("data", "delete", "--from", "2026-13-01", home=home, saying="is not a day")
    refused("data", "delete", "--from", f"{yesterday}", "--to", "2001-01-01", "--yes", home=home, saying="is before")
    assert logged() == 1
    assert run_command("data", "delete", "--to", f"{yesterday - timedelta(days=1)}", "--yes", home=home).code == 0
    assert logged() == 1, "another day"
    assert run_command("data", "delete", "--from", f"{yesterday}", "--yes", home=home).code == 0
    assert logged() == 0
    assert run_command("data", "delete", "--all", "--yes", home=home).code == 0
    assert run_command("data", "where", home=home).out.count(str(home)) >= 3


@pytest.mark.parametrize("encoding", ["ascii", "ascii:surrogateescape", "cp1252"])
def test_an_output_that_lacks_letters_ends_nothing(encoding: str, tmp_path: Path) -> None:
    """What was asked for is done by then: an entry noted twice is worse than a letter spelled."""
    home = tmp_path / "home"
    german = {"LANGUAGE": "de", "LC_ALL": "de_DE.UTF-8", "PYTHONIOENCODING": encoding}
    wanted = (
        ("spasm", "--where", "lower_back", "--note", "🙂 жжёт"),
        ("diary", "show", "1"),
        ("diary",),
        ("gentle", "2"),
    )
    for words in (*wanted, ("data", "size"), ("status",), ("diary", "delete", "1", "--yes")):
        ended = subprocess.run(
            [*PROGRAM, *words], env=program_environment(home, german), capture_output=True, check=False, timeout=60
        )
        said = (ended.stdout + ended.stderr).decode(encoding.partition(":")[0])
        assert ended.returncode == (2 if words == ("status",) else 0), said
        assert_quiet(said)
        assert ("Rücken" if encoding == "cp1252" else "Ruecken") in said or words not in wanted[:2]
