"""kill -9 at random moments of all that writes: nothing acknowledged is lost, no half file is met, all goes on."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posture_watch import cli
from posture_watch.capture.camera_memory import CameraMemory, RememberedCamera
from posture_watch.capture.clock import Clock
from posture_watch.capture.recording import RecordingSource, RecordingWriter
from posture_watch.capture.recording_format import Header
from posture_watch.config import load
from posture_watch.config.editing import set_value
from posture_watch.config.rule_editing import edited
from posture_watch.config.writing import render_default_config, write_default
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.on_disk import sweep
from posture_watch.opening_pages import write_page
from posture_watch.paths import HOME_VARIABLE, paths_below
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.exchange.lived_log import live as live_days
from tests.faults import old_logs
from tests.faults.conftest import Figures, Rounds
from tests.faults.killing import Aim, Tally, Tell, live
from tests.faults.watched_lives import FAR, Seen, Zygote
from tests.faults.writes import Written, append_on_and_on, note_on_and_on, require_minutes, require_sound
from tests.live.conftest import fakecam_library, fresh_home, upright_frames, webcam
from tests.live.monitor import Webcam
from tests.program import assert_quiet
from tests.store.log_story import at

__all__ = ["fakecam_library", "fresh_home", "upright_frames", "webcam"]

SEED = 20260711
LONGEST_LIFE_S = 0.3
"""The longest life of a child that writes on and on."""

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9"),
    pytest.mark.timeout(1500),
]


@pytest.fixture
def chance() -> random.Random:
    return random.Random(SEED)


def test_the_log_is_killed_while_it_is_written(
    tmp_path: Path, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    path, tally, first, acknowledged = tmp_path / "log.sqlite", Tally.empty(), 0, 0
    for _ in range(rounds(12, 240)):
        told = live(partial(append_on_and_on, path, first), chance.uniform(0.0, LONGEST_LIFE_S))
        tally.add(told)
        last = max((int(name) for name in told.done if name != "open"), default=first - 1)
        more = require_minutes(path, first, last)
        require_sound(path)
        acknowledged += last - first + 1
        first = last + more + 2  # the open interval of this life reaches into the minute after its last
    figures("the log is appended to, again and again on one file", **tally.counted, acknowledged=acknowledged, lost=0)
    assert acknowledged > 0
    assert tally.hits["within"] > 0


def test_the_diary_practice_and_orders_are_killed_while_they_are_noted(
    tmp_path: Path, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    path, tally, first, must, acknowledged = tmp_path / "log.sqlite", Tally.empty(), 0, Written(), 0
    for _ in range(rounds(8, 150)):
        told = live(partial(note_on_and_on, path, first), chance.uniform(0.0, LONGEST_LIFE_S))
        tally.add(told)
        for name in told.done:
            must = must.after(int(name))
        acknowledged += len(told.done)
        may = must if told.pending is None else must.after(int(told.pending))
        with Log.open(path, now=at(0)) as log:
            found = Written.found(log)
        assert found in (must, may)
        require_sound(path)
        must, first = found, int(told.begun[-1]) + 1 if told.begun else first
    figures("the diary, practice and standing orders", **tally.counted, acknowledged=acknowledged, lost=0)
    assert acknowledged > 0


def _open_old(path: Path, tell: Tell, *, reading: bool) -> None:
    tell.begin("migrate")
    (Log.open_readonly(path) if reading else Log.open(path, now=at(0))).close()
    tell.done("migrate")


def test_a_migration_from_every_format_is_killed(
    tmp_path: Path, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    tally, aims, done = Tally.empty(), dict[int, Aim](), 0
    before_it = dict[int, old_logs.Rows]()
    for version in old_logs.VERSIONS:
        old_logs.make(tmp_path / f"old{version}", version)
        old_logs.copy(tmp_path / f"old{version}", tmp_path / "log.sqlite")
        before_it[version] = old_logs.rows(tmp_path / "log.sqlite", version)
    latest = old_logs.VERSIONS[-1] + 1
    for number in range(rounds(10, 150)):
        version = old_logs.VERSIONS[number % len(old_logs.VERSIONS)]
        old, path = tmp_path / f"old{version}", tmp_path / "log.sqlite"
        before = before_it[version]
        old_logs.copy(old, path)
        if version not in aims:
            aims[version] = Aim(partial(_open_old, path, reading=False), chance)
            old_logs.copy(old, path)
        told = live(partial(_open_old, path, reading=number % 3 == 0), aims[version].life_s())
        aims[version].learn(told)
        tally.add(told)
        now = old_logs.version_of(path)
        assert now in (version, latest), "half a migration"
        assert now == latest or not told.done
        done += now == latest
        after = old_logs.rows(path, version)
        assert [row[:3] for row in after["intervals"]] == [row[:3] for row in before["intervals"]]
        assert after["baselines"] == before["baselines"]
        with Log.open(path, now=at(0)) as log:
            assert len(log.baselines()) == 1
        require_sound(path)
        found = old_logs.rows(path, version)
        assert [len(found[table]) for table in found if table != "runs"] == [
            len(before[table]) for table in before if table != "runs"
        ]
    what = f"logs of formats {old_logs.VERSIONS[0]} to {latest - 1} are brought up to date"
    figures(what, **tally.counted, found_migrated=done, found_as_before=tally.hits.total() - done, half=0)


Change = tuple[str, Callable[[Path], object], bool]
CONFIG_CHANGES: tuple[Change, ...] = (
    ("set", lambda path: set_value(path, "reminders", "snooze_s", 333), True),
    ("welcome", lambda path: set_value(path, "camera", "interval_s", 3.5), False),
    ("tune", lambda path: edited(path, {"slump": {"enter_above": 0.5}}).write(), True),
    ("tune from nothing", lambda path: edited(path, {"slump": {"enter_above": 0.5}}).write(), False),
    ("init --force", lambda path: write_default(path, force=True), True),
    ("init", write_default, False),
)
"""Name, what changes the settings file, and whether there is one before."""
OWN_SETTINGS = render_default_config().replace("#snooze_s", "snooze_s") + "# mine\n"


def test_the_settings_file_is_killed_while_it_is_changed(
    tmp_path: Path, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    tally, aims, left = Tally.empty(), dict[str, Aim](), 0
    for number in range(rounds(12, 150)):
        name, change, there = CONFIG_CHANGES[number % len(CONFIG_CHANGES)]
        path = tmp_path / name.replace(" ", "_") / "config.toml"
        work = partial(_called, partial(change, path))
        _settings(path, there=there)
        if name not in aims:
            aims[name] = Aim(work, chance)
            path.with_name("wanted").write_bytes(path.read_bytes())
            _settings(path, there=there)
        wanted = path.with_name("wanted").read_text()
        told = live(work, aims[name].life_s())
        aims[name].learn(told)
        tally.add(told)
        found = path.read_text() if path.exists() else None
        assert found in (OWN_SETTINGS if there else None, wanted)
        assert found == wanted or not told.done
        load(path, missing_ok=True)
        backup = path.with_name("config.toml.bak")
        assert not backup.exists() or backup.read_text() == OWN_SETTINGS
        assert backup.exists() or not (name == "init --force" and found == wanted), "the old one is gone"
        left += not _names(path.parent) <= {"config.toml", "config.toml.bak", "wanted"}
        change(path) if name != "init" or found is None else None
        assert _names(path.parent) <= {"config.toml", "config.toml.bak", "wanted"}, "the next write sweeps up"
    figures("settings: one key, welcome, tune --apply, init", **tally.counted, half=0, parts_left_to_sweep=left)


def _called(call: Callable[[], object], tell: Tell) -> None:
    tell.begin("call")
    call()
    tell.done("call")


def _settings(path: Path, *, there: bool) -> None:
    path.parent.mkdir(exist_ok=True)
    path.with_name("config.toml.bak").unlink(missing_ok=True)
    path.write_text(OWN_SETTINGS) if there else path.unlink(missing_ok=True)


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which days were logged, and the program's own for commands in this process."""
    home = tmp_path / "home"
    paths = paths_below(home)
    paths.state_folder.mkdir(parents=True, mode=0o700)
    live_days(paths.database_file, days=4)
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    return home


