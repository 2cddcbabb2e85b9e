"""The tables of what the user writes and does, for a spreadsheet: as the user said it, nothing is made of it."""

from __future__ import annotations

from posture_watch.exchange.csvs import Column, at_moment, attribute, listed


def diary_columns() -> list[Column]:
    """An episode a line."""
    return [
        ("number", attribute("number")),
        ("kind", attribute("kind")),
        *at_moment("began"),
        *at_moment("written"),
        ("utc_offset_s", attribute("utc_offset_s")),
        ("duration_s", attribute("duration_s")),
        ("sites", listed("sites")),
        ("pain_now", attribute("pain_now")),
        ("pain_worst", attribute("pain_worst")),
        ("onset", attribute("onset")),
        ("before", listed("before")),
        ("stress", attribute("stress")),
        ("helped", listed("helped")),
        ("note", attribute("note")),
        ("key", attribute("key")),
    ]


def follow_up_columns() -> list[Column]:
    """A later day of an episode a line; ``entry_key`` is the ``key`` of the episode."""
    return [
        ("entry_key", attribute("entry_key")),
        *at_moment("at"),
        ("utc_offset_s", attribute("utc_offset_s")),
        ("pain_now", attribute("pain_now")),
        ("pain_worst", attribute("pain_worst")),
        ("helped", listed("helped")),
        ("over", attribute("over")),
        ("note", attribute("note")),
        ("key", attribute("key")),
    ]


def exposure_columns() -> list[Column]:
    """Some hours before an episode, or the same ones of an earlier day, a line; in UTC only, as the log keeps them."""
    return [
        ("entry_key", attribute("entry_key")),
        ("is_case", attribute("is_case")),
        *at_moment("began")[1:],
        *at_moment("start")[1:],
        ("sitting_s", attribute("sitting_s")),
        ("watched_s", attribute("watched_s")),
    ]


def practice_columns() -> list[Column]:
    """An exercise that was done a line."""
    return [
        *at_moment("at"),
        ("utc_offset_s", attribute("utc_offset_s")),
        ("routine", attribute("routine")),
        ("exercise", attribute("exercise")),
        ("seconds", attribute("seconds")),
        ("counted", attribute("counted")),
    ]
