"""The diary in the reports of a day, a week and a month: a mark, a line each, and words that obey nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from posture_watch.core.diary import Episode
from posture_watch.report.diary import concerning, entry_words, follow_up_words, lasted, lines_of, one_line
from posture_watch.report.period import period_text
from posture_watch.report.terminal import day_text
from tests.report_html import diary_samples as diaries
from tests.report_html import samples

DAY = samples.DAY


def bare(one: Episode) -> Episode:
    entry = replace(
        one.entry, sites=(), pain_now=None, pain_worst=None, duration_s=None, onset=None, before=(), stress=None,
        helped=(), note="",
    )  # fmt: skip
    return Episode(one.number, entry)


def test_a_day_has_a_mark_in_its_hour_and_a_line() -> None:
    told = day_text(diaries.day_with_diary())
    (hour,) = [line for line in told.splitlines() if line.startswith("     14:00")]
    assert hour[12:][36] == "D"
    assert "D diary" in told
    assert "Diary       11:28  no. 2, later: pain" in told
    assert "            14:36  no. 3, spasm: upper back" in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_day_without_diary_says_nothing_of_one() -> None:
    assert "iary" not in day_text(samples.ordinary_day())
    assert "iary" not in period_text(samples.month())


def test_an_entry_outside_of_the_watched_hours_has_a_line_alone() -> None:
    told = day_text(replace(samples.ordinary_day(), episodes=(diaries.episode(1, DAY, hour=22.5),)))
    assert "Diary       22:30  no. 1" in told
    assert "D diary" not in told


def test_a_day_that_was_not_logged_shows_what_was_written() -> None:
    told = day_text(diaries.diary_without_day())
    assert "Nothing was logged on Tuesday 10 March 2026." in told
    assert "Diary       14:30  no. 1, spasm" in told
    assert "Diary       Tue 10 14:30  no. 1" in period_text(
        replace(samples.empty_week(), episodes=diaries.diary_without_day().episodes)
    )


def test_a_month_has_the_lines_in_order() -> None:
    told = period_text(diaries.month_with_diary())
    assert "Diary       Tue  3 11:00  no. 1, spasm" in told
    places = [told.index(f"no. {number}, {'pain' if number == 4 else 'spasm'}") for number in (1, 2, 3, 4)]
    assert places == sorted(places)
    assert max(map(len, told.splitlines())) <= 80


def test_what_was_not_said_is_left_out() -> None:
    one = bare(diaries.episode(1, DAY))
    assert entry_words(one) == "no. 1, spasm"
    assert entry_words(replace(one, entry=replace(one.entry, pain_worst=7))) == "no. 1, spasm: pain at worst 7 of 10"
    assert entry_words(replace(one, entry=replace(one.entry, pain_now=0))) == "no. 1, spasm: pain 0 of 10"
    later = diaries.episode(1, DAY).follow_ups[0]
    assert follow_up_words(1, replace(later, pain_now=None, over=False)) == "no. 1, later"
    assert follow_up_words(1, replace(later, pain_now=2, over=True)) == "no. 1, later: pain 2 of 10; over"


def test_a_note_is_one_short_line_that_no_terminal_obeys() -> None:
    assert one_line("a\n\tb\x1b[31m \x07c\u202ed") == "a b[31m cd"
    assert one_line("word " * 100, 20) == "word word word word…"
    told = day_text(diaries.hostile_diary_day())
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert '“<script src="//x">' in " ".join(told.split())


def test_lengths_are_days_once_there_are_two() -> None:
    assert [lasted(s) for s in (2400.0, 90_000.0, 172_800.0, 366 * 86_400.0)] == [
        "40 min", "25 h 00 min", "2 days", "366 days",
    ]  # fmt: skip


def test_an_episode_concerns_the_days_on_which_something_was_written() -> None:
    one = diaries.episode(1, DAY)  # follow-ups on the next two days
    assert concerning([one], DAY, DAY) == (one,)
    assert concerning([one], DAY + timedelta(days=2), DAY + timedelta(days=9)) == (one,)
    assert concerning([one], DAY + timedelta(days=3), date(2026, 4, 1)) == ()
    assert [told.at_local.date() for told in lines_of([one], DAY + timedelta(days=1), DAY + timedelta(days=1))] == [
        DAY + timedelta(days=1)
    ]
