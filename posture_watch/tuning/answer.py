"""What `tune` found: as blocks of lines, as JSON, and the rules that --apply would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from posture_watch.core.rules import Rule


@dataclass(frozen=True, slots=True)
class Answer:
    """``chosen``: pairs of a rule as it is and as it would be; empty if there is nothing to write. ``not_chosen`` says
    why, and ``advice`` what to do."""

    blocks: Sequence[Sequence[str]]
    as_json: Mapping[str, Any]
    chosen: tuple[tuple[Rule, Rule], ...] = ()
    not_chosen: str = ""
    advice: str = ""
