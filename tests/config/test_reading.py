"""Every way a file can be unreadable has one clear sentence; what editors do to text is no fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from posture_watch.config import ConfigError, check_file, load
from posture_watch.errors import UserError
from tests.config.texts import loaded, only_problem, written


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path):
    path = written(tmp_path, b'\xef\xbb\xbfprofile = "gentle"\n')
    assert load(path).profile == "gentle"


def test_a_file_with_windows_line_ends_is_read_and_its_lines_are_counted_right(tmp_path: Path):
    assert loaded(tmp_path, 'profile = "gentle"\r\n[pose]\r\nmodel = "full"\r\n').pose.model == "full"
    assert only_problem(tmp_path, '# one\r\n[pose]\r\nmodel = "huge"\r\n').line == 3


def test_an_empty_file_means_every_default(tmp_path: Path):
    assert loaded(tmp_path, "").profile == "balanced"


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"[camera]\nsource = 'caf\xe9'\n", 2, "the byte 0xe9"),
        ("[camera]\n".encode("utf-16"), None, "UTF-16 text"),
        (b"[camera\n", 1, "Expected ']' at the end of a table declaration"),
        (b"[camera]\n[camera]\n", 2, "Cannot declare ('camera',) twice"),
        (b'a = "never closed', 1, "Unterminated string"),
        (b"x = " + b"[" * 5000, None, "brackets nested too deeply"),
        (b"# " + b"x" * 1_000_001, None, "a larger one"),
    ],
)
def test_text_that_is_no_toml_is_one_problem_with_its_place(
    tmp_path: Path, content: bytes, line: int | None, found: str
):
    problem = only_problem(tmp_path, content)
    assert (problem.line, problem.key) == (line, "")
    assert problem.found.startswith(found)


def test_a_syntax_error_names_its_column(tmp_path: Path):
    assert only_problem(tmp_path, 'profile = "gentle"\n[camera]\nwidth_px = = 5\n').column == 12


def test_a_windows_path_in_double_quotes_gets_its_advice(tmp_path: Path):
    assert "single quotes" in only_problem(tmp_path, '[camera]\nsource = "C:\\Users\\me.mp4"\n').hint


def test_a_folder_in_place_of_the_file(tmp_path: Path):
    (problem,) = check_file(tmp_path)
    assert (problem.expected, problem.found) == ("a file", "a folder")


def test_a_missing_file_is_an_error_only_if_it_was_asked_for(tmp_path: Path):
    missing = tmp_path / "none.toml"
    assert load(missing, missing_ok=True).profile == "balanced"
    with pytest.raises(ConfigError) as caught:
        load(missing)
    assert isinstance(caught.value, UserError)
    assert "nothing there" in str(caught.value)
    assert "config init" in str(caught.value)


def test_a_link_to_nowhere_is_not_a_missing_file(tmp_path: Path):
    link = tmp_path / "config.toml"
    link.symlink_to(tmp_path / "gone.toml")
    with pytest.raises(ConfigError):
        load(link, missing_ok=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert check_file(pipe)[0].found == "a device or pipe"


def test_a_path_below_a_file_or_around_in_a_circle_is_a_problem(tmp_path: Path):
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    assert check_file(circle)[0].expected == "a file that can be read"
    assert check_file(written(tmp_path, "") / "deeper.toml")[0].expected == "a file that can be read"
    assert check_file(Path("with\0null"))[0].expected == "a file that can be read"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(tmp_path: Path):
    path = written(tmp_path, "")
    path.chmod(0)
    assert check_file(path)[0].found == "no permission"
