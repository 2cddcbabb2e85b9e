"""Who may import whom, where each foreign library lives, and what nothing in the package may be called."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "posture_watch"
NAME = "posture_watch"

SHELL = {"cli", "__main__", "app", "opening", "watching", "live", "replay_lines", "completion", "commands", "demo",
         "answers", "camera_switch", "following", "present", "standing_orders", "recalibrating", "resuming", "screen",
         "today", "tray", "window", "journal", "evening", "opening_pages", "gentle_days", "strength_days", "arguments",
         "care_arguments", "command_line", "places", "pacing",
         "native_memory", "loading", "sparing", "heart", "service_watchdog", "obeying", "asked", "shown", "held_camera",
         "in_force", "daily_notices"}  # fmt: skip
"""The shell: sees everything, and nothing outside of it imports it."""
OPEN_TO_ALL = {"core", "errors", "texts", ""}
"""What every module but those of core may import beside its own package ("" is posture_watch itself: its version)."""
# A bus is a foreign thing that two rooms need for different ends: notifications, and what goes on around. Neither may
# know the other, and a connection with limits and sender checks is not written twice.
# What is claimed is said once, with its source: the report quotes it.
# A file that is whole or not at all is written in one way.
SHARED = {
    "dbus": {"notify", "silence"},
    "care": {"report"},
    "on_disk": {"autostart", "capture", "config", "paths", "store"},
}
"""Rooms that some others may import, and who."""
CORE_MAY_IMPORT = {
    "__future__", "bisect", "collections", "dataclasses", "datetime", "enum", "functools", "itertools", "math",
    "operator", "statistics", "typing",
}  # fmt: skip
"""No clock, no files, no dice: time enters with a Scene, facts leave as Events."""
HOMES = {
    "cv2": {"capture", "pose", "demo"},
    "PySide6": {"tray", "window"},
    "cv2_enumerate_cameras": {"capture"},
    "jeepney": {"dbus"},
    "mediapipe": {"pose"},
    "numpy": {"capture", "pose", "demo"},
    "platformdirs": {"paths"},
    "plyer": {"notify"},
    "rich": {"terminal"},
    "shtab": {"completion"},
    "sqlite3": {"store"},
    "tomlkit": {"config"},
}
"""Each foreign library (and SQLite) and the rooms that may know it."""
FORBIDDEN_ENDINGS = ("Manager", "Helper", "Handler", "Util", "Utils", "Data", "Info")
"""Names that say nothing about what a class is for."""


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    """posture_watch/core/rules.py → posture_watch.core.rules."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """The package or top-level module that a dotted name belongs to; "" for posture_watch itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> list[str]:
    """Every module that a module of ours imports, absolute."""
    name = dotted(path)
    return list(imports_in(parsed(path), name if path.name == "__init__.py" else name.rpartition(".")[0]))


def imports_in(tree: ast.Module, package: str) -> Iterator[str]:
    """Every module named in an import, inside functions too; ``from a import b`` is a.b if that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                stem = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*stem, base] if base else stem)
            inner = [f"{base}.{alias.name}" for alias in node.names]
            yield from (name if is_module(name) else base for name in inner)


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of ours."""
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def own_imports() -> list[tuple[Path, str]]:
    return [(p, i) for p in modules() for i in imports_of(p) if i.split(".")[0] == NAME]


def foreign_imports() -> list[tuple[Path, str]]:
    return [(p, i.split(".")[0]) for p in modules() for i in imports_of(p) if i.split(".")[0] != NAME]


def test_the_walk_sees_imports_wherever_they_stand() -> None:
    source = (
        "import os.path\nfrom . import rules\nfrom .events import Event\nfrom ..errors import UserError\n"
        "def f():\n    from posture_watch.core import engine\n    import cv2\n"
    )
    assert sorted(imports_in(ast.parse(source), "posture_watch.core")) == [
        "cv2", "os.path", "posture_watch.core.engine", "posture_watch.core.events", "posture_watch.core.rules",
        "posture_watch.errors",
    ]  # fmt: skip
    assert len(modules()) > 60


def test_each_package_imports_only_the_core_itself_and_the_errors() -> None:
    wrong = [
        f"{dotted(path)} imports {name}"
        for path, name in own_imports()
        if room_of(dotted(path)) not in SHELL
        and room_of(name) not in OPEN_TO_ALL | {room_of(dotted(path))}
        and room_of(dotted(path)) not in SHARED.get(room_of(name), set())
    ]
    assert wrong == []


def test_nothing_but_the_shell_imports_the_shell() -> None:
    wrong = [
        f"{dotted(path)} imports {name}"
        for path, name in own_imports()
        if room_of(name) in SHELL and room_of(dotted(path)) not in SHELL
    ]
    assert wrong == []


def test_the_core_knows_nothing_but_itself_and_a_little_of_the_standard_library() -> None:
    core = [path for path in modules() if room_of(dotted(path)) == "core"]
    wrong = [
        f"{dotted(path)} imports {name}"
        for path in core
        for name in imports_of(path)
        if name.split(".")[0] not in CORE_MAY_IMPORT and room_of(name) != "core"
    ]
    assert wrong == []


def test_the_core_asks_no_clock() -> None:
    asked = [
        f"{dotted(path)}:{node.lineno} {node.attr}"
        for path in modules()
        if room_of(dotted(path)) == "core"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    ]
    assert asked == []


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_foreign_library_has_one_home(library: str) -> None:
    homes = {room_of(dotted(path)) for path, name in foreign_imports() if name == library}
    assert homes <= HOMES[library]


def test_every_foreign_library_has_been_given_a_home() -> None:
    foreign = {name for _, name in foreign_imports()} - set(sys.stdlib_module_names)
    assert foreign <= set(HOMES)


def test_nobody_listens() -> None:
    spoken = [dotted(path) for path, name in foreign_imports() if name in {"sounddevice", "pyaudio", "soundcard"}]
    assert spoken == []
    assert "sounddevice" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_class_names_say_what_a_class_is() -> None:
    bad = [
        f"{dotted(path)}.{node.name}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(FORBIDDEN_ENDINGS)
    ]
    assert bad == []
    assert [dotted(p) for p in modules() if p.stem in {"utils", "util", "helpers", "types", "misc", "common"}] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [dotted(p) for p in modules() if not ast.get_docstring(parsed(p))]
    assert silent == []


@pytest.mark.parametrize("command", [["status"], ["--version"], ["pause", "--help"]])
def test_a_small_command_loads_no_heavy_library(command: list[str], tmp_path: Path) -> None:
    heavy = ("PySide6", "cv2", "mediapipe", "numpy", "rich", "plyer", "shtab")
    code = (
        "import sys\nfrom posture_watch.cli import main\n"
        f"try:\n    main({command!r})\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])"
    )
    env = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    if sys.platform == "win32":
        pytest.skip("the places of files come from elsewhere on Windows")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert done.stdout.splitlines()[-1:] == ["LOADED []"], done.stderr
