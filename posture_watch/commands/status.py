"""`status`: what the running monitor sees right now. Instant: imports a little of the standard library only."""

from __future__ import annotations

import json

from posture_watch.control.client import ask
from posture_watch.places import user_places
from posture_watch.texts import retold, text

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from typing import Any

    from posture_watch.cli import StatusOptions


def run(options: argparse.Namespace | StatusOptions) -> int:
    """Ask and print."""
    reply = ask(user_places().runtime_folder, "status")
    print(json.dumps(reply, indent=2) if options.json else "\n".join(status_lines(reply)))
    return 0


def status_lines(reply: Mapping[str, Any]) -> list[str]:
    """The status in words."""
    lines = [f"{retold(reply['text'])}{_until(reply['paused_until'])}."]
    today = text("Reminders today: {number}.", number=reply["reminders_today"])
    lines.append(f"{text('Sitting: {time}.', time=reply['sitting'])} {today}")
    if reply.get("strain") is not None:
        lines.append(text("Load: {strain:.0f}; from 100 on it is time to move.", strain=reply["strain"]))
    lines.append(text("Camera: {state}.", state=retold(reply["camera"])))
    if reply.get("pace"):
        lines.append(f"{retold(reply['pace'])}.")
    lines.append(text("Upright posture: {state}.", state=retold(reply["baseline"])))
    if reply["next_reminder"]:
        lines.append(text("Next reminder: {what}.", what=retold(reply["next_reminder"])))
    if reply.get("silent"):  # a monitor of an older version may be running
        lines.append(text("Reminders wait: {why}.", why=retold(reply["silent"])))
    if reply.get("snoozed_until"):
        lines.append(text("Snoozed{until}.", until=_until(reply["snoozed_until"])))
    lines += [text("Note: {problem}", problem=retold(problem)) for problem in reply["problems"]]
    return lines


def _until(end_unix_s: float | None) -> str:
    """When a pause ends by itself: local time, with the day if that is not today."""
    if end_unix_s is None:
        return ""
    from datetime import datetime  # noqa: PLC0415  # only while something is paused

    end, today = datetime.fromtimestamp(end_unix_s).astimezone(), datetime.now().astimezone().date()
    when = f"{end:%H:%M}" if end.date() == today else f"{end:%Y-%m-%d %H:%M}"
    return " " + text("until {clock}", clock=when)
