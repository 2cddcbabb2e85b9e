"""The rules as a table of characters: as many columns as there is room for, the rest of the room for the drawings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from posture_watch.terminal.bars import Ink, bar, figure, filling, limit, spark
from posture_watch.terminal.history import History
from posture_watch.terminal.rule_now import RuleNow, Standing
from posture_watch.texts import text

Tone = Literal["plain", "head", "faint", "over", "active"]
LEAST_RULE = 10
"""A rule's name is cut to no less (characters)."""
TONES: dict[Standing, Tone] = {
    "active": "active", "over": "over", "between": "plain", "under": "plain", "unmeasured": "faint",
}  # fmt: skip
STANDINGS: tuple[Standing, ...] = ("active", "over", "between", "under", "unmeasured")


@dataclass(frozen=True, slots=True)
class Line:
    """``tone`` only repeats what a sign in ``said`` says."""

    said: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """``least``, ``most``: its width; None: as wide as what stands in it. ``cell`` draws one rule so wide."""

    name: str
    head: str
    cell: Callable[[RuleNow, int], str]
    least: int | None = None
    most: int = 0
    right: bool = False


def table(rules: Sequence[RuleNow], history: History | None, width: int, ink: Ink) -> list[Line]:
    """Head and a line a rule, no line longer than ``width``. Without a ``history`` nothing is drawn of the past."""
    columns = _columns(history, ink)
    widths = _fitted(columns, rules, width)
    shown = [column for column in columns if column.name in widths]
    lines: list[Line] = [Line(_joined([_laid(c, c.head, widths[c.name]) for c in shown], width), "head")]
    for rule in rules:
        cells = [_laid(column, column.cell(rule, widths[column.name]), widths[column.name]) for column in shown]
        lines.append(Line(_joined(cells, width), TONES[rule.standing]))
    return lines


def _columns(history: History | None, ink: Ink) -> list[Column]:
    """From left to right."""
    columns = [
        Column("sign", " ", lambda rule, _: ink.signs[STANDINGS.index(rule.standing)]),
        Column("rule", text("rule"), lambda rule, _: rule.name),
        Column("signal", text("signal"), lambda rule, _: rule.signal),
        Column("past", text("3 minutes"), lambda rule, wide: _past(rule, history, wide, ink), least=10, most=60),
        Column("value", text("value"), lambda rule, _: figure(rule.value, rule.signal, ink), right=True),
        Column(
            "bar", text("to the limit"), lambda rule, wide: bar(rule.size, rule.exit, rule.enter, wide, ink), 10, 30
        ),
        Column("limits", text("exit-enter"), lambda rule, _: _limits(rule, ink)),
        Column("filling", text("hold"), lambda rule, wide: _filling(rule, wide, ink), 6, 12),
        Column("hold", text("hold, s"), lambda rule, _: _held(rule, ink), right=True),
    ]
    return [column for column in columns if history is not None or column.name != "past"]


_WANTED = ("sign", "rule", "value", "hold", "bar", "limits", "past", "filling", "signal")
"""What a narrow terminal goes without, from the end; then what a wide one widens: bar and past."""


def _fitted(columns: Sequence[Column], rules: Sequence[RuleNow], width: int) -> dict[str, int]:
    """The width of each column that there is room for."""
    by_name = {column.name: column for column in columns}
    widths: dict[str, int] = {}
    left = width
    for name in _WANTED:
        column = by_name.get(name)
        if column is None:
            continue
        wants = _natural(column, rules)
        if name == "rule" and wants + 1 > left:
            wants = max(LEAST_RULE, left - 1)
        if wants + bool(widths) > left:
            break
        widths[name] = wants
        left -= wants + (len(widths) > 1)
    for name in ("past", "bar", "past", "filling"):  # in turn: the past gets what the others leave
        if name in widths:
            more = min(left // 2 if name == "past" else left, by_name[name].most - widths[name])
            widths[name] += max(0, more)
            left -= max(0, more)
    return widths


def _natural(column: Column, rules: Sequence[RuleNow]) -> int:
    if column.least is not None:
        return max(column.least, 0)
    return max([len(column.head), *(len(column.cell(rule, 0)) for rule in rules)])


def _laid(column: Column, said: str, width: int) -> str:
    cut = said[:width]
    return cut.rjust(width) if column.right else cut.ljust(width)


def _joined(cells: Sequence[str], width: int) -> str:
    return " ".join(cells)[:width].rstrip()


def _past(rule: RuleNow, history: History | None, width: int, ink: Ink) -> str:
    return spark(history.sizes(rule.name, width), rule.enter, ink) if history else ""


def _limits(rule: RuleNow, ink: Ink) -> str:
    both = f"{limit(rule.exit, rule.signal, ink)}-{limit(rule.enter, rule.signal, ink)}"
    return f"±{both}" if rule.two_sided and ink.none != "-" else both


def _filling(rule: RuleNow, width: int, ink: Ink) -> str:
    if rule.active:
        return text("active")[:width]
    return filling(rule.progress, width, ink) if rule.hold_s > 0 else ""


def _held(rule: RuleNow, ink: Ink) -> str:
    if rule.hold_s <= 0:
        return ink.none
    return f"{rule.progress * rule.hold_s:.0f}/{rule.hold_s:.0f}"
