"""The program's own export as text: one JSON object, a record a line, written and read in one go without holding it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from posture_watch.exchange.fields import as_json
from posture_watch.exchange.tables import FORMAT, VERSION, Record


def document(
    tables: Iterable[tuple[str, Iterable[Record]]],
    *,
    program: str,
    at_utc: datetime,
    days: tuple[str | None, str | None],
) -> Iterator[str]:
    """The whole export in pieces. ``days``: the first and the last day asked for, None for all there are."""
    first, last = days
    head = {
        "format": FORMAT,
        "version": VERSION,
        "program": program,
        "exported_utc": at_utc.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "first_day": first,
        "last_day": last,
    }
    yield "{\n" + ",\n".join(f"{_dumps(key)}: {_dumps(value)}" for key, value in head.items())
    for name, records in tables:
        yield f",\n{_dumps(name)}: ["
        between = "\n"
        for record in records:
            yield f"{between}{_dumps(as_json(record))}"
            between = ",\n"
        yield "]" if between == "\n" else "\n]"
    yield "\n}\n"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
