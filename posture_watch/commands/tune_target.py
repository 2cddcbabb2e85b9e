"""`tune --target`: the limits that would have given about so many reminders a day.

Without a rule it is one factor for all that remind: the holds of rules about posture, as the profiles do it, and the
limits of time sitting or still. Where a posture begins is measured and has sources; how long one may be held is what
they disagree about, and what people differ in. The limit of strain stays: it is a standard's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from posture_watch.commands.tune_bench import Bench
from posture_watch.config import BUILTIN_RULES, HOLD_FACTORS
from posture_watch.core.rules import Rule
from posture_watch.texts import text
from posture_watch.tuning.answer import Answer
from posture_watch.tuning.as_json import compared_object, past_object, rule_object
from posture_watch.tuning.comparing import Compared, compared, is_about
from posture_watch.tuning.drawing import Row, drawing
from posture_watch.tuning.factor import factor_words
from posture_watch.tuning.limits import posture_rules, rounded, rules_in_common, with_enter, with_limits_times
from posture_watch.tuning.matching import same
from posture_watch.tuning.past import FEWEST_DAYS, Past
from posture_watch.tuning.rates import rate_of
from posture_watch.tuning.searching import AROUND, FACTORS, Found, search
from posture_watch.tuning.soon import acted_before, acted_lines
from posture_watch.tuning.wanted import is_possible, target_a_day
from posture_watch.tuning.ways import way_of
from posture_watch.tuning.words import caveat, check_lines, days_line, few_days, sentence, tenth

Made = Callable[[float], tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is varied: ``make`` the rules of a value; ``grid`` to begin with; ``now`` is the present value."""

    about: str | None
    title: str
    make: Made
    grid: tuple[float, ...]
    now: float


