"""CSV that a spreadsheet reads: RFC 4180, both clocks, and no text of the user's that it would calculate."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedReminder
from posture_watch.exchange import csvs

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
