"""`tune` as a user runs it, on days of which every minute is known."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from posture_watch.config import load
from posture_watch.paths import Paths, paths_below
from tests.program import PROGRAM, ROOT, Ran, program_environment, refused, run_command
from tests.tuning.days import write_log

DAYS = 4
FALSE = 55.0
"""The minute of the day in which the middling slump was called wrong."""


@pytest.fixture(scope="module")
def kept_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tuned") / "posture.sqlite3"
    assert write_log(path, DAYS, {FALSE: "wrong"}) == 2 * DAYS
    return path


@pytest.fixture
def paths(home: Path, kept_log: Path) -> Paths:
    """A home with that log, and the rules about posture alone."""
    paths = paths_below(home)
    paths.database_file.parent.mkdir(parents=True)
    paths.database_file.write_bytes(kept_log.read_bytes())
    timers = ("sitting", "sitting_long", "still", "strain", "strain_watch")
    off = "".join(f"[rules.{name}]\nenabled = false\n" for name in timers)
    paths.config_file.write_text(f"# mine\n{off}")
    return paths


def tune(home: Path, *words: str) -> Ran:
    return run_command("tune", *words, home=home)


def as_json(home: Path, *words: str) -> dict[str, Any]:
    ran = tune(home, *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_alone_it_checks_itself_and_shows_both(home: Path, paths: Paths) -> None:
    ran = tune(home)
    assert (ran.code, ran.err) == (0, "")
    assert "4 days with an hour or more at the desk, 2026-03-02 to 2026-03-05." in ran.out
    assert "the replay says the same 8 of 8 reminders." in ran.out
    assert [line.split()[-2:] for line in ran.out.splitlines() if "(slump)" in line] == [["8", "8"]]
    assert "  wrong, not now                  4                     0" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.isascii() or "–" in ran.out
    found = as_json(home)
    assert found["check"] == {"same": 8, "of": 8, "without_history": 0}
    assert found["applied"] is False


def test_other_settings_than_those_that_held(home: Path, paths: Paths) -> None:
    paths.config_file.write_text(f"{paths.config_file.read_text()}[rules.slump]\nenter_above = 0.8\n")
    found = as_json(home)
    assert found["check"] == {"same": 8, "of": 8, "without_history": 0}
    assert found["really"]["by_rule"]["slump"] == 8
    assert found["now"]["by_rule"]["slump"] == 4


def test_a_range_of_limits(home: Path, paths: Paths) -> None:
    ran = tune(home, "--rule", "slump", "--enter", "0.5..0.8")
    rows = {
        line.split()[0].strip("›>"): line.split()
        for line in ran.out.splitlines()
        if line[:14].strip()[-3:] in ("0.5", "0.8")
    }
    assert rows["0.5"] == ["0.5", "3.0", "3.0", "4", "0", "4", "0", "0", "0", "4"]
    assert rows["0.8"] == ["0.8", "1.0", "1.0", "4", "0", "0", "4", "0", "0", "0"]
    assert max(map(len, ran.out.splitlines())) <= 80
    found = as_json(home, "--rule", "slump", "--enter", "0.5..0.8")
    values = {value["enter_above"]: value for value in found["values"]}
    assert sorted(values) == [0.5, 0.6, 0.7, 0.8]
    assert values[0.8]["exit_below"] == 0.533
    assert values[0.8]["against_what_was_said"]["about"]["felt_false"] == {"stay": 0, "go": 4}
    assert [values[at]["reminders"] for at in sorted(values)] == sorted(v["reminders"] for v in values.values())[::-1]


def test_plain_where_no_more_can_be_shown(home: Path, paths: Paths) -> None:
    ran = run_command("tune", "--rule", "slump", "--enter", "0.5..0.8", home=home, extra={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert ran.out.isascii()
    assert "####" in ran.out


def test_a_target_is_found_and_written_keeping_the_file(home: Path, paths: Paths) -> None:
    before = paths.config_file.read_text()
    ran = tune(home, "--target", "1/day", "--rule", "slump", "--apply", "--yes")
    assert ran.code == 0
    assert "About 1 a day: slump enter_above" in ran.out
    assert "+enter_above = " in ran.out
    assert paths.config_file.read_text().startswith(before)
    (rule,) = (rule for rule in load(paths.config_file).rules if rule.name == "slump")
    assert 0.74 <= rule.enter_above < 1.0
    again = as_json(home)
    assert again["now"]["reminders"] == DAYS


def test_all_holds_for_a_target(home: Path, paths: Paths) -> None:
    found = as_json(home, "--target", "1", "--apply", "--yes")
    assert found["applied"] is True
    assert found["target"]["verdict"] == "found"
    assert "+hold_s = " in str(found["diff"])
    assert as_json(home)["now"]["reminders"] == DAYS


def test_a_target_is_all_reminders_and_its_factor_is_for_sitting_too(home: Path, paths: Paths) -> None:
    paths.config_file.write_text("[rules.strain]\nenabled = false\n")
    found = as_json(home, "--target", "2/day", "--apply", "--yes")
    assert (found["target"]["about"], found["target"]["verdict"]) == ("all", "found")
    (now,) = (value for value in found["values"] if value["value"] == 1.0)
    assert now["by_kind"]["move"] > 0
    assert now["against_what_was_said"]["about"]["a_day"]["average"] == pytest.approx(now["reminders"] / DAYS)
    by_name = {rule["rule"]: rule for rule in found["target"]["rules"]}
    assert by_name["sitting"]["enter_above"] > 1800
    assert by_name["slump"]["hold_s"] > 300
    rules = {rule.name: rule for rule in load(paths.config_file).rules}
    assert rules["sitting"].enter_above == by_name["sitting"]["enter_above"]
    assert as_json(home)["now"]["reminders"] / DAYS == pytest.approx(2, abs=0.3)


def test_what_is_proposed_was_shown_and_nothing_is_after_apply(home: Path, paths: Paths) -> None:
    ran = tune(home, "--rule", "slump", "--enter", "0.5..0.8")
    said = " ".join(ran.out.split())
    assert "0.8 keeps every reminder you heeded, with fewer wrong ones: posture-watch tune" in said
    assert "--rule slump --enter 0.8 --apply" in said
    assert "--hold VALUE --apply" in " ".join(tune(home, "--rule", "slump", "--hold", "9m..20m").out.split())
    assert "--apply" not in tune(home, "--rule", "slump", "--enter", "0.8", "--apply", "--yes").out


def test_a_later_limit_says_whom_it_loses(home: Path, paths: Paths) -> None:
    said = " ".join(tune(home, "--rule", "slump", "--hold", "15m").out.split())
    assert "Of those that would go, 4 (at 900) are ones after which you moved or got up" in said
    assert "you might have sat on" not in tune(home, "--rule", "slump", "--hold", "4m").out


def test_what_cannot_be_had_is_said_and_not_written(home: Path, paths: Paths) -> None:
    before = paths.config_file.read_text()
    ran = tune(home, "--target", "50/day")
    assert "50 a day cannot be had with all holds and times to sit." in ran.out
    assert "3 an hour" in ran.out
    refused_too = tune(home, "--target", "50/day", "--apply", "--yes")
    assert (refused_too.code, refused_too.out) == (2, ran.out)
    assert "nothing was written" in refused_too.err
    assert paths.config_file.read_text() == before


def test_few_days_are_told(home: Path, paths: Paths) -> None:
    assert "Figures a day need 3 such days; what follows is of 2." in tune(home, "--days", "2").out
    assert "need 3 such days" in tune(home, "--days", "2", "--target", "2/day").out
    ran = tune(home, "--days", "2", "--target", "2/day", "--apply", "--yes")
    assert (ran.code, "too few days" in ran.err) == (2, True)


def test_nothing_logged_yet(home: Path) -> None:
    ran = tune(home)
    assert (ran.code, ran.err) == (0, "")
    assert "Three days" in ran.out
    assert as_json(home) == {"days": [], "days_needed": 3, "applied": False, "diff": None}
    refused(
        "tune", "--rule", "slump", "--enter", "0.7", "--apply", "--yes", home=home, saying="Nothing has been logged"
    )


def test_the_list_of_rules(home: Path, paths: Paths) -> None:
    lines = tune(home, "--list").out.splitlines()
    (slump,) = (line for line in lines if line.startswith("slump "))
    assert slump.split()[1:5] == ["0.6", "0.4", "300", "8"]
    assert not any("_watch" in line or line.startswith("sitting ") for line in lines)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--rule", "slmp"), "Did you mean slump?"),
        (("--rule", "slump_watch"), "Try slump."),
        (("--rule", "sitting"), "switched off"),
        (("--enter", "0.5"), "--rule slump"),
        (("--rule", "slump", "--enter", "0.5..0.8", "--hold", "60..90"), "One range at a time"),
        (("--apply", "--yes"), "--apply needs limits to write"),
        (("--rule", "slump", "--enter", "0.5..0.8", "--apply", "--yes"), "--apply needs one value"),
        (("--rule", "slump", "--enter", "0.6", "--apply", "--yes"), "already"),
        (("--rule", "slump", "--enter", "0.7", "--apply"), "Say --yes"),
        (("--rule", "slump", "--enter", "0.7", "--apply", "--json"), "Say --yes"),
        (("--yes",), "--yes is for --apply"),
        (("--days", "0"), "at least 1"),
        (("--target", "6/week"), "6/day"),
    ],
)
def test_a_slip_is_told_and_changes_nothing(home: Path, paths: Paths, words: tuple[str, ...], told: str) -> None:
    before = paths.config_file.read_text()
    refused("tune", *words, home=home, saying=told)
    assert paths.config_file.read_text() == before


def test_a_rule_of_ones_own_both_ways(home: Path, paths: Paths) -> None:
    own = (
        'signal = "slump_score"\nenter_above = 0.9 # mine\nexit_below = 0.3\nhold_s = 60\nmessage = "Up"\n'
        "two_sided = true\n"
    )
    paths.config_file.write_text(f"{paths.config_file.read_text()}[rules.mine]\n{own}")
    ran = tune(home, "--rule", "mine", "--enter", "1.2", "--apply", "--yes")
    assert ran.code == 0
    assert own.replace("0.9", "1.2").replace("0.3", "0.4") in paths.config_file.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 2), ("\x04", 2)])
def test_at_a_terminal_it_asks(home: Path, paths: Paths, typed: str, code: int) -> None:
    before = paths.config_file.read_text()
    ours, theirs = os.openpty()
    started = subprocess.Popen(
        [*PROGRAM, "tune", "--rule", "slump", "--enter", "0.7", "--apply"], stdin=theirs, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=program_environment(home), cwd=home.parent, text=True,
    )  # fmt: skip
    os.write(ours, typed.encode())
    out, err = started.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert (started.returncode, "[y/N]" in out) == (code, True)
    assert ("Nothing was written." in err) == (code == 2)
    assert (paths.config_file.read_text() == before) == (code == 2)


SEVERAL = """\
import posture_watch.commands.tune_replays as replays
from posture_watch.cli import main
import os, sys
if __name__ == "__main__":
    replays.WORTH_PROCESSES, os.cpu_count = 0, lambda: 2
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("more", [("--rule", "slump", "--enter", "0.5..0.8"), ("--target", "1/day")])
def test_processes_come_to_the_same(home: Path, paths: Paths, tmp_path: Path, more: tuple[str, ...]) -> None:
    script = tmp_path / "several.py"
    script.write_text(SEVERAL)
    words = ["tune", *more, "--json"]
    ran = subprocess.run(
        [sys.executable, script, *words],
        env=program_environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == json.loads(run_command(*words, home=home).out)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for children in /proc")
def test_ctrl_c_ends_all_processes(home: Path, paths: Paths, tmp_path: Path) -> None:
    script = tmp_path / "several.py"
    script.write_text(SEVERAL)
    started = subprocess.Popen(
        [sys.executable, script, "tune", "--rule", "slump", "--enter", "0.5..0.8"], env=program_environment(home),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    children = _children_of(started.pid, at_least=3)  # two, and Python's own tracker of resources
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: all of them
    out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err) == (130, "", "Stopped; nothing was changed.\n")
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline, "a process is left"
        time.sleep(0.05)
    assert ROOT.is_dir()


def _children_of(pid: int, at_least: int) -> list[str]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if len(found) >= at_least:
            return found
        time.sleep(0.02)
    raise AssertionError("no processes were started")
