"""The whole fault suite, with as many rounds as the project promises; writes docs/reliability.md.

    python scripts/faults.py [--only kills]      about half an hour; one file of tests/faults alone

Every run of the tests draws most of these faults a few times; this draws them all. What was counted is kept in
docs/measured/faults.json, a row a test with the day and the machine, so that one file can be measured anew alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
MEASURED = ROOT / "docs" / "measured" / "faults.json"
PAGE = ROOT / "docs" / "reliability.md"

Row = dict[str, Any]


def main() -> int:
    """Run, remember, write the page; pytest's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="NAME", help="tests/faults/test_NAME.py alone")
    parser.add_argument("--page", action="store_true", help="run nothing: write the page from what was measured")
    options = parser.parse_args()
    code = 0
    if not options.page:
        code, rows = _run(f"tests/faults/test_{options.only}.py" if options.only else "tests/faults")
        _remember(rows)
    from scripts.reliability_page import page  # noqa: PLC0415

    PAGE.write_text(page(_remembered()), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    return code


def _run(what: str) -> tuple[int, list[Row]]:
    with tempfile.TemporaryDirectory() as folder:
        counted, told = Path(folder, "counted.jsonl"), Path(folder, "told.xml")
        environment = {**os.environ, "POSTURE_WATCH_FAULTS": "full", "POSTURE_WATCH_FIGURES": str(counted)}
        command = [sys.executable, "-m", "pytest", what, "-q", "--timeout=3000", f"--junit-xml={told}"]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        rows = [json.loads(line) for line in counted.read_text().splitlines()] if counted.exists() else []
        verdicts = _verdicts(told)
    for row in rows:
        row |= {"passed": verdicts.get(row["test"].partition("::")[2], False), "on": _today(), "machine": _machine()}
    return code, rows


def _verdicts(told: Path) -> dict[str, bool]:
    """Whether each test passed, by the name it has in its file."""
    cases = ElementTree.parse(told).iter("testcase") if told.exists() else ()  # noqa: S314 (pytest has written it)
    return {case.get("name", ""): not list(case.iter("failure")) and not list(case.iter("error")) for case in cases}


def _remember(rows: list[Row]) -> None:
    new = {(row["test"], row["what"]): row for row in rows}
    kept = {(row["test"], row["what"]): row for row in _remembered()} | new
    MEASURED.parent.mkdir(exist_ok=True)
    MEASURED.write_text(json.dumps([kept[key] for key in sorted(kept)], indent=1) + "\n", encoding="utf-8")


def _remembered() -> list[Row]:
    return json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else []


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
