"""Every place is the platform's or below POSTURE_WATCH_HOME, and private folders are private."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from posture_watch.errors import UserError
from posture_watch.paths import HOME_VARIABLE, make_private, paths_below, user_paths

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and owners are a POSIX matter")


def test_the_variable_moves_everything(tmp_path: Path):
    home = tmp_path / "h"
    paths = user_paths({HOME_VARIABLE: str(home)})
    places = (paths.config_file, paths.database_file, paths.log_file)
    assert all(home in place.parents for place in places)
    assert len(set(places)) == 3
    assert not home.exists()


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_none(value: str):
    assert user_paths({HOME_VARIABLE: value}) == user_paths({})


def test_the_platforms_places_are_named_after_the_program():
    paths = user_paths({})
    assert paths.config_file.name == "config.toml"
    assert all("posture-watch" in str(place) for place in (paths.config_file, paths.state_folder, paths.runtime_folder))


def test_asking_prints_nothing_also_without_a_login_session():
    """In a process of its own: the library warns only once in each."""
    environ = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    asked = [sys.executable, "-c", "from posture_watch.paths import user_paths; user_paths({})"]
    done = subprocess.run(asked, capture_output=True, text=True, env=environ, check=True, timeout=30)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_relative_home_and_a_tilde_become_absolute():
    assert paths_below(Path("here")).config_file == Path.cwd() / "here" / "config.toml"
    assert paths_below(Path("~/x")).config_file == Path.home() / "x" / "config.toml"


@posix_only
def test_a_socket_fits_into_the_runtime_folder_of_a_long_home(tmp_path: Path):
    first, second = paths_below(tmp_path / ("x" * 90) / "1"), paths_below(tmp_path / ("x" * 90) / "2")
    assert len(os.fsencode(first.runtime_folder)) < 90
    assert first.runtime_folder != second.runtime_folder
    assert paths_below(Path("/short")).runtime_folder == Path("/short/run")


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")
def test_every_session_of_a_user_finds_one_lock_and_another_home_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "one"))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    without = user_paths({}).runtime_folder
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert user_paths({}).runtime_folder == without
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "two"))
    assert user_paths({}).runtime_folder != without


@posix_only
def test_a_private_folder_is_for_its_owner_only_even_if_it_was_open(tmp_path: Path):
    folder = tmp_path / "a" / "run"
    assert make_private(folder) == folder
    folder.chmod(0o755)
    make_private(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_in_the_way_is_a_clear_error(tmp_path: Path):
    (tmp_path / "run").write_text("")
    with pytest.raises(UserError, match="a file"):
        make_private(tmp_path / "run")
    with pytest.raises(UserError, match="cannot be made"):
        make_private(tmp_path / "run" / "below")


@posix_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_that_somebody_else_made_first_is_refused(tmp_path: Path):
    folder = tmp_path / "run"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(UserError, match="another user"):
        make_private(folder)
