"""Video files, made here and read by the real decoder: sampled in their own time; what is no video is an error."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from posture_watch.capture.clip import SampleGrid
from posture_watch.capture.frame import Frame
from posture_watch.capture.video import Timeline
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from tests.capture.clips import numbers, opened, played, times, write_video
from tests.rigs.mjpegd import numbered_picture


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "mp4v"), (".avi", "MJPG"), (".mkv", "MJPG")])
def test_samples_by_the_files_own_time(tmp_path: Path, suffix: str, codec: str) -> None:
    path = write_video(tmp_path / f"talk{suffix}", codec=codec)
    source = opened(path, interval_s=0.5)
    assert (source.name, source.identity, source.live, source.interval_s) == (
        f"file {path.name}",
        f"file:{path.name}",
        False,
        0.5,
    )
    things = played(source)
    assert times(things) == [0.0, 0.52, 1.0, 1.52], "the first frame at or after each half second"
    assert numbers(things) == [0, 13, 25, 38], "and those very frames"
    assert source.warnings == ()


def test_fps_sets_the_sampling_up_to_every_frame(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.avi", frames=20)
    assert times(played(opened(path, fps=5))) == [0.0, 0.2, 0.4, 0.6]
    assert numbers(played(opened(path, fps=1000))) == list(range(20))


def test_clip_time_starts_where_it_is_said_to(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.avi", frames=30)
    usual = played(opened(path))
    assert usual[0].at == Instant(0.0, datetime(2000, 1, 1, tzinfo=UTC))
    start = Instant(77.0, datetime(2024, 5, 6, 7, tzinfo=UTC), 7200.0)
    last = played(opened(path, start=start))[-1].at
    assert last.mono_s == 1.0, "a clip's own seconds, whatever clock the start was read from"
    assert (last.utc, last.utc_offset_s) == (datetime(2024, 5, 6, 7, 0, 1, tzinfo=UTC), 7200.0)


def test_a_gif_is_a_video(tmp_path: Path) -> None:
    animation = cv2.Animation()
    animation.frames = [numbered_picture(n) for n in range(8)]
    animation.durations = [100] * 8
    assert cv2.imwriteanimation(str(tmp_path / "a.gif"), animation)
    things = played(opened(tmp_path / "a.gif", interval_s=0.2))
    assert times(things) == [0.0, 0.2, 0.4, 0.6]
    assert numbers(things) == [0, 2, 4, 6]


def test_rotation_metadata_is_respected(tmp_path: Path) -> None:
    path = write_video(tmp_path / "upright.mp4", codec="mp4v", frames=3)
    film = bytearray(path.read_bytes())
    matrix_at = film.index(b"tkhd") + 4 + 40  # past version, times, ids, duration and volume
    film[matrix_at : matrix_at + 36] = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 480 << 16, 0, 1 << 30)
    (tmp_path / "turned.mp4").write_bytes(film)
    frame = played(opened(tmp_path / "turned.mp4"))[0]
    assert isinstance(frame, Frame)
    assert (frame.width_px, frame.height_px) == (480, 640)


def test_a_video_cut_short_plays_as_far_as_it_goes_and_says_so(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "whole.avi").read_bytes()
    path = tmp_path / "cut.avi"
    path.write_bytes(whole[: len(whole) // 2])
    source = opened(path, interval_s=0.04)
    assert 20 <= len(played(source)) < 30
    assert len(source.warnings) == 1
    assert f"{path} ends early" in source.warnings[0]


def test_a_video_broken_in_the_middle_ends_cleanly(tmp_path: Path) -> None:
    film = bytearray(write_video(tmp_path / "whole.mkv").read_bytes())
    middle = len(film) // 2
    film[middle : middle + 30_000] = bytes(30_000)
    path = tmp_path / "broken.mkv"
    path.write_bytes(film)
    source = opened(path, interval_s=0.04)
    moments = times(played(source))
    assert len(moments) > 20
    assert all(a < b for a, b in pairwise(moments))
    assert source.warnings


def _not_a_video(folder: Path, what: str) -> Path:
    whole = write_video(folder / "whole.mp4", codec="mp4v").read_bytes()
    contents = {
        "empty": b"",
        "truncated": whole[: len(whole) // 2],
        "headless": whole[200:],
        "text": b"this is not a film\n" * 50,
        "playlist": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n",
        "noise": np.random.default_rng(1).bytes(5000),
        "zero frames": write_video(folder / "none.avi", frames=0).read_bytes(),
    }
    path = folder / f"{what}.mp4"
    path.write_bytes(contents[what])
    return path


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("empty", "is empty"),
        ("truncated", "truncated"),
        ("headless", "cannot be read as a video"),
        ("text", "is a text file"),
        ("playlist", "is a text file"),
        ("noise", "cannot be read as a video"),
        ("zero frames", "video"),
    ],
)
def test_what_is_no_video_is_a_clear_error(tmp_path: Path, what: str, says: str) -> None:
    path = _not_a_video(tmp_path, what)
    with pytest.raises(UserError) as error:
        opened(path)
    assert str(path) in error.value.message
    assert says in error.value.message
    assert error.value.advice


@example([0.0, 9e307, 0.0, 9e307], 0.0)
@given(st.lists(st.one_of(st.floats(), st.just(0.0), st.floats(-10, 10)), max_size=30), st.floats())
def test_times_rise_strictly_whatever_a_file_claims(claims: list[float], fps: float) -> None:
    timeline = Timeline(fps)
    placed = [timeline.place(claim) for claim in claims]
    assert placed[:1] in ([], [0.0])
    assert all(a < b or a > 1e9 for a, b in pairwise(placed))
    assert all(math.isfinite(t) for t in placed)


def test_missing_timestamps_are_told_from_the_rate() -> None:
    for fps, step in ((10.0, 0.1), (0.0, 0.04), (math.nan, 0.04)):
        timeline = Timeline(fps)
        assert [round(timeline.place(0.0), 6) for _ in range(4)] == [0.0, *(round(step * n, 6) for n in (1, 2, 3))]


def test_uneven_timestamps_are_kept() -> None:
    timeline = Timeline(25.0)
    assert [timeline.place(t) for t in (3.0, 3.1, 5.0, 5.01)] == pytest.approx([0.0, 0.1, 2.0, 2.01])


@given(st.floats(0.05, 3.0), st.lists(st.floats(0.001, 2.0), min_size=1, max_size=60))
def test_the_grid_takes_one_frame_an_interval_at_most_and_starts_with_the_first(
    interval_s: float, steps: list[float]
) -> None:
    grid, t_s, moments = SampleGrid(interval_s), 0.0, [0.0]
    for step in steps:
        t_s += step
        moments.append(t_s)
    taken = [t for t in moments if grid.takes(t)]
    assert taken[0] == 0.0
    assert len(taken) <= moments[-1] / interval_s + 1.001
    slots = [int((t + 1e-6) / interval_s) for t in taken]
    assert slots == sorted({int((t + 1e-6) / interval_s) for t in moments}), (
        "each interval that has a frame gives its first"
    )
