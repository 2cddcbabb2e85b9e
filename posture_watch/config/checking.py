"""From TOML values to a Config, or to every Problem at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from posture_watch.config.builtin_rules import BUILTIN_RULES, Profile, profile_rules
from posture_watch.config.fields import KeySpec, converted, keys_of
from posture_watch.config.lines import KeyPath
from posture_watch.config.problems import Problem, printable, shown
from posture_watch.config.reading import Document
from posture_watch.config.rule_changes import RuleConflictError, apply_change
from posture_watch.config.schema import SECTIONS, Config, RuleChange
from posture_watch.config.suggesting import key_hint, nearest
from posture_watch.core.rules import Rule

Section = TypeVar("Section")
Changes = tuple[tuple[str, RuleChange], ...]


@dataclass(slots=True)
class Check:
    """One pass over a document; ``problems`` fills up as it goes."""

    document: Document
    signals: Collection[str]
    problems: list[Problem] = field(default_factory=list[Problem])

    def config(self, base: Config, allowed: Collection[str] | None = None) -> Config:
        """``base`` with what the document says; worthless if there are problems. ``allowed``: the top-level keys."""
        top = (*keys_of(Config), *SECTIONS, "rules") if allowed is None else allowed
        given: dict[str, object] = {}
        for name, value in self.document.values.items():
            if name not in top:
                self._unknown((name,), top, value)
            elif name in SECTIONS:
                given[name] = self._section(SECTIONS[name], (name,), value)
            elif name != "rules":
                given[name] = self._value(keys_of(Config)[name], (name,), value)
        kept = {name: value for name, value in given.items() if value is not None}
        config = replace(base, **kept)  # pyright: ignore[reportArgumentType]  # each was checked against its field
        changes = self._rule_changes(self.document.values.get("rules", {}))
        return self.with_rules(config, changes)

    def with_rules(self, config: Config, changes: Changes) -> Config:
        """``config`` with its own rule changes, then ``changes``, applied to the built-in rules of its profile."""
        rules = composed_rules(config.profile, config.rule_changes)
        for name, change in changes:
            try:
                rules = apply_change(rules, name, change)
            except RuleConflictError as conflict:
                self._add(("rules", name, *conflict.key), conflict.expected, conflict.found, self._rule_hint(name))
        enabled = tuple(rule for rule, on in rules.values() if on)
        return replace(config, rules=enabled, rule_changes=(*config.rule_changes, *changes))

    def _section(self, section: type[Section], path: KeyPath, value: object) -> Section | None:
        if not isinstance(value, dict):
            self._add(path, f"a section [{printable('.'.join(map(str, path)))}]", shown(value))
            return None
        specs, given = keys_of(section), dict[str, object]()
        for name, item in cast("dict[str, object]", value).items():
            if name in specs:
                given[name] = self._value(specs[name], (*path, name), item)
            else:
                self._unknown((*path, name), specs, item)
        return section(**{name: item for name, item in given.items() if item is not None})

    def _value(self, spec: KeySpec, path: KeyPath, value: object) -> object | None:
        good = converted(spec, value)
        if good is None:
            self._add(path, spec.expected, shown(value), _value_hint(spec, value))
        return good

    def _rule_changes(self, value: object) -> Changes:
        if not isinstance(value, dict):
            self._add(("rules",), "sections [rules.NAME]", shown(value))
            return ()
        changes = [self._sound_change(name, item) for name, item in cast("dict[str, object]", value).items()]
        return tuple(change for change in changes if change is not None)

    def _sound_change(self, name: str, value: object) -> tuple[str, RuleChange] | None:
        """The change if nothing is wrong with any of its keys: applied half it would only raise a second complaint."""
        before = len(self.problems)
        change = self._rule_change(name, value)
        return change if len(self.problems) == before else None

    def _rule_change(self, name: str, value: object) -> tuple[str, RuleChange] | None:
        path = ("rules", name)
        if not (name.isascii() and name.replace("_", "a").replace("-", "a").isalnum() and len(name) <= 40):
            self._add(path, "a rule's name of at most 40 letters, digits, _ and -", shown(name))
        change = self._section(RuleChange, path, value)
        if change is None or change == RuleChange():
            return None
        if change.signal is not None and change.signal not in self.signals:
            near = nearest(change.signal, self.signals)
            expected = "the name of a signal: " + ", ".join(sorted(self.signals))
            self._add((*path, "signal"), expected, shown(change.signal), f"did you mean {near}?" if near else "")
        return name, change

    def _rule_hint(self, name: str) -> str:
        known = [entry.rule.name for entry in BUILTIN_RULES]
        near = "" if name in known else nearest(name, known)
        return f"did you mean the built-in rule {near}?" if near else ""

    def _unknown(self, path: KeyPath, right: Collection[str], value: object) -> None:
        wrong = str(path[-1])
        home = "[" + ".".join(map(str, path[:-1])) + "]" if path[:-1] else "the top of the file"
        is_section = not path[:-1] and isinstance(value, dict)
        expected = "a known section" if is_section else f"a known key of {printable(home)}"
        self._add(path, expected, "an unknown one", key_hint(wrong, right, _homes(right)))

    def _add(self, path: KeyPath, expected: str, found: str, hint: str = "") -> None:
        key = printable(".".join(map(str, path)))
        self.problems.append(Problem(self.document.file, self.document.line(path), key, expected, found, hint))


def composed_rules(profile: Profile, changes: Changes) -> dict[str, tuple[Rule, bool]]:
    """The built-in rules of ``profile`` with ``changes`` that were checked before: name → rule, switched on or not."""
    rules = {rule.name: (rule, True) for rule in profile_rules(profile)}
    for name, change in changes:
        rules = apply_change(rules, name, change)
    return rules


def _homes(here: Collection[str]) -> dict[str, str]:
    """Every key of the file that is not in ``here`` → the place it belongs to."""
    homes = dict.fromkeys(keys_of(RuleChange), "[rules.NAME]")
    for name, section in SECTIONS.items():
        homes |= dict.fromkeys(keys_of(section), f"[{name}]")
    homes |= dict.fromkeys(keys_of(Config), "the top of the file, before the first section")
    return {name: home for name, home in homes.items() if name not in here}


def _value_hint(spec: KeySpec, value: object) -> str:
    """What was probably meant: a number in quotes, text without them, a near choice."""
    if spec.form in ("number", "whole", "switch", "hold") and isinstance(value, str):
        return "write it without quotes"
    if spec.form == "text" and isinstance(value, int) and not isinstance(value, bool):
        return f'write it in quotes: "{value}"' if abs(value) < 10**9 else ""
    if spec.form == "choice" and isinstance(value, str):
        close = nearest(value, [str(choice) for choice in spec.choices if isinstance(choice, str)])
        return f'did you mean "{close}"?' if close else ""
    if spec.form == "switch" and value in (0, 1):
        return f"write {'true' if value else 'false'}"
    return ""
