"""The XDG entry: read back by GLib, started by dex, and nobody else's file is touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from posture_watch.autostart.desktop_entry import DesktopEntry, render
from posture_watch.autostart.way import Place, Start
from posture_watch.errors import UserError
from tests.desktop_session import require, wait_for

PROGRAM = f"""#!{sys.executable}
import json, os, sys
with open(os.environ["MARKER"] + ".new", "w") as stream:
    json.dump([sys.argv[0], sys.argv[1:], os.environ.get("POSTURE_WATCH_HOME", "")], stream)
os.replace(os.environ["MARKER"] + ".new", os.environ["MARKER"])
"""
"""Stands for the installed program: says how it was started."""


def place(folder: Path) -> Place:
    return Place(folder, folder / ".config", ())


def program_at(path: Path) -> Start:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PROGRAM)
    path.chmod(0o755)
    return Start((str(path), "tray"))


def entry_file(folder: Path) -> Path:
    return folder / ".config" / "autostart" / "posture-watch.desktop"


def started_by(command: list[str], folder: Path) -> list[object]:
    """What the program says after ``command`` has started it."""
    marker = folder / "marker"
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "XDG_CONFIG_DIRS": str(folder / "no"), "MARKER": str(marker)}
    subprocess.run(command, env=env, check=True, timeout=20, capture_output=True)
    wait_for(marker.exists, what="the program")
    return json.loads(marker.read_text())


@pytest.mark.desktop
@pytest.mark.parametrize("folder", ["plain", "with a space", "Überwachung für Zoë", "it's (not) a & trap; #1"])
def test_dex_starts_what_was_enabled(tmp_path: Path, folder: str) -> None:
    require("dex")
    start = program_at(tmp_path / folder / "posture-watch")
    DesktopEntry(place(tmp_path)).enable(start)
    assert started_by(["dex", "-a"], tmp_path) == [start.command[0], ["tray"], ""]


@pytest.mark.desktop
def test_dex_starts_it_with_the_folder_that_the_user_chose(tmp_path: Path) -> None:
    require("dex")
    chosen = Start(program_at(tmp_path / "posture-watch").command, {"POSTURE_WATCH_HOME": str(tmp_path / "my own")})
    DesktopEntry(place(tmp_path)).enable(chosen)
    assert started_by(["dex", "-a"], tmp_path)[2] == str(tmp_path / "my own")


@pytest.mark.desktop
@pytest.mark.parametrize("folder", ["plain", "with a space", "100% of it", "%u and %% too", 'a "b" $HOME `c` \\d\\\\'])
def test_glib_starts_what_was_enabled(tmp_path: Path, folder: str) -> None:
    """GNOME and its kin start entries through GLib, which knows %% and escapes; dex does not."""
    python = shutil.which("python3", path="/usr/bin:/bin") or "/usr/bin/python3"
    code = (
        "import sys, gi\nfrom gi.repository import Gio\n"
        "app = Gio.DesktopAppInfo.new_from_filename(sys.argv[1])\nassert app is not None, 'not a usable entry'\n"
        "app.launch([], None)\n"
    )
    if subprocess.run([python, "-c", "from gi.repository import Gio"], capture_output=True, check=False).returncode:
        pytest.skip("not installed: python3-gi")
    start = program_at(tmp_path / folder / "posture-watch")
    DesktopEntry(place(tmp_path)).enable(start)
    said = started_by([python, "-c", code, str(entry_file(tmp_path))], tmp_path)
    assert said == [start.command[0], ["tray"], ""]


@pytest.mark.desktop
@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_switched_off_is_off_until_it_is_enabled_again(tmp_path: Path, line: str) -> None:
    way, start = DesktopEntry(place(tmp_path)), program_at(tmp_path / "posture-watch")
    way.enable(start)
    entry = entry_file(tmp_path)
    kept = [old for old in entry.read_text().splitlines() if old.partition("=")[0] != line.partition("=")[0]]
    entry.write_text("\n".join([*kept, line]) + "\n")
    found = way.look()
    assert (found.enabled, bool(found.note), bool(found.starts)) == (False, True, True)
    way.enable(start)
    assert way.look().enabled


def test_enabling_twice_changes_nothing_and_disabling_leaves_nothing(tmp_path: Path) -> None:
    way, start = DesktopEntry(place(tmp_path)), Start(("/opt/a b/posture-watch", "tray"))
    assert way.enable(start).starts == ""
    written = entry_file(tmp_path).read_bytes()
    before = way.enable(start)
    assert before.enabled
    assert before.starts == way.starts_as(start)
    assert entry_file(tmp_path).read_bytes() == written
    way.disable()
    way.disable()
    assert list(entry_file(tmp_path).parent.iterdir()) == []


def test_an_entry_of_an_older_installation_is_renewed_and_named(tmp_path: Path) -> None:
    way = DesktopEntry(place(tmp_path))
    way.enable(Start(("/old/bin/posture-watch", "tray")))
    before = way.enable(Start(("/new/bin/posture-watch", "tray")))
    assert before.starts == "/old/bin/posture-watch tray"
    assert way.look().starts == "/new/bin/posture-watch tray"


@pytest.mark.parametrize("action", ["enable", "disable"])
def test_a_file_of_somebody_else_stays_as_it_is(tmp_path: Path, action: str) -> None:
    entry = entry_file(tmp_path)
    entry.parent.mkdir(parents=True)
    entry.write_text("[Desktop Entry]\nType=Application\nName=Mine\nExec=/bin/mine\n")
    way = DesktopEntry(place(tmp_path))
    with pytest.raises(UserError, match="not written by posture-watch"):
        way.enable(Start(("/bin/x",))) if action == "enable" else way.disable()
    assert "/bin/mine" in entry.read_text()


def test_neighbours_are_not_touched(tmp_path: Path) -> None:
    way, other = DesktopEntry(place(tmp_path)), entry_file(tmp_path).with_name("other.desktop")
    other.parent.mkdir(parents=True)
    other.write_text("[Desktop Entry]\n")
    way.enable(Start(("/bin/x",)))
    way.disable()
    assert [path.name for path in other.parent.iterdir()] == ["other.desktop"]


def test_a_link_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    entry, target = entry_file(tmp_path), tmp_path / "dotfiles.desktop"
    entry.parent.mkdir(parents=True)
    target.write_text(render(Start(("/old",))))
    entry.symlink_to(target)
    way = DesktopEntry(place(tmp_path))
    way.enable(Start(("/new",)))
    assert target.read_text() == render(Start(("/old",)))
    assert way.look().starts == "/new"


def test_a_masked_entry_is_off(tmp_path: Path) -> None:
    entry = entry_file(tmp_path)
    entry.parent.mkdir(parents=True)
    entry.symlink_to(os.devnull)
    way = DesktopEntry(place(tmp_path))
    assert not way.look().enabled
    way.enable(Start(("/bin/x",)))
    assert way.look().enabled
    assert not entry.is_symlink()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir(mode=0o500)
    with pytest.raises(UserError, match="cannot be changed"):
        DesktopEntry(place(tmp_path)).enable(Start(("/bin/x",)))


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file")
    with pytest.raises(UserError, match="cannot be changed"):
        DesktopEntry(place(tmp_path)).enable(Start(("/bin/x",)))


def test_a_path_that_env_would_misread_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        DesktopEntry(place(tmp_path)).enable(Start(("/a=b/100%/posture-watch", "tray")))
    DesktopEntry(place(tmp_path)).enable(Start(("/a=b/posture-watch", "tray")))


@pytest.mark.parametrize("word", ["/a\nExec=/bin/evil", "/a\x00", "/bad\udcff", ""])
def test_what_cannot_be_written_is_refused(word: str) -> None:
    with pytest.raises(UserError):
        Start((word,) if word else ())
