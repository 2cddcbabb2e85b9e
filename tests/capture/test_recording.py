"""Landmark recordings: what is written is read back, and nothing else is read."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture_watch.capture.recording import RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import POINT_NAMES, Landmark, Landmarks, Scene
from posture_watch.errors import UserError
from tests.capture.clips import opened, played, times

HEADER = Header(640, 480, "lite-video", 0.5)
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
HEAD = (
    '{"format":"posture-watch-landmarks","version":1,"width_px":640,"height_px":480,'
    '"mode":"lite-video","interval_s":0.5}'
)
SCENE = '{"t_s":%s,"light":0.5,"people":[{"nose":[320.5,100.25,0.9]}]}'


def scene(t_s: float, *, wall_s: float | None = None, people: tuple[Landmarks, ...] = (), **more: object) -> Scene:
    utc = NOON + timedelta(seconds=t_s if wall_s is None else wall_s)
    return Scene(Instant(1000 + t_s, utc), 640, 480, people, **more)  # pyright: ignore[reportArgumentType]


def write(path: Path, *scenes: Scene) -> Path:
    with RecordingWriter(path, HEADER, overwrite=True) as writer:
        for one in scenes:
            writer.write(one)
    return path


def read(path: Path) -> list[Scene]:
    return [thing for thing in played(opened(path)) if isinstance(thing, Scene)]


landmarks = st.builds(
    Landmarks,
    st.dictionaries(
        st.sampled_from(POINT_NAMES),
        st.builds(Landmark, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(0, 1)),
    ),
)
lights = st.none() | st.floats(0, 1)
stories = st.lists(
    st.tuples(
        st.floats(0.001, 5000),
        lights,
        st.lists(landmarks, max_size=3),
        st.booleans(),
        st.sampled_from([0, 0, 3600, -7]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories)
def test_what_is_written_is_read_back(
    tmp_path: Path, story: list[tuple[float, float | None, list[Landmarks], bool, int]]
) -> None:
    t_s, wall_s, scenes = 0.0, 0.0, list[Scene]()
    for step, light, people, missing, jump_s in story:
        scenes.append(
            scene(t_s, wall_s=wall_s, light=light, people=() if missing else tuple(people), frame_missing=missing)
        )
        t_s, wall_s = t_s + step, wall_s + step + jump_s
    again = read(write(tmp_path / "r.jsonl", *scenes))
    assert len(again) == len(scenes)
    assert all(a.at.mono_s < b.at.mono_s for a, b in pairwise(again))
    for before, after in zip(scenes, again, strict=True):
        assert after.at.mono_s == pytest.approx(before.at.mono_s - 1000, abs=0.002 * len(scenes))
        assert (after.at.utc - again[0].at.utc).total_seconds() == pytest.approx(
            (before.at.utc - NOON).total_seconds(), abs=0.11
        )
        assert (after.frame_missing, after.width_px) == (before.frame_missing, 640)
        assert (after.light is None) == (before.light is None)
        assert after.light is None or after.light == pytest.approx(before.light, abs=0.0006)
        assert_alike(before.people, after.people)


def assert_alike(before: tuple[Landmarks, ...], after: tuple[Landmarks, ...]) -> None:
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        assert set(one.points) == set(other.points)
        for name, point in one.points.items():
            assert other.points[name].x_px == pytest.approx(point.x_px, abs=0.006)
            assert other.points[name].y_px == pytest.approx(point.y_px, abs=0.006)
            assert other.points[name].visibility == pytest.approx(point.visibility, abs=0.0006)


def test_a_recording_tells_nothing_about_when_it_was_made(tmp_path: Path) -> None:
    text = write(tmp_path / "r.jsonl", scene(0.0), scene(0.5)).read_text()
    assert text.splitlines() == [HEAD, '{"t_s":0.0,"light":null,"people":[]}', '{"t_s":0.5,"light":null,"people":[]}']


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    assert stat.S_IMODE(write(tmp_path / "r.jsonl", scene(0.0)).stat().st_mode) == 0o600


def test_another_frame_size_is_kept(tmp_path: Path) -> None:
    other = Scene(Instant(0.0, NOON), 320, 240)
    assert read(write(tmp_path / "r.jsonl", other))[0].width_px == 320


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", scene(0.0))
    with pytest.raises(UserError, match="exists already"):
        RecordingWriter(path, HEADER)
    with pytest.raises(UserError, match="cannot be written"):
        RecordingWriter(tmp_path / "nowhere" / "r.jsonl", HEADER)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_naming_the_file() -> None:
    with pytest.raises(UserError, match="/dev/full cannot be written: No space"):
        RecordingWriter(Path("/dev/full"), HEADER, overwrite=True)


def test_the_source_is_named_and_can_be_thinned_out(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", *(scene(0.5 * n) for n in range(5)))
    source = opened(path)
    assert (source.name, source.identity, source.interval_s) == ("recording r.jsonl", "recording:r.jsonl", 0.5)
    assert times(played(source)) == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert times(played(opened(path, fps=1))) == [0.0, 1.0, 2.0]


def test_it_is_known_by_its_header_under_any_name(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", scene(0.0))
    assert len(read(path.rename(tmp_path / "bug report.txt"))) == 1


@pytest.mark.parametrize("kept", [1, 20, -1])
def test_a_last_line_cut_short_is_left_out_with_a_warning(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join((HEAD, SCENE % 0, (SCENE % 0.5)[:kept])))
    source = opened(path)
    assert times(played(source)) == [0.0]
    assert source.warnings == (f"{path}:3: the last line was cut short and is left out.",)


def test_a_whole_last_line_needs_no_line_end(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join((HEAD, SCENE % 0, SCENE % 0.5)))
    assert times(played(opened(path))) == [0.0, 0.5]


BAD_LINES = {
    "nonsense": "it is not a JSON object",
    "[1]": "it is not a JSON object",
    "[" * 100_000: "it is not a JSON object",
    '{"t_s":1,"people":[]}': "light is missing",
    '{"t_s":1,"light":null,"people":[],"mood":1}': "unknown key mood",
    '{"t_s":NaN,"light":null,"people":[]}': "NaN is not a number",
    '{"t_s":1e999,"light":null,"people":[]}': "t_s is too large",
    '{"t_s":true,"light":null,"people":[]}': "t_s must be a number",
    '{"t_s":"1","light":null,"people":[]}': "t_s must be a number",
    '{"t_s":1,"t_s":2,"light":null,"people":[]}': "a key stands in it twice",
    '{"t_s":0,"light":null,"people":[]}': "t_s must rise",
    '{"t_s":1e300,"light":null,"people":[]}': "t_s or wall_s is too large",
    '{"t_s":1,"light":2,"people":[]}': "light is between 0 and 1",
    '{"t_s":1,"light":null,"people":{}}': "people must be a list",
    '{"t_s":1,"light":null,"people":[3]}': "a person must be an object",
    '{"t_s":1,"light":null,"people":[{"nose":[1,2]}]}': "nose must be [x, y, visibility]",
    '{"t_s":1,"light":null,"people":[{"nose":[1,2,3]}]}': "visibility is between 0 and 1",
    '{"t_s":1,"light":null,"people":[{"tail":[1,2,1]}]}': "no such landmarks",
    '{"t_s":1,"light":null,"people":[],"size_px":[0,4]}': "at least one pixel",
    '{"t_s":1,"light":null,"people":[],"size_px":[4]}': "size_px must be [width, height]",
    '{"t_s":1,"light":null,"people":[{}],"frame_missing":true}': "a missing frame has no people",
    '{"t_s":1,"light":null,"people":[],"frame_missing":1}': "frame_missing must be true or false",
}


@pytest.mark.parametrize(("line", "says"), BAD_LINES.items(), ids=lambda text: text[:40])
def test_a_bad_line_is_an_error_naming_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join((HEAD, SCENE % 0, line, SCENE % 9)) + "\n")
    with pytest.raises(UserError) as error:
        read(path)
    assert error.value.message.startswith(f"{path}:3: ")
    assert says in error.value.message


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("", "is empty"),
        (SCENE % 0, "must be a header"),
        (HEAD.replace('"version":1', '"version":2'), "of version 2"),
        (HEAD.replace('"version":1', '"version":"1"'), "version must be 1"),
        (HEAD.replace("640", "0"), "at least 1"),
        (HEAD.replace("0.5", "-1"), "interval_s is above 0"),
        (HEAD.replace('"lite-video"', "7"), "mode must be a text"),
        (HEAD, "has no scenes"),
    ],
)
def test_a_bad_header_is_an_error(tmp_path: Path, head: str, says: str) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(head + "\n" if head else "")
    with pytest.raises(UserError) as error:
        opened(path)
    assert str(path) in error.value.message
    assert says in error.value.message


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(HEAD.encode() + b"\n\xff\xfe\x00\n" + (SCENE % 1).encode())
    with pytest.raises(UserError, match=r"r\.jsonl:2: it is not text"):
        read(path)


def test_the_documented_example_is_a_recording(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "recording-format.md").read_text()
    example = page.split("```json\n")[1].split("```")[0]
    path = tmp_path / "example.jsonl"
    path.write_text(example)
    assert len(read(path)) == len(example.splitlines()) - 1
    keys = {key for line in example.splitlines() for key in json.loads(line)}
    assert {"wall_s", "size_px", "frame_missing"} <= keys, "every optional key is shown"


def test_reading_a_recording_loads_neither_cv2_nor_numpy() -> None:
    code = "import sys, posture_watch.capture.recording; print({'cv2', 'numpy'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert told.stdout.strip() == "set()"
