"""The documentation is kept true: whatever can be named (command, metric, event, module) is named in it."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from posture_watch.command_line import build_parser
from posture_watch.core import events
from posture_watch.replay_lines import judgement_object, snake
from tests.sim import UPRIGHT, Phase, play

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))


def commands() -> list[str]:
    """The names of the sub-commands, from the usage line that people see."""
    usage = build_parser().format_help()
    return sorted(re.findall(r"^    ([a-z-]+)\b", usage, flags=re.MULTILINE))


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "calibrate" in commands()
    assert [name for name in commands() if f"posture-watch {name}" not in readme] == []


def test_the_metrics_page_is_made_from_the_code() -> None:
    import make_docs  # noqa: PLC0415  # a script, found by the path above  # pyright: ignore[reportMissingImports]

    page: str = make_docs.page()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    assert (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8") == page, "run scripts/make_docs.py"


@pytest.mark.parametrize("kind", get_args(events.Event), ids=lambda kind: kind.__name__)
def test_the_replay_page_describes_every_event(kind: type) -> None:
    page = (ROOT / "docs" / "replay-json.md").read_text(encoding="utf-8")
    row = next((line for line in page.splitlines() if line.startswith(f"| `{snake(kind.__name__)}`")), "")
    assert row
    if kind.__name__ not in ("IntervalEnded", "MinuteEnded", "BaselineChanged"):
        named = set(re.findall(r"`(\w+)`", row))
        missing = [f.name for f in fields(kind) if f.name != "at" and not {f.name, f"{f.name}_s"} & named]
        assert missing == []


def test_the_replay_page_names_every_key_of_a_line() -> None:
    page = (ROOT / "docs" / "replay-json.md").read_text(encoding="utf-8")
    line = judgement_object(play([Phase(2, UPRIGHT)]).judgements[0], [])
    assert [key for key in line if f"| `{key}` |" not in page] == []


def test_the_architecture_page_has_a_word_on_every_module() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    core = [path.stem for path in (ROOT / "posture_watch" / "core").glob("*.py") if path.stem != "__init__"]
    rooms = [path.name for path in (ROOT / "posture_watch").iterdir() if (path / "__init__.py").exists()]
    shell = [path.stem for path in (ROOT / "posture_watch").glob("*.py") if path.stem not in ("__init__", "__main__")]
    assert [name for name in core if f"`{name}`" not in page] == []
    assert [name for name in rooms if f"`{name}/`" not in page] == []
    assert [name for name in shell if f"`{name}`" not in page and f"`{name}.py`" not in page] == []


def test_the_architecture_page_says_which_modules_of_commands_are_none() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tree = [
        path.stem.rstrip("_") for path in (ROOT / "posture_watch" / "commands").glob("*.py") if path.stem != "__init__"
    ]
    typed = " ".join(commands()).replace("-", "_")
    shared = [name for name in tree if not re.search(rf"\b{name}\b", typed)]
    assert [name for name in shared if f"`{name}`" not in page] == []
    packages = [path.parent for path in (ROOT / "scripts").glob("*/__init__.py")]
    assert [f"{path.name}" for path in packages if f"`scripts/{path.name}/`" not in page] == []


def test_every_page_that_is_linked_exists() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"
