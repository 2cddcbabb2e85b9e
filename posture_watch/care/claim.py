"""A sentence that claims something about the body, with the sources that say so; without one it cannot be built."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.care.sources import SOURCES


@dataclass(frozen=True, slots=True)
class Claim:
    """``words``: English, as the catalogue has it; show ``texts.retold(words)``. ``sources``: keys of SOURCES."""

    words: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = [source for source in self.sources if source not in SOURCES]
        if not self.words or not self.sources or unknown:
            raise ValueError(f"a claim needs words and known sources, not {self.words!r:.60} with {self.sources}")
