"""Figures as people read them, and the sentences that every answer of `tune` ends with."""

from __future__ import annotations

from textwrap import wrap

from posture_watch.core.rules import Rule
from posture_watch.texts import text
from posture_watch.tuning.past import FEWEST_DAYS, Past
from posture_watch.tuning.rates import Rate

COLUMNS = 80


def sentence(words: str, *, hang: int = 0) -> list[str]:
    """As wide as the page."""
    return wrap(words, COLUMNS, subsequent_indent=" " * hang)


def tenth(value: float) -> str:
    """One decimal, with the mark that the language has for it."""
    whole, _, rest = f"{value:.1f}".partition(".")
    return text("{whole}.{rest}", whole=whole, rest=rest)


def middle(rate: Rate | None) -> str:
    """The middle day and the half of days around it: "6 (4 to 8)"."""
    if rate is None or rate.spread is None:
        return "–"
    spread = rate.spread
    return text("{middle} ({low} to {high})", middle=_g(spread.middle), low=_g(spread.low), high=_g(spread.high))


def average(rate: Rate | None) -> str:
    """The average and what other such weeks would have: "6.1 (5.0–7.3)"."""
    return "–" if rate is None else f"{tenth(rate.average)} ({tenth(rate.least)}–{tenth(rate.most)})"


def limit(value: float, rule: Rule | None) -> str:
    """A value that was tried, as it is written in the settings."""
    return f"{value:.10g}" + (" s" if rule is not None and rule.signal.endswith("_s") else "")


def days_line(past: Past) -> str:
    """Which days the figures are of."""
    if not past.days:
        return text("No logged day has an hour at the desk with its history.")
    if len(past.days) == 1:
        return text("1 day with an hour or more at the desk: {day}.", day=past.days[0])
    return text(
        "{count} days with an hour or more at the desk, {first} to {last}.",
        count=len(past.days), first=past.days[0], last=past.days[-1],
    )  # fmt: skip


def few_days(past: Past) -> list[str]:
    """What is missing for figures a day; nothing if there are enough."""
    if len(past.days) >= FEWEST_DAYS:
        return []
    words = text(
        "Figures a day need {few} such days; what follows is of {count}.", few=FEWEST_DAYS, count=len(past.days)
    )
    return sentence(words)


def check_lines(past: Past, same: int) -> list[str]:
    """Whether the replay with the limits that held says what was said."""
    said = len(past.said)
    if said == 0:
        lines = sentence(
            text("Nothing was said on these days whose history is there: the replay has nothing to prove itself by.")
        )
    elif same == said:
        lines = sentence(
            text("By the limits that held, the replay says the same {same} of {said} reminders.", same=same, said=said)
        )
    else:
        lines = sentence(
            text(
                "By the limits that held, the replay says the same {same} of {said} reminders; it differs where the "
                "log has gaps, and where the program has changed since.",
                same=same, said=said,
            )
        )  # fmt: skip
    if past.unheard:
        lines += sentence(
            text("Of {count} more, the history is missing (deleted, or older than this feature).", count=past.unheard)
        )
    if past.missing:
        lines += sentence(text("Days that lack their history, and do not count: {count}.", count=len(past.missing)))
    return lines


def caveat(*, brackets: bool = True) -> list[str]:
    """What the figures cannot say. ``brackets``: there are averages with their uncertainty."""
    words = text("All of this assumes that you would have sat the same; reminders change how one sits.")
    more = text("In brackets: what other days like these would give, 95 times in 100.")
    return sentence(f"{words} {more}" if brackets else words)


def _g(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else tenth(value)
