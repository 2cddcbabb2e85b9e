"""docs/configuration.md, made from the schema: ``python -m posture_watch.config.reference > docs/configuration.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from posture_watch.config.builtin_rules import BUILTIN_RULES, HOLD_FACTORS
from posture_watch.config.fields import KeySpec, keys_of, toml_value
from posture_watch.config.rule_changes import NEEDED
from posture_watch.config.schema import SECTIONS, Config, RuleChange
from posture_watch.config.writing import unit_of
from posture_watch.core.rules import HoldPoint

_HEAD = """\
# Configuration

<!-- Made from the schema by `python -m posture_watch.config.reference`; a test compares them. Do not edit. -->

One TOML file. `posture-watch config path` says where it is, `config init` writes one in which every key stands with its
default, unit and reason, commented out: what you uncomment is yours, all else follows the defaults of the version you
run. `config check` finds slips and names file, line, key, what was expected and the nearest right key. A running
monitor notices a changed file within two seconds; when it is broken, it says so and keeps the last good one. When the
file is deleted it does the same; the next start then uses the defaults.

Values are strict: `"25"` is not a number, `true` is not 1, `nan` and `inf` are refused, an unknown key is an error.
Whole numbers may stand for numbers. Units are in the names, and times are in seconds. "Starting guess" marks a default
for which no source is known.
"""

_RULES = """\
## [rules.NAME]

`[rules.NAME]` changes single keys of the built-in rule NAME, or adds a rule of that name, which then needs {needed}.
A header without keys changes nothing. A rule is *over* while its signal is above `enter_above`. When it was over for
`hold_s`, it is *active*, until the signal stayed at or below `exit_below` for `release_s`. `hold_s` is a number of
seconds, or points `[[value, seconds], ...]` with rising values, interpolated between and flat beyond them.

```toml
[rules.slump]            # a built-in rule, a little stricter
enter_above = 0.5

[rules.head_tilt]
enabled = false

[rules.close_evening]    # a rule of my own
signal = "face_scale_ratio"
enter_above = 0.2
exit_below = 0.12
hold_s = [[0.2, 300], [0.4, 30]]
message = "Time to slide back from the screen."
```

The profile scales the holds of built-in rules of kind `posture`: {factors}. Rules of kind `move` are the same in every
profile, and a hold that you write is taken as written. `release_s` is never scaled.
"""


def render_reference() -> str:
    """The whole page as Markdown."""
    parts = [_HEAD, "## At the top of the file\n", _key_table(keys_of(Config).values())]
    for name, section in SECTIONS.items():
        about = " ".join((section.__doc__ or "").split())
        parts += [f"## [{name}]\n", f"{about}\n", _key_table(keys_of(section).values())]
    factors = ", ".join(f"{name} × {factor:g}" for name, factor in HOLD_FACTORS.items())
    parts += [_RULES.format(needed=_listed(NEEDED), factors=factors), _rule_keys(), _rules()]
    return "\n".join(parts)


def _key_table(specs: Iterable[KeySpec]) -> str:
    rows = [[f"`{spec.name}`", f"`{toml_value(spec.default)}`", spec.expected, spec.why] for spec in specs]
    return _table(["key", "default", "what may stand there", "why"], rows)


def _rule_keys() -> str:
    rows = [[f"`{spec.name}`", spec.expected, spec.why] for spec in keys_of(RuleChange).values()]
    return _table(["key", "what may stand there", "meaning"], rows)


def _rules() -> str:
    heads = ["rule", "level", "signal", "enter above", "exit below", "hold (gentle), s", "release, s", "why", "message"]
    rows: list[list[str]] = []
    for entry in BUILTIN_RULES:
        rule = entry.rule
        signal = f"`{rule.signal}`" + (", either side" if rule.two_sided else "")
        limits = [f"{rule.enter_above:g} {unit_of(rule.signal).partition(',')[0]}", f"{rule.exit_below:g}"]
        hold = [_hold_text(rule.hold), f"{rule.release_s:g}"]
        rows.append([f"`{rule.name}`", rule.level, signal, *limits, *hold, entry.why, rule.message])
    return "## Built-in rules\n\n" + _table(heads, rows)


def _hold_text(hold: tuple[HoldPoint, ...]) -> str:
    if len(hold) == 1:
        return f"{hold[0].hold_s:g}"
    return ", ".join(f"{point.hold_s:g} at {point.value:.10g}" for point in hold)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _listed(names: Iterable[str]) -> str:
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}"


if __name__ == "__main__":
    sys.stdout.buffer.write(render_reference().encode())
