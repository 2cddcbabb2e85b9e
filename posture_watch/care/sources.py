"""Where what we say comes from. Each source was seen, or is called what it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """``cited``: authors, year and what it is, as short as it can be found by."""

    key: str
    cited: str


SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        Source("nice_ng59", "NICE guideline NG59, Low back pain and sciatica in over 16s, 2016, updated 2020"),
    )
}
"""By key."""
