"""The program's own export read back, record by record. What does not fit is refused, with the line it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from posture_watch.exchange.fields import from_json
from posture_watch.exchange.stream import Damaged, Item, items
from posture_watch.exchange.tables import FORMAT, TABLES, VERSION, Record
from posture_watch.exchange.values import Unfit, shown
from posture_watch.texts import english

_HEAD = ("format", "version")


class Foreign(ValueError):  # noqa: N818 (it is about a file)
    """Not an export of this program."""


class Newer(ValueError):  # noqa: N818 (it is about a file)
    """An export of a version that this one does not know."""


def records(read: Callable[[int], bytes]) -> Iterator[tuple[str, Record, int]]:
    """Each record with its table and the line it begins in. ``read`` gives so many bytes, none at the end.

    Raises Foreign, Newer or Damaged.
    """
    found = items(read)
    _check_head(found)
    for item in found:
        if item.key in TABLES:
            yield item.key, _record(item), item.line
        elif item.in_list:
            raise Damaged(item.line, english("it is no table of an export"), shown(item.key))


def _check_head(found: Iterator[Item]) -> None:
    """The first two keys say what it is, before anything else is believed."""
    try:
        first = next(found, None)
    except Damaged as error:
        raise Foreign(english("it is not JSON")) from error
    if first is None or (first.key, first.value) != (_HEAD[0], FORMAT):
        raise Foreign(english('it does not begin with "format": "{format}"', format=FORMAT))
    second = next(found, None)
    version: Any = second.value if second and second.key == _HEAD[1] else None
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Foreign(english("its version is {version}", version=shown(version)))
    if version > VERSION:
        raise Newer(
            english(
                "it is of version {found}; this posture-watch reads up to version {known}", found=version, known=VERSION
            )
        )


def _record(item: Item) -> Record:
    if not item.in_list:
        raise Damaged(item.line, english("a list is needed"), item.key)
    try:
        return cast("Record", from_json(TABLES[item.key], item.value))
    except Unfit as error:
        raise Damaged(item.line, error.finding, error.within(item.key).place) from error
