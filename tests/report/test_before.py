"""What went before in words: nothing before its time, what is missing counted, chance, power and the caveats said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from posture_watch.core.crossover import Crossover, crossover
from posture_watch.core.exposure import LENGTH_S, Compared, Lacking, Window
from posture_watch.report.before import before_lines, decimal, p_words, ratio_words, sentences
from posture_watch.report.html.before import went_before
from posture_watch.texts import use_language
from tests.core.diaries import MONDAY, clock, spasm

EARLY = "Sitting may also follow early pain"
BACK = "This looks back and says nothing about what comes."


def comparison(number: int, minutes: Sequence[float], lacking: Lacking | None = None) -> Compared:
    day = MONDAY + timedelta(days=7 * number)
    case, *controls = (Window(clock(day, 8), 60 * each, LENGTH_S) for each in minutes)
    return Compared(spasm(number, day, 10), case, () if lacking else tuple(controls), lacking)


def told(number: int, minutes: Sequence[float] = (80, 40, 50, 30, 60), *more: Compared) -> Crossover:
    return crossover([*(comparison(n, minutes) for n in range(1, number + 1)), *more])


def said(found: Crossover) -> str:
    return " ".join(" ".join(before_lines(found)).split())


def test_nothing_noted_is_not_enough_data() -> None:
    assert "Not enough data: there is no spasm in the diary." in said(crossover([]))


def test_up_to_two_are_only_told_with_what_is_missing() -> None:
    found = told(2, (80, 40, 50), comparison(3, (10,), "unseen"), comparison(4, (0,), "forgotten"))
    words = said(found)
    assert "Not enough data: from 3 on there are figures, from 6 on a comparison with chance." in words
    assert "Spasms that can be compared: 2 of 4." in words
    assert "9 February 2026 10:00" in words
    assert "80" not in words
    assert "2 March 2026 10:00 noted when the detail of these hours was no longer kept" in words
    assert "Not compared: the camera saw too little of these hours (1); noted when" in words
    assert EARLY in words
    assert BACK in words


@pytest.mark.parametrize("number", [3, 5])
def test_three_to_five_are_shown_raw(number: int) -> None:
    words = said(told(number))
    assert words.count("80 min, usually 45 (40, 50, 30, 60)") == number
    assert "Not enough data for a pattern: from 6 on there is a comparison with chance." in words
    assert "Median" not in words
    assert "p =" not in words
    assert "odds" not in words
    assert EARLY in words


def test_the_whole_text_of_six() -> None:
    found = told(6, (80, 40, 50, 30, 60), comparison(7, (5,), "follows"))
    assert before_lines(found) == [
        "What went before",
        "Minutes of sitting from 2 h to 10 min before each spasm, and in brackets in the",
        "same hours of up to four earlier days: working days beside working days,",
        "weekends beside weekends. Of each at least 60 % was watched.",
        "",
        "   1   9 February 2026 10:00  80 min, usually 45 (40, 50, 30, 60)",
        "   2  16 February 2026 10:00  80 min, usually 45 (40, 50, 30, 60)",
        "   3  23 February 2026 10:00  80 min, usually 45 (40, 50, 30, 60)",
        "   4      2 March 2026 10:00  80 min, usually 45 (40, 50, 30, 60)",
        "   5      9 March 2026 10:00  80 min, usually 45 (40, 50, 30, 60)",
        "   6     16 March 2026 10:00  80 min, usually 45 (40, 50, 30, 60)",
        "   7     23 March 2026 10:00  ",
        "      within 48 hours of another one, so the same episode",
        "",
        "Median of 6 spasms: 35 min more sitting before than usual. Exploratory: an odds",
        "ratio is told from 15 spasms on.",
        "If sitting had nothing to do with it, chance alone would make a difference as",
        "clear as this, to one side or the other, in under 1 % of such diaries (exact",
        "permutation test, p below 0.001).",
        "If a spasm were four times as likely after long sitting (odds ratio 4), 6 spasms",
        "would show it (p under 0.05) in 17 % of such diaries at best.",
        "Not compared: within 48 hours of another one, so the same episode (1).",
        "Sitting may also follow early pain: who feels it begin may sit down more, or",
        "less, than usual.",
        "Sitting away from the desk is not seen, a gap is reckoned like the rest of its",
        "window, and who looks often finds something by chance sooner or later.",
        "This looks back and says nothing about what comes.",
    ]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [((20, 40, 50), "25 min less sitting before than usual"), ((45, 40, 50), "as much sitting before as usual")],
)
def test_less_and_as_much_are_called_so(minutes: Sequence[float], words: str) -> None:
    assert f"Median of 8 spasms: {words}." in said(told(8, minutes))


@pytest.mark.parametrize(
    ("number", "row", "share"), [(9, 6, "17 %"), (10, 10, "35 %"), (19, 10, "35 %"), (29, 20, "7")]
)
def test_the_power_is_that_of_the_nearest_lower_number(number: int, row: int, share: str) -> None:
    assert f"{row} spasms would show it (p under 0.05) in {share}" in said(told(number))


def test_from_fifteen_on_there_is_an_odds_ratio() -> None:
    mixed = [comparison(n, (80, 40, 50, 30, 60) if n % 3 else (20, 70, 40, 60, 10)) for n in range(15)]
    words = said(crossover(mixed))
    assert "More than your middle of 45 min was before 10 of 15 spasms and in 30 of 60 usual windows" in words
    assert "odds ratio 1.8 (95 % interval: 0.5 to 6.8)." in words
    assert "Exploratory" not in words
    assert "95 % interval: 3.3 to no limit" in said(told(20))
    assert "No odds ratio can be told: the windows were all alike." in said(told(15, (50, 50, 50)))


def test_with_enough_of_them_missing_a_pattern_is_not_called_nothing() -> None:
    unclear = (45, 40, 50)
    assert "So with so few, no pattern found means nothing." in said(told(10, unclear))
    assert "means nothing" not in said(told(30, unclear))
    assert "Otherwise there would be no pattern found, although there is one." in said(told(30, unclear))


def test_of_a_pattern_that_was_found_nobody_says_that_none_was() -> None:
    assert "no pattern found" not in said(told(10))


@pytest.mark.parametrize("number", [1, 4, 6, 15, 40])
def test_what_is_always_said(number: int) -> None:
    assert sentences(told(number))[-3].startswith(EARLY)
    assert sentences(told(number))[-1] == BACK
    assert all(len(line) <= 80 for line in before_lines(told(number)))


def test_figures_are_written_as_people_do() -> None:
    assert p_words(0.0309) == "p = 0.031"
    assert p_words(0.00099) == "p below 0.001"
    assert p_words(1.0) == "p = 1.000"
    assert [ratio_words(ratio) for ratio in (0.0, 4.04, 99.94, 1e9, float("inf"))] == [
        "0.0", "4.0", "99.9", "over 100", "no limit",
    ]  # fmt: skip
    assert decimal(45.0, 0) == "45"


def test_the_page_has_a_row_a_spasm_and_the_same_sentences() -> None:
    found = told(6, (80, 40, 50, 30, 60), comparison(7, (5,), "alone"))
    html = went_before(found)
    assert html.count("<tr>") == 8
    assert html.count("<circle") == 6
    assert html.count('class="middle"') == 24
    assert all(sentence in html for sentence in sentences(found))
    assert "no comparable earlier day is left" in html


def test_the_page_of_few_draws_nothing() -> None:
    html = went_before(told(2))
    assert "<svg" not in html
    assert "80" not in html
    assert "Not enough data" in html
    assert "Not enough data" in went_before(crossover([]))
    assert went_before(None) == ""


def test_in_german() -> None:
    use_language("de")
    try:
        words = said(told(20))
    finally:
        use_language("en")
    assert "p unter 0,001" in words
    assert not any(word in words for word in ("chance", "spasm", "sitting"))
