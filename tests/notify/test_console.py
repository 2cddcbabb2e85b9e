"""The console takes any text on any stream."""

from __future__ import annotations

import io
import sys

import pytest

from posture_watch.notify.base import Notification
from posture_watch.notify.console import ConsoleNotifier


def test_one_line_a_notification() -> None:
    stream = io.StringIO()
    assert ConsoleNotifier(stream).send(Notification("Time to change position", "Two\nlines \x1b[31m <b>&"))
    assert stream.getvalue() == "Time to change position: Two lines [31m <b>&\n"


@pytest.mark.parametrize(("title", "body", "line"), [("", "b", "b\n"), ("t", "", "t\n"), ("", "", "\n")])
def test_missing_parts(title: str, body: str, line: str) -> None:
    stream = io.StringIO()
    assert ConsoleNotifier(stream).send(Notification(title, body))
    assert stream.getvalue() == line


def test_an_encoding_without_the_characters_gets_question_marks() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    assert ConsoleNotifier(stream).send(Notification("Zeit für 😀", "ok"))
    assert raw.getvalue() == b"Zeit f?r ?: ok\n"


def test_a_closed_stream_is_a_failure_and_no_exception() -> None:
    stream = io.StringIO()
    stream.close()
    notifier = ConsoleNotifier(stream)
    assert not notifier.send(Notification("t", "b"))
    assert "closed" in notifier.problem
    assert not notifier.probe().works


def test_a_full_disk_is_a_failure_and_no_exception() -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    assert not ConsoleNotifier(Full()).send(Notification("t", "b"))


def test_no_stderr_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert not ConsoleNotifier().send(Notification("t", "b"))


def test_it_follows_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert ConsoleNotifier().send(Notification("t", "b"))
    assert capsys.readouterr().err == "t: b\n"
