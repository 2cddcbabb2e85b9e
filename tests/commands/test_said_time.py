"""When something was, as people type it: both languages, odd clocks, and never what is still to come."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.commands.said_time import length_s, moment
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set here")


@contextmanager
def in_zone(name: str) -> Generator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@pytest.fixture(autouse=True)
def berlin() -> Iterator[None]:
    with in_zone("Europe/Berlin"):
        yield


def at(local: str) -> Instant:
    """The moment at which a clock in Berlin showed it."""
    shown = datetime.fromisoformat(local)
    offset = shown.astimezone().utcoffset()
    assert offset is not None
    return Instant(0.0, shown.astimezone(UTC), offset.total_seconds())


with in_zone("Europe/Berlin"):
    NOW = at("2026-11-23 12:45:20")  # a Monday


def shown(said: str, now: Instant = NOW) -> str:
    return f"{moment(said, now).astimezone():%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("said", "was"),
    [
        ("", "2026-11-23 12:45"), ("now", "2026-11-23 12:45"), ("gerade eben", "2026-11-23 12:45"),
        ("30m", "2026-11-23 12:15"), ("30 min ago", "2026-11-23 12:15"), ("vor 2 Stunden", "2026-11-23 10:45"),
        ("1h30", "2026-11-23 11:15"), ("1,5 h", "2026-11-23 11:15"), ("3 days", "2026-11-20 12:45"),
        ("vor 2 Tagen", "2026-11-21 12:45"), ("07:40", "2026-11-23 07:40"), ("7.40", "2026-11-23 07:40"),
        ("7:40 pm yesterday", "?"), ("yesterday 18:00", "2026-11-22 18:00"), ("gestern um 18:00", "2026-11-22 18:00"),
        ("yesterday, 6 pm", "2026-11-22 18:00"), ("gestern 18 Uhr", "2026-11-22 18:00"),
        ("12 am", "2026-11-23 00:00"), ("today 12:45", "2026-11-23 12:45"), ("heute 8 uhr", "2026-11-23 08:00"),
        ("vorgestern 9:00", "2026-11-21 09:00"), ("2026-11-20 07:40", "2026-11-20 07:40"),
        ("2026-11-20T07:40", "2026-11-20 07:40"), ("20.11. 7:40", "2026-11-20 07:40"),
        ("24.12. 18:00", "2025-12-24 18:00"), ("20.11.2024 07:40", "2024-11-20 07:40"),
        ("friday 9:15", "2026-11-20 09:15"), ("Mo 9:15", "2026-11-16 09:15"),
    ],
)  # fmt: skip
def test_as_people_say_it(said: str, was: str) -> None:
    if was == "?":
        with pytest.raises(UserError):
            moment(said, NOW)
    else:
        assert shown(said) == was


@pytest.mark.parametrize(
    ("said", "complains"),
    [
        ("18:00", "still to come"), ("today 23:00", "still to come"), ("tomorrow", "still to come"),
        ("morgen 8:00", "still to come"), ("2027-01-01 00:00", "still to come"), ("2062-11-20 07:40", "10 years"),
        ("1026-11-20 07:40", "10 years"), ("0001-01-01 00:00", "10 years"), ("900 weeks", "10 years"),
        ("25:00", "no such time of day"), ("12:60", "no such time of day"), ("13 pm", "not understood"),
        ("2026-02-30 10:00", "no such day"), ("31.11. 10:00", "no such day"),
        ("yesterday", "At what time on 2026-11-22"),
        ("20.11.", "at what time on 2026-11-20"), ("7", "not understood"), ("a while ago", "not understood"),
        ("-30m", "not understood"), ("30m 18:00", "not understood"), ("9" * 30 + "w", "10 years"),
        ("9" * 400 + "m", "10 years"), ("\udcff", "not understood"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_with_an_example(said: str, complains: str) -> None:
    with pytest.raises(UserError) as caught:
        moment(said, NOW)
    assert complains.lower() in caught.value.message.lower()
    assert caught.value.advice


def test_just_after_midnight_late_in_the_evening_was_yesterday() -> None:
    assert shown("23:50", at("2026-11-23 00:30")) == "2026-11-22 23:50"
    with pytest.raises(UserError, match="still to come"):  # 17 hours ago, or a slip
        moment("07:40", at("2026-11-23 00:30"))


def test_an_hour_that_the_clocks_left_out_is_no_time() -> None:
    with pytest.raises(UserError, match="put forward"):
        moment("2026-03-29 02:30", NOW)
    assert shown("2026-03-29 03:30") == "2026-03-29 03:30"


def test_an_hour_that_came_twice_is_the_later_that_has_been() -> None:
    assert moment("2026-10-25 02:30", NOW) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    between = Instant(0.0, datetime(2026, 10, 25, 0, 50, tzinfo=UTC), 7200.0)  # 02:50, the first time
    assert moment("02:30", between) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_ago_counts_real_time_over_a_change_of_the_clocks() -> None:
    assert moment("4h", at("2026-03-29 05:00")) == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("20m", 1200.0), ("2 h", 7200.0), ("1h30", 5400.0), ("1 h 30 min", 5400.0), ("90 s", 90.0), ("2 Tage", 172_800.0),
     ("1 Std 10 Min.", 4200.0), ("3 Sekunden", 3.0), ("2 hours", 7200.0), ("1 Woche", 604_800.0),
     ("20", None), ("", None), ("h", None), ("20x", None), ("20 minutes more", None)],
)  # fmt: skip
def test_lengths_of_time(said: str, seconds: float | None) -> None:
    assert length_s(said) == seconds


@given(st.text(max_size=30) | st.from_regex(r"[0-9 :.\-amphwdstovrgen,T]{0,25}", fullmatch=True))
def test_whatever_is_typed_is_a_time_that_has_been_or_a_kind_sentence(said: str) -> None:
    try:
        assert moment(said, NOW) <= NOW.utc
    except UserError as error:
        assert error.message  # noqa: PT017  # both ends are fine
        assert error.advice  # noqa: PT017
