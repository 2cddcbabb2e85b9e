"""Limits of a rule are set in the user's file, and nothing else changes; whatever the file looks like."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from posture_watch.config import Config, ConfigError, load, render_default_config
from posture_watch.config.fields import toml_value
from posture_watch.config.rule_editing import edited, with_rule_value
from posture_watch.core.rules import HoldPoint
from posture_watch.errors import UserError

OWN = "signal = 'slump_score'\nenter_above = 0.9 # mine\nexit_below = 0.1\nhold_s = 5\nmessage = 'Up!'\n"
FORMS = {
    "commented default": render_default_config(),
    "nothing": "",
    "no end of line": "# mine",
    "no rules": "profile = 'gentle' # keep\n[pose]\nmodel = 'full'\n",
    "header only": "[rules.slump]\n[pose]\nmodel = 'full'\n",
    "header without end": "[rules.slump]",
    "spaced header": "  [ rules . slump ] # here\n  hold_s = 20\n\n# next\n[pose]\n",
    "quoted header": '[rules."slump"]\nhold_s = 20\n',
    "old value": "[rules.slump]\n# why\nenter_above = 0.5   # because\nexit_below=0.3\n",
    "old value behind": "[rules.slump]\nexit_below = 0.1\n\n# about the next\n[rules.lean]\nenter_above = 12 # 12!\n",
    "old points": "[rules.slump]\nhold_s = [\n  [0.5, 100], # one\n  [0.9, 20],\n]\n",
    "dotted": "rules.slump.enter_above = 0.5 # dots\nprofile = 'gentle'\n",
    "dotted in rules": "[rules]\nslump.enter_above = 0.5\nlean.enter_above = 15\n",
    "inline": "rules = { slump = { enter_above = 0.5 }, lean = { enabled = false } }\nprofile = 'gentle'\n",
    "inline in rules": "[rules]\nslump = { enter_above = 0.5 } # short\n",
    "windows": "# mine\r\n[rules.slump]\r\nenter_above = 0.5 # w\r\n",
    "windows default": render_default_config().replace("\n", "\r\n"),
    "marked": "\ufeff[rules.slump]\nenter_above = 0.5\n",
    "text that looks like it": "[rules.mine]\nmessage = '''a\n[rules.slump]\nb'''\nenabled = false\n",
    "a rule of one's own": f"[rules.mine]\n{OWN}",
}
VALUES = {"enter_above": 0.65, "exit_below": 0.433, "hold_s": (HoldPoint(0.5, 240.0), HoldPoint(1.0, 60.0))}


@pytest.mark.parametrize("form", FORMS)
def test_only_what_is_set_changes(form: str) -> None:
    before = FORMS[form]
    after = before
    for key, value in VALUES.items():
        after = with_rule_value(after, "slump", key, value)
    assert read(after) == wanted(before)
    kept = [line for line in before.splitlines() if "#" in line and not any(key in line for key in VALUES)]
    if form != "old points":
        assert [line for line in kept if line not in after.splitlines()] == []
    assert "\r\n" not in before or "\n" not in after.replace("\r\n", "")
    for key, value in VALUES.items():
        assert with_rule_value(after, "slump", key, value) == after


def read(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


def wanted(before: str) -> dict[str, Any]:
    document = read(before)
    rule = document.setdefault("rules", {}).setdefault("slump", {})
    rule.update({key: tomllib.loads(f"v = {toml_value(value)}")["v"] for key, value in VALUES.items()})
    return document


def test_what_is_said_behind_a_value_stays() -> None:
    after = with_rule_value(FORMS["old value"], "slump", "enter_above", 0.65)
    assert after == FORMS["old value"].replace("0.5 ", "0.65 ")
    default = with_rule_value(render_default_config(), "slump", "enter_above", 0.65)
    assert "\nenter_above = 0.65  # score, 1 is a full slump\n" in default
    assert len(default.splitlines()) == len(render_default_config().splitlines())


def test_a_new_key_stands_with_its_section() -> None:
    after = with_rule_value(FORMS["old value behind"], "slump", "hold_s", (HoldPoint(0, 90.0),))
    assert after.startswith("[rules.slump]\nexit_below = 0.1\nhold_s = 90\n\n# about the next\n")


def test_a_rule_of_ones_own_is_changed_in_its_place() -> None:
    after = with_rule_value(FORMS["a rule of one's own"], "mine", "enter_above", 1.0)
    assert after == FORMS["a rule of one's own"].replace("0.9 # mine", "1 # mine")


def test_the_file_is_shown_first_and_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n[rules.slump]\nenter_above = 0.6 # so\nexit_below = 0.4\n")
    edit = edited(path, {"slump": {"enter_above": 0.75, "exit_below": 0.5}})
    assert edit.diff.splitlines() == [
        "--- config.toml", "+++ config.toml (new)", "@@ -1,4 +1,4 @@", " # mine", " [rules.slump]",
        "-enter_above = 0.6 # so", "-exit_below = 0.4", "+enter_above = 0.75 # so", "+exit_below = 0.5",
    ]  # fmt: skip
    assert load(path).rules == Config().rules
    edit.write()
    rule = next(rule for rule in load(path).rules if rule.name == "slump")
    assert (rule.enter_above, rule.exit_below) == (0.75, 0.5)
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]


def test_without_a_file_the_default_one_is_written_with_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    edit = edited(path, {"lean": {"enter_above": 25.0}})
    assert edit.is_new
    assert [line for line in edit.diff.splitlines() if line[:2] in ("-#", "+e")] == [
        "-#enter_above = 20  # degrees", "+enter_above = 25  # degrees",
    ]  # fmt: skip
    assert not path.exists()
    edit.write()
    assert next(rule for rule in load(path).rules if rule.name == "lean").enter_above == 25


def test_a_value_that_gives_no_working_rule_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    with pytest.raises(ConfigError):
        edited(path, {"slump": {"enter_above": 0.1}}).write()
    assert path.read_text() == "# mine\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]


def test_a_file_that_has_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")
    edit = edited(path, {"slump": {"hold_s": (HoldPoint(0, 90.0),)}})
    path.write_text("# mine, newer\n")
    with pytest.raises(UserError, match="has changed meanwhile"):
        edit.write()
    assert path.read_text() == "# mine, newer\n"


def test_a_file_with_mistakes_is_the_users_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[camera]\nsorce = 1\n")
    with pytest.raises(ConfigError):
        edited(path, {"slump": {"enter_above": 0.7}})


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("# mine\n")
    link.symlink_to(real)
    edited(link, {"slump": {"enter_above": 0.7}}).write()
    assert link.is_symlink()
    assert "enter_above = 0.7" in real.read_text()
