"""Every duration, share and rule in words; no built-in rule without a word of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from posture_watch.config import BUILTIN_RULES
from posture_watch.core.words import RULE_WORDS, duration, rule_words
from posture_watch.report.words import percent, utc_offset


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"), (40.4, "40 s"), (59.4, "59 s"), (59.6, "1 min"), (3570, "1 h 00 min"), (15_000, "4 h 10 min"),
        (3569, "59 min"), (86_400, "24 h 00 min"),
    ],
)  # fmt: skip
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0 %"), (0.001, "under 1 %"), (0.934, "93 %"), (0.9999, "99 %"), (1, "100 %")]
)
def test_all_and_nothing_are_said_only_when_true(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(("hours", "words"), [(0, "UTC"), (1, "UTC+1"), (-3.5, "UTC-3:30"), (5.75, "UTC+5:45")])
def test_offsets(hours: float, words: str) -> None:
    assert utc_offset(datetime(2024, 3, 5, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))) == words


def test_every_built_in_rule_has_words() -> None:
    names = {entry.rule.name.removesuffix("_watch") for entry in BUILTIN_RULES}
    assert names <= set(RULE_WORDS)


def test_a_rule_of_the_users_own_is_called_by_its_name() -> None:
    assert rule_words("my_elbow_watch") == "my elbow"
