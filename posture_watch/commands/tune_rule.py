"""`tune --rule`: some values of one limit side by side; `tune --list`: the rules there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from posture_watch.commands.tune_bench import Bench
from posture_watch.core.rules import Rule
from posture_watch.core.words import rule_words
from posture_watch.errors import UserError
from posture_watch.texts import retold, text
from posture_watch.tuning.answer import Answer
from posture_watch.tuning.as_json import compared_object, past_object, rule_object
from posture_watch.tuning.comparing import compared
from posture_watch.tuning.drawing import Row, drawing
from posture_watch.tuning.matching import same
from posture_watch.tuning.past import Past
from posture_watch.tuning.sensible import sensible
from posture_watch.tuning.soon import acted_before, acted_lines
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
        _require_one(rule, title, others)
    past = bench.known_past
    tried = {label: changed for label, changed in others.items() if changed != rule}
    held, now, *found = bench.replays.of([None, bench.now, *(bench.now.with_rules([one]) for one in tried.values())])
    replayed = dict(zip(tried, found, strict=True))
    rows = [Row(label, compared(past, replayed.get(label, now), name), label not in tried) for label in others]
    if all(not row.now for row in rows):
        rows.insert(0, Row(text("now"), compared(past, now, name), now=True))
    agree = same(past.said, past.within(held.said))
    acted = [acted_before(past, row.compared.gone, [others.get(row.name, rule)]) for row in rows]
    blocks = (
        [*sentence(days_line(past)), *few_days(past), *check_lines(past, agree), *_unmeasured(rule, past)],
        sentence(_heading(rule, title)),
        table(rows, (title, name), bench.ink),
        drawing(rows, bench.ink),
        [*acted_lines([(row.name, count) for row, count in zip(rows, acted, strict=True)]), *caveat()],
        [] if one_only else _advice(rule, rows, enter=enter, hold=hold),
    )
    values = [
        {**rule_object(changed), **compared_object(row.compared, past), "acted_before": count}
        for row, changed, count in zip(rows[-len(others) :], others.values(), acted[-len(others) :], strict=True)
    ]
    as_json = {
        **past_object(past, agree),
        "now": {**rule_object(rule), **compared_object(compared(past, now, name), past)},
        "values": values,
    }
    changed = [one for one in others.values() if one != rule]
    return Answer(blocks, as_json, ((rule, changed[0]),) if len(others) == len(changed) == 1 else ())


def _require_one(rule: Rule, title: str, tried: Mapping[str, Rule]) -> None:
    labels, others = list(tried), list(tried.values())
    if len(others) > 1:
        value = next(label for label, other in zip(labels, others, strict=True) if other != rule)
        flag = "--hold" if title == "hold_s" else "--enter"
        raise UserError("--apply needs one value.", f"For example --rule {rule.name} {flag} {value} --apply")
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


def _advice(rule: Rule, rows: Sequence[Row], *, enter: str | None, hold: str | None) -> list[str]:
    """How to take a value that was shown: one that is better for sure, where there is one."""
    better = sensible(rows)
    value = better.name if better else text("VALUE")
    if not hold:
        limits = f"--enter {value}"
    else:
        limits = f"--enter {enter} --hold {value}" if enter and ".." not in enter else f"--hold {value}"
    if hold and ".." not in hold and enter and ".." in enter:
        limits = f"--enter {value} --hold {hold}"
    command = f"posture-watch tune --rule {rule.name} {limits} --apply"
    if better:
        words = text(
            "{value} keeps every reminder you heeded, with fewer wrong ones: {command}", value=value, command=command
        )
        return sentence(words)
    return sentence(text("To take a value of the table: {command}", command=command))


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
