"""What a monitor would answer to `watch`, from a story played through the fold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from posture_watch.capture.source import SourceState
from posture_watch.control.request import pack
from posture_watch.core.settings import Settings
from posture_watch.present import Present
from tests.core.stories import baseline_of
from tests.sim import Phase, Played, Pose, play, settings_for

TILTED = Pose(head_tilt_deg=20.0)
UPRIGHT_THEN_TILTED = [Phase(40, Pose()), Phase(40, TILTED)]


def told(phases: list[Phase], settings: Settings | None = None) -> Played:
    """The story of somebody who has calibrated."""
    return play(phases, settings=settings or settings_for(timers=None), baselines=(baseline_of(),))


def answer(phases: list[Phase], *, settings: Settings | None = None, **changed: Any) -> dict[str, Any]:
    """As it arrives over the control channel, ``changed`` fields of the present applied."""
    settings = settings or settings_for(timers=None)
    played = told(phases, settings)
    last = played.judgements[-1]
    present = Present(
        now=last.at,
        state=played.state,
        settings=settings,
        judgement=last,
        source=SourceState("ok", "Camera 0 works.", 0.0),
        camera_on=True,
        attended=False,
        off=None,
        paused_until_s=None,
        today=None,
        reminders_today=0,
        wrong_lately=0,
        problems=(),
        calibrating=False,
    )
    return json.loads(pack(as_watched(replace(present, **changed))))


def as_watched(present: Present) -> Mapping[str, Any]:
    return present.as_watched(present.now)
