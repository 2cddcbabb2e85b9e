"""The user's own check in sentences: what was seen of each posture, which limits it passes, and the one suggestion."""

from __future__ import annotations

from collections.abc import Iterator

from posture_watch.core.checking import QUIET, SHOWN_BY, Asked, Outcome, PostureSeen, RuleSeen
from posture_watch.core.own_check import Checked, MeasuredFrom
from posture_watch.core.own_limits import Suggestion
from posture_watch.core.words import rule_words
from posture_watch.texts import retold, text

INSTRUCTIONS: dict[Asked, str] = {
    "upright": "Sit well and look at the screen.",
    "slumped": "Let yourself sink, as you do late in the day.",
    "leaning": "Lean in, as when you read something small.",
    "tilted": "Tilt your head to one side, as over a telephone.",
    "reclining": "Lean back against the chair, as when you think.",
}
FROM: dict[MeasuredFrom, str] = {
    "calibrated": "Measured from your calibrated upright posture",
    "upright": "You have not calibrated here yet, so I measured from how you sat upright just now",
    "upright_instead": "Your calibrated posture no longer fits, so I measured from how you sat upright just now",
}
OUTCOMES: dict[Outcome, str] = {
    "noticed": "noticed: held for long, it brings a reminder",
    "shown": "shown in the status, but no reminder would follow",
    "unnoticed": "not noticed",
    "quiet": "quiet, as it should be",
    "near": "quiet, but near a limit: it could alarm for nothing",
    "alarmed": "noticed, and should not be",
    "not_taken": "I saw no difference from sitting upright",
    "unseen": "I could not judge it",
}

WORTH_TELLING = 0.25
"""What comes to less than this share of its limit is left out of the sentences (not of --json)."""


def report(checked: Checked, suggestion: Suggestion) -> Iterator[str]:
    """The whole check, line by line."""
    yield f"{retold(FROM[checked.measured_from])} ({retold(f'{checked.baseline.place.view} view')})."
    for posture in checked.postures:
        yield ""
        yield _headline(posture)
        yield from _rules(posture)
    yield ""
    yield retold(suggestion.reason)
    if suggestion.limits:
        yield text("In the settings (posture-watch config path) that would be:")
        yield from (f"    {line}" for line in toml_lines(suggestion))


def toml_lines(suggestion: Suggestion) -> list[str]:
    """The limits as they would stand in the settings."""
    return [
        line
        for new in suggestion.limits
        for line in (f"[rules.{new.rule}]", f"enter_above = {new.enter_above:g}", f"exit_below = {new.exit_below:g}")
    ]


def _headline(posture: PostureSeen) -> str:
    share = round(100 * posture.judged_share)
    judged = (
        text("all judged")
        if posture.judged == posture.frames
        else text("{share} % judged ({why})", share=share, why=retold(posture.why_not))
    )
    return f"{retold(posture.asked)}, {posture.seconds:.0f} s, {judged}: {retold(OUTCOMES[posture.outcome])}."


def _rules(posture: PostureSeen) -> Iterator[str]:
    if posture.outcome in ("unseen", "not_taken"):
        return
    if posture.asked in QUIET:
        nearest = max((r for r in posture.rules if r.limit > 0), key=lambda r: r.reach / r.limit, default=None)
        if nearest is not None:
            yield "    " + text(
                "nearest limit: {what}, which comes to {reach} of {limit}",
                what=retold(rule_words(nearest.rule)),
                reach=_figure(nearest.reach, nearest),
                limit=_limit(nearest),
            )
        return
    telling = {r.signal for r in posture.rules if r.over or _is_told(r, posture.asked)}
    told = [r for r in posture.rules if r.signal in telling]
    for words in dict.fromkeys(rule_words(r.rule) for r in told):
        yield f"    {_of_one_thing([r for r in told if rule_words(r.rule) == words])}"


def _is_told(seen: RuleSeen, asked: Asked) -> bool:
    return seen.signal in SHOWN_BY[asked] and (seen.margin or 0.0) >= WORTH_TELLING


def _of_one_thing(rules: list[RuleSeen]) -> str:
    """What reminds, and what only shows if that comes sooner: "head low: 0.14 against 0.15, not noticed, …"."""
    first = max(rules, key=lambda r: (r.level == "act", r.margin or 0.0))
    outcome = text("noticed") if first.over else text("not noticed")
    said = f"{retold(rule_words(first.rule))}: {_against(first)}, {outcome}"
    if first.margin is not None:
        said += text(", margin {margin}×", margin=f"{first.margin:.1f}")
    if first.near:
        said += " " + text("(too near to be sure)")
    earlier = next((r for r in rules if r.level == "watch" and r.over and not first.over), None)
    return said + (text("; shown from {limit}", limit=_limit(earlier)) if earlier else "")


def _against(seen: RuleSeen) -> str:
    return text("{value} against {limit}", value=_figure(seen.value, seen), limit=_limit(seen))


def _limit(seen: RuleSeen) -> str:
    return _figure(seen.limit, seen)


def _figure(value: float, seen: RuleSeen) -> str:
    """Degrees, or so many digits that value and limit can be told apart."""
    if seen.signal.endswith("_deg"):
        return f"{value:z.1f}°"
    return f"{value:z.2f}" if seen.limit >= 0.1 else f"{value:z.3f}"
