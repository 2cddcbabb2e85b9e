"""`config init`, `config check` and `config path`: the one settings file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from posture_watch.config import check_file, write_default
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Do the action."""
    path = user_paths().config_file
    if options.action == "path":
        print(path)
        return 0
    if options.action == "init":
        write_default(path, force=options.force)
        print(text("Wrote {path}. A running monitor takes up changes by itself.", path=path))
        return 0
    return _check(Path(options.file).expanduser() if options.file else path)


def _check(path: Path) -> int:
    if not path.exists():
        raise UserError(
            f"There is no settings file {path}; the defaults are in use.", "posture-watch config init writes one."
        )
    problems = check_file(path)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(text("{path} is fine.", path=path))
    return 2 if problems else 0
