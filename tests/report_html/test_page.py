"""Every page: complete in itself, small, well formed, for readers of all kinds; no name gets through as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from posture_watch.report.clinician import ClinicianReport
from posture_watch.report.day import DayReport, PeriodReport
from posture_watch.report.html import page
from posture_watch.texts import use_language
from tests.report_html import diary_samples, samples
from tests.report_html.reading import read

DAYS: tuple[Callable[[], DayReport], ...] = (
    samples.ordinary_day, samples.minute_of_data, samples.nobody_day, samples.unseen_day, samples.empty_day,
    samples.first_day, samples.forgotten_day, samples.clock_forward_day, samples.clock_back_day, samples.flight_day,
    samples.far_flight_day, samples.restless_day, samples.hostile_day, diary_samples.day_with_diary,
    diary_samples.diary_without_day, diary_samples.hostile_diary_day,
)  # fmt: skip
PERIODS: tuple[Callable[[], PeriodReport], ...] = (
    samples.week, samples.week_so_far, samples.empty_week, samples.month, samples.full_month,
    diary_samples.month_with_diary,
)  # fmt: skip
SHEETS: tuple[Callable[[], ClinicianReport], ...] = (
    diary_samples.clinician, diary_samples.empty_diary, diary_samples.diary_alone, diary_samples.one_day,
    diary_samples.full_diary, diary_samples.hostile_diary, diary_samples.years,
)  # fmt: skip
SAMPLES: dict[str, Callable[[], DayReport | PeriodReport | ClinicianReport]] = {
    make.__name__: make for make in (*DAYS, *PERIODS, *SHEETS)
}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


@cache
def made_in_english(name: str) -> str:
    return page(SAMPLES[name]())


@pytest.fixture(params=sorted(SAMPLES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_page_asks_for_nothing_and_runs_nothing(name: str) -> None:
    made = made_in_english(name)
    whole = read(made)
    assert [whole.all(tag) for tag in ("script", "link", "img", "iframe", "object", "form", "base")] == [[]] * 7
    inside = [
        e.attributes.get(key, "") for tag in ("use", "a") for e in whole.all(tag) for key in ("href", "xlink:href")
    ]
    assert all(link.startswith("#") or not link for link in inside)
    assert set(re.findall(r"url\((.)", made)) <= {"#"}
    assert "http" not in re.sub(r"http-equiv", "", made)
    assert "@import" not in made
    (policy,) = whole.all("meta", http_equiv="Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'")
    assert not re.search(r"<[^>]* on\w+=", made)


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_is_small(name: str, language: str) -> None:
    use_language(language)
    report = SAMPLES[name]()
    most_kib = 100 if isinstance(report, DayReport) else 300
    assert len(page(report).encode()) < most_kib * 1024


def test_the_worst_days_are_as_bad_as_they_say() -> None:
    summary = samples.restless_day().summary
    assert summary
    assert len(summary.timeline) > 5000
    assert summary.figures.reminders == 400
    assert len(samples.full_month().days) == 31


def test_a_page_has_one_title_and_headings_in_steps(name: str) -> None:
    whole = read(made_in_english(name))
    assert len(whole.all("h1")) == 1
    assert whole.one("head").one("title").text.startswith(whole.one("h1").text)
    assert whole.all("h3") == []
    assert len(whole.all("h2")) == len(whole.all("section"))


def test_no_name_is_given_twice_and_every_reference_is_there(name: str) -> None:
    made = made_in_english(name)
    ids = re.findall(r' id="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    asked = re.findall(r'href="#([^"]+)"', made) + re.findall(r"url\(#([^)]+)\)", made)
    asked += [one for many in re.findall(r'aria-labelledby="([^"]+)"', made) for one in many.split()]
    assert set(asked) <= set(ids)


def test_pictures_speak_or_are_silent(name: str) -> None:
    """A picture has a title and a description, or stands beside words that say the same."""
    for picture in read(made_in_english(name)).all("svg"):
        if picture.attributes.get("role") == "img":
            assert picture.one("title").text
            assert picture.one("desc").text
    bare = [s for s in re.findall(r"<svg[^>]*>", made_in_english(name)) if "role=" not in s and "aria-hidden" not in s]
    assert [s for s in bare if "preserveAspectRatio" not in s] == []  # the curve is inside of one that speaks


def test_tables_can_be_walked(name: str) -> None:
    for table in read(made_in_english(name)).all("table"):
        assert table.one("caption").text
        heads = table.one("thead").all("th")
        assert all(head.attributes["scope"] == "col" and head.text for head in heads)
        for row in table.one("tbody").all("tr"):
            assert len(row.children) == len(heads)
            assert row.children[0].attributes["scope"] == "row"


def test_a_name_of_the_users_own_stays_text() -> None:
    made = page(samples.hostile_day())
    assert "&lt;script src=&quot;//x&quot;&gt;&amp;" in made
    assert read(made).all("script") == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_says_which_language_it_is_in(language: str) -> None:
    use_language(language)
    whole = read(page(samples.ordinary_day()))
    assert whole.one("html").attributes["lang"] == language
    assert ("Dienstag" in whole.one("h1").text) == (language == "de")


def test_every_page_says_what_it_is_not(name: str) -> None:
    assert "not a medical device" in read(made_in_english(name)).one("footer").text


def test_the_coverage_stands_beside_the_figures() -> None:
    report = samples.ordinary_day()
    assert report.summary
    share = f"{round(100 * (report.summary.figures.coverage or 0))} %"
    whole = read(page(report))
    assert f"The camera saw {share} of your time sitting at the desk" in whole.one("header").text
    for figure in whole.one("dl").all("div"):
        assert re.search(r"camera saw \d+ %|judged|time to move", figure.text), figure.text
    captions = {table.one("caption").text for table in whole.all("table")}
    assert sum(f"camera saw {share}" in caption for caption in captions) == 2


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (samples.empty_day, "Nothing was logged on Tuesday 10 March 2026."),
        (samples.first_day, "Nothing has been logged yet."),
        (samples.nobody_day, "Nobody was seen at the desk."),
        (samples.minute_of_data, "You sat for 1 min so far"),
        (samples.unseen_day, "the camera could not judge your posture."),
        (samples.forgotten_day, "The details of this day have been forgotten"),
        (samples.forgotten_day, "Sitting by the hour"),
        (samples.empty_week, "Nothing was logged in these days."),
        (samples.week_so_far, "Days at the desk: 2."),
    ],
)
def test_days_with_little_or_no_data_say_so(make: Callable[[], DayReport | PeriodReport], sentence: str) -> None:
    assert sentence in read(page(make())).text


def test_an_unseen_day_is_never_called_good() -> None:
    whole = read(page(samples.unseen_day()))
    assert "Close to your baseline" not in whole.one("dl").text
    assert whole.all("g", class_="g") == []
    assert "camera saw 0 %" in whole.one("dl").text


def test_a_day_that_is_still_to_come_is_not_called_empty() -> None:
    whole = read(page(samples.week_so_far()))
    rows = [row.children[0].text for row in whole.one("table", class_="days short").one("tbody").all("tr")]
    assert rows == ["Mon 9", "Tue 10"]
    assert whole.one("h1").text.endswith("so far")
    assert [t.text for t in whole.one("svg", role="img").all("text") if t.text == "–"] == []


def test_days_without_data_are_empty_places_in_a_month() -> None:
    whole = read(page(samples.month()))
    logged = len(samples.month().days)
    rows = [row.text for row in whole.one("table", class_="days short").one("tbody").all("tr")]
    assert len(rows) == 31
    assert sum("– – – –" in row for row in rows) == 31 - logged


def test_the_figures_of_a_week_are_those_of_its_days() -> None:
    report = samples.week()
    whole = read(page(report))
    seconds = sum(day.seconds["good"] for day in report.days)
    hours, minutes = divmod(round(seconds / 60), 60)
    assert f"close to your baseline {hours} h {minutes:02d} min" in whole.one("section", aria_labelledby="days").text


def test_the_hours_of_the_week_can_be_read_as_numbers() -> None:
    whole = read(page(samples.week()))
    first = whole.one("section", aria_labelledby="pattern").all("table")[0]
    assert [head.text for head in first.one("thead").all("th")][1:] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    report = samples.week()
    mondays = [day for day in (*report.before, *report.days) if day.day.weekday() == 0]
    ten = next(row for row in first.one("tbody").all("tr") if row.children[0].text == "10")
    mean_min = sum(day.hours[10].sitting_s for day in mondays if 10 in day.hours) / 60 / len(mondays)
    assert ten.children[1].text == f"{mean_min:.0f}"


def test_today_is_called_today() -> None:
    assert read(page(samples.minute_of_data())).one("h1").text == "Today, Tuesday 10 March 2026"
    assert read(page(samples.ordinary_day())).one("h1").text == "Tuesday 10 March 2026"


def test_the_dot_lies_in_the_box_where_the_day_is_as_usual() -> None:
    report = samples.ordinary_day()
    rows = read(page(report)).one("section", aria_labelledby="usual").one("tbody").all("tr")
    compared = [trend for trend in report.trends if trend.usual]
    assert {trend.standing for trend in compared} >= {"as usual", "higher"}
    for trend, row in zip(compared, rows, strict=True):
        box, dot = row.one("rect").attributes, row.one("circle").attributes
        left, width, now = (float(value.rstrip("%")) for value in (box["x"], box["width"], dot["cx"]))
        assert min(left, now) >= 0
        assert max(left + width, now) <= 100
        side = "lower" if now < left - 0.01 else "higher" if now > left + width + 0.01 else "as usual"
        assert side == trend.standing, trend.name


def test_a_column_is_as_tall_as_the_day_was_long() -> None:
    report = samples.week()
    bars = read(page(report)).one("svg", role="img").all("rect")
    heights: dict[str, float] = {}
    for bar in bars:
        heights[bar.attributes["x"]] = heights.get(bar.attributes["x"], 0.0) + float(bar.attributes["height"])
    long_s = [day.desk_s + day.seconds["standing"] for day in report.days]
    assert len(heights) == len(long_s)
    for height, seconds in zip(heights.values(), long_s, strict=True):
        assert height / max(heights.values()) == pytest.approx(seconds / max(long_s), abs=0.01)
