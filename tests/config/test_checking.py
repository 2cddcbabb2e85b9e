"""Every slip is found, all at once, with line, expectation and the nearest right key."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture_watch.config import ConfigError, load
from tests.config.texts import loaded, only_problem, problems, written


@pytest.mark.parametrize(
    ("line", "expected", "found"),
    [
        ('camera.interval_s = "25"', "a number from 0.1 to 10 (s)", '"25" (text)'),
        ("camera.interval_s = true", "a number from 0.1 to 10 (s)", "true (a switch)"),
        ("camera.interval_s = nan", "a number from 0.1 to 10 (s)", "nan (not a finite number)"),
        ("camera.interval_s = -inf", "a number from 0.1 to 10 (s)", "-inf (not a finite number)"),
        ("camera.interval_s = 0.05", "a number from 0.1 to 10 (s)", "0.05 (a number)"),
        ("camera.interval_s = 2020-01-01", "a number from 0.1 to 10 (s)", "a date or time"),
        ("camera.width_px = 640.0", "a whole number from 16 to 7680 (px)", "640 (a number)"),
        ("camera.width_px = 0x" + "f" * 5000, "a whole number from 16 to 7680 (px)", "a huge number"),
        ("camera.mirror = 1", "true or false", "1 (a whole number)"),
        ("camera.rotate_deg = 45", "one of 0, 90, 180, 270", "45 (a whole number)"),
        ("camera.rotate_deg = false", "one of 0, 90, 180, 270", "false (a switch)"),
        ("camera.rotate_deg = 90.0", "one of 0, 90, 180, 270", "90 (a number)"),
        ("camera.source = 0", "text in quotes, at most 1000 characters", "0 (a whole number)"),
        ('camera.source = " "', "text in quotes, at most 1000 characters", '" " (text)'),
        ("camera = 3", "a section [camera]", "3 (a whole number)"),
        ("[[camera]]", "a section [camera]", "a list"),
        ("profile = ['gentle']", 'one of "gentle", "balanced", "attentive"', "a list"),
        ("rules = 1", "sections [rules.NAME]", "1 (a whole number)"),
        ("rules.slump = 1", "a section [rules.slump]", "1 (a whole number)"),
        ("rules.'a b'.hold_s = 3", "a rule's name of at most 40 letters, digits, _ and -", '"a b" (text)'),
        ("rules.slump.message = ''", "text in quotes, at most 200 characters", '"" (text)'),
        ("rules.slump.release_s = -1", "a number from 0 to 86400 (s)", "-1 (a whole number)"),
    ],
)
def test_a_wrong_value_says_what_was_expected_and_found(tmp_path: Path, line: str, expected: str, found: str):
    text = line if line.startswith("[[") else f"# a comment\n{line}"
    problem = problems(tmp_path, text)[0]
    assert (problem.expected, problem.found) == (expected, found)
    assert problem.line == (1 if line.startswith("[[") else 2)


@pytest.mark.parametrize("value", ["60", "60.0", "[[0.6, 60], [1, 20]]", "[[1, 0]]", "0"])
def test_holds_that_may_be_written(tmp_path: Path, value: str):
    assert not problems(tmp_path, f"rules.slump.hold_s = {value}")


@pytest.mark.parametrize(
    "value",
    ["-1", "nan", "'60'", "true", "[]", "[60]", "[[1]]", "[[1, 2, 3]]", "[[1, '2']]", "[[2, 9], [1, 9]]",
     "[[1, 2], [1, 3]]", "[[1, -2]]", "[[nan, 2]]", "86401", "{a = 1}"],
)  # fmt: skip
def test_holds_that_are_refused(tmp_path: Path, value: str):
    assert only_problem(tmp_path, f"rules.slump.hold_s = {value}").expected.startswith("seconds")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("gate.max_trn_deg = 3", "did you mean max_turn_deg?"),
        ("rules.lean.hold_ms = 3", "did you mean hold_s (seconds)?"),
        ("rules.lean.hold_min = 3", "did you mean hold_s (seconds)?"),
        ("rules.lean.hold = 3", "did you mean hold_s (seconds)?"),
        ("camera.interval_ms = 3", "did you mean interval_s (seconds)?"),
        ("camera.width = 3", "did you mean width_px (pixels)?"),
        ("camera.rotate_rad = 3", "did you mean rotate_deg (degrees)?"),
        ("log.retention_weeks = 3", "did you mean retention_days (days)?"),
        ("gate.retention_days = 3", "retention_days belongs in [log]"),
        ("retention_days = 3", "retention_days belongs in [log]"),
        ("camera.profile = 'gentle'", "profile belongs in the top of the file, before the first section"),
        ("camera.enter_above = 3", "enter_above belongs in [rules.NAME]"),
        ("camera.break_min = 3", "did you mean break_s in [sitting]?"),
        ("remainders.posture_gap_s = 3", "did you mean reminders?"),
        ("camera.xyzzy = 3", ""),
        ("profile = 'gentel'", 'did you mean "gentle"?'),
        ("camera.source = 0", 'write it in quotes: "0"'),
        ("camera.mirror = 1", "write true"),
        ("camera.width_px = '640'", "write it without quotes"),
        ("rules.lean.signal = 'forward_len_deg'", "did you mean forward_lean_deg?"),
        ("rules.lena.enter_above = 30", "did you mean the built-in rule lean?"),
    ],
)
def test_the_nearest_right_thing_is_named(tmp_path: Path, line: str, hint: str):
    assert only_problem(tmp_path, line).hint == hint


def test_all_problems_come_at_once_in_the_order_of_the_file_and_name_it(tmp_path: Path):
    text = "colour = 1\n[rules.slump]\nenter_above = 0.1\n[gate]\nmin_light = 2\n[pose]\nmodel = 1\n"
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert [(problem.line, problem.key) for problem in caught.value.problems] == [
        (1, "colour"),
        (3, "rules.slump.enter_above"),
        (5, "gate.min_light"),
        (7, "pose.model"),
    ]
    assert f"{path}:5: gate.min_light: expected a number from 0 to 0.9" in str(caught.value)


def test_nothing_printed_can_steer_a_terminal(tmp_path: Path):
    said = str(only_problem(tmp_path, '"\\u001b[31m" = 1'))
    assert said.isprintable()
    assert "\\u001b[31m" in said


def test_whole_numbers_may_stand_for_numbers_and_become_floats(tmp_path: Path):
    interval_s = loaded(tmp_path, "camera.interval_s = 2").camera.interval_s
    assert (interval_s, type(interval_s)) == (2.0, float)


def test_every_section_takes_its_values(tmp_path: Path):
    config = loaded(
        tmp_path,
        """
        [camera]
        source = "camera:Desk"
        rotate_deg = 180
        [reminders]
        posture_per_day = 4
        [notifications]
        backend = "console"
        [log]
        retention_days = 7
        """,
    )
    assert (config.camera.source, config.camera.rotate_deg, config.camera.width_px) == ("camera:Desk", 180, 640)
    assert (config.reminders.posture_per_day, config.log.retention_days) == (4, 7)
    assert config.notifications.backend == "console"
