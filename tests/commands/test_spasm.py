"""`spasm` and `diary` as a person and a script use them: asked at a terminal, else flags; nothing gets lost."""

from __future__ import annotations

import json
import os
import select
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from posture_watch.core.instant import Instant
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.program import PROGRAM, assert_quiet, program_environment, refused, run_command

BERLIN = {"TZ": "Europe/Berlin"}
AT_TERMINAL = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")


class AtTerminal:
    """A command, its three streams a terminal of its own."""

    def __init__(self, home: Path, *words: str) -> None:
        import pty  # noqa: PLC0415  # not on Windows

        self._ours, theirs = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [*PROGRAM, *words],
            env=program_environment(home, {"LC_ALL": "C.UTF-8", **BERLIN}),
            cwd=home,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def answers(self, *said: tuple[str, str]) -> None:
        """To each question, waited for, its answer."""
        for question, answer in said:
            self.wait_for(question)
            os.write(self._ours, f"{answer}\n".encode(errors="surrogateescape"))

    def interrupt(self) -> None:
        """Ctrl-C, once it waits for an answer: a signal between the question and the read is kept until the answer."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        end_s = time.monotonic() + 20
        while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "S":
            assert time.monotonic() < end_s, "never waits"
        self.process.send_signal(signal.SIGINT)

    def ends(self) -> int:
        """The exit code, once it has ended by itself."""
        self.wait_for(None)
        assert_quiet(self.seen)
        return self.process.wait(10)

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        os.close(self._ours)

    def wait_for(self, question: str | None) -> None:
        """Until it is the last that stands there; None: until the end."""
        end_s = time.monotonic() + 40
        while not (question and self.seen.rstrip().endswith(question)):
            assert time.monotonic() < end_s, f"not asked: {question}; shown:\n{self.seen}"
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    chunk = os.read(self._ours, 65536)
                except OSError:  # the other end is closed
                    chunk = b""
                self.seen += chunk.decode(errors="replace").replace("\r\n", "\n")
                if not chunk and question is None:
                    return
            elif self.process.poll() is not None:
                assert question is None, f"ended before {question}:\n{self.seen}"
                return


@pytest.fixture
def opened() -> Iterator[list[AtTerminal]]:
    terminals: list[AtTerminal] = []
    yield terminals
    for terminal in terminals:
        terminal.close()


def entries(home: Path) -> list[dict[str, Any]]:
    return json.loads(run_command("diary", "list", "--json", home=home).out)["episodes"]


@AT_TERMINAL
def test_asked_at_a_terminal_with_slips_of_the_finger(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm"))
    terminal.answers(
        ("[just now]", "in a while"), ("[just now]", "2h"), ("Where?", "1 lower back"), ("Pain now, 0 to 10?", "11"),
        ("Pain now, 0 to 10?", "4"), ("at its worst, 0 to 10?", "3"), ("at its worst, 0 to 10?", "8"),
        ("it goes on)", "3h"), ("it goes on)", "20m"), ("How did it come?", ""), ("two hours before?", "lift none"),
        ("two hours before?", "lift sit"), ("Stress before it, 0 to 10?", "0"), ("helped so far?", "heat"),
        ("your own words?", "müde"), ("as they are:", "lots"), ("as they are:", "2"),
    )  # fmt: skip
    assert terminal.ends() == 0
    for complaint in ("not understood", "from 0 to 10", "cannot be below", "cannot have lasted", "does not go with"):
        assert complaint in terminal.seen
    for shown in ("Noted as number 1", "Gentler until", "WARNING SIGNS", "posture-watch diary follow-up 1"):
        assert shown in terminal.seen
    after = terminal.seen[terminal.seen.index("Gentler until") :].splitlines()
    assert len(after) <= 60
    last_shown = " ".join(after[-23:])
    assert all(words in last_shown for words in ("Emergency: call now", "112", "911", "posture-watch help-now"))
    (entry,) = entries(home)
    assert (entry["sites"], entry["pain_now"], entry["pain_worst"]) == (["neck", "lower_back"], 4, 8)
    assert (entry["duration_s"], entry["onset"], entry["before"]) == (1200.0, None, ["lift", "sit"])
    assert (entry["stress"], entry["helped"], entry["note"]) == (0, ["heat"], "müde")
    began = datetime.fromisoformat(entry["began_utc"])
    assert timedelta(hours=2) <= datetime.now(UTC) - began < timedelta(hours=2, minutes=2)


@AT_TERMINAL
def test_a_dot_is_enough_and_what_a_flag_says_is_not_asked(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm", "--pain", "--where", "neck", "--gentle", "0"))
    terminal.answers(("[just now]", ""), ("Pain now, 0 to 10?", "."))
    assert terminal.ends() == 0
    assert "Where?" not in terminal.seen
    (entry,) = entries(home)
    assert (entry["kind"], entry["sites"], entry["pain_now"], entry["stress"]) == ("pain", ["neck"], None, None)


@AT_TERMINAL
def test_ctrl_c_notes_nothing(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm"))
    terminal.answers(("[just now]", ""), ("Where?", "1"))
    terminal.wait_for("Pain now, 0 to 10?")
    terminal.interrupt()
    assert terminal.ends() == 130
    assert "Nothing was noted." in terminal.seen
    assert entries(home) == []


@AT_TERMINAL
def test_ctrl_c_at_the_gentler_days_leaves_what_is_noted(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm", "--where", "neck"))
    terminal.answers(("[just now]", ""), ("Pain now, 0 to 10?", "6"), ("worst, 0 to 10?", "."))
    terminal.wait_for("as they are:")
    assert "Noted as number 1" in terminal.seen
    terminal.interrupt()
    assert terminal.ends() == 0
    assert "911" in terminal.seen
    assert "Gentler until" not in terminal.seen
    assert entries(home)[0]["pain_now"] == 6


@AT_TERMINAL
@pytest.mark.parametrize("answer", ["", "no", "None", "nein", "0"])
def test_who_wants_no_gentler_days_keeps_those_that_hold(home: Path, opened: list[AtTerminal], answer: str) -> None:
    run_command("gentle", "5", home=home)
    before = run_command("gentle", "--json", home=home).out
    opened.append(terminal := AtTerminal(home, "spasm", "--where", "neck"))
    terminal.answers(("[just now]", "."), ("for example 3; Enter leaves things as they are:", answer))
    assert terminal.ends() == 0
    assert "Gentler until" not in terminal.seen
    assert run_command("gentle", "--json", home=home).out == before


@AT_TERMINAL
def test_a_slip_shows_no_list_again_and_a_question_mark_does(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm", "--gentle", "0"))
    terminal.answers(("[just now]", ""), ("Where?", "zzz"), ("Where?", "?"), ("Where?", "neck"), ("0 to 10?", "."))
    assert terminal.ends() == 0
    assert "10 questions, the most needed first." in terminal.seen
    first, slip, again, *_ = terminal.seen.split("Where?")
    assert ("lower back" in first, "lower back" in slip, "lower back" in again) == (True, False, True)
    assert "“zzz” is none of these." in slip


@AT_TERMINAL
def test_changed_question_by_question(home: Path, opened: list[AtTerminal]) -> None:
    run_command("spasm", "--at", "3h", "--now", "4", "--stress", "7", "--note", "first", home=home)
    opened.append(terminal := AtTerminal(home, "diary", "edit", "1"))
    terminal.wait_for("]")
    terminal.answers(
        ("]", "-"), ("]", ""), ("Where? [not said]", "neck"), ("now, 0 to 10? [4]", "6"),
        ("worst, 0 to 10? [not said]", ""),
        ("it goes on) [not said]", ""), ("come? [not said]", "gradual"), ("before? [not said]", ""),
        ("Stress before it, 0 to 10? [7]", "-"), ("far? [not said]", ""), ("words? [first]", ""),
    )  # fmt: skip
    assert terminal.ends() == 0
    assert "cannot be left open" in terminal.seen
    (entry,) = entries(home)
    assert (entry["pain_now"], entry["stress"], entry["note"]) == (6, None, "first")
    assert (entry["onset"], entry["sites"]) == ("gradual", ["neck"])


def test_without_a_terminal_the_flags_are_all(home: Path) -> None:
    ran = run_command("spasm", "--at", "now", home=home)
    assert (ran.code, ran.err) == (0, "")
    assert "Noted as number 1" in ran.out
    assert "?" not in ran.out
    said = run_command(
        "spasm", "--at", "yesterday 18:00", "--lasted", "2h", "--where", "lower_back,left_leg", "--now", "0",
        "--worst", "7", "--onset", "sudden", "--before", "lift", "--stress", "10", "--helped", "nothing",
        "--note=-5 %",
        "--json", home=home, extra=BERLIN,
    )  # fmt: skip
    noted = json.loads(said.out)
    assert (noted["number"], noted["gentle"], noted["pain_now"], noted["note"]) == (2, None, 0, "-5 %")
    silent = entries(home)[-1]
    unsaid = ("pain_now", "pain_worst", "stress", "duration_s", "onset")
    assert [silent[name] for name in unsaid] == [None] * 5
    assert (silent["sites"], silent["before"], silent["helped"]) == ([], [], [])


@pytest.mark.parametrize("flags", [[], ["--json"], ["--pain"], ["--gentle", "2"]])
def test_nothing_said_and_nobody_to_ask_notes_nothing(home: Path, flags: list[str]) -> None:
    ran = refused("spasm", *flags, home=home, saying="Say what to note.")
    assert "For example: posture-watch spasm --at" in ran.err
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("flags", "complains"),
    [
        (["--at", "tomorrow"], "--at: That is still to come"), (["--now", "12"], "--now: A whole number"),
        (["--where", "back"], "--where: “back” could be several"), (["--now", "5", "--worst", "2"], "cannot be below"),
        (["--at", "10m", "--lasted", "1h"], "cannot have lasted"), (["--before", "none,lift"], "--before:"),
        (["--gentle", "99"], "Gentler days"), (["--note", "x" * 2001], "--note: The note has 2001"),
        (["--lasted", "soon"], "--lasted: That length of time"),
    ],
)  # fmt: skip
def test_a_wrong_flag_is_told_and_nothing_noted(home: Path, flags: list[str], complains: str) -> None:
    refused("spasm", *flags, home=home, saying=complains)
    assert list(home.iterdir()) == []


def test_a_log_that_cannot_be_written_gives_back_what_was_said_as_a_command(home: Path) -> None:
    (home / "state" / "posture.sqlite3").mkdir(parents=True)
    flags = [
        "--at=30m",
        "--where=neck,left_arm",
        "--now=4",
        "--lasted=10m",
        "--helped=heat",
        '--note=it\'s $HOME; "x"\n-y',
    ]
    ran = refused("spasm", "--pain", *flags, home=home, saying="cannot be opened")
    line = ran.err[ran.err.index("  posture-watch ") :]
    (home / "state" / "posture.sqlite3").rmdir()
    again = run_command(*shlex.split(line)[1:], home=home)
    assert again.code == 0
    (entry,) = entries(home)
    assert (entry["kind"], entry["sites"], entry["pain_now"]) == ("pain", ["neck", "left_arm"], 4)
    assert (entry["duration_s"], entry["helped"], entry["note"]) == (600.0, ["heat"], 'it\'s $HOME; "x"\n-y')
    assert (
        timedelta(minutes=29) < datetime.now(UTC) - datetime.fromisoformat(entry["began_utc"]) < timedelta(minutes=33)
    )


@AT_TERMINAL
def test_a_log_that_cannot_be_written_at_the_end_is_tried_again(home: Path, opened: list[AtTerminal]) -> None:
    run_command("spasm", "--at", "now", home=home)
    opened.append(terminal := AtTerminal(home, "spasm", "--gentle", "0"))
    terminal.answers(("[just now]", ""), ("Where?", "neck"))
    terminal.wait_for("Pain now, 0 to 10?")
    with closing(sqlite3.connect(paths_below(home).database_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        terminal.answers(("Pain now, 0 to 10?", "6"), ("worst, 0 to 10?", "."))
        terminal.wait_for("[y/N]")
        assert "in use by another program" in terminal.seen
        assert "--where=neck --now=6" in terminal.seen
        other.execute("ROLLBACK")
    terminal.answers(("[y/N]", "y"))
    assert terminal.ends() == 0
    assert entries(home)[-1]["pain_now"] == 6


def test_a_monitor_writes_the_same_log_meanwhile(home: Path) -> None:
    utc = datetime.now(UTC)
    with Log.open(paths_below(home).database_file, now=Instant(0.0, utc)) as monitor:
        assert run_command("spasm", "--now", "3", home=home).code == 0
        assert run_command("diary", "follow-up", "1", "--over", home=home).code == 0
        assert monitor.diary.episodes()[0].is_over
        assert monitor.runs()[-1].ended_utc is None


def test_how_it_goes_on_and_the_list(home: Path) -> None:
    assert "empty" in run_command("diary", home=home).out
    run_command("spasm", "--at", "5h", "--now", "6", home=home)
    refused("diary", "follow-up", "1", home=home, saying="Say how it is.")
    refused("diary", "follow-up", "1", "--at", "6h", "--now", "2", home=home, saying="before it began")
    refused("diary", "follow-up", "9", "--now", "2", home=home, saying="no number 9")
    run_command("diary", "follow-up", "1", "--at", "1h", "--now", "2", "--helped", "heat,moving", home=home)
    run_command("diary", "follow-up", "1", "--over", "--note", "a\x1b[2Jb", home=home)
    shown = run_command("diary", "show", "1", home=home).out
    assert "helped: moving about, heat" in shown
    assert "\x1b" not in shown
    assert "2 follow-ups; gone" in run_command("diary", home=home).out
    refused("diary", "edit", "1", "--at", "now", home=home, saying="after its first follow-up")
    refused("diary", "edit", "1", home=home, saying="Say what to change")
    assert "pain 7 of 10" in run_command("diary", "edit", "1", "--now", "7", home=home).out
    run_command("diary", "edit", "1", "--pain", home=home)
    assert [one["kind"] for one in entries(home)] == ["pain"]
    run_command("diary", "edit", "1", "--spasm", "--now", "7", home=home)
    assert [one["kind"] for one in entries(home)] == ["spasm"]
    (entry,) = entries(home)
    assert (entry["pain_worst"], len(entry["follow_ups"]), entry["follow_ups"][0]["helped"]) == (
        None,
        2,
        ["moving", "heat"],
    )


def test_deleting_says_what_goes_and_asks(home: Path) -> None:
    run_command("spasm", "--at", "5h", "--where", "neck", home=home)
    run_command("diary", "follow-up", "1", "--now", "2", home=home)
    refused("diary", "delete", "1", home=home, saying="with all its follow-ups")
    refused("diary", "delete", "1", "--follow-up", "2", "--yes", home=home, saying="no follow-up 2")
    assert "pain 2 of 10" in run_command("diary", "delete", "1", "--follow-up", "1", "--yes", home=home).out
    assert entries(home)[0]["follow_ups"] == []
    page = paths_below(home).reports_folder / "clinician-2026-11-20-2026-11-23.html"
    page.parent.mkdir()
    page.write_text("neck")
    run_command("diary", "delete", "1", "--yes", home=home)
    assert entries(home) == []
    assert not page.exists(), "it may quote the entry"
    refused("diary", "show", "1", home=home, saying="no number 1")


@AT_TERMINAL
def test_an_edit_that_cannot_be_written_gives_back_what_it_took_away_too(home: Path) -> None:
    run_command("spasm", "--where=neck", "--now=4", "--onset=sudden", "--note=wrong", home=home)
    file = paths_below(home).database_file
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        flags = ["--pain", "--where=-", "--onset=-", "--note=-", "--stress=2"]
        ran = refused("diary", "edit", "1", *flags, home=home, saying="in use by another program")
        other.execute("ROLLBACK")
    line = ran.err[ran.err.index("  posture-watch ") :]
    assert run_command(*shlex.split(line)[1:], home=home).code == 0
    (entry,) = entries(home)
    assert (entry["sites"], entry["onset"], entry["note"], entry["stress"]) == ([], None, "", 2)
    assert entry["kind"] == "pain"
    assert entry["pain_now"] == 4


@AT_TERMINAL
def test_settings_that_cannot_be_read_lose_no_answer(home: Path, opened: list[AtTerminal]) -> None:
    (home / "config.toml").write_text("[care\n")
    opened.append(terminal := AtTerminal(home, "spasm"))
    terminal.answers(("[just now]", ""), ("Where?", "neck"), ("Pain now, 0 to 10?", "."))
    assert terminal.ends() == 0
    assert entries(home)[0]["sites"] == ["neck"]


@AT_TERMINAL
def test_what_was_long_ago_asks_for_no_gentler_days(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm", "--at", "5 days"))
    terminal.answers(("Where?", "neck"), ("Pain now, 0 to 10?", "."))
    assert terminal.ends() == 0
    assert "Gentler" not in terminal.seen
    assert entries(home)[0]["sites"] == ["neck"]


@AT_TERMINAL
def test_garbage_for_the_gentler_days_is_asked_again(home: Path, opened: list[AtTerminal]) -> None:
    opened.append(terminal := AtTerminal(home, "spasm"))
    terminal.answers(("[just now]", ""), ("Where?", "neck"), ("Pain now, 0 to 10?", "."), ("as they are:", "\udcff"))
    terminal.answers(("as they are:", "0"))
    assert terminal.ends() == 0
    assert entries(home)[0]["sites"] == ["neck"]


def test_a_note_does_not_turn_what_is_shown_after_it(home: Path) -> None:
    run_command("spasm", "--note", "left \u202eright\u2066", home=home)
    assert entries(home)[0]["note"] == "left right"


def test_a_follow_up_of_the_same_minute_is_no_earlier(home: Path) -> None:
    """Times are typed in whole minutes, and an entry of "just now" has seconds."""
    run_command("spasm", "--now", "3", home=home, extra=BERLIN)
    listed = run_command("diary", home=home, extra=BERLIN).out
    minute = " ".join(listed.split()[1:3]).rstrip(",")
    assert run_command("diary", "follow-up", "1", "--at", minute, "--now", "2", home=home, extra=BERLIN).code == 0
    assert run_command("diary", "edit", "1", "--stress", "2", home=home, extra=BERLIN).code == 0
    assert len(entries(home)[0]["follow_ups"]) == 1


def test_an_entry_makes_gentler_days_that_hold_no_shorter(home: Path) -> None:
    run_command("gentle", "5", home=home)
    before = run_command("gentle", "--json", home=home).out
    assert "as long as before" in run_command("spasm", "--now", "3", "--gentle", "2", home=home).out
    assert run_command("gentle", "--json", home=home).out == before