def _command(words: list[str], tell: Tell) -> None:
    tell.begin(words[0])
    assert cli.main(words) == 0
    tell.done(words[0])


def _told(path: Path) -> dict[str, Any]:
    """An export, but for the moment it was made at."""
    return {key: value for key, value in json.loads(path.read_text()).items() if key != "exported_utc"}


def test_an_export_is_killed(
    tmp_path: Path, lived: Path, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    folder, tally, aims, left = tmp_path / "out", Tally.empty(), dict[int, Aim](), 0
    folder.mkdir()
    reference = tmp_path / "reference.json"
    assert cli.main(["export", str(reference)]) == cli.main(["export", str(tmp_path / "reference.csv")]) == 0
    tables = {file.name: file.read_bytes() for file in (tmp_path / "reference.csv").iterdir()}
    for number in range(rounds(8, 100)):  # what the command imports has been, so a child spends its life on the work
        way = number % 4
        as_json, over = way < 2, way % 2 == 1
        target = folder / ("x.json" if as_json else "x.csv")
        work = partial(_command, ["export", str(target), *(["--force"] if over else [])])
        _before_export(target, over=over)
        if way not in aims:
            aims[way] = Aim(work, chance)
            _before_export(target, over=over)
        told = live(work, aims[way].life_s())
        aims[way].learn(told)
        tally.add(told)
        assert target.exists() or not (told.done or over)
        if as_json and target.exists():
            assert (not told.done and target.read_text() == "theirs") or _told(target) == _told(reference)
        elif target.exists():
            found = {file.name: file.read_bytes() for file in target.iterdir()}
            assert all(content in (tables[name], *([b"theirs"] if over else [])) for name, content in found.items())
            assert found == tables or (over and not told.done)
        left += not _names(folder) <= {"x.json", "x.csv"}
        sweep(folder)
        assert _names(folder) <= {"x.json", "x.csv"}
    figures("export as JSON and CSV, new and over an old one", **tally.counted, half=0, parts_left_to_sweep=left)
    assert tally.hits["within"] > 0


def _before_export(target: Path, *, over: bool) -> None:
    shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    if not over:
        return
    if target.suffix == ".csv":
        target.mkdir()
        (target / "days.csv").write_text("theirs")
    else:
        target.write_text("theirs")


def test_an_import_is_killed(
    tmp_path: Path,
    lived: Path,
    chance: random.Random,
    rounds: Rounds,
    figures: Figures,
) -> None:
    file, again, tally = tmp_path / "file.json", tmp_path / "again.json", Tally.empty()
    assert cli.main(["export", str(file)]) == 0
    os.environ[HOME_VARIABLE] = str(tmp_path / "other")  # the fixture puts it back
    paths, whole, done = paths_below(tmp_path / "other"), _told(file), 0
    work = partial(_command, ["import", str(file)])
    aim = Aim(work, chance)
    assert _exported(again) == whole
    for _ in range(rounds(6, 80)):
        shutil.rmtree(tmp_path / "other")
        paths.state_folder.mkdir(parents=True, mode=0o700)
        with Log.open(paths.database_file, now=at(0)):
            pass
        empty = _exported(again)
        told = live(work, aim.life_s())
        aim.learn(told)
        tally.add(told)
        found = _exported(again)
        came = found["intervals"] != []
        assert came or not told.done
        done += came
        if not came:
            assert found == empty, "a part of the file came in"
        assert cli.main(["import", str(file)]) == 0, "once more"
        found = _exported(again)
        assert {table: found[table] for table in whole if table != "runs"} == {
            table: whole[table] for table in whole if table != "runs"
        }
        require_sound(paths.database_file)
    figures("import into a log", **tally.counted, found_whole=done, found_nothing=tally.hits.total() - done, parts=0)


def _exported(path: Path) -> dict[str, Any]:
    assert cli.main(["export", str(path), "--force"]) == 0
    return _told(path)


def _write_pages(home: Path, first: int, tell: Tell) -> None:
    paths, memory = paths_below(home), CameraMemory(home / "state" / "camera.json")
    for number in range(first, first + 100_000):
        tell.begin(number)
        write_page(_page(number), "report", paths)
        memory.keep("auto", RememberedCamera(f"Cam {number}", number))
        tell.done(number)


def _page_found(page: Path, was: int, pending: int) -> int:
    """Which page is there, whole."""
    text = page.read_text() if page.exists() else ""
    fits = [number for number in (was, pending) if text == (_page(number) if number >= 0 else "")]
    assert fits, "half a page, or an old one"
    return fits[0]


def _camera_found(memory: CameraMemory) -> int:
    """Which camera is remembered."""
    camera = memory.recall("auto")
    return -1 if camera is None else camera.index


def _page(number: int) -> str:
    return f"<p>{number}</p>" * 20_000


def test_pages_and_the_remembered_camera_are_killed(
    tmp_path: Path, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    tally, first, page = Tally.empty(), 0, tmp_path / "state" / "reports" / "report.html"
    memory, page_is, camera_is = CameraMemory(tmp_path / "state" / "camera.json"), -1, -1
    for _ in range(rounds(4, 20)):
        told = live(partial(_write_pages, tmp_path, first), chance.uniform(0.0, LONGEST_LIFE_S))
        tally.add(told)
        pending = int(told.pending) if told.pending else -1
        if told.done:
            page_is = camera_is = int(told.done[-1])
        page_is, remembered = _page_found(page, page_is, pending), _camera_found(memory)
        assert remembered in (camera_is, pending)
        camera_is = remembered
        first = int(told.begun[-1]) + 1 if told.begun else first
        write_page("x", "swept", paths_below(tmp_path))
        assert _names(page.parent) <= {"report.html", "swept.html"}
    figures("pages for the browser, the remembered camera", **tally.counted, half=0)


def _record(path: Path, tell: Tell) -> None:
    with RecordingWriter(path, Header(640, 480, "image", 0.1), overwrite=True) as writer:
        for number in range(1_000_000):
            tell.begin(number)
            writer.write(_scene(number))
            tell.done(number)


def _scene(number: int) -> Scene:
    utc = datetime.fromtimestamp(1_800_000_000 + number / 10, UTC)
    return Scene(Instant(number / 10, utc, 0.0), 640, 480, (), 0.5)


def test_a_recording_is_killed(tmp_path: Path, chance: random.Random, rounds: Rounds, figures: Figures) -> None:
    path, tally, acknowledged = tmp_path / "day.jsonl", Tally.empty(), 0
    for _ in range(rounds(5, 30)):
        told = live(partial(_record, path), chance.uniform(0.001, 0.05))
        tally.add(told)
        if told.done:
            with RecordingSource(path, start=at(0)) as source:
                count = _count(source)
            assert count in (len(told.done), len(told.done) + 1)
            acknowledged += len(told.done)
    figures("a landmark recording", **tally.counted, acknowledged=acknowledged, lost=0)
    assert acknowledged > 0


def _count(source: RecordingSource) -> int:
    from posture_watch.capture.source import EndOfSource  # noqa: PLC0415

    count = 0
    try:
        while source.read(1.0) is not None:
            count += 1
    except EndOfSource:
        pass
    return count


CHECKPOINT_S = 1.0


@pytest.fixture
def zygote(fresh_home: Path, webcam: Webcam) -> Iterator[Zygote]:
    with (fresh_home / "config.toml").open("a") as config:
        config.write(f"[log]\ncheckpoint_s = {CHECKPOINT_S}\n")
    process = Zygote(fresh_home, webcam.environment)
    yield process
    process.close()


def test_a_monitor_on_the_webcam_is_killed(
    zygote: Zygote, chance: random.Random, rounds: Rounds, figures: Figures
) -> None:
    database, hits, lost_s = zygote.paths.database_file, Counter[str](), list[float]()
    acknowledged = Counter[str]()
    for number in range(rounds(3, 80)):
        seen = zygote.live(chance.uniform(0.0, 2.5) if number % 4 != 2 else chance.uniform(2.0, 12.0), chance)
        hits["while it watched" if seen.answered else "while it started"] += 1
        acknowledged.update(intervals=len(seen.intervals), looks=seen.entries, orders=len(seen.orders))
        lost_s.append(_require_seen(database, seen))
        if database.exists():
            Log.open(database, now=Clock().now()).close()
            require_sound(database)
            with Log.open(database) as log:
                for order in log.orders():
                    log.drop_order(order.name)
    pid = zygote.start()
    wait_for(lambda: bool(zygote.status().get("person")), within_s=30.0, what="the next start")
    os.kill(pid, signal.SIGTERM)
    assert zygote.ended() == 0, "the last start ends as it should"
    assert not [p for p in database.parent.rglob("*") if p.suffix in {".part", ".new"}]
    assert_quiet(zygote.said)
    counted = {"kills": hits.total(), **hits, **acknowledged, "lost": 0, "most_time_lost_s": round(max(lost_s), 1)}
    figures("run on the webcam: rows that readers saw, orders that were answered", **counted)
    assert max(lost_s) < CHECKPOINT_S + 2.0


def _require_seen(database: Path, seen: Seen) -> float:
    """What was acknowledged is there; how much of what was watched is not, in seconds."""
    if not seen.answered:
        return 0.0
    with Log.open_readonly(database) as log:
        found = {one.start_utc: one for one in log.intervals(*FAR)}
        assert {order.name for order in log.orders()} >= seen.orders
        assert sum(1 for _ in log.history(*FAR)) >= seen.entries
    for start, one in seen.intervals.items():
        assert found[start].end_utc >= one.end_utc
        assert found[start].posture == one.posture or one is seen.intervals[max(seen.intervals)]
    return seen.lost_s(found.values())
