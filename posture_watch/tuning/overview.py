"""What the present limits would have said over the logged days, beside what was really said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from posture_watch.core.words import rule_words
from posture_watch.texts import retold, text
from posture_watch.tuning.comparing import Compared
from posture_watch.tuning.past import Past
from posture_watch.tuning.rates import rate_of
from posture_watch.tuning.said import Said
from posture_watch.tuning.words import middle

K = TypeVar("K")

_NAME = 34
_BAR = 16


def a_day(past: Past, now: Compared) -> list[str]:
    """Reminders a day: the middle day and the half of days around it."""
    rows = [(text("all"), None), (text("about posture"), "posture"), (text("about moving"), "move")]
    lines = [_row(text("Reminders a day"), text("really said"), text("by your settings now"))]
    for name, kind in rows:
        really, replayed = (
            rate_of((one for one in said if kind is None or one.kind == kind), past.days)
            for said in (past.said, now.said)
        )
        lines.append(_row(f"  {name}", middle(really), middle(replayed)))
    return [*lines, "  " + text("(the middle day, and the half of days around it)")]


def by_rule(past: Past, now: Compared) -> list[str]:
    """How many named each rule, most first."""
    really, replayed = (_counted(said, lambda one: one.rules) for said in (past.said, now.said))
    names = sorted(really | replayed, key=lambda name: (-really[name], -replayed[name], name))
    lines = [_row(f"  {retold(rule_words(name))} ({name})", str(really[name]), str(replayed[name])) for name in names]
    if not lines:
        return []
    several = any(sum(count.values()) > len(said) for count, said in ((really, past.said), (replayed, now.said)))
    more = ["  " + text("(more than reminders in all: one can name two rules)")] if several else []
    return [_row(text("By rule"), text("really said"), text("by your settings now")), *lines, *more]


def by_hour(past: Past, now: Compared, bar: str) -> list[str]:
    """When, by the hour of the user's clock."""
    really, replayed = (_counted(said, lambda one: (one.hour,)) for said in (past.said, now.said))
    hours = range(min(really | replayed), max(really | replayed) + 1) if really or replayed else range(0)
    most = max([1, *really.values(), *replayed.values()])

    def cell(count: int) -> str:
        return f"{count:>4} {bar * round(_BAR * count / most)}"

    lines = [_row(f"  {hour:02d}–{hour + 1:02d}", cell(really[hour]), cell(replayed[hour])) for hour in hours]
    return [_row(text("By hour"), text("really said"), text("by your settings now")), *lines] if lines else []


def what_became(now: Compared) -> list[str]:
    """What was made of the reminders, and which of them the present limits would have said."""
    rows = (
        (text("you moved, left, took a break"), now.all.heeded),
        (text("wrong, not now"), now.all.felt_false),
        (text("no change, or not known"), now.all.unheeded),
    )
    lines = [_row(text("What came of them"), text("would stay"), text("would go"))]
    lines += [_row(f"  {name}", str(part.stay), str(part.go)) for name, part in rows]
    return [*lines, _row("  " + text("new ones"), str(now.all.new), "")]


def _counted(said: Iterable[Said], keys: Callable[[Said], Sequence[K]]) -> Counter[K]:
    return Counter(key for one in said for key in keys(one))


def _row(name: str, first: str, second: str) -> str:
    return f"{name + ' ':<{_NAME}}{first:<22}{second}".rstrip()
