"""The real program in German, as a user runs it: by the desktop's language or the settings; --json stays the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from posture_watch.control.request import Request
from posture_watch.control.server import ControlServer
from posture_watch.core.events import IntervalEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval
from posture_watch.paths import make_private, paths_below
from posture_watch.store.log import Log
from tests.program import ROOT, Ran, run_command

IN_GERMAN = {"LANG": "de_DE.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "LANGUAGE": ""}
IN_ENGLISH = {"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "", "LANGUAGE": ""}
CLIP = ROOT / "tests" / "golden" / "front_a.jsonl"
UPRIGHT = ROOT / "tests" / "golden" / "front_a.upright.jsonl"
STATUS: dict[str, Any] = {
    "text": "Time to change position (sunk in the chair, head low)",
    "state": "poor",
    "paused_until": None,
    "sitting": "25 min",
    "reminders_today": 2,
    "camera": "camera 0 (Fake Webcam), off between looks",
    "baseline": "provisional, learnt in passing (posture-watch calibrate sets your own)",
    "next_reminder": "get up in 5 min",
    "problems": ["the last notification: no answer within 5 s"],
    "why": ["Head low: at 40 % of its limit; a reminder in 5 min if it stays so.", "My own rule: at 4 % of its limit."],
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def in_german(home: Path, *words: str | Path) -> Ran:
    return run_command(*words, home=home, extra=IN_GERMAN)


def in_english(home: Path, *words: str | Path) -> Ran:
    return run_command(*words, home=home, extra=IN_ENGLISH)


def answering(request: Request) -> Mapping[str, Any]:
    return STATUS if request.command == "status" else {"text": "Paused for 10 min; the camera is off."}


def test_status_why_and_orders(home: Path) -> None:
    with ControlServer(make_private(paths_below(home).runtime_folder), answering):
        assert in_german(home, "status").out.splitlines() == [
            "Zeit, die Haltung zu wechseln (im Stuhl eingesunken, Kopf tief).",
            "Gesessen: 25 min. Erinnerungen heute: 2.",
            "Kamera: Kamera 0 (Fake Webcam), aus zwischen den Blicken.",
            "Aufrechte Haltung: vorläufig, nebenbei gelernt (posture-watch calibrate legt Ihre eigene fest).",
            "Nächste Erinnerung: aufstehen in 5 min.",
            "Hinweis: die letzte Benachrichtigung: keine Antwort in 5 s",
        ]
        assert in_german(home, "why").out.splitlines() == [
            "Kopf tief: bei 40 % der Grenze; bleibt es so, eine Erinnerung in 5 min.",
            "My own rule: bei 4 % der Grenze.",
        ]
        assert in_german(home, "pause", "10").out == "Angehalten für 10 min; die Kamera ist aus.\n"
        assert "Time to change position" in in_english(home, "status").out
        for words in (("status", "--json"), ("why", "--json"), ("pause", "10", "--json")):
            assert in_german(home, *words).out == in_english(home, *words).out
        assert json.loads(in_german(home, "status", "--json").out) == STATUS


def test_the_settings_say_the_language_and_go_before_the_desktop(home: Path) -> None:
    (home / "config.toml").write_text('language = "de"\n', encoding="utf-8")
    assert in_english(home, "report").out == "Noch ist nichts aufgezeichnet.\nSo fängt es an: posture-watch run\n"
    (home / "config.toml").write_text('language = "en"\n', encoding="utf-8")
    assert in_german(home, "report").out.startswith("Nothing has been logged yet.")


def test_report(home: Path) -> None:
    noon = datetime(2024, 3, 5, 12, tzinfo=UTC)
    paths = paths_below(home)
    make_private(paths.state_folder)
    with Log.open(paths.database_file, now=Instant(0.0, noon, 0.0)) as log:
        sat = Interval(noon, noon.replace(minute=30), "good", True, 0.0)
        log.append([IntervalEnded(Instant(1800.0, noon.replace(minute=30), 0.0), sat)], Checkpoint(None, None))
    said = in_german(home, "report", "--date", "2024-03-05").out
    assert said.startswith(
        "Dienstag, 5. März 2024\nSie haben 30 min gesessen, höchstens 30 min am Stück; 100 % der beurteil"
    )
    assert "Haltung     nah an der Grundhaltung ████████████████████       30 min  100 %" in said
    assert "Schätzungen mit einer Kamera; kein Medizinprodukt." in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_replay(home: Path) -> None:
    said = in_german(home, "replay", CLIP, "--baseline-from", UPRIGHT).out
    assert "Haltung gut" in said
    assert " Bilder gut" in said.splitlines()[-1]
    json_words = ("replay", CLIP, "--baseline-from", UPRIGHT, "--json")
    assert in_german(home, *json_words).out == in_english(home, *json_words).out


def test_what_programs_read_is_english_in_every_language(home: Path) -> None:
    """Sentences too: of whatever a command says in German, its --json says the English."""
    assert "bei der Anmeldung" in in_german(home, "autostart", "status").out
    assert in_german(home, "autostart", "status", "--json").out == in_english(home, "autostart", "status", "--json").out


def test_mistakes(home: Path) -> None:
    assert (
        in_german(home, "status").err
        == "posture-watch: posture_watch läuft nicht\nSo startet es: `posture-watch run`.\n"
    )
    ran = in_german(home, "replay", "nowhere.mp4")
    assert ran.code == 2
    assert "Es gibt weder Datei noch Ordner" in ran.err


def test_letters_that_a_terminal_has_not_are_written_as_two(home: Path) -> None:
    ran = run_command("report", home=home, extra={**IN_GERMAN, "PYTHONIOENCODING": "ascii:replace"})
    assert ran.out == "Noch ist nichts aufgezeichnet.\nSo faengt es an: posture-watch run\n"


def test_saying_nothing_heavy_and_nothing_slow(home: Path) -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = (
        "import sys\nbefore = set(sys.modules)\nfrom posture_watch.texts import choose\nchoose('de')\n"
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('posture_watch')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    heavy = {"babel", "gettext", "locale", "tomllib", "subprocess", "ctypes", "json", "logging", "platformdirs"}
    assert heavy.isdisjoint(eval(done.stdout))
