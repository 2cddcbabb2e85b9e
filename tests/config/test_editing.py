"""One key changes, everything else stays; whatever the file looks like."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.config import ConfigError, load, render_default_config
from posture_watch.config.editing import set_value, with_value
from posture_watch.errors import UserError

NAME = 'camera:Bob\'s "best" \\ Überkamera'

FORMS = {
    "commented default": render_default_config(),
    "nothing": "",
    "no end of line": "# mine",
    "other sections": "profile = 'gentle' # keep\n[pose]\nmodel = 'full'\n",
    "header only": "[camera]\n[pose]\nmodel = 'full'\n",
    "header without end": "[camera]",
    "spaced header": "  [ camera ] # here\nwidth_px = 320\n",
    "old value": "[camera]\n# why\nsource = 'auto' # old\nwidth_px = 320\n",
    "old value of lines": "[camera]\nsource = '''\ncamera:X'''\nwidth_px = 320\n",
    "dotted": "camera.width_px = 320\nprofile = 'gentle'\n",
    "dotted old": "camera.source = '1'\n",
    "inline": "camera = { width_px = 320 }\nprofile = 'gentle'\n",
    "windows": "# mine\r\n[camera]\r\nwidth_px = 320\r\n",
    "windows default": render_default_config().replace("\n", "\r\n"),
    "marked": "\ufeff[camera]\nwidth_px = 320\n",
    "text that looks like it": "[log]\nretention_days = 30\n# [camera]\n#source = 'x'\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_only_the_key_changes(form: str) -> None:
    before = FORMS[form]
    after = with_value(before, "camera", "source", NAME)
    expected = tomllib.loads(before.removeprefix("\ufeff"))
    expected.setdefault("camera", {})["source"] = NAME
    assert tomllib.loads(after.removeprefix("\ufeff")) == expected
    kept = [line for line in before.splitlines() if "#" in line and "source" not in line]
    assert [line for line in kept if line not in after.splitlines()] == []
    assert "\r\n" not in before or "\n" not in after.replace("\r\n", "")
    assert with_value(after, "camera", "source", NAME) == after


def test_the_default_file_has_it_where_it_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    set_value(path, "camera", "source", "camera:Desk")
    lines = path.read_text().splitlines()
    at = lines.index('source = "camera:Desk"')
    assert lines[at - 1].startswith("#")
    assert len(lines) == len(render_default_config().splitlines())
    assert path.stat().st_mode & 0o077 == 0
    set_value(path, "camera", "source", "auto")
    assert load(path).camera.source == "auto"
    assert [entry.name for entry in path.parent.iterdir()] == ["config.toml"]


def test_a_file_with_mistakes_is_left_to_the_user(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[camera]\nsorce = 'x'\n")
    with pytest.raises(ConfigError):
        set_value(path, "camera", "source", "auto")
    assert path.read_text() == "[camera]\nsorce = 'x'\n"


def test_a_value_that_is_not_allowed_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    with pytest.raises(UserError):
        set_value(path, "camera", "width_px", -1)
    assert path.read_text() == "# mine\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]


def test_a_header_that_is_only_text_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[rules.mine]\nmessage = '''a\n[camera]\nb'''\nenabled = false\n")
    before = path.read_text()
    with pytest.raises(UserError):
        set_value(path, "camera", "source", "camera:X")
    assert path.read_text() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("# mine\n")
    link.symlink_to(real)
    set_value(link, "camera", "source", "camera:Desk")
    assert link.is_symlink()
    assert load(real).camera.source == "camera:Desk"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        set_value(tmp_path / "file" / "config.toml", "camera", "source", "auto")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_camera_name_comes_back(name: str) -> None:
    for form in ("commented default", "old value", "inline"):
        read = tomllib.loads(with_value(FORMS[form], "camera", "source", name))
        assert read["camera"]["source"] == name
