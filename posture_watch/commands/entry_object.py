"""Diary entries for programs: one JSON object, English, times in UTC, what was not said is null."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from posture_watch.core.diary import DiaryEntry, Episode, FollowUp


def episode_object(episode: Episode) -> dict[str, Any]:
    """An entry with its number and follow-ups."""
    later = [_object(one) for one in episode.follow_ups]
    return {"number": episode.number, **_object(episode.entry), "follow_ups": later}


def _object(record: DiaryEntry | FollowUp) -> dict[str, Any]:
    found = {field.name: getattr(record, field.name) for field in fields(record)}
    return {
        name: f"{value:%Y-%m-%dT%H:%M:%S}Z" if isinstance(value, datetime) else value for name, value in found.items()
    }
