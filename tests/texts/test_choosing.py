"""The settings decide; else the environment, read as gettext does; a language nobody knows is English."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_watch.texts import choose, configured_language, text
from posture_watch.texts.choosing import languages


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT.UTF-8@euro"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "de_DE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en_GB:de"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr"}, "de"),
        ({"LANGUAGE": "de"}, "de"),
        ({"LANGUAGE": "de", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "de", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "///"}, "en"),
    ],
)
def test_auto_asks_the_environment(environ: dict[str, str], expected: str) -> None:
    assert choose("auto", environ) == expected
    assert text("Posture") == {"de": "Haltung", "en": "Posture"}[expected]


@pytest.mark.parametrize("configured", ["en", "de"])
def test_the_settings_go_before_the_environment(configured: str) -> None:
    assert choose(configured, {"LANG": "de_DE.UTF-8", "LANGUAGE": "en:de"}) == configured


def test_a_language_that_is_not_there_is_chosen_as_auto_is() -> None:
    assert choose("fr", {"LANG": "de_DE.UTF-8"}) == "de"


def test_english_and_german_are_there() -> None:
    assert languages() == ("en", "de")


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('language = "de"\n', "de"),
        ('# language = "en"\nprofile = "gentle"\n  language=\'de\' # mine\n', "de"),
        ('[rules.x]\nlanguage = "de"\n', "auto"),
        ('languages = "de"\n', "auto"),
        ("language = 5\n", "auto"),
        ("", "auto"),
        ("\xff\xfe broken [[[", "auto"),
    ],
)
def test_the_key_is_found_in_the_settings(tmp_path: Path, toml: str, expected: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(toml, encoding="latin-1")
    assert configured_language(file) == expected


def test_settings_that_cannot_be_read_say_nothing(tmp_path: Path) -> None:
    assert configured_language(tmp_path / "none.toml") == "auto"
    assert configured_language(tmp_path) == "auto"
