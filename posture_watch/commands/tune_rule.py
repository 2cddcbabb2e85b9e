"""`tune --rule`: some values of one limit side by side; `tune --list`: the rules there are."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.commands.tune_bench import Bench
from posture_watch.core.rules import Rule
from posture_watch.core.words import rule_words
from posture_watch.errors import UserError
from posture_watch.texts import retold, text
from posture_watch.tuning.answer import Answer
from posture_watch.tuning.as_json import compared_object, past_object, rule_object
from posture_watch.tuning.comparing import compared
from posture_watch.tuning.drawing import Row, drawing
from posture_watch.tuning.limits import rounded
from posture_watch.tuning.matching import same
from posture_watch.tuning.past import Past
from posture_watch.tuning.table import table
from posture_watch.tuning.ways import way_of
from posture_watch.tuning.words import caveat, check_lines, days_line, few_days, sentence


def try_range(bench: Bench, name: str, *, enter: str | None, hold: str | None, one_only: bool) -> Answer:
    """The rule by each value of the range, beside the present one. ``one_only``: one other value is to be written;
    raises UserError for another number of them, before anything is judged."""
    rule = bench.rule(name)
    way = way_of(rule, enter=enter, hold=hold)
    title, others = way.key, way.rules
    if one_only:
        _require_one(rule, title, list(others.values()))
    past = bench.known_past
    tried = {label: changed for label, changed in others.items() if changed != rule}
    held, now, *found = bench.replays.of([None, bench.now, *(bench.now.with_rules([one]) for one in tried.values())])
    replayed = dict(zip(tried, found, strict=True))
    rows = [Row(label, compared(past, replayed.get(label, now), name), label not in tried) for label in others]
    if all(not row.now for row in rows):
        rows.insert(0, Row(text("now"), compared(past, now, name), now=True))
    agree = same(past.said, past.within(held.said))
    blocks = (
        [*sentence(days_line(past)), *few_days(past), *check_lines(past, agree), *_unmeasured(rule, past)],
        sentence(_heading(rule, title)),
        table(rows, (title, name), bench.ink),
        drawing(rows, bench.ink),
        [*caveat(), *_advice(rule, title)],
    )
    values = [
        {**rule_object(changed), **compared_object(row.compared, past)}
        for row, changed in zip(rows[-len(others) :], others.values(), strict=True)
    ]
    as_json = {
        **past_object(past, agree),
        "now": {**rule_object(rule), **compared_object(compared(past, now, name), past)},
        "values": values,
    }
    changed = [one for one in others.values() if one != rule]
    return Answer(blocks, as_json, ((rule, changed[0]),) if len(others) == len(changed) == 1 else ())


def _require_one(rule: Rule, title: str, others: Sequence[Rule]) -> None:
    if len(others) > 1:
        raise UserError("--apply needs one value.", f"For example --rule {rule.name} {_example(rule, title)} --apply")
    if others[0] == rule:
        raise UserError("These are your limits already; nothing to write.", "posture-watch tune --list shows them.")


def _heading(rule: Rule, title: str) -> str:
    if title == "hold_s":
        return text(
            "{rule}: how long it must be over its limit (hold_s, seconds), now {now}.",
            rule=rule.name, now=f"{rule.hold_s(rule.enter_above):.10g}",
        )  # fmt: skip
    return text(
        "{rule}: its limit (enter_above), now {now}; exit_below moves along in proportion, now {leave}.",
        rule=rule.name, now=f"{rule.enter_above:.10g}", leave=f"{rule.exit_below:.10g}",
    )  # fmt: skip


def _unmeasured(rule: Rule, past: Past) -> list[str]:
    """A rule on what no camera saw these days says nothing."""
    if rule.kind == "move" or rule.signal in past.signals:
        return []
    return sentence(text("{signal} was not measured on these days: the rule is for another view.", signal=rule.signal))


def _advice(rule: Rule, title: str) -> list[str]:
    command = f"posture-watch tune --rule {rule.name} {_example(rule, title)} --apply"
    return sentence(text("To take one of them: {command}", command=command))


def _example(rule: Rule, title: str) -> str:
    if title == "hold_s":
        return f"--hold {rounded(rule.hold_s(rule.enter_above) * 1.5 or 60):.10g}"
    return f"--enter {rounded(rule.enter_above * 1.1):.10g}"


def rules_list(bench: Bench) -> Answer:
    """The rules that remind, their limits, and how many reminders named each."""
    said = bench.past.said if bench.past else ()
    counts = {rule.name: sum(rule.name in one.rules for one in said) for rule in bench.acting}
    head = (
        f"{text('rule'):<16}{'enter_above':>12}{'exit_below':>12}{'hold_s':>8}{text('reminded'):>10}  {text('about')}"
    )
    lines = [
        f"{rule.name:<16}{rule.enter_above:>12g}{rule.exit_below:>12g}{rule.hold_s(rule.enter_above):>8g}"
        f"{counts[rule.name]:>10}  {retold(rule_words(rule.name))}"
        for rule in bench.acting
    ]
    objects = [{**rule_object(rule), "reminded": counts[rule.name]} for rule in bench.acting]
    return Answer(([head, *lines],), {"rules": objects})
