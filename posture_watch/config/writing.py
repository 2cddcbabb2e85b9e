"""The default file as text, and writing it: whole or not at all, readable by its owner only, never over another one.

Every key stands there commented out (``#key = value``), below a live section header. What the user wants otherwise is
uncommented; all else follows the defaults, better ones of a later version included. A header without keys changes
nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from posture_watch.config.builtin_rules import BUILTIN_RULES, HOLD_FACTORS, BuiltinRule, profile_rules
from posture_watch.config.fields import KeySpec, keys_of, toml_value
from posture_watch.config.schema import SECTIONS, Config, RuleChange
from posture_watch.core.rules import Rule
from posture_watch.errors import UserError
from posture_watch.on_disk import make_folder, put

_HEAD = """\
The configuration of posture watch. Every line that starts with # is a comment.
To change a value, remove the # before its key; all others follow the defaults of the version you run.
Times are in seconds. A running monitor notices a changed file by itself; `posture-watch config check` looks for slips.\
"""
_RULES_HEAD = """\
Rules. [rules.NAME] changes the built-in rule of that name, or adds a rule of your own, which needs signal,
enter_above, exit_below, hold_s and message. enabled = false switches a rule off.
A rule is over while its signal is above enter_above; after hold_s seconds it is active, until the signal stayed at or
below exit_below for release_s seconds. hold_s is a number or points [[value, seconds], ...], interpolated between.
Rules of level "watch" only show the state, those of level "act" also remind. The holds below are those of the balanced
profile; a hold that you write is taken as written, whatever the profile.\
"""


def render_default_config() -> str:
    """The file that `config init` writes: every key with its default, unit, range and reason."""
    rendered = profile_rules(Config().profile)
    blocks = [_comment(_HEAD), *(_key_block(spec) for spec in keys_of(Config).values())]
    for name, section in SECTIONS.items():
        about = _comment(" ".join((section.__doc__ or "").split()))
        blocks += [f"{about}\n[{name}]", *(_key_block(spec) for spec in keys_of(section).values())]
    blocks.append(_comment(_RULES_HEAD))
    blocks += [_rule_block(entry, rule) for entry, rule in zip(BUILTIN_RULES, rendered, strict=True)]
    return "\n\n".join(blocks) + "\n"


def write_default(path: Path, *, force: bool = False) -> Path | None:
    """Write the default file to ``path``, its folders included. With ``force`` an old file is kept beside it as .bak.

    Returns where the old file went, None if there was none. Raises UserError if a file is there and ``force`` is not
    given, or if it cannot be written; then nothing has changed.
    """
    path = Path(os.path.realpath(path))  # a link to a file kept elsewhere stays a link
    try:
        make_folder(path.parent)
        return _write(path, render_default_config().encode(), force=force)
    except FileExistsError:
        advice = "Give --force to replace it (the old file is kept as .bak), or look at `posture-watch config check`."
        raise UserError(f"There is a file already: {path}", advice) from None
    except OSError as error:
        raise UserError(
            f"The config file {path} cannot be written: {error.strerror or error}.",
            "Check the folder's owner and the free space.",
        ) from None


def _write(path: Path, content: bytes, *, force: bool) -> Path | None:
    if path.is_dir():
        raise FileExistsError
    backup = path.with_name(path.name + ".bak") if force and path.exists() else None
    if backup is not None:
        put(backup, path.read_bytes())
    put(path, content, over=backup is not None)
    return backup


def _key_block(spec: KeySpec) -> str:
    return f"{_comment(_described(spec))}\n#{spec.name} = {toml_value(spec.default)}"


def _described(spec: KeySpec) -> str:
    return f"{spec.expected[0].upper()}{spec.expected[1:]}. {spec.why[0].upper()}{spec.why[1:]}."


def _rule_block(entry: BuiltinRule, rule: Rule) -> str:
    lines = [_comment(f"{entry.why[0].upper()}{entry.why[1:]}."), f"[rules.{rule.name}]"]
    return "\n".join([*lines, *_rule_lines(entry.rule, rule)])


def _rule_lines(gentle: Rule, rule: Rule) -> Iterator[str]:
    values = {name: toml_value(value) for name, value in rule_values(rule).items()}
    notes = {"enter_above": unit_of(rule.signal), "hold_s": _profile_note(gentle)}
    for name, value in values.items():
        yield f"#{name} = {value}" + (f"  # {notes[name]}" if notes.get(name) else "")


def rule_values(rule: Rule) -> dict[str, object]:
    """What [rules.NAME] would have to say to make ``rule``: key → value, in the order of the keys."""
    values: dict[str, object] = {"enabled": True, "hold_s": rule.hold}
    return {name: values.get(name, getattr(rule, name, None)) for name in keys_of(RuleChange)}


def unit_of(signal: str) -> str:
    """The unit that the name of a signal ends with, in words."""
    units = {"deg": "degrees", "ratio": "ratio", "score": "score, 1 is a full slump", "s": "seconds"}
    return units.get(signal.rpartition("_")[2], "")


def _profile_note(rule: Rule) -> str:
    if rule.kind == "move":
        return "the same in every profile"
    first = rule.hold[0].hold_s
    holds = ", ".join(f"{name} {first * factor:.10g}" for name, factor in HOLD_FACTORS.items())
    return f"{holds} s" + (f" at {rule.hold[0].value:.10g}" if len(rule.hold) > 1 else "")


def _comment(text: str) -> str:
    """Prose as comment lines: "# " before each; a commented key has no space behind the #."""
    return "\n".join(f"# {line}" for line in wrap(text, 116, break_long_words=False, break_on_hyphens=False))
