"""Landmark recordings: a line that is taken can be judged, logged and read back; any other names file and line."""
# ruff: noqa: PT017 (these are findings, not tests)

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from datetime import UTC, datetime

from simulation.scenes import Trial, scenes_to_judge

from fuzzing.mutating import changed_json, mutated
from fuzzing.target import Target
from posture_watch.capture.recording import RecordingSource
from posture_watch.capture.recording_format import Header, header_line, scene_line
from posture_watch.capture.source import EndOfSource
from posture_watch.config import Config, build_settings
from posture_watch.core.engine import advance, begin
from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.replay_lines import judgement_object
from posture_watch.store.packing import BlockWriter, unpacked

START = Instant(0.0, datetime(2026, 3, 2, 8, tzinfo=UTC), 3600.0)
LINES, EVERY_S = 40, 15.0


class Recordings(Target):
    """The scenes are taken far apart, so that a few of them reach baseline, judgement and reminders."""

    name = "recording"

    def good(self) -> Sequence[bytes]:
        return [_recorded(*how) for how in (("upright", 0.0), ("slump", 6.0), ("head_tilt", 20.0))]

    def spoilt(self, seed: bytes, dice: random.Random) -> bytes:
        if dice.random() < 0.25:
            return mutated(seed, dice)
        lines = seed.splitlines()
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(lines))
            lines[at] = changed_json(json.loads(lines[at]), dice) if lines[at][:1] == b"{" else lines[at]
        return b"\n".join(lines)

    def try_one(self, content: bytes) -> str:
        path = self.home / "clip.jsonl"
        path.write_bytes(content)
        try:
            source = RecordingSource(path, start=START)
        except UserError as error:
            assert str(error.message).startswith(str(path))
            return "refused"
        try:
            return self._judge(source)
        finally:
            source.close()

    def _judge(self, source: RecordingSource) -> str:
        settings = build_settings(Config(), camera="x", mode="image", sample_interval_s=source.interval_s)
        state, entries, end = begin(), list[Entry](), "taken"
        while True:
            try:
                scene = source.read(1.0)
            except EndOfSource:
                break
            except UserError:
                end = "partly taken"
                break
            assert scene is not None
            state, judgement, events = advance(state, scene, settings)
            json.dumps(judgement_object(judgement, events), allow_nan=False)
            assert all(math.isfinite(value) for value in judgement.deviations.values())
            if judgement.reading is not None:
                entries.append(judgement.reading)
        _kept(entries)
        return end


def _kept(entries: Sequence[Entry]) -> None:
    """Packed for the log and read back, they are the same in number and none is lost."""
    block, back = None, list[Entry]()
    for entry in entries:
        if block is None or not block.takes(entry.at):
            back += [] if block is None else list(unpacked(block.packed(closed=True), START.utc_offset_s))
            block = BlockWriter(entry.at)
        block.add(entry)
    back += [] if block is None else list(unpacked(block.packed(closed=True), START.utc_offset_s))
    assert len(back) == len(entries), "readings were lost"


def _recorded(movement: str, size: float) -> bytes:
    (scenes,) = scenes_to_judge(Trial(movement, size, 1, 11, mode="held", held_s=LINES))
    header = Header(scenes[0].width_px, scenes[0].height_px, "image", EVERY_S)
    lines = [header_line(header)]
    lines += [scene_line(s, header, t_s=n * EVERY_S, wall_s=n * EVERY_S) for n, s in enumerate(scenes[:LINES])]
    return "\n".join(lines).encode()
