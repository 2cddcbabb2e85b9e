"""What an order of another process is answered, at once and from the present; the loop carries the order out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from posture_watch.control.request import Request
from posture_watch.core.words import duration


def answer(  # noqa: PLR0911  # one for each order
    request: Request, present: Mapping[str, Any], snooze_s: float
) -> tuple[str, bool]:
    """The words for the asker, and whether there is anything to carry out. ``snooze_s``: how long unless said."""
    match request.command:
        case "pause":
            lent = request.arguments["lent"]
            return ("Lent, for a while." if lent else _paused(request.arguments["seconds"])), True
        case "resume":
            return _resumed(present)
        case "stop":
            return "Stopping.", True
        case "recalibrate":
            return _recalibration(present)
        case "attend":
            return _attendance(present)
        case "gentle":
            return ("Gentler days." if request.arguments["seconds"] else "The gentler days are over."), True
        case "snooze":
            return _snooze(present, request.arguments["seconds"] or snooze_s)
        case _:
            return _to_reminder(request.arguments["choice"], present, snooze_s)


def not_yet() -> str:
    """The order is taken and waits for the loop, which a slow start or camera keeps."""
    return "The monitor is busy just now; it does so as soon as it can."


def _paused(seconds: float | None) -> str:
    length = f"for {duration(seconds)}" if seconds else "until you say resume"
    return f"Paused {length}; the camera is off."


def _resumed(present: Mapping[str, Any]) -> tuple[str, bool]:
    if present["state"] == "paused":
        return "Watching again.", True
    if present["state"] == "locked":
        return "The screen is locked; it watches again when you are back.", False
    if present["snoozed_until"]:
        return "The snooze is over; reminders come again.", True
    if present["break_until"]:
        return "The break is over; reminders come again.", True
    return "It is watching already.", False


def _recalibration(present: Mapping[str, Any]) -> tuple[str, bool]:
    if present["state"] == "locked":
        return "The screen is locked, the camera is off; try again when you are back.", False
    if present["state"] == "paused":
        return "The camera is off; say posture-watch resume first.", False
    if present["state"] in ("camera_busy", "camera_trouble"):
        return f"{present['camera']}; try again when it is back.", False
    return "Sit well and look at the screen for a quarter of a minute.", True


def _attendance(present: Mapping[str, Any]) -> tuple[str, bool]:
    if present["state"] in ("paused", "locked"):
        return f"{present['text']}.", False
    return "The camera stays open while you watch.", True


def _snooze(present: Mapping[str, Any], seconds: float) -> tuple[str, bool]:
    if present["snoozes_left"] < 1:
        return "That was snoozed as often as it may be. Move a little, or pause me to be left alone.", False
    return f"No reminders for {duration(seconds)}.", True


def _to_reminder(choice: str | None, present: Mapping[str, Any], snooze_s: float) -> tuple[str, bool]:
    if choice == "snooze":
        return _snooze(present, snooze_s)
    if choice == "break":
        return "Enjoy your break.", True
    if choice == "wrong" and present["may_be_wrong"]:
        return "Noted as wrong; the report shows it.", True
    if present["reminder"] is None:
        return "No reminder is open.", False
    return "All right, not now.", True
