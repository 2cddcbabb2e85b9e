"""`about`: what is known about causes and reliefs of back pain, each claim with its sources."""

from __future__ import annotations

import argparse

from posture_watch.care.topics import TOPICS, Topic
from posture_watch.commands.report import speaks_unicode
from posture_watch.errors import UserError
from posture_watch.report.care_text import list_lines, plain_text, topic_lines
from posture_watch.texts import retold


def run(options: argparse.Namespace) -> int:
    """Print the list, or one topic; or open all of it as a page."""
    topic = found(options.topic) if options.topic else None
    if options.open:
        from posture_watch.opening_pages import open_page  # noqa: PLC0415  # only who wants a page pays for it
        from posture_watch.report.html.care_page import about_page  # noqa: PLC0415

        open_page(about_page(), "about")
        return 0
    lines = topic_lines(topic) if topic else list_lines()
    print(plain_text(lines, unicode=speaks_unicode()), end="")
    return 0


def found(word: str) -> Topic:
    """The topic of this name, or the only one whose name or title, or what is said of it, has the word in it.

    Raises UserError with all names if there is none, or more than one.
    """
    wanted = word.strip().casefold()
    for topic in TOPICS:
        if topic.key == wanted:
            return topic
    for words_of in (_names, _hearsay):
        close = [topic for topic in TOPICS if wanted and any(wanted in words.casefold() for words in words_of(topic))]
        if len(close) == 1:
            return close[0]
        if close:
            break
    names = ", ".join(topic.key for topic in TOPICS)
    if close:
        raise UserError(f"{word!r} may be more than one of the topics.", f"One of these: {names}")
    raise UserError(f"There is no topic {word!r}.", f"One of these: {names}")


def _hearsay(topic: Topic) -> tuple[str, ...]:
    return (topic.told, retold(topic.told))


def _names(topic: Topic) -> tuple[str, ...]:
    return (topic.key, topic.title, retold(topic.title))
