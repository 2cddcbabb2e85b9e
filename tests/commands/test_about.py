"""`about` and `help-now` as a user runs them: always there, always the same, whatever else is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_watch.care.topics import TOPICS
from posture_watch.commands.about import found
from posture_watch.errors import UserError
from posture_watch.texts import use_language
from tests.program import run_command


def test_the_list_names_each_topic(home: Path) -> None:
    told = run_command("about", home=home)
    assert told.code == 0
    assert [topic.key for topic in TOPICS if topic.key not in told.out or topic.title not in told.out] == []
    assert "not a medical device" in " ".join(told.out.split())


def test_one_topic_says_what_is_known_and_where_from(home: Path) -> None:
    told = run_command("about", "injections", home=home)
    assert told.code == 0
    assert "Often heard" in told.out
    assert "[1] NICE guideline NG59" in told.out


@pytest.mark.parametrize(
    ("word", "key"),
    [("water", "water"), ("Dehydration", "water"), ("ice", "heat"), ("chiropractic", "manipulation"),
     ("physiotherapy", "exercise"), ("operation", "surgery"), ("xyzzy", ""), ("bed", "rest"), ("SITTING", "sitting")],
)  # fmt: skip
def test_a_topic_is_found_by_what_people_call_it(word: str, key: str) -> None:
    if key:
        assert found(word).key == key
    else:
        with pytest.raises(UserError, match="no topic"):
            found(word)


def test_a_topic_is_found_in_the_language_of_the_user() -> None:
    use_language("de")
    try:
        assert found("spritzen").key == "injections"
        assert found("Bettruhe").key == "rest"
    finally:
        use_language("en")


@pytest.mark.parametrize("word", ["zzz", "", " ", "the", "a"])
def test_what_is_no_topic_or_several_is_told_which_there_are(word: str) -> None:
    with pytest.raises(UserError) as refused:
        found(word)
    assert "One of these: " in refused.value.advice


def test_help_now_is_the_same_for_everybody(home: Path, tmp_path: Path) -> None:
    told = run_command("help-now", home=home)
    assert told.code == 0
    assert "112" in told.out
    assert "911" in told.out
    assert max(map(len, told.out.splitlines())) <= 80
    damaged = tmp_path / "damaged"
    (damaged / "state").mkdir(parents=True)
    (damaged / "config").mkdir()
    (damaged / "state" / "posture.sqlite3").write_bytes(b"no database")
    (damaged / "config" / "config.toml").write_text("not [ toml", encoding="utf-8")
    assert run_command("help-now", home=damaged).out == told.out
    assert list(home.iterdir()) == []


def test_help_now_speaks_ascii_where_it_must(home: Path) -> None:
    told = run_command("help-now", home=home, extra={"PYTHONIOENCODING": "ascii"})
    assert told.code == 0
    assert told.out.isascii()
    assert run_command("about", "posture", home=home, extra={"PYTHONIOENCODING": "ascii"}).out.isascii()


def test_help_now_in_german(home: Path) -> None:
    told = run_command("help-now", home=home, extra={"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"})
    assert "WARNZEICHEN" in told.out
    assert "Rufen Sie den Notruf: 112" in told.out
    assert "Warning" not in told.out


def test_a_page_is_private_and_is_said_where_it_is(home: Path) -> None:
    for command, name in (("help-now", "help-now"), ("about", "about")):
        told = run_command(command, "--open", home=home, extra={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
        assert told.code == 0
        page = next(home.rglob(f"{name}.html"))
        assert str(page) in told.out
        assert page.stat().st_mode & 0o077 == 0


def test_a_window_or_a_page_but_not_both(home: Path) -> None:
    told = run_command("help-now", "--window", "--open", home=home)
    assert told.code == 2
    assert "not both" in told.err


def test_without_a_screen_it_is_said_what_to_do(home: Path) -> None:
    told = run_command("help-now", "--window", home=home, extra={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert told.code == 2
    assert "Traceback" not in told.err
