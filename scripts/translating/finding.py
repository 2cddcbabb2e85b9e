"""Finds the sentences for people in the sources: what `text` is given, and what is put together for the outlets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from translating.places import CALLS, CLAIMS, COMPOSED, NAMED, NOT_FOR_PEOPLE, NOT_WHOLE, VARIABLES, WHOLE, WORDS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "posture_watch"
LEAST_LETTERS = 3
"""An f-string with fewer letters is a figure with its unit, or parts put side by side: "{minutes} s"."""


def sentences() -> dict[str, list[str]]:
    """Every sentence, and the files it stands in, in the order of files and lines."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for sentence in (*said_in(tree), *claimed_in(tree), *put_together_in(tree, name)):
            files = found.setdefault(sentence, [])
            if f"posture_watch/{name}" not in files:
                files.append(f"posture_watch/{name}")
    for sentence in reminder_sentences():
        found.setdefault(sentence, ["posture_watch/config/builtin_rules.py"])
    for word in (*WORDS, *COMPOSED):
        found.setdefault(word, ["scripts/translating/places.py"])
    return found


def text_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call of `text`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("text", "english"):
            yield node


def literal_of(call: ast.Call) -> str | None:
    """The sentence that a call of `text` is given; None if it is not written out there."""
    first = call.args[0] if len(call.args) == 1 else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def said_in(tree: ast.AST) -> Iterator[str]:
    """What `text` is given."""
    yield from (sentence for call in text_calls(tree) if (sentence := literal_of(call)))


def put_together_in(tree: ast.Module, name: str) -> Iterator[str]:
    """What a module makes for others to show; an f-string becomes a sentence with named places."""
    named = NAMED.get(name, ())
    for node in tree.body:
        if _is_whole(name) or _name_of(node) in named:
            yield from _strings(node, single_words=_name_of(node) in named)
        elif isinstance(node, ast.ClassDef) and _is_for_people(node.name):
            yield from _strings(node)
        else:
            yield from _of_calls(node)


def reminder_sentences() -> Iterator[str]:
    """The messages of the built-in rules as they stand in a reminder, under its title."""
    from posture_watch.config.builtin_rules import BUILTIN_RULES  # noqa: PLC0415  # the sources, not what is installed
    from posture_watch.core.reminders import TITLES  # noqa: PLC0415

    for entry in BUILTIN_RULES:
        rest = entry.rule.message.removeprefix(f"{TITLES[entry.rule.kind]}: ")
        yield rest[:1].upper() + rest[1:]


def template(node: ast.JoinedStr) -> str:
    """An f-string with its expressions as places: named where they have a name, numbered else."""
    parts: list[str] = []
    places: dict[str, str] = {}
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            source = ast.unparse(value.value)
            place = places.setdefault(source, _place(value.value, list(places.values())))
            parts.append(f"{{{place}}}")
        elif isinstance(value, ast.Constant):
            parts.append(str(value.value))
    return "".join(parts)


def _place(value: ast.expr, taken: list[str]) -> str:
    called = value.func if isinstance(value, ast.Call) else value
    name = ast.unparse(called).rpartition(".")[2]
    name = name.strip("_") if re.fullmatch(r"\w+", name) and len(name.strip("_")) > 1 else f"value{len(taken) + 1}"
    name = "time" if name == "duration" else name
    return name if name not in taken else f"{name}{len(taken) + 1}"


def _is_whole(name: str) -> bool:
    return name not in NOT_WHOLE and any(fnmatch(name, pattern) for pattern in WHOLE if _as_deep(name, pattern))


def _as_deep(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/")  # a * of fnmatch goes over slashes


def _name_of(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return next((target.id for target in targets if isinstance(target, ast.Name)), "")


def claimed_in(tree: ast.AST) -> Iterator[str]:
    """What is claimed about the body, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in CLAIMS and node.args:
            yield from _strings(node.args[0], single_words=True)


def _of_calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _name_of(node).lower().endswith(VARIABLES):
            yield from _strings(node.value)
        if isinstance(node, ast.Call) and _is_for_people(_called(node)):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield from _strings(argument)


def _is_for_people(name: str) -> bool:
    return name.endswith(CALLS) and name not in NOT_FOR_PEOPLE


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _strings(node: ast.AST, *, single_words: bool = False) -> Iterator[str]:
    """Strings that may be for people: with a blank and a letter, no docstring, not for a log or a programmer."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[A-Za-z]", node.value) and (single_words or " " in node.value.strip()):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        letters = re.findall(r"[A-Za-z]", re.sub(r"\{\w+\}", "", template(node)))
        if len(letters) >= LEAST_LETTERS and " " in template(node):
            yield template(node)
        for value in node.values:  # words chosen inside of it: {'left' if x else 'right'}
            if isinstance(value, ast.FormattedValue):
                yield from _strings(value.value)
    elif not _is_skipped(node):
        for child in _children(node):
            yield from _strings(child, single_words=single_words)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    annotations = {id(getattr(node, field, None)) for field in ("annotation", "returns")}
    if isinstance(node, ast.Dict):  # keys are for programs
        yield from node.values
        return
    yield from (child for child in ast.iter_child_nodes(node) if id(child) not in annotations)


def _is_skipped(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Subscript | ast.Compare):
        return True
    if not isinstance(node, ast.Call):
        return False
    passed_over = (*NOT_FOR_PEOPLE, "text", "english", "getLogger")
    return _called(node) in passed_over or ast.unparse(node.func).startswith("_log.")
