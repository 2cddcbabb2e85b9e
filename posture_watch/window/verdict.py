"""What is judged right now, in words and figures: beside the picture, and for a screen reader. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.core.judgement import Judgement
from posture_watch.core.settings import Settings
from posture_watch.core.words import rule_words
from posture_watch.terminal.bars import UNICODE_INK, figure, limit
from posture_watch.terminal.now import posture_text
from posture_watch.terminal.rule_now import RuleNow, Standing, rules_now
from posture_watch.texts import retold, text


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as it is read: what it watches, the value now, the limit, where it stands."""

    what: str
    value: str
    limit: str
    standing: str
    over: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """``found`` the posture; ``more`` what limits are exceeded in this moment, and where upright is known from."""

    found: str
    more: str = ""
    rows: tuple[Row, ...] = ()


def verdict(judgement: Judgement, settings: Settings) -> Verdict:
    """Of this moment: holds of minutes have no part in it but for what is active."""
    rules = [rule for rule in rules_now(judgement, settings) if rule.kind == "posture" and rule.value is not None]
    found = retold(posture_text(judgement, settings))
    return Verdict(f"{found[:1].upper()}{found[1:]}.", _more(judgement, rules), tuple(_row(rule) for rule in rules))


def _more(judgement: Judgement, rules: list[RuleNow]) -> str:
    said: list[str] = []
    over = dict.fromkeys(retold(rule_words(rule.name)) for rule in rules if rule.over)
    if over:
        said.append(text("Over a limit now: {what}. It counts when it is held.", what=", ".join(over)))
    elif rules:
        said.append(text("Nothing is over a limit."))
    if judgement.provisional is None:
        said.append(text("Your upright posture is not known yet; sit well for a moment."))
    elif judgement.provisional:
        said.append(text("Measured from how you sat just now: posture-watch calibrate sets your own upright."))
    return " ".join(said)


def _row(rule: RuleNow) -> Row:
    value, enter = figure(rule.value, rule.signal, UNICODE_INK), limit(rule.enter, rule.signal, UNICODE_INK)
    both = f"±{enter}" if rule.two_sided else enter
    return Row(rule.name, value, both, _standings()[rule.standing], rule.over or rule.active)


def _standings() -> dict[Standing, str]:
    return {
        "active": text("held too long"),
        "over": text("over the limit"),
        "between": text("between the limits"),
        "under": text("under the limit"),
        "unmeasured": "",
    }
