"""The present of a running monitor as lines of characters, for `watch`: whole, or as much of it as a screen holds."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posture_watch.errors import UserError
from posture_watch.terminal.bars import Ink
from posture_watch.terminal.history import History
from posture_watch.terminal.rule_now import RuleNow
from posture_watch.terminal.watch_head import head
from posture_watch.terminal.watch_table import Line, Tone, table
from posture_watch.texts import text

LEAST_RULES = 3
"""Shown however low the screen is."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One answer of the monitor, read."""

    found: Mapping[str, Any]
    rules: tuple[RuleNow, ...]

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Watched:
        """UserError for what a monitor of another version says."""
        try:
            watched = cls(found, tuple(RuleNow.from_json(rule) for rule in found["rules"]))
            list(head(found, watched.rules))
        except (KeyError, TypeError, ValueError) as error:
            raise another_version() from error
        return watched


def another_version() -> UserError:
    """The running monitor does not know what `watch` asks, or says it otherwise."""
    return UserError(
        text("The running monitor is of another version."), text("posture-watch stop ends it; then start it again.")
    )


def block(
    watched: Watched, width: int, ink: Ink, *, height: int | None = None, history: History | None = None
) -> list[Line]:
    """All of it, or what fits into ``height`` lines: the rules nearest to their limits, in their order."""
    above = _wrapped(head(watched.found, watched.rules), width)
    measured = [rule for rule in watched.rules if rule.value is not None]
    count = len(measured)
    while True:
        shown = _nearest(measured, count)
        rows = [Line(""), *table(shown, history, width, ink)] if shown else []
        below = _wrapped(_below(watched, measured, shown, ink), width, "faint")
        lines = [*above, *rows, Line(""), *below]
        if height is None or len(lines) <= height or count <= LEAST_RULES:
            return lines
        count = max(LEAST_RULES, count - (len(lines) - height))


def _wrapped(said: Iterable[str], width: int, tone: Tone = "plain") -> list[Line]:
    return [Line(part, tone) for words in said for part in textwrap.wrap(words, width)]


def _nearest(rules: Sequence[RuleNow], count: int) -> list[RuleNow]:
    kept = sorted(rules, key=lambda rule: -rule.share)[:count]
    return [rule for rule in rules if rule in kept]


def _below(watched: Watched, measured: Sequence[RuleNow], shown: Sequence[RuleNow], ink: Ink) -> list[str]:
    words: list[str] = []
    if shown:
        active, over, between, under, _ = ink.signs
        words.append(
            text(
                "{active} active  {over} over the limit  {between} under it, over the exit  {under} under both",
                active=active, over=over, between=between, under=under,
            )
        )  # fmt: skip
    if hidden := len(measured) - len(shown):
        words.append(text("Further from their limits and not shown: {number}.", number=hidden))
    if unmeasured := len(watched.rules) - len(measured):
        words.append(text("Not measured now, or only in another view: {number} rules.", number=unmeasured))
    return words
