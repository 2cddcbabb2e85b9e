"""Choices by number or word; what could be two is asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from posture_watch.commands.said_choices import one, score, several
from posture_watch.core.diary_words import BEFORE_WORDS, ONSET_WORDS, RELIEF_WORDS, SITE_WORDS
from posture_watch.errors import UserError
from posture_watch.texts import retold, use_language

TABLES: tuple[Mapping[str, str], ...] = (SITE_WORDS, BEFORE_WORDS, RELIEF_WORDS, ONSET_WORDS)  # type: ignore[assignment]


@pytest.fixture
def german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1 7", ("neck", "lower_back")), ("7,1", ("neck", "lower_back")), ("neck, lower_back", ("neck", "lower_back")),
        ("lower back", ("lower_back",)), ("lower back on the left", ("lower_back_left",)),
        ("Lower Back and neck", ("neck", "lower_back")), ("left leg 1 neck", ("neck", "left_leg")), ("", ()),
        ("nec", ("neck",)), ("lower_back,left_leg", ("lower_back", "left_leg")), ("1+7", ("neck", "lower_back")),
        ("lower_back_right;right_buttock", ("lower_back_right", "right_buttock")),
    ],
)  # fmt: skip
def test_places(said: str, meant: tuple[str, ...]) -> None:
    assert several(said, SITE_WORDS) == meant


@pytest.mark.parametrize(
    ("said", "complains"),
    [
        ("back", "several"),
        ("left", "several"),
        ("15", "none of these"),
        ("0", "none of these"),
        ("toe", "none of these"),
    ],
)
def test_what_is_not_one_place_is_offered_again(said: str, complains: str) -> None:
    with pytest.raises(UserError, match=complains) as caught:
        several(said, SITE_WORDS)
    assert "lower back" in caught.value.advice or "left arm" in caught.value.advice


def test_every_choice_is_meant_by_its_key_its_number_and_its_words() -> None:
    for table in TABLES:
        for number, (key, words) in enumerate(table.items(), 1):
            assert several(str(number), table) == several(key, table) == several(words, table) == (key,)


@pytest.mark.usefixtures("german")
def test_every_choice_is_meant_by_its_german_words() -> None:
    for table in TABLES:
        for key, words in table.items():
            assert several(retold(words), table) == (key,), words


def test_one_of_two() -> None:
    assert (one("2", ONSET_WORDS), one("sudden", ONSET_WORDS)) == ("gradual", "sudden")
    with pytest.raises(UserError, match="Choose one"):
        one("1 2", ONSET_WORDS)


@pytest.mark.parametrize(("said", "figure"), [("0", 0), (" 10 ", 10), ("7/10", 7), ("07", 7)])
def test_figures(said: str, figure: int) -> None:
    assert score(said) == figure


@pytest.mark.parametrize("said", ["11", "-1", "4.5", "four", "", "٣", "1e1", "100"])
def test_what_is_no_figure(said: str) -> None:
    with pytest.raises(UserError, match="from 0 to 10"):
        score(said)
