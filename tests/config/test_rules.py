"""Rules as data: the built-in table, what a file changes in it, and what a profile scales."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from posture_watch.config import BUILTIN_RULES, Config, ConfigError, load, load_rules_file
from posture_watch.config.builtin_rules import scaled
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.signals import SIGNAL_NAMES
from tests.config.texts import loaded, only_problem, problems, written

MINE = """
[rules.mine]
signal = "face_scale_ratio"
enter_above = 0.2
exit_below = 0.1
hold_s = [[0.2, 300], [0.4, 30]]
message = "Time to slide back."
"""


def rule(config: Config, name: str) -> Rule:
    return next(rule for rule in config.rules if rule.name == name)


@pytest.mark.parametrize("entry", BUILTIN_RULES, ids=lambda entry: entry.rule.name)
def test_each_built_in_rule_can_speak_and_says_where_it_comes_from(entry: object):
    built_in = next(known for known in BUILTIN_RULES if known is entry)
    assert built_in.rule.signal in SIGNAL_NAMES
    assert built_in.why
    assert built_in.rule.exit_below < built_in.rule.enter_above
    assert "bad" not in built_in.rule.message.lower()
    assert len(built_in.rule.message) <= 80
    assert (built_in.rule.level == "watch") == built_in.rule.name.endswith("_watch")


FOR_RULES_OF_ONES_OWN = {"head_sink_ratio", "torso_inclination_deg", "cva_proxy_deg"}
"""head_sink_ratio is slump_score without its limits, trunk_lean_deg is the trunk's inclination where the head agrees,
and the proxy jitters by more than the 7° that tell necks apart."""


@pytest.mark.parametrize("signal", sorted(SIGNAL_NAMES - {"sitting_s", "still_s"} - FOR_RULES_OF_ONES_OWN))
def test_every_signal_is_watched_by_a_watch_and_an_act_rule(signal: str):
    levels = {entry.rule.level for entry in BUILTIN_RULES if entry.rule.signal == signal}
    assert levels == {"watch", "act"}


def test_the_holds_of_the_table_follow_the_iso_formulas_in_the_gentle_profile(tmp_path: Path):
    config = loaded(tmp_path, 'profile = "gentle"')
    for lean_deg in (20, 30, 45, 60):
        assert rule(config, "lean").hold_s(lean_deg) == pytest.approx(240 - 4.5 * (lean_deg - 20))
        assert rule(config, "neck").hold_s(lean_deg + 5) == pytest.approx(480 - 7 * (lean_deg - 20))
    assert rule(config, "lean").hold_s(61) == 0


def test_a_slump_is_mentioned_after_20_5_and_2_minutes(tmp_path: Path):
    holds = {
        profile: rule(loaded(tmp_path, f'profile = "{profile}"'), "slump").hold_s(1.0)
        for profile in ("gentle", "balanced", "attentive")
    }
    assert holds == pytest.approx({"gentle": 1200, "balanced": 300, "attentive": 120})


def test_no_profile_scales_time_sitting(tmp_path: Path):
    sitting = rule(loaded(tmp_path, 'profile = "attentive"'), "sitting")
    assert (sitting.enter_above, sitting.hold_s(9999), sitting.kind) == (1800, 0, "move")
    held = replace(sitting, hold=(HoldPoint(1800, 60),))
    assert scaled(held, 0.1) == held


def test_one_changed_field_leaves_the_others(tmp_path: Path):
    changed = rule(loaded(tmp_path, "rules.slump.enter_above = 0.7"), "slump")
    before = rule(Config(), "slump")
    assert changed == replace(before, enter_above=0.7, hold=(HoldPoint(0.7, before.hold[0].hold_s),))


def test_a_hold_that_is_written_is_taken_as_written_in_every_profile(tmp_path: Path):
    config = loaded(tmp_path, 'profile = "attentive"\nrules.slump.hold_s = 99\nrules.lean.message = "Lean back."')
    assert rule(config, "slump").hold_s(1.0) == 99
    assert rule(config, "lean").hold_s(20) == pytest.approx(24)


def test_a_rule_can_be_switched_off_and_stays_off_when_a_rules_file_changes_it(tmp_path: Path):
    config = loaded(tmp_path, "rules.slump.enabled = false")
    assert "slump" not in {rule.name for rule in config.rules}
    rules_file = tmp_path / "rules.toml"
    rules_file.write_text("rules.slump.hold_s = 3")
    assert load_rules_file(rules_file, config).rules == config.rules


def test_a_new_rule_with_its_defaults(tmp_path: Path):
    assert rule(loaded(tmp_path, MINE), "mine") == Rule(
        "mine", "face_scale_ratio", 0.2, 0.1, (HoldPoint(0.2, 300), HoldPoint(0.4, 30)), 20.0, "Time to slide back."
    )


def test_a_new_rule_on_time_sitting_is_about_moving(tmp_path: Path):
    assert rule(loaded(tmp_path, MINE.replace("face_scale_ratio", "sitting_s")), "mine").kind == "move"


def test_a_new_rule_lacking_something_says_what(tmp_path: Path):
    problem = only_problem(tmp_path, MINE.replace('message = "Time to slide back."', "").replace("hold_s", "release_s"))
    assert problem.key == "rules.mine.release_s"
    problem = only_problem(tmp_path, "[rules.mine]\nenter_above = 1\nsignal = 'slump_score'\n")
    assert (problem.line, problem.found) == (1, "no exit_below, hold_s, message")


def test_an_empty_header_changes_nothing_also_if_no_rule_has_that_name(tmp_path: Path):
    assert loaded(tmp_path, "[rules.slump]\n[rules.of_an_older_version]\n").rules == Config().rules


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("rules.slump.enter_above = 0.3", "rules.slump.enter_above"),
        ("rules.slump.exit_below = 0.7", "rules.slump.exit_below"),
        ("[rules.slump]\nenter_above = 0.3\nexit_below = 0.31", "rules.slump.exit_below"),
        (MINE.replace("exit_below = 0.1", "exit_below = 0.3"), "rules.mine.exit_below"),
        ("rules.head_tilt.exit_below = -1", "rules.head_tilt.exit_below"),
        ("rules.sitting.kind = 'posture'", "rules.sitting.kind"),
        ("rules.slump.signal = 'sitting_s'", "rules.slump.signal"),
    ],
)
def test_limits_that_cannot_work_are_refused(tmp_path: Path, text: str, key: str):
    assert only_problem(tmp_path, text).key == key


def test_crossed_limits_name_both(tmp_path: Path):
    problem = only_problem(tmp_path, "rules.slump.enter_above = 0.3")
    assert problem.found == "exit_below 0.4 and enter_above 0.3; set both"


def test_a_rules_file_goes_on_top_of_the_config_and_may_change_the_profile(tmp_path: Path):
    base = loaded(tmp_path, MINE + "[log]\nretention_days = 7\n")
    rules_file = tmp_path / "rules.toml"
    rules_file.write_text('profile = "gentle"\n[rules.mine]\nenter_above = 0.25\n[rules.slump]\nenabled = false\n')
    config = load_rules_file(rules_file, base)
    assert (rule(config, "mine").enter_above, rule(config, "mine").exit_below) == (0.25, 0.1)
    assert rule(config, "head_drop").hold_s(1.0) == 480
    assert "slump" not in {rule.name for rule in config.rules}
    assert config.log.retention_days == 7


def test_a_rules_file_holds_nothing_but_rules(tmp_path: Path):
    path = written(tmp_path, "[log]\nretention_days = 7\n")
    assert load(path).log.retention_days == 7
    with pytest.raises(ConfigError, match="log"):
        load_rules_file(path, Config())


def test_what_one_rule_has_wrong_does_not_hide_another(tmp_path: Path):
    text = "rules.lean.hold_s = 'x'\nrules.slump.enter_above = 0.1\nrules.new.level = 'watch'\n"
    assert [problem.line for problem in problems(tmp_path, text)] == [1, 2, 3]
