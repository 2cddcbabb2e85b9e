"""The default file says the defaults, and writing it never costs the user theirs."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path

import pytest

from posture_watch.config import BUILTIN_RULES, Config, load, render_default_config, write_default
from posture_watch.config.fields import keys_of
from posture_watch.config.schema import SECTIONS
from posture_watch.errors import UserError
from tests.config.texts import loaded, written

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")


def uncommented(text: str) -> str:
    return re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)


def test_the_default_file_parses_back_to_the_defaults(tmp_path: Path):
    assert loaded(tmp_path, render_default_config()) == Config()


def test_every_key_uncommented_says_the_defaults_too(tmp_path: Path):
    config = loaded(tmp_path, uncommented(render_default_config()))
    assert config.rules == Config().rules
    assert all(getattr(config, name) == getattr(Config(), name) for name in ("profile", *SECTIONS))


def test_every_key_and_rule_stands_in_it_with_its_reason():
    text = render_default_config()
    values = tomllib.loads(uncommented(text))
    flowing = re.sub(r"\n# ", " ", text)
    for name, section in SECTIONS.items():
        assert set(values[name]) == set(keys_of(section))
        assert all(spec.why[1:] in flowing for spec in keys_of(section).values())
    assert set(values["rules"]) == {entry.rule.name for entry in BUILTIN_RULES}


def test_one_line_uncommented_changes_one_value(tmp_path: Path):
    text = render_default_config().replace("#retention_days = 90", "retention_days = 9")
    assert loaded(tmp_path, text).log.retention_days == 9


def test_it_is_written_into_new_folders(tmp_path: Path):
    path = tmp_path / "a" / "b" / "config.toml"
    assert write_default(path) is None
    assert load(path) == Config()
    assert [found.name for found in path.parent.iterdir()] == ["config.toml"]


@posix_only
def test_only_the_owner_may_read_it_and_enter_its_folder(tmp_path: Path):
    path = tmp_path / "new" / "config.toml"
    write_default(path)
    path.write_text("# mine")
    path.chmod(0o644)
    backup = write_default(path, force=True)
    assert backup
    modes = [stat.S_IMODE(found.stat().st_mode) for found in (path.parent, path, backup)]
    assert modes == [0o700, 0o600, 0o600]


def test_a_file_that_is_there_stays_without_force(tmp_path: Path):
    path = written(tmp_path, "# mine")
    with pytest.raises(UserError, match="already"):
        write_default(path)
    assert path.read_text() == "# mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_force_keeps_the_old_file_beside_the_new_one(tmp_path: Path):
    path = written(tmp_path, "# mine")
    assert write_default(path, force=True) == tmp_path / "config.toml.bak"
    assert (tmp_path / "config.toml.bak").read_text() == "# mine"
    assert load(path) == Config()
    path.write_text("# mine again")
    write_default(path, force=True)
    assert (tmp_path / "config.toml.bak").read_text() == "# mine again"


def test_a_link_to_a_file_kept_elsewhere_stays_a_link(tmp_path: Path):
    kept = written(tmp_path, "# kept")
    link = tmp_path / "link.toml"
    link.symlink_to(kept)
    write_default(link, force=True)
    assert link.is_symlink()
    assert load(kept) == Config()


def test_a_folder_in_the_way_or_a_file_as_parent_is_a_clear_error(tmp_path: Path):
    with pytest.raises(UserError):
        write_default(tmp_path, force=True)
    with pytest.raises(UserError):
        write_default(written(tmp_path, "") / "config.toml")
