"""What the program is made of is known: pinned, with hashes, listed, and the pose library is one that was traced."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import audit
import make_sbom
import pytest
from make_sbom import Pinned, read_lock

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-glibc-2.28.lock")

TRACED_MEDIAPIPE = {"0.10.31"}
"""Releases that were traced for minutes and asked nobody anything. Later ones send metrics 76 s after their start.

Add one only after `scripts/trace_sockets.py --seconds 300 -- posture-watch run` and `scripts/trace_commands.py`.
"""

packaging = pytest.importorskip("packaging.requirements", reason="packaging is not installed")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> list[Pinned]:
    return list(read_lock(ROOT / lock))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_pose_library_here_is_one_that_was_traced() -> None:
    assert importlib.metadata.version("mediapipe") in TRACED_MEDIAPIPE


@pytest.mark.parametrize("lock", LOCKS)
def test_the_pose_library_of_the_lock_is_one_that_was_traced(lock: str) -> None:
    found = {package.version for package in pinned(lock) if plain(package.name) == "mediapipe"}
    assert found
    assert found <= TRACED_MEDIAPIPE


def test_no_other_pose_library_can_be_resolved_from_the_metadata() -> None:
    (asked,) = (line for line in project()["project"]["dependencies"] if plain(line).startswith("mediapipe"))
    specifiers = packaging.Requirement(asked).specifier
    assert {(part.operator, part.version) for part in specifiers} <= {("==", version) for version in TRACED_MEDIAPIPE}
    assert not specifiers.contains("0.10.35")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes(lock: str) -> None:
    assert [package.name for package in pinned(lock) if not package.hashes] == []
    assert len(pinned(lock)) > 20


def test_the_lock_has_what_the_project_asks_for() -> None:
    asked = project()
    for lock, lines in (
        (LOCKS[0], [*asked["project"]["dependencies"], *asked["build-system"]["requires"]]),
        (LOCKS[1], [*asked["project"]["dependencies"], *asked["dependency-groups"]["dev"]]),
        (LOCKS[2], [*asked["project"]["dependencies"], *asked["build-system"]["requires"]]),
    ):
        for line in lines:
            wanted = packaging.Requirement(line)
            found = [package for package in pinned(lock) if plain(package.name) == plain(wanted.name)]
            assert found, f"{lock} lacks {line}: run scripts/make_lock.py"
            for package in found:
                assert wanted.specifier.contains(package.version), f"{lock}: {package.name} {package.version}"


def test_what_is_tested_is_what_is_used() -> None:
    assert set(pinned("requirements.lock")) <= set(pinned("requirements-dev.lock"))


def test_an_older_glibc_gets_an_older_qt_and_nothing_else() -> None:
    differ = set(pinned("requirements-glibc-2.28.lock")) ^ set(pinned("requirements.lock"))
    assert {plain(package.name) for package in differ} <= {"pyside6-essentials", "shiboken6"}


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_stands_in_the_lock(lock: str) -> None:
    """A lock that names an index would be a way to be sent to another one."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host|@ |file:", text)


def test_the_list_of_parts_is_made_from_the_locks() -> None:
    assert (ROOT / "sbom.cdx.json").read_text(encoding="utf-8") == make_sbom.text(), "run scripts/make_sbom.py"


def test_the_list_of_parts_has_every_package_and_model_once() -> None:
    listed: list[dict[str, Any]] = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    names = [(part["name"], part.get("version")) for part in listed]
    assert len(set(names)) == len(names)
    assert {(p.name, p.version) for lock in LOCKS for p in pinned(lock)} <= set(names)
    assert {path.name for path in (ROOT / "models").glob("*.task")} <= {name for name, _ in names}


def test_a_line_that_pins_nothing_is_not_passed_over(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("rich>=13\n")
    with pytest.raises(ValueError, match="pins nothing"):
        list(read_lock(lock))


def test_an_audit_that_could_look_up_nothing_is_no_good_news(capsys: pytest.CaptureFixture[str]) -> None:
    fine: dict[str, Any] = {"name": "a", "version": "1", "vulns": []}
    weak: dict[str, Any] = {"name": "b", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
    skipped: dict[str, Any] = {"name": "c", "version": "1", "skip_reason": "not found"}
    assert audit.judge([fine]) == 0
    assert audit.judge([fine, weak, skipped]) == audit.FOUND
    assert "b 1: X-1, mended in 2" in capsys.readouterr().out
    assert audit.judge([fine, skipped]) == audit.NOT_LOOKED_UP
    assert audit.judge([]) == audit.NOT_LOOKED_UP
