"""A camera is remembered by name: over restarts, other numbers, and another camera in its place."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.capture.camera_memory import CameraMemory, RememberedCamera
from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.source import LostKind, SourceLost
from posture_watch.capture.which_camera import WhichCamera

DOCK, LID = "Logitech C920", "Integrated Camera"


def camera(index: int, name: str, problem: LostKind | None = None) -> FoundCamera:
    return FoundCamera(index, name, f"/dev/video{index}", problem)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "camera.json"


def started(file: Path | None, wanted: str | int, *cameras: FoundCamera) -> tuple[FoundCamera, tuple[str, ...]]:
    """What a fresh start takes, and what it tells."""
    which = WhichCamera(wanted, CameraMemory(file) if file else None)
    found = which.find(list(cameras), 0.0)
    which.took(found)
    return found, which.warnings


@pytest.mark.parametrize("wanted", ["auto", 0])
def test_the_same_camera_is_taken_after_a_restart_whatever_its_number(file: Path, wanted: str | int) -> None:
    assert started(file, wanted, camera(0, DOCK), camera(1, LID))[0].name == DOCK
    again, told = started(file, wanted, camera(0, LID), camera(4, DOCK))
    assert (again.name, again.index, told) == (DOCK, 4, ())
    assert started(None, wanted, camera(0, LID), camera(4, DOCK))[0].name == LID, "without a memory the first is"


def test_another_one_stands_in_and_that_is_told_once(file: Path) -> None:
    started(file, "auto", camera(0, DOCK), camera(1, LID))
    found, told = started(file, "auto", camera(0, LID))
    assert (found.name, told) == (LID, ("Logitech C920 is not there; camera 0 (Integrated Camera) is used instead.",))
    assert started(file, "auto", camera(0, LID))[1] == (), "not at every start"
    assert started(file, "auto", camera(0, LID), camera(1, DOCK))[0].name == DOCK, "and it is taken when it is back"
    assert started(file, "auto", camera(0, LID))[1] != (), "which makes it news again"


def test_a_camera_asked_for_by_name_needs_no_memory_and_has_no_stand_in(file: Path) -> None:
    started(file, "logitech", camera(0, LID), camera(1, DOCK))
    assert not file.exists()
    which = WhichCamera("c")  # part of both names, and the first was taken
    which.took(which.find([camera(1, DOCK)], 0.0))
    for now_s in (1.0, 1000.0):
        with pytest.raises(SourceLost) as lost:
            which.find([camera(0, LID)], now_s)
        assert lost.value.kind == "unplugged"
    assert which.find([camera(5, DOCK)], 1001.0).index == 5


def test_a_camera_that_was_unplugged_is_waited_for_before_another_stands_in() -> None:
    which = WhichCamera("auto")
    which.took(which.find([camera(0, DOCK), camera(1, LID)], 0.0))
    for now_s in (10.0, 20.0):
        with pytest.raises(SourceLost, match=r"Camera 0 \(Logitech C920\) was unplugged"):
            which.find([camera(1, LID)], now_s)
    assert which.find([camera(2, DOCK)], 21.0).index == 2, "plugged over to another port"
    with pytest.raises(SourceLost):
        which.find([camera(1, LID)], 30.0)
    with pytest.raises(SourceLost):
        which.find([camera(1, LID, "busy")], 46.0)
    found = which.find([camera(1, LID)], 46.0)
    which.took(found)
    assert found.name == LID
    assert len(which.warnings) == 1
    assert which.find([camera(1, LID), camera(2, DOCK)], 60.0).name == DOCK, "the one that is meant comes back"


def test_of_two_cameras_of_one_name_the_old_number_decides(file: Path) -> None:
    started(file, 2, camera(0, DOCK), camera(2, DOCK))
    assert started(file, 2, camera(0, DOCK), camera(2, DOCK))[0].index == 2
    assert started(file, 2, camera(0, DOCK), camera(4, DOCK))[0].index == 0


def test_a_camera_without_a_name_is_not_remembered(file: Path) -> None:
    started(file, 0, camera(0, ""))
    assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are others there")
def test_the_file_is_private_and_written_whole(file: Path) -> None:
    started(file, "auto", camera(0, DOCK))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text()) == {"auto": {"name": DOCK, "index": 0, "instead": ""}}
    assert [path.name for path in file.parent.iterdir()] == ["camera.json"]


BROKEN = [b"[]", b"{", b'{"auto": 3}', b'{"auto": {"name": ""}}', b'{"auto": {"name": 1, "index": 0}}',
          b'{"auto": {"name": "x", "index": -1}}', b'{"auto": {"nam": "x"}}']  # fmt: skip


@given(st.one_of(st.binary(max_size=60), st.sampled_from(BROKEN)))
def test_a_broken_file_is_no_error_and_is_mended(content: bytes) -> None:
    import tempfile  # noqa: PLC0415 (a fixture would be shared by all examples)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "camera.json"
        file.write_bytes(content)
        memory = CameraMemory(file)
        assert memory.recall("auto") is None
        assert not memory.tell_once("auto", LID)
        memory.keep("auto", RememberedCamera(DOCK, 0))
        assert memory.recall("auto") == RememberedCamera(DOCK, 0)


def test_a_memory_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    found, told = started(tmp_path / "state" / "camera.json", "auto", camera(0, DOCK))
    assert (found.name, told) == (DOCK, ())
