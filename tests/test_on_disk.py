"""Whole files: by a file without a name, and where there is none by a name that nobody meets."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture_watch.on_disk import folder_part, make_folder, put, sweep


@pytest.fixture(params=["nameless", "named"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "named":
        monkeypatch.setattr("posture_watch.on_disk._put_nameless", lambda *_, **__: False)  # pyright: ignore[reportUnknownArgumentType, reportUnknownLambdaType]
    return str(request.param)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_new_then_another(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    put(path, b"one", over=False)
    assert path.read_bytes() == b"one"
    put(path, iter([b"tw", b"o"]))
    assert (path.read_bytes(), names(tmp_path)) == (b"two", ["a.toml"])
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        put(path, b"ours", over=False)
    assert (path.read_bytes(), names(tmp_path)) == (b"theirs", ["a.toml"])


@pytest.mark.parametrize("there", [False, True])
def test_what_fails_in_the_middle_leaves_what_was(tmp_path: Path, there: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 100_000
        raise KeyError

    path = tmp_path / "a.json"
    if there:
        path.write_bytes(b"before")
    with pytest.raises(KeyError):
        put(path, pieces())
    assert names(tmp_path) == (["a.json"] if there else [])
    assert not there or path.read_bytes() == b"before"


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_is_replaced_and_what_it_points_at_left_alone(tmp_path: Path) -> None:
    (tmp_path / "far").write_bytes(b"far")
    (tmp_path / "link").symlink_to(tmp_path / "far")
    put(tmp_path / "link", b"new")
    assert ((tmp_path / "far").read_bytes(), (tmp_path / "link").read_bytes()) == (b"far", b"new")
    assert not (tmp_path / "link").is_symlink()


def test_a_folder_that_is_not_there_is_an_error_and_can_be_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c"
    with pytest.raises(FileNotFoundError):
        put(path, b"x")
    make_folder(path.parent)
    put(path, b"x")
    if os.name == "posix":
        assert {stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "a", path.parent)} == {0o700}


def test_what_the_dead_left_is_swept_and_what_the_living_write_is_not(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".a.json.{dead.pid}-0123abcd.part").write_bytes(b"half")
    half = tmp_path / f".tables.{dead.pid}-0123abcd.part"
    half.mkdir()
    (half / "days.csv").write_bytes(b"half")
    theirs = [".a.json.part", f".a.{dead.pid}.part", f"a.json.{dead.pid}-0123abcd.part"]
    for name in theirs:
        (tmp_path / name).write_bytes(b"")
    with folder_part(tmp_path / "tables") as part:
        (part / "days.csv").write_bytes(b"")
        put(tmp_path / "b.json", b"whole")
        assert names(tmp_path) == sorted([*theirs, part.name, "b.json"])
    assert names(tmp_path) == sorted([*theirs, "b.json"])
    sweep(tmp_path / "nowhere")
