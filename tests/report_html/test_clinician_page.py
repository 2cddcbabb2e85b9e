"""The page to take along: what is on it, what has no room, and that what somebody wrote stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from posture_watch.core.diary import Episode
from posture_watch.report.html import page
from posture_watch.report.html.episodes import ROOM
from posture_watch.report.html.fitting import cut, lines_needed, shared_out, width_em
from posture_watch.report.html.pain_plot import Span, pain_plot, points_of
from tests.report_html import diary_samples as diaries
from tests.report_html import samples
from tests.report_html.reading import Element, read


def rows(page_read: Element) -> list[list[str]]:
    (table,) = page_read.all("table")
    return [[cell.text for cell in row.children] for row in table.one("tbody").all("tr")]


def test_the_sheet_has_what_was_asked_for_in_its_order() -> None:
    whole = read(page(diaries.clinician()))
    assert [head.text for head in whole.all("h2")] == [
        "In figures", "Pain over time", "Episodes", "How it was measured, and its limits",
    ]  # fmt: skip
    header = whole.one("header").text
    assert "Name:" in header
    assert "1 January 2026 to 31 March 2026 (90 days); made on 1 April 2026." in header
    assert "The camera saw 89 % of the desk time" in header
    assert "Sitting a day, median 6 h 11 min camera saw 89 % Quartiles 5 h 43 min – 6 h 29 min" in whole.one("dl").text
    assert "diagnose" in whole.one("footer").text  # the one disclaimer


def test_a_single_day_has_no_quartiles() -> None:
    names = [name.text for name in read(page(diaries.one_day())).all("dt")]
    assert names == ["Sitting a day, median", "Days watched", "Spasms noted"]


def test_the_name_is_a_line_to_write_on() -> None:
    (name,) = read(page(diaries.clinician())).all("p", class_="name")
    assert [child.text for child in name.children] == ["Name:", ""]


def test_every_episode_has_a_row_in_order() -> None:
    told = rows(read(page(diaries.clinician())))
    assert [row[0] for row in told] == [str(number) for number in range(1, 8)]
    assert told[1][1].replace("\u2011", "-") == "2026-01-13 10:00"
    assert told[1][3] == "2 / 7"
    assert re.fullmatch(r"\d+ min / –", told[1][5].replace("\u00a0", " "))
    assert "“Slept badly.”" in told[1][6]


def test_what_has_no_room_is_counted_and_the_latest_stay() -> None:
    whole = read(page(diaries.full_diary()))
    told = rows(whole)
    assert 5 < len(told) < 30
    assert [row[0] for row in told] == [str(number) for number in range(31 - len(told), 31)]
    assert f"{30 - len(told)} earlier ones have no room here" in whole.one("caption").text
    assert all(row[6].endswith("…") for row in told)
    assert len(whole.one("svg", role="img").all("line", class_="began")) == 30  # the picture has all of them
    assert "no room here" not in page(diaries.clinician())


def test_an_empty_diary_is_a_page_that_says_so() -> None:
    whole = read(page(diaries.empty_diary()))
    assert whole.all("table") == []
    assert "The diary has no entry that began in this period." in whole.one("main").text
    assert "6 h 11 min" in whole.one("dl").text


def test_a_diary_without_days_at_the_desk_is_one_too() -> None:
    whole = read(page(diaries.diary_alone()))
    assert "The monitor did not run in this period." in whole.one("header").text
    assert "No day of this period was watched" in whole.one("main").text
    assert len(rows(whole)) == 3


def test_what_was_written_stays_text() -> None:
    for made in (page(diaries.hostile_diary()), page(diaries.hostile_diary_day())):
        assert "&lt;script src=&quot;//x&quot;&gt;" in made
        assert read(made).all("script") == []
        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", made)
    day = read(page(diaries.hostile_diary_day()))
    assert any('<script src="//x">' in told.text for told in day.all("bdi"))


def test_nothing_on_it_judges() -> None:
    """No arrow, no word of better or worse, no colour but ink and its greys."""
    made = page(diaries.full_diary())
    main = read(made).one("body").text
    assert not re.search(r"[↑↓→←▲▼]|better|worse|good|bad|poor|higher|lower than|risk|normal|usual limit", main)
    main_drawn = re.sub(r".*<main>|</main>.*", "", made, flags=re.DOTALL)
    assert not re.search(r'class="(?:g|p|poor|good|try|h\d)"|style=', main_drawn)


def test_the_day_and_the_month_have_marks_and_lines() -> None:
    day = read(page(diaries.day_with_diary()))
    assert (
        len([use for use in day.all("use", href="#m-diary") if "x" in use.attributes and "%" in use.attributes["x"]])
        == 1
    )
    (diary,) = day.all("section", aria_labelledby="diary")
    assert [row.children[0].text for row in diary.one("tbody").all("tr")] == ["11:28", "14:36"]
    assert "no. 2, later: pain" in diary.text
    month = read(page(diaries.month_with_diary()))
    assert len([use for use in month.all("use", href="#m-diary") if "%" in use.attributes.get("x", "")]) == 4
    assert "m-diary" not in re.sub(
        r"<defs>.*</defs>|<style>.*</style>", "", page(samples.ordinary_day()), flags=re.DOTALL
    )


def test_a_diary_without_a_logged_day_is_still_shown() -> None:
    whole = read(page(diaries.diary_without_day()))
    assert "Nothing was logged on Tuesday 10 March 2026." in whole.one("header").text
    assert "no. 1, spasm" in whole.one("main").text


def test_the_worst_stands_where_it_began_and_the_rest_where_it_was_written() -> None:
    episode = diaries.episode(1, date(2026, 3, 10), hour=10)
    points = points_of(episode)
    assert points[0].at == episode.entry.began_local.replace(tzinfo=None)
    assert (points[0].now, points[0].worst) == (None, episode.entry.pain_worst)
    assert points[1].now == episode.entry.pain_now
    assert [point.now for point in points[2:]] == [later.pain_now for later in episode.follow_ups]
    silent = Episode(1, replace(episode.entry, pain_now=None, pain_worst=None))
    assert points_of(silent) == []


def test_what_was_told_outside_of_the_period_is_not_in_the_picture() -> None:
    day = date(2026, 3, 10)
    picture = read(pain_plot(day, day, [diaries.episode(1, day, hour=10)]))
    assert len(picture.all("circle", class_="told")) == 1  # the follow-ups are of later days
    assert Span(day, day).share(datetime.combine(day + timedelta(days=1), time())) == 1.0


@pytest.mark.parametrize(
    ("first", "days", "ticks"),
    [
        (date(2026, 3, 10), 1, ["03-10"]),
        (date(2026, 3, 10), 20, ["03-10", "03-12"]),
        (date(2026, 1, 1), 90, ["01-01", "01-08"]),
        (date(2026, 1, 1), 150, ["01-01", "01-15"]),
        (date(2025, 1, 15), 400, ["2025-02", "2025-03"]),
        (date(2014, 4, 1), 4300, ["2015-01", "2016-01"]),
        (date(1, 1, 1), 730_000, ["1000-01", "1500-01"]),
    ],
)
def test_dates_stand_below_the_picture_a_dozen_at_most(first: date, days: int, ticks: list[str]) -> None:
    found = re.findall(r">(\d\d(?:\d\d)?-\d\d)<", pain_plot(first, first + timedelta(days=days - 1), []))
    assert found[: len(ticks)] == ticks
    assert len(found) <= 13


def test_lines_are_reckoned_word_by_word() -> None:
    room = width_em("aaaa bbbb")
    assert lines_needed("", room) == 1
    assert lines_needed("aaaa bbbb", room) == 1
    assert lines_needed("aaaa bbbb aaaa", room) == 2
    assert lines_needed("a" * 40, width_em("a" * 10)) == 4
    assert lines_needed("aa " + "b" * 20, width_em("b" * 10) + 0.01) == 3
    assert lines_needed("漢" * 10, width_em("M" * 10)) > 1


def test_a_cut_fits_and_says_that_there_is_more() -> None:
    words = "one two three four five six seven eight nine ten"
    for lines in (1, 2, 3):
        short = cut(words, 9.0, lines)
        assert lines_needed(short, 9.0) <= lines
        assert short.endswith("…")
        assert words.startswith(short[:-1])
    assert cut(words, 9.0, 40) == words


def test_lines_left_over_go_to_who_wants_more() -> None:
    assert shared_out([3, 0, 1], 10) == [3, 0, 1]
    assert shared_out([9, 0, 1, 9], 5) == [2, 0, 1, 2]
    assert shared_out([9, 9], 0) == [0, 0]
    assert sum(shared_out([100] * 7, int(ROOM))) == int(ROOM)
