"""Tables and bars: 80 columns, in any language, with figures of any size."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from posture_watch.core.trends import Spread
from posture_watch.texts import use_language
from posture_watch.tuning.comparing import Compared, Part, Tally
from posture_watch.tuning.drawing import ASCII_INK, UNICODE_INK, Ink, Row, drawing
from posture_watch.tuning.overview import a_day, by_hour, by_rule, what_became
from posture_watch.tuning.past import Past
from posture_watch.tuning.rates import Rate
from posture_watch.tuning.said import Said
from posture_watch.tuning.table import table

DAYS = tuple(date(2026, 3, 2) + timedelta(days=number) for number in range(20))
NOBODY = Past((), (), 0, DAYS, (), (), frozenset())


def tally(average: float, heeded: int, felt_false: int = 0, new: int = 0) -> Tally:
    rate = Rate(round(average * 20), average, average * 0.8, average * 1.2, Spread(average, average, average, 20))
    return Tally(rate, Part(heeded, 3), Part(felt_false, 0), Part(0, 0), new)


def row(name: str, average: float, heeded: int, **more: int) -> Row:
    one = tally(average, heeded, **more)
    return Row(name, Compared(one, one, ()))


def bar(line: str) -> str:
    return line[2 + 4 + 1 :][:44]


def test_bars_are_as_long_as_the_figures_and_show_what_they_are_made_of() -> None:
    lines = drawing([row("0.5", 4.0, 20, new=20), row("0.80", 2.0, 20), row("1", 0.0, 0)], ASCII_INK, target=3.0)
    assert bar(lines[0]) == "#" * 22 + "." * 11 + "|" + "." * 10
    assert bar(lines[1]) == "#" * 22 + " " * 11 + "|" + " " * 10
    assert bar(lines[2]) == " " * 33 + "|" + " " * 10
    assert lines[0].endswith("4.0 (3.2–4.8)")
    assert "| asked for" in lines[-1]


@pytest.mark.parametrize("ink", [ASCII_INK, UNICODE_INK])
@pytest.mark.parametrize("language", ["en", "de"])
def test_80_columns(language: str, ink: Ink) -> None:
    rows = [row("86400", 99.9, 9999, felt_false=9999, new=9999), Row("now", row("", 0.1, 1).compared, now=True)]
    use_language(language)
    try:
        lines = [
            *table(rows, ("enter_above", "a_rule_of_ones_own"), ink), *drawing(rows, ink, target=100.0),
            *a_day(NOBODY, rows[0].compared), *by_rule(NOBODY, rows[0].compared),
            *by_hour(NOBODY, rows[0].compared, "x"), *what_became(rows[0].compared),
        ]  # fmt: skip
    finally:
        use_language("en")
    assert max(map(len, lines)) <= 80
    assert not any("bleibtbleibt" in line or "slumpstay" in line for line in lines)


def test_no_days_no_figures() -> None:
    nothing = Compared(*[Tally(None, Part(1, 0), Part(0, 0), Part(0, 0), 0)] * 2, said=())
    assert drawing([Row("0.5", nothing)], ASCII_INK)[0].rstrip().endswith("–")
    assert " – " in table([Row("0.5", nothing)], ("enter_above", "slump"), ASCII_INK)[-1]


def test_why_the_rules_come_to_more_than_the_reminders() -> None:
    two = Said(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0, "move", ("sitting", "sitting_long"))
    one, none = (replace(two, rules=("sitting",)), replace(row("", 1.0, 1).compared, said=()))
    assert "one can name two rules" in by_rule(replace(NOBODY, said=(one, two)), none)[-1]
    assert "one can name two rules" in by_rule(NOBODY, replace(none, said=(two,)))[-1]
    assert not any("two rules" in line for line in by_rule(replace(NOBODY, said=(one, one)), none))
