"""A changed file is noticed however it was changed, and a broken one costs nothing but a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from posture_watch.config import Config, ConfigError, ConfigWatcher
from tests.config.texts import written


class Looking:
    """A watcher with its own time: each look is a second later."""

    def __init__(self, path: Path) -> None:
        self.watcher = ConfigWatcher(path)
        self.now_s = 0.0
        self.look()

    def look(self) -> Config | ConfigError | None:
        self.now_s += 1.0
        return self.watcher.poll(self.now_s)

    def news(self) -> list[Config | ConfigError]:
        """Everything reported in the next five looks."""
        return [said for said in (self.look() for _ in range(5)) if said is not None]

    def profiles(self) -> list[str]:
        return [said.profile if isinstance(said, Config) else "broken" for said in self.news()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path, 'profile = "gentle"')


def replaced(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def recreated(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


def same_mtime(path: Path, text: str) -> None:
    before = path.stat()
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [Path.write_text, replaced, recreated, same_mtime])
def test_a_change_is_reported_once_however_it_was_made(path: Path, change: Callable[[Path, str], object]):
    looking = Looking(path)
    assert looking.news() == []
    change(path, 'profile = "attentive"')
    assert looking.profiles() == ["attentive"]
    assert looking.watcher.config.profile == "attentive"


def test_a_broken_file_is_reported_once_and_the_last_good_config_stays(path: Path):
    looking = Looking(path)
    path.write_text("profile = ")
    assert looking.profiles() == ["broken"]
    assert looking.watcher.config.profile == "gentle"
    path.write_text('profile = "other"')
    assert looking.profiles() == ["broken"]
    path.write_text('profile = "balanced"')
    assert looking.profiles() == ["balanced"]


def test_a_mended_file_is_reported_even_if_it_says_what_it_said_before(path: Path):
    looking = Looking(path)
    path.write_text("profile = ")
    looking.news()
    path.write_text('profile = "gentle"  # mended')
    assert looking.profiles() == ["gentle"]


def test_a_change_that_changes_nothing_is_no_news(path: Path):
    looking = Looking(path)
    path.write_text('profile = "gentle"  # a comment')
    assert looking.news() == []


def test_a_deleted_file_is_said_once_and_its_return_is_noticed(path: Path):
    looking = Looking(path)
    path.unlink()
    (said,) = looking.news()
    assert "the next start would use the defaults" in str(said)
    assert looking.watcher.config.profile == "gentle"
    path.write_text('profile = "gentle"')
    assert looking.profiles() == ["gentle"]


def test_a_file_deleted_and_written_again_between_two_looks_was_never_gone(path: Path):
    looking = Looking(path)
    path.unlink()
    assert looking.look() is None
    path.write_text('profile = "balanced"')
    assert looking.profiles() == ["balanced"]


def test_without_a_file_the_defaults_hold_until_there_is_one(tmp_path: Path):
    looking = Looking(tmp_path / "config.toml")
    assert looking.watcher.config == Config()
    assert looking.news() == []
    written(tmp_path, 'profile = "gentle"')
    assert looking.profiles() == ["gentle"]


def test_a_half_written_file_is_not_read(path: Path):
    looking = Looking(path)
    path.write_text("prof")
    assert looking.look() is None
    path.write_text('profile = "attentive"')
    assert looking.profiles() == ["attentive"]


def test_the_file_is_looked_at_no_more_than_once_a_second(path: Path):
    watcher = ConfigWatcher(path)
    watcher.poll(10.0)
    path.write_text('profile = "attentive"')
    assert [watcher.poll(10.0 + tenth / 10) for tenth in range(10)] == [None] * 10
    assert watcher.poll(11.0) is None
    assert isinstance(watcher.poll(12.0), Config)


def test_a_folder_in_place_of_the_file_is_a_broken_file(path: Path):
    looking = Looking(path)
    path.unlink()
    path.mkdir()
    assert looking.profiles() == ["broken"]


def test_a_file_that_is_broken_at_the_start_is_refused(tmp_path: Path):
    with pytest.raises(ConfigError):
        ConfigWatcher(written(tmp_path, "profile = 3"))
