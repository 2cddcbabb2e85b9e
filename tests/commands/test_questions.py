"""What needs two answers is checked when both are there, and a change never leaves an entry that cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from posture_watch.commands.questions import changed, entry_questions, follow_up_questions, plain
from posture_watch.core.diary import DiaryEntry
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError

NOW = Instant(0.0, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
ENTRY = DiaryEntry("0" * 32, "spasm", NOW.utc - timedelta(hours=1), 0.0, NOW.utc)
TOLD = replace(ENTRY, pain_now=4, pain_worst=6, duration_s=1800.0, note="x", stress=3, onset="sudden")


def answer(flag: str, said: str, entry: DiaryEntry = TOLD) -> DiaryEntry:
    question = next(one for one in entry_questions() if one.flag == flag)
    return changed(entry, question.take(said, NOW), NOW)


def test_pain_now_over_the_worst_of_before_is_the_worst_now() -> None:
    assert (answer("now", "9").pain_now, answer("now", "9").pain_worst) == (9, 9)
    assert answer("now", "5").pain_worst == 6
    assert answer("now", "9", ENTRY).pain_worst is None


@pytest.mark.parametrize(
    ("flag", "said", "complains"),
    [("worst", "3", "cannot be below"), ("lasted", "2h", "cannot have lasted"), ("at", "10m", "cannot have lasted"),
     ("before", "none lift", "does not go with"), ("helped", "nothing heat", "does not go with"),
     ("note", "n" * 2001, "2001")],
)  # fmt: skip
def test_what_cannot_be_together(flag: str, said: str, complains: str) -> None:
    with pytest.raises(UserError, match=complains) as caught:
        answer(flag, said)
    assert caught.value.advice


def test_what_is_cleared_is_not_said() -> None:
    entry: Any = TOLD
    for question in entry_questions():
        if question.empty is not None:
            entry = changed(entry, question.empty, NOW)
            assert question.shown(entry) == ""
    assert entry == ENTRY
    assert [question.flag for question in entry_questions() if question.empty is None] == ["at"]


def test_it_goes_on_is_no_length() -> None:
    assert [answer("lasted", words).duration_s for words in ("on", "noch", "25m")] == [None, None, 1500.0]


def test_yes_and_no_in_both_languages() -> None:
    over = next(one for one in follow_up_questions() if one.flag == "over")
    assert [over.take(said, NOW)["over"] for said in ("y", "Ja", "no", "NEIN")] == [True, True, False, False]
    with pytest.raises(UserError, match="yes or no"):
        over.take("maybe", NOW)


def test_a_note_is_text_that_every_file_can_take() -> None:
    assert plain("a\x1b[2Jb\x00c\td\r\ne\udcff") == "a [2Jb c d\ne?"
    assert plain("müde 😀 فارسی") == "müde 😀 فارسی"
