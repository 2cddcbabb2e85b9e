"""The quick answer where things live is the same as the careful one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from posture_watch.paths import HOME_VARIABLE, user_paths
from posture_watch.places import Places, user_places
from tests.program import ROOT

COMPARED = (
    "import sys; from posture_watch.places import user_places; quick = user_places(); "
    "slow = {'posture_watch.paths', 'pathlib'} & set(sys.modules); from posture_watch.paths import user_paths; "
    "careful = user_paths(); "
    "assert quick.config_file == str(careful.config_file), (quick.config_file, careful.config_file); "
    "assert quick.runtime_folder == str(careful.runtime_folder), (quick.runtime_folder, careful.runtime_folder); "
    "print('asked' if slow else 'quick')"
)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")


def both(**environ: str) -> str:
    """Whether the quick answer needed the careful one; AssertionError if they differ."""
    command = [sys.executable, "-S", "-c", COMPARED]
    site = next(path for path in sys.path if path.endswith("site-packages"))
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}{os.pathsep}{site}", **environ}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@linux_only
@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": "/home/a"},
        {"HOME": "/home/a", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c"},
        {"HOME": "/home/ä b", "XDG_STATE_HOME": "", "XDG_RUNTIME_DIR": "/run/user/1"},
        {"HOME": "/home/a", HOME_VARIABLE: "/tmp/x"},
        {"HOME": "/home/a", HOME_VARIABLE: "  "},
    ],
)
def test_ordinary_places_are_found_at_once(environ: dict[str, str]) -> None:
    assert both(**environ) == "quick"


@linux_only
@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": "/home/a/"},
        {"HOME": "/home//a", "XDG_STATE_HOME": "/s/../t"},
        {"HOME": "/home/a", "XDG_STATE_HOME": "relative", "XDG_CONFIG_HOME": "~/c"},
        {"HOME": "/home/a", "XDG_CONFIG_HOME": "//c"},
        {"HOME": "/home/" + "a" * 90},
        {"HOME": "/home/a", HOME_VARIABLE: "~/x"},
        {"HOME": "/home/a", HOME_VARIABLE: "x/y"},
        {"HOME": "/home/a", HOME_VARIABLE: "/tmp/x/"},
        {"HOME": "/home/a", HOME_VARIABLE: "/tmp/" + "x" * 90},
        {"HOME": "/"},
        {},
    ],
)
def test_whatever_leaves_a_doubt_is_asked_carefully(environ: dict[str, str]) -> None:
    assert both(**environ) == "asked"


def test_on_any_system_they_are_the_same(tmp_path: Path) -> None:
    for environ in ({}, {HOME_VARIABLE: str(tmp_path)}):
        quick, careful = user_places(environ), user_paths(environ)
        assert isinstance(quick, Places)
        assert (quick.config_file, quick.runtime_folder) == (str(careful.config_file), str(careful.runtime_folder))
