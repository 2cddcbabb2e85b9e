"""A page opens in the user's browser from a private folder, in a clean environment; without one it is still there."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from posture_watch.errors import UserError
from posture_watch.opening_pages import KEPT, open_page, write_page
from posture_watch.paths import Paths, paths_below

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is a Linux matter")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_below(tmp_path / "home")


def opener(tmp_path: Path, body: str) -> dict[str, str]:
    """A desktop whose xdg-open is the shell script ``body``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "DISPLAY": ":99", "TOLD": str(tmp_path / "told")}


def written(file: Path) -> str:
    """What another process writes there, once it has."""
    deadline = time.monotonic() + 10
    while not (file.exists() and file.read_text().endswith("\n")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return file.read_text()


@posix_only
def test_only_the_owner_can_read_a_page(paths: Paths) -> None:
    before = os.umask(0)
    try:
        file = write_page("<p>ä</p>", "2026-03-10", paths)
    finally:
        os.umask(before)
    assert file == paths.reports_folder / "2026-03-10.html"
    assert file.read_text(encoding="utf-8") == "<p>ä</p>"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_page_of_the_same_name_takes_the_place_of_the_old_one(paths: Paths) -> None:
    write_page("old", "day", paths)
    file = write_page("new", "day", paths)
    assert [page.name for page in file.parent.iterdir()] == ["day.html"]
    assert file.read_text(encoding="utf-8") == "new"


def test_only_the_last_few_pages_are_kept(paths: Paths) -> None:
    for number in range(KEPT + 3):
        file = write_page("", f"day-{number:02d}", paths)
        os.utime(file, (number, number))
    write_page("", "last", paths)
    kept = sorted(page.stem for page in paths.reports_folder.iterdir())
    assert kept == [f"day-{number:02d}" for number in range(4, KEPT + 3)] + ["last"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", ".hidden", "", "ü ß"])
def test_a_name_never_leads_out_of_the_folder(paths: Paths, name: str) -> None:
    file = write_page("", name, paths)
    assert file.parent == paths.reports_folder
    assert not file.name.startswith(".")


@linux_only
def test_a_page_is_handed_to_the_desktop_as_a_file_in_a_clean_environment(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = opener(tmp_path, 'echo "$1|${QT_QPA_FONTDIR-unset}|${LD_LIBRARY_PATH-unset}" > "$TOLD"')
    dirty = {"QT_QPA_FONTDIR": "/v/site-packages/cv2/qt/fonts", "LD_LIBRARY_PATH": "/v/site-packages/cv2/../../lib"}
    file = open_page("<p>", "day", paths, {**environ, **dirty})
    assert (tmp_path / "told").read_text() == f"{file}|unset|unset\n"
    assert capsys.readouterr().out == f"Opened {file}.\n"


@linux_only
@pytest.mark.parametrize("trouble", ["no browser", "no opener", "no screen"])
def test_without_a_browser_it_says_where_the_page_is(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str], trouble: str
) -> None:
    environ = opener(tmp_path, "exit 3" if trouble == "no browser" else 'touch "$TOLD"')
    if trouble == "no opener":
        environ["PATH"] = str(tmp_path)
    if trouble == "no screen":
        del environ["DISPLAY"]
    file = open_page("<p>", "day", paths, environ)
    assert file.exists()
    assert not (tmp_path / "told").exists()
    assert capsys.readouterr().out == f"No browser could be opened from here. The page is {file}\n"


@linux_only
def test_a_browser_that_stays_open_is_not_waited_for(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("posture_watch.opening_pages._WAIT_S", 0.1)
    environ = opener(tmp_path, 'echo $$ > "$TOLD"; exec sleep 60')
    try:
        open_page("<p>", "day", paths, environ)
    finally:
        os.kill(int(written(tmp_path / "told")), 9)
    assert "Opened" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(UserError, match="home"):
        write_page("", "day", paths_below(tmp_path / "home"))