def aim(bench: Bench, target: str, name: str | None, *, enter: str | None, hold: str | None) -> Answer:
    """Search, draw what was tried, and say what would have to be written."""
    wanted, past = target_a_day(target), bench.known_past
    way = _one_rule(bench.rule(name), enter=enter, hold=hold) if name else _all_alike(bench.now.rules)
    if len(past.days) < FEWEST_DAYS:
        lines = [*sentence(days_line(past)), *few_days(past)]
        why = text("There are too few days yet to aim at so many a day.")
        return Answer((lines,), past_object(past, None), (), why, text("posture-watch run logs them."))
    known: dict[float, Compared] = {}

    def rates(values: Sequence[float]) -> Sequence[float]:
        replays = bench.replays.of([bench.now.with_rules(way.make(value)) for value in values])
        known.update({value: compared(past, one, way.about) for value, one in zip(values, replays, strict=True)})
        return [_rate(known[value]) for value in values]

    logged = rate_of((one for one in past.said if is_about(one, way.about)), past.days)
    likely = logged.average if logged else 0.0
    start = way.now if way.now in way.grid else way.grid[len(way.grid) // 2]
    found = _near(search(wanted, way.grid, start, rates, rounded, likely=likely), wanted, known)
    return _told(bench, way, wanted, found, known)


def _near(found: Found, wanted: float, known: dict[float, Compared]) -> Found:
    """In steps, the nearest will do if other days like these could well have as many as were asked for."""
    rate = known[found.value].own.rate
    if found.verdict != "in steps" or rate is None or not rate.least <= wanted <= rate.most:
        return found
    return replace(found, verdict="near")


def _rate(one: Compared) -> float:
    return one.own.rate.average if one.own.rate else 0.0


def _all_alike(rules: Sequence[Rule]) -> Aim:
    about = rules_in_common(rules)
    return Aim(None, "factor", lambda factor: tuple(_times(rule, factor) for rule in about), FACTORS, 1.0)


def _times(rule: Rule, factor: float) -> Rule:
    return rule if factor == 1.0 else with_limits_times(rule, factor)


def _one_rule(rule: Rule, *, enter: str | None, hold: str | None) -> Aim:
    """Its limit, as far as the signal goes; or within the range that was given."""
    if not enter and not hold:
        values = {rounded(rule.enter_above * factor) for factor in AROUND} | {rule.enter_above}
        grid = tuple(sorted(value for value in values if is_possible(value, rule)))
        return Aim(rule.name, "enter_above", lambda value: (with_enter(rule, value),), grid, rule.enter_above)
    way = way_of(rule, enter=enter, hold=hold)
    within = {way.now} if way.values[0] <= way.now <= way.values[-1] else set[float]()
    return Aim(rule.name, way.key, lambda value: (way.make(value),), tuple(sorted({*way.values} | within)), way.now)


def _told(bench: Bench, way: Aim, wanted: float, found: Found, known: dict[float, Compared]) -> Answer:
    past = bench.known_past
    (held,) = bench.replays.of([None])
    agree = same(past.said, past.within(held.said))
    rows = [Row(_name(way, value), known[value], value == way.now) for value, _ in found.tried]
    before = {rule.name: rule for rule in bench.now.rules}
    chosen = tuple((before[rule.name], rule) for rule in way.make(found.value))
    chosen = tuple(pair for pair in chosen if pair[0] != pair[1])
    can = found.verdict in ("found", "near")
    acted = acted_before(past, known[found.value].gone, [rule for _, rule in chosen])
    blocks = (
        [*sentence(days_line(past)), *check_lines(past, agree)],
        _verdict(bench, way, wanted, found),
        [*_meaning(way, found.value, chosen, bench), *_limits(chosen)] if can else [],
        drawing(rows, bench.ink, target=wanted),
        [
            *_counted(past, known[found.value], way),
            *acted_lines([(_name(way, found.value), acted)]),
            *_short(way, found.value, bench),
            *caveat(),
        ],
    )
    as_json = {
        **past_object(past, agree),
        "target": {
            "a_day": wanted, "about": way.about or "all", "verdict": found.verdict, "value": found.value,
            "of": "factor of holds and of times to sit" if way.about is None else way.title,
            "acted_before": acted,
            "rules": [rule_object(rule) for _, rule in chosen],
        },
        "values": [{"value": value, **compared_object(known[value], past)} for value, _ in found.tried],
    }  # fmt: skip
    if not can:
        why = text("So many cannot be had; nothing was written.")
        return Answer(blocks, as_json, (), why, text("Try another --target, or another rule."))
    why = "" if chosen else text("Your settings give about that already; nothing to write.")
    return Answer(blocks, as_json, chosen, why, text("Try another --target."))


def _name(way: Aim, value: float) -> str:
    return f"× {value:.10g}" if way.about is None else f"{value:.10g}"


def _verdict(bench: Bench, way: Aim, wanted: float, found: Found) -> list[str]:
    what = text("all holds and times to sit") if way.about is None else f"{way.about} {way.title}"
    asked, got, best = f"{wanted:.10g}", tenth(found.rate), _name(way, found.value)
    policy = bench.now.reminders
    if found.verdict in ("found", "near"):
        words = text(
            "About {asked} a day: {what} {best} would have given {got}.", asked=asked, what=what, best=best, got=got
        )
        more = text("Nearer there is nothing: there is a jump beside it.") if found.verdict == "near" else ""
        return sentence(f"{words} {more}".rstrip())
    lines = sentence(text("{asked} a day cannot be had with {what}.", asked=asked, what=what))
    if found.verdict == "never so many":
        lines += sentence(
            text(
                "The most would be {got} ({best}): gaps of {gap} min, {hour} an hour, {day} a day and fading hold the "
                "rest back, or there was no more to say. [reminders] sets these.",
                got=got, best=best, gap=f"{policy.posture_gap_s / 60:.10g}", hour=policy.posture_per_hour,
                day=policy.posture_per_day,
            )
        )  # fmt: skip
    elif found.verdict == "never so few":
        lines += sentence(text("The fewest would be {got} ({best}).", got=got, best=best))
    else:
        lines += sentence(
            text("The nearest is {got} ({best}): there is a jump between two values.", got=got, best=best)
        )
    return lines


def _limits(chosen: Sequence[tuple[Rule, Rule]]) -> list[str]:
    """The rules that would change, as they are and as they would be."""
    lines = [f"{'':<18}{'enter_above':<22}{'hold_s'}"] if chosen else []
    for now, new in chosen:
        enters = _arrow(f"{now.enter_above:.10g}", f"{new.enter_above:.10g}")
        holds = _arrow(*(f"{rule.hold_s(rule.enter_above):.10g}" for rule in (now, new)))
        lines.append(f"  {now.name:<16}{enters:<22}{holds}")
    return lines


def _arrow(now: str, new: str) -> str:
    return now if now == new else text("{now} to {new}", now=now, new=new)


def _short(way: Aim, factor: float, bench: Bench) -> list[str]:
    """Holds under those of the profile for people who ask for a coach are a warning's worth."""
    shortest = {entry.rule.name: entry.rule.hold[0].hold_s * HOLD_FACTORS["attentive"] for entry in BUILTIN_RULES}
    shorter = [rule for rule in way.make(factor) if rule.hold[0].hold_s < 0.9 * shortest.get(rule.name, 0.0)]
    if way.about is not None or len(shorter) * 2 < len(posture_rules(bench.now.rules)):
        return []
    return sentence(
        text(
            "These holds are shorter than those of the profile attentive; programs that speak after seconds are soon "
            "switched off."
        )
    )


def _meaning(way: Aim, factor: float, chosen: Sequence[tuple[Rule, Rule]], bench: Bench) -> list[str]:
    """What the factor is in words, and what it leaves alone."""
    if way.about is not None or not chosen:
        return []
    lines = sentence(f"{_name(way, factor)}: {factor_words(factor, chosen)}")
    if any(rule.level == "act" and rule.signal == "strain" for rule in bench.now.rules):
        lines += sentence(text("The limit of strain stays: 100 is where the holding times of a standard end."))
    return lines


def _counted(past: Past, chosen: Compared, way: Aim) -> list[str]:
    """Which reminders the figures are of."""
    if way.about is not None:
        whole = tenth(chosen.all.rate.average) if chosen.all.rate else "–"
        words = text(
            "Counted are reminders that name {rule}; all together would be {count} a day.", rule=way.about, count=whole
        )
        return sentence(words)
    posture, move = (
        rate_of((one for one in chosen.said if one.kind == kind), past.days) for kind in ("posture", "move")
    )
    if posture is None or move is None:
        return []
    words = text(
        "Counted are all reminders: of {got} a day, {posture} about posture and {move} about moving.",
        got=tenth(_rate(chosen)), posture=tenth(posture.average), move=tenth(move.average),
    )  # fmt: skip
    return sentence(words)
