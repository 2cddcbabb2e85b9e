"""Exported files given to `import`: taken whole or refused with the line; what was taken is reported and exported."""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from fuzzing.mutating import dice_of
from fuzzing.target import JsonTarget
from posture_watch.cli import main
from posture_watch.exchange.jsons import document
from posture_watch.exchange.tables import TABLES, Record
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.exchange.lived_log import BREAK_S, at, live

AFTERWARDS = (
    "report --date 2026-03-02",
    "report --week --date 2026-03-02",
    "report --month --date 2026-03-02 --html -",
    "report --date 2026-03-02 --html -",
    "report --for-clinician --from 2026-03-01 --to 2026-03-08 --html -",
    "report",
    "diary",
    "diary before",
    "data size",
    "tune --list",
    "export -",
    "export --format activitywatch -",
)
"""What is asked of a log that took the input, each in its turn."""


class Exports(JsonTarget):
    name = "export"

    def __init__(self, home: Path) -> None:
        os.environ["POSTURE_WATCH_HOME"] = str(home)
        super().__init__(home)
        self._turn = 0

    def good(self) -> Sequence[bytes]:
        path = self.home / "lived.sqlite3"
        live(path, days=2, minutes=6)
        with Log.open(path) as log:
            log.apply_retention(1, at(2 * 86_400), break_s=BREAK_S)
        with Log.open_readonly(path) as log, log.exported(None, None) as exported:
            tables = [(name, [cast("Record", r) for r in exported.records(name)][:6]) for name in TABLES]
        path.unlink()
        made = datetime(2026, 3, 9, 12, tzinfo=UTC)
        whole = "".join(document(tables, program="1.0", at_utc=made, days=(None, None)))
        few = json.loads(whole)
        return [whole.encode(), *(json.dumps(_only(few, name)).encode() for name in TABLES)]

    def try_one(self, content: bytes) -> str:
        database, file = paths_below(self.home).database_file, self.home / "given.json"
        for old in database.parent.glob(database.name + "*"):
            old.unlink()
        file.write_bytes(content)
        code, said = _ran("import", str(file))
        if code == 0:
            self._look(database, dice_of(content))
            return "nothing new" if "Nothing was new" in said else "taken"
        assert code == 2, f"import ended with {code}: {said}"
        if database.exists():
            with closing(sqlite3.connect(database)) as db:
                assert not any(db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _tables(db))  # noqa: S608  # our own tables
        return "refused"

    def _look(self, database: Path, dice: random.Random) -> None:
        """A few of the questions, and the log once more through an export: the same comes back."""
        self._turn += 1
        for number in (self._turn, self._turn + 5):
            words = AFTERWARDS[number % len(AFTERWARDS)].split()
            code, said = _ran(*words)
            assert code < 2 or database.name not in said, f"{words} ended with {code}: {said}"
        if dice.random() < 0.2:
            _comes_back(self.home, database)


def _comes_back(home: Path, database: Path) -> None:
    """The same once more: a log keeps a tenth of a millisecond, so it is the second time that nothing may change."""
    from tests.exchange.test_round_trip import take_in  # noqa: PLC0415

    told = [_exported(database)]
    for number in range(2):
        other = home / f"again-{number}.sqlite3"
        take_in(other, told[-1])
        told.append(_exported(other))
        for old in other.parent.glob(other.name + "*"):
            old.unlink()
    assert told[2] == told[1], "an export of what was taken does not come back as it was"


def _exported(database: Path) -> str:
    from tests.exchange.test_round_trip import export  # noqa: PLC0415

    return export(database)


def _ran(*words: str) -> tuple[int, str]:
    """The command in this process: its exit code and what it said."""
    written, said = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(written, encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(said):
        try:
            code = main(list(words))
        except SystemExit as ended:
            raise AssertionError(f"{words} is no command: {said.getvalue()}") from ended
        out.flush()
    return code, said.getvalue() + written.getvalue().decode("utf-8")[:2000]


def _tables(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name in TABLES]  # fmt: skip


def _only(tree: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key not in TABLES or key in (name, "diary", "runs")}
