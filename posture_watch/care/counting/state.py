"""What the counter remembers from one scene to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from posture_watch.care.counting.looking import Look, Unseen
from posture_watch.care.counting.movements import MOVEMENTS, Asked, Movement
from posture_watch.core.instant import Instant
from posture_watch.core.person import DeskPerson

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Going:
    """A movement that goes on: to which side (1 left or without sides, −1 right), since when, for how long it was seen
    held (s), whether it has been counted, and since when it has looked as if it were over. ``unmoved``: somebody is not
    there any more, and no picture showed them leaving."""

    sign: int
    since: Instant
    held_s: float = 0.0
    counted: bool = False
    less_since: Instant | None = None
    unmoved: bool = False


@dataclass(frozen=True, slots=True)
class Counting:
    """``repetitions`` done, those to the subject's own ``left`` and ``right``, and ``longest_s``, the longest hold.

    ``unseen`` is why the last frame said nothing. The rest is for the fold: values at ``rest``, the last ``looks``,
    since when they do something else, when values were last known, and when the person was last seen off their place.
    """

    asked: Asked
    repetitions: int = 0
    left: int = 0
    right: int = 0
    longest_s: float = 0.0
    unseen: Unseen = "nobody"
    rest: Mapping[str, float] | None = None
    going: Going | None = None
    ended_at: Instant | None = None
    other_since: Instant | None = None
    known_at: Instant | None = None
    moved_at: Instant | None = None
    looks: tuple[Look, ...] = ()
    person: DeskPerson | None = None
    size_px: tuple[int, int] | None = None

    @property
    def movement(self) -> Movement:
        """The limits of what is asked."""
        return MOVEMENTS[self.asked.movement]

    @property
    def ready(self) -> bool:
        """Whether it is known how the person sits at rest."""
        return self.rest is not None

    @property
    def seen(self) -> bool:
        """Whether the last frame showed what is needed. Who left as asked is seen to be gone."""
        return not self.unseen or (self.unseen == "nobody" and self.going is not None and self.leaves)

    @property
    def leaves(self) -> bool:
        """Whether the movement may take the person out of the picture."""
        return self.asked.movement in ("standing_up", "walking_away")

    @property
    def moving(self) -> bool:
        """Whether a movement goes on."""
        return self.going is not None

    @property
    def side(self) -> Side | None:
        """Which way it goes, for the movements that have sides."""
        if self.going is None or not self.movement.sided:
            return None
        return "left" if self.going.sign > 0 else "right"

    @property
    def held_s(self) -> float:
        """For how long the movement that goes on has been held (s)."""
        return self.going.held_s if self.going else 0.0


def counted(state: Counting, going: Going) -> Counting:
    """One repetition more."""
    left, right = (int(state.movement.sided and going.sign * sign > 0) for sign in (1, -1))
    return replace(
        state,
        repetitions=state.repetitions + 1,
        left=state.left + left,
        right=state.right + right,
        longest_s=max(state.longest_s, going.held_s),
    )
