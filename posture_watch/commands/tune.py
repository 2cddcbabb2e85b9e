"""`tune`: what the user's own logged days would have been like with other limits, and the limits written if wanted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from posture_watch.commands.tune_apply import apply, require_applicable
from posture_watch.commands.tune_bench import Bench, open_bench
from posture_watch.commands.tune_rule import rules_list, try_range
from posture_watch.commands.tune_target import aim
from posture_watch.errors import UserError, nothing_changed
from posture_watch.paths import user_paths
from posture_watch.report.layout import joined
from posture_watch.texts import text
from posture_watch.tuning.answer import Answer
from posture_watch.tuning.as_json import compared_object, past_object, rule_object
from posture_watch.tuning.comparing import compared
from posture_watch.tuning.matching import same
from posture_watch.tuning.overview import a_day, by_hour, by_rule, what_became
from posture_watch.tuning.words import caveat, check_lines, days_line, few_days, sentence


def run(options: argparse.Namespace) -> int:
    """Judge the log again, print, and with --apply write the limits."""
    _require_sense(options)
    if options.apply:
        require_applicable(agreed=options.yes, as_json=options.json)
    with nothing_changed():
        bench = open_bench(user_paths(), options.days)
        with bench.replays:
            answer = _answer(bench, options)
    if options.apply and answer.not_chosen and not options.json:
        _print(answer.blocks, bench)
    edit = apply(answer, user_paths().config_file) if options.apply else None
    if options.json:
        written = edit.write_if(agreed=options.yes, quietly=True) if edit else False
        print(json.dumps({**answer.as_json, "applied": written, "diff": edit.diff if edit else None}, indent=2))
        return 0
    _print(answer.blocks, bench)
    if edit:
        edit.write_if(agreed=options.yes, quietly=False)
    return 0


def _answer(bench: Bench, options: argparse.Namespace) -> Answer:
    if options.list:
        return rules_list(bench)
    if bench.past is None and not options.apply:
        return _nothing_yet()
    if options.target:
        return aim(bench, options.target, options.rule, enter=options.enter, hold=options.hold)
    if options.rule:
        return try_range(bench, options.rule, enter=options.enter, hold=options.hold, one_only=options.apply)
    return _overview(bench)


def _nothing_yet() -> Answer:
    words = text(
        "Nothing has been logged yet that could be judged again. Three days with an hour at the desk are enough for a "
        "first answer; `posture-watch run` logs them."
    )
    return Answer((sentence(words),), {"days": [], "days_needed": 3})


def _overview(bench: Bench) -> Answer:
    past = bench.known_past
    held, now_replayed = bench.replays.of([None, bench.now])
    now, agree = compared(past, now_replayed), same(past.said, past.within(held.said))
    changed = held is not now_replayed
    blocks = (
        [*sentence(days_line(past)), *few_days(past), *check_lines(past, agree)],
        [] if changed else sentence(text("Your settings are those that held on all these days.")),
        a_day(past, now),
        by_rule(past, now),
        by_hour(past, now, bench.ink.heeded),
        what_became(now),
        [
            *caveat(brackets=False),
            *sentence(text("To try other limits: posture-watch tune --rule slump, or --target 6/day")),
        ],
    )
    found: dict[str, Any] = {**past_object(past, agree), "now": compared_object(now, past)}
    found["rules"] = [rule_object(rule) for rule in bench.now.rules if rule.level == "act"]
    return Answer(blocks, found)


def _require_sense(options: argparse.Namespace) -> None:
    """What cannot be asked for together."""
    if (options.enter or options.hold) and not options.rule:
        raise UserError("--enter and --hold are limits of one rule.", "Say which: --rule slump --enter 0.5..0.8")
    if options.days is not None and options.days < 1:
        raise UserError(f"--days {options.days}: at least 1.", "For example --days 14")
    if options.apply and not (options.rule or options.target):
        raise UserError(
            "--apply needs limits to write.",
            "For example --rule slump --enter 0.65 --apply, or --target 6/day --apply",
        )
    if options.yes and not options.apply:
        raise UserError("--yes is for --apply.", "Add --apply, or leave --yes out.")


def _print(blocks: Iterable[Iterable[str]], bench: Bench) -> None:
    print(joined(blocks, unicode=bench.unicode), end="")
    sys.stdout.flush()
