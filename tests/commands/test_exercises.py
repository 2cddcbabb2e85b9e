"""`exercises` as a user runs it: the list, one of them in words, all of them as a private page; in German too."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from posture_watch.care.exercises import EXERCISES
from posture_watch.commands import exercises
from posture_watch.errors import UserError
from posture_watch.texts import use_language
from tests.program import run_command


def printed(capsys: pytest.CaptureFixture[str], name: str | None = None) -> str:
    assert exercises.run(argparse.Namespace(exercise=name, open=False)) == 0
    return capsys.readouterr().out


def test_the_list_names_each_and_its_dose(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys)
    assert [e.key for e in EXERCISES if f"  {e.key} " not in said] == []
    assert "10 times, 5 seconds each." in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize("name", ["hip_flexor", "HIP-FLEXOR", "hip", "front of the hip"])
def test_one_is_found_by_its_name_or_a_part_of_it(capsys: pytest.CaptureFixture[str], name: str) -> None:
    said = printed(capsys, name)
    assert said.startswith("STRETCH THE FRONT OF THE HIP\n")
    assert "  1. Stand up" in said
    assert "Twice 30 seconds a side." in said
    assert "Stop if pain goes down the leg." in said
    assert "The camera cannot see this one." in said
    assert "posture-watch break --exercise hip_flexor" in said
    assert "Plain advice of this program" in said


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.key)
def test_each_has_its_words(capsys: pytest.CaptureFixture[str], exercise: object, language: str) -> None:
    use_language(language)
    try:
        said = printed(capsys, exercise.key)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
    finally:
        use_language("en")
    assert max(map(len, said.splitlines())) <= 80
    assert len(said.splitlines()) >= 12
    assert ("The camera" in said) is (language == "en")


def test_a_name_in_the_users_language_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    use_language("de")
    try:
        assert "GEHEN" in printed(capsys, "gehen").splitlines()[0]
    finally:
        use_language("en")


@pytest.mark.parametrize(("name", "said"), [("yoga", "no exercise"), ("b", "more than one"), ("", "no exercise")])
def test_what_is_none_is_said_with_those_there_are(name: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as told:
        exercises.found(name)
    assert "bird_dog" in told.value.advice


def test_as_a_page_for_its_owner_alone(home: Path) -> None:
    told = run_command("exercises", "--open", home=home, extra={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert told.code == 0
    page = home / "state" / "reports" / "exercises.html"
    assert str(page) in told.out
    assert page.stat().st_mode & 0o077 == 0
    assert page.read_text(encoding="utf-8").count("<svg xmlns") == len(EXERCISES)
