"""CSV that a spreadsheet reads: RFC 4180, both clocks, and no text of the user's that it would calculate."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from posture_watch.core.exported import HoursBefore, NumberedEntry
from posture_watch.core.exposure import REACH
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedReminder
from posture_watch.core.practice import Practised
from posture_watch.exchange import csvs, diary_csvs
from tests.exchange.lived_log import NOTE, entry, follow_up

T0 = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)


def table(columns: list[csvs.Column], *records: object) -> list[dict[str, str]]:
    text = "".join(csvs.lines(columns, records))
    assert text.count("\r\n") == len(records) + 1
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_times_by_both_clocks_over_a_change_of_the_clock() -> None:
    winter = Interval(T0, T0 + timedelta(seconds=60), "good", True, 3600.0)
    summer = Interval(T0 + timedelta(seconds=60), T0 + timedelta(seconds=90.5), "poor", True, 7200.0)
    first, second = table(csvs.interval_columns(), winter, summer)
    assert (first["start_local"], first["start_utc"]) == ("2026-03-29 01:59:00.000", "2026-03-29T00:59:00.000Z")
    assert (second["start_local"], second["start_utc"]) == ("2026-03-29 03:00:00.000", "2026-03-29T01:00:00.000Z")
    assert (second["duration_s"], second["posture"], second["sitting"]) == ("30.5", "poor", "true")


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-2+3", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_of_the_users_own_is_never_a_formula(text: str) -> None:
    shown = LoggedReminder(T0, 0.0, 1, "posture", (text,), text, text)
    (row,) = table(csvs.reminder_columns(), shown)
    assert [row[name] for name in ("rules", "title", "message")] == [f"'{text}"] * 3


def test_figures_below_zero_stay_figures() -> None:
    told = Minute(T0, deviation_means={"lean_deg": -1.25})
    assert table(csvs.minute_columns(["lean_deg"], [], []), told)[0]["mean.lean_deg"] == "-1.25"


def test_quotes_commas_and_lines_come_back() -> None:
    shown = LoggedReminder(T0, 0.0, 1, "move", ("a", "b"), 'Say "hi", now', "two\nlines")
    (row,) = table(csvs.reminder_columns(), shown)
    assert (row["rules"], row["title"], row["message"]) == ("a; b", 'Say "hi", now', "two\nlines")
    assert (row["outcome"], row["outcome_utc"]) == ("", "")


def test_what_was_not_measured_is_empty_and_what_did_not_happen_is_zero() -> None:
    (row,) = table(csvs.minute_columns(["slump_score"], ["slump"], ["upright"]), Minute(T0, seconds={"good": 59.5}))
    assert (row["mean.slump_score"], row["strain"]) == ("", "")
    assert (row["over.slump_s"], row["kind.upright_s"], row["poor_s"], row["good_s"]) == ("0", "0", "0", "59.5")


def test_an_episode_is_a_line_as_it_was_told() -> None:
    told = entry(1, 1900.0)
    (row,) = table(diary_csvs.diary_columns(), NumberedEntry(*(getattr(told, f.name) for f in fields(told)), number=7))
    assert row == {
        "number": "7", "kind": "spasm", "began_local": "2026-03-02 08:31:40.000",
        "began_utc": "2026-03-02T07:31:40.000Z", "written_local": "2026-03-02 08:36:40.500",
        "written_utc": "2026-03-02T07:36:40.500Z", "utc_offset_s": "3600.0", "duration_s": "1800.0",
        "sites": "lower_back; left_leg", "pain_now": "4", "pain_worst": "7", "onset": "sudden",
        "before": "sit; bend_twist", "stress": "3", "helped": "heat; moving", "note": f"'{NOTE} 1", "key": told.key,
    }  # fmt: skip


def test_what_was_not_said_is_empty_and_no_pain_is_zero() -> None:
    (row,) = table(diary_csvs.diary_columns(), NumberedEntry("0" * 32, "pain", T0, 0.0, T0, pain_now=0))
    assert row["pain_now"] == "0"
    assert [row[name] for name in ("pain_worst", "duration_s", "sites", "onset", "stress", "note")] == [""] * 6


def test_follow_ups_hours_before_and_practice() -> None:
    (told,) = table(diary_csvs.follow_up_columns(), follow_up(1, 1, 0.0))
    assert (told["entry_key"], told["at_local"], told["over"]) == (entry(1, 0).key, "2026-03-02 08:00:00.000", "true")
    (hours,) = table(diary_csvs.exposure_columns(), HoursBefore("0" * 32, T0, True, T0 - REACH, 60.0, 90.5))
    assert hours == {
        "entry_key": "0" * 32, "is_case": "true", "began_utc": "2026-03-29T00:59:00.000Z",
        "start_utc": "2026-03-28T22:59:00.000Z", "sitting_s": "60.0", "watched_s": "90.5",
    }  # fmt: skip
    (done,) = table(diary_csvs.practice_columns(), Practised(T0, 3600.0, "break", "=chin", 40.0))
    assert (done["at_local"], done["exercise"], done["counted"]) == ("2026-03-29 01:59:00.000", "'=chin", "")
