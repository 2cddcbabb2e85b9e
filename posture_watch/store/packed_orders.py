"""What the history holds beside readings, as JSON: answers, runs, silences, settings. Rare, so legible."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from posture_watch.core.history import Answered, Awoken, Begun, Entry, Given, Hushed, Interrupted, Limits, Rebased
from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.settings import (
    BaselinePolicy,
    Gate,
    ReminderPolicy,
    Settings,
    SittingPolicy,
    Smoothing,
    StrainPolicy,
)
from posture_watch.core.sitting import Bout
from posture_watch.store.rows import from_ms, to_ms


def to_json(entry: Entry) -> str:
    """The entry without its time, which the block has."""
    return json.dumps(_fields(entry), separators=(",", ":"))


def from_json(words: str, at: Instant) -> Entry:  # noqa: PLR0911  # a table
    """The entry at ``at``. Raises ValueError if it cannot be one."""
    found: dict[str, Any] = json.loads(words)
    match found.pop("is"):
        case "begun":
            return _begun(found, at)
        case "answered":
            due = found["due"]
            return Answered(at, found["answer"], found["seconds"], None if due is None else from_ms(due))
        case "awoken":
            return Awoken(at)
        case "interrupted":
            return Interrupted(at)
        case "hushed":
            return Hushed(at, found["hush"])
        case "rebased":
            return Rebased(at)
        case "limits":
            return Limits(at, settings_from(found["settings"]))
        case other:
            raise ValueError(f"a history of a later version: {other!r} is not known")


def _fields(entry: Entry) -> dict[str, Any]:  # noqa: PLR0911  # a table
    match entry:
        case Begun():
            return {"is": "begun", **_begun_fields(entry)}
        case Answered(answer=answer, seconds=seconds, due_utc=due):
            return {"is": "answered", "answer": answer, "seconds": seconds, "due": None if due is None else to_ms(due)}
        case Awoken():
            return {"is": "awoken"}
        case Interrupted():
            return {"is": "interrupted"}
        case Hushed(hush=hush):
            return {"is": "hushed", "hush": hush}
        case Rebased():
            return {"is": "rebased"}
        case Limits(settings=settings):
            return {"is": "limits", "settings": settings_fields(settings)}
        case Reading():
            raise TypeError("a reading is packed, not written as JSON")


def _begun_fields(entry: Begun) -> dict[str, Any]:
    bout = entry.bout
    return {
        "bout": [_instant(bout.start), _instant(bout.last_seen), bout.sitting_s],
        "given": [[to_ms(one.due_utc), one.kind, one.outcome, one.number] for one in entry.given],
        "quiet_s": entry.quiet_s,
        "turns": entry.turns,
        "since": None if entry.since_utc is None else entry.since_utc.isoformat(),
        "noted": entry.noted,
    }


def _begun(found: dict[str, Any], at: Instant) -> Begun:
    start, last_seen, sitting_s = found["bout"]
    return Begun(
        at,
        Bout(_from_instant(start), _from_instant(last_seen), sitting_s),
        tuple(Given(from_ms(due), kind, outcome, number) for due, kind, outcome, number in found["given"]),
        found["quiet_s"],
        found["turns"],
        None if found["since"] is None else datetime.fromisoformat(found["since"]),
        found["noted"],
    )


def _instant(at: Instant | None) -> list[Any] | None:
    """With every digit: a resumed bout stands at moments that were computed."""
    return None if at is None else [at.mono_s, at.utc.isoformat(), at.utc_offset_s]


def _from_instant(found: list[Any] | None) -> Instant | None:
    return None if found is None else Instant(found[0], datetime.fromisoformat(found[1]), found[2])


def settings_fields(settings: Settings) -> dict[str, Any]:
    """All that rules, reminders and the day depend on; not where the camera stands, nor what asks for silence."""
    return {
        "rules": [asdict(rule) for rule in settings.rules],
        "sample_interval_s": settings.sample_interval_s,
        "smoothing": asdict(settings.smoothing),
        "gate": asdict(settings.gate),
        "baseline": asdict(settings.baseline),
        "sitting": asdict(settings.sitting),
        "strain": asdict(settings.strain),
        "reminders": asdict(settings.reminders),
        **({} if settings.gentle_share is None else {"gentle_share": settings.gentle_share}),
    }


def settings_from(found: dict[str, Any]) -> Settings:
    """The settings again. Raises TypeError or KeyError if they are of another version."""
    rules = tuple(_rule(rule) for rule in found["rules"])
    return Settings(
        rules=rules,
        sample_interval_s=found["sample_interval_s"],
        camera="",
        mode="",
        smoothing=Smoothing(**found["smoothing"]),
        gate=Gate(**found["gate"]),
        baseline=BaselinePolicy(**found["baseline"]),
        sitting=SittingPolicy(**found["sitting"]),
        strain=StrainPolicy(**found["strain"]),
        reminders=ReminderPolicy(**found["reminders"]),
        gentle_share=found.get("gentle_share"),
    )


def _rule(found: dict[str, Any]) -> Rule:
    hold = tuple(HoldPoint(**point) for point in found.pop("hold"))
    return Rule(**found, hold=hold)
