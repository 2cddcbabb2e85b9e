"""What stands above the rules: posture, sitting, strain, stillness, what comes next and what holds it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from posture_watch.core.words import duration
from posture_watch.terminal.rule_now import RuleNow
from posture_watch.texts import retold, text

OLD_S = 2.0
"""What was seen longer ago than this is said to be of then."""


def head(found: Mapping[str, Any], rules: tuple[RuleNow, ...]) -> Iterator[str]:
    """Line by line, from what the monitor answered to `watch`."""
    yield _seen(found)
    yield " ".join(_times(found, rules))
    if reminders := " ".join(_reminders(found)):
        yield reminders
    if found["silent"]:
        yield text("Reminders wait: {why}.", why=retold(found["silent"]))
    if found["attended"]:
        yield text("The camera is on all the time because this is watched; it ends with it.")
    yield from (text("Note: {problem}", problem=retold(problem)) for problem in found["problems"])


def _seen(found: Mapping[str, Any]) -> str:
    words = [f"{retold(found['text'])}."]
    if found["view"] == "side":
        words.append(text("You are seen from the side."))
    elif found["view"] is not None:
        words.append(text("You are seen from in front."))
    if found["person"] and found["baseline"] != "calibrated":
        words.append(text("Upright posture: {state}.", state=retold(found["baseline"])))
    ago_s = found["seen_s_ago"]
    if ago_s is not None and ago_s > OLD_S:
        words.append(text("Seen {time} ago.", time=duration(ago_s)))
    return " ".join(words)


def _times(found: Mapping[str, Any], rules: tuple[RuleNow, ...]) -> Iterator[str]:
    yield text("Sitting: {time}.", time=duration(found["sitting_s"]))
    if found.get("strain") is not None:
        limits = sorted(rule.enter for rule in rules if rule.signal == "strain")
        said = " / ".join(f"{limit:g}" for limit in limits)
        yield text("Load: {load} (limits {limits}).", load=round(found["strain"]), limits=said)
    if found.get("still_s") is not None:
        yield text("Position unchanged for {time}.", time=duration(found["still_s"]))


def _reminders(found: Mapping[str, Any]) -> Iterator[str]:
    shown = found["reminder"]
    if shown is not None:
        yield text("Open reminder: {message}", message=retold(shown["message"]))
    if found["seen_s_ago"] is None or found["silent"]:  # nothing comes then, and nobody knows from when on
        return
    following = retold(found["next_reminder"]) if found["next_reminder"] else text("none is near")
    yield text("Next reminder: {what}.", what=following)
    posture, move = (_when(found["earliest"][kind]) for kind in ("posture", "move"))
    yield text("It may come: about posture {when}, to move {then}.", when=posture, then=move)


def _when(seconds: float | None) -> str:
    if seconds is None:
        return text("not for a while")
    return text("at once") if seconds <= 0 else text("in {time}", time=duration(seconds))
