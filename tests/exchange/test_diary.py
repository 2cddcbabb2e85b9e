"""The diary goes to another computer and comes back: as it was written, once, and the later account of two."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.core.diary import BEFORE, LONGEST_S, RELIEFS, SITES, DiaryEntry, Episode, FollowUp
from posture_watch.core.exported import HoursBefore, NumberedEntry
from posture_watch.core.exposure import LENGTH_S, REACH
from posture_watch.exchange.reading import records
from posture_watch.exchange.stream import Damaged
from posture_watch.store.log import Log
from tests.exchange.edits import Edit, drop, put
from tests.exchange.lived_log import OFFSET_S, T0, at, entry, follow_up, live, tables_of
from tests.exchange.test_round_trip import export, take_in

DIARY = ("diary", "follow_ups", "exposures", "practice")


def episodes(path: Path) -> list[Episode]:
    with Log.open_readonly(path) as log:
        return log.diary.episodes()


def write(path: Path, *entries: DiaryEntry, told: tuple[FollowUp, ...] = ()) -> None:
    with Log.open(path) as log:
        for one in entries:
            log.diary.save(one)
        for one in told:
            log.diary.save_follow_up(one)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here.sqlite3"


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "there.sqlite3"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The export of one short day."""
    path = tmp_path_factory.mktemp("log") / "log.sqlite3"
    live(path, days=1, minutes=2)
    return export(path)


def test_on_a_new_computer_an_episode_is_the_same_and_is_called_the_same(here: Path, there: Path) -> None:
    live(there)
    take_in(here, export(there))
    assert episodes(here) == episodes(there)
    assert [one.number for one in episodes(here)] == [1, 3, 4, 5]
    first = episodes(here)[0]
    assert (first.entry, first.follow_ups) == (entry(1, 1900.0), (follow_up(1, 1, 86_400.0),))
    with Log.open(here) as log:
        assert log.diary.save(entry(9, 9000.0)) == 6


def test_the_later_account_of_two_holds_whichever_way_it_comes(here: Path, there: Path) -> None:
    first = entry(1, 0.0)
    edited = replace(first, note="no, it was the other leg", written_utc=at(9000).utc, pain_worst=9)
    write(here, first, told=(follow_up(1, 1, 5000.0),))
    write(there, edited)
    old, new = export(here), export(there)
    assert take_in(here, new) == {"diary": 1}
    assert [one.entry for one in episodes(here)] == [edited]
    assert len(episodes(here)[0].follow_ups) == 1
    assert take_in(there, old) == {"follow_ups": 1}
    assert [one.entry for one in episodes(there)] == [edited]
    assert take_in(here, new) == take_in(there, old) == {}


def test_another_account_of_the_same_moment_changes_nothing(here: Path, there: Path) -> None:
    write(here, entry(1, 0.0), told=(follow_up(1, 1, 5000.0),))
    write(there, replace(entry(1, 0.0), note="else"), told=(replace(follow_up(1, 1, 5000.0), note="else"),))
    before = tables_of(here)
    assert take_in(here, export(there)) == {}
    assert tables_of(here) == before


def test_a_taken_number_is_not_given_twice(here: Path, there: Path) -> None:
    write(here, entry(1, 0.0), entry(2, 10.0))
    write(there, entry(7, 20.0), entry(8, 30.0), entry(9, 40.0))
    take_in(here, export(there))
    assert {one.number: one.entry.key for one in episodes(here)} == {
        1: entry(1, 0).key, 2: entry(2, 0).key, 3: entry(7, 0).key, 4: entry(8, 0).key, 5: entry(9, 0).key,
    }  # fmt: skip


def test_an_edit_takes_no_number(here: Path) -> None:
    write(here, entry(1, 0.0), *(replace(entry(1, 0.0), note=str(n)) for n in range(5)), entry(2, 10.0))
    assert [one.number for one in episodes(here)] == [1, 2]


def test_a_number_that_nobody_can_say_is_another(here: Path, there: Path) -> None:
    write(there, entry(1, 0.0))
    found = json.loads(export(there))
    found["diary"][0]["number"] = 1 << 52
    take_in(here, json.dumps(found))
    assert [one.number for one in episodes(here)] == [1]


def test_a_deleted_entry_comes_back_with_what_belongs_to_it_and_its_number(here: Path) -> None:
    live(here)
    text, before = export(here), tables_of(here)
    with Log.open(here) as log:
        assert log.diary.drop(entry(1, 0).key)
        log.diary.save(entry(20, 9000.0))
    assert take_in(here, text) == {"diary": 1, "follow_ups": 1, "exposures": 2}
    after = tables_of(here)
    assert (after["follow_ups"], after["exposures"]) == (before["follow_ups"], before["exposures"])
    assert sorted(one.number for one in episodes(here)) == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("days", "entries", "told", "hours", "done"),
    [((2, 2), 2, 1, 2, 2), ((3, 3), 1, 1, 0, 2), ((4, 9), 1, 0, 0, 2), ((9, 12), 0, 0, 0, 0)],
)
def test_what_belongs_to_an_entry_goes_with_it_and_a_follow_up_also_on_its_own_day(
    here: Path, days: tuple[int, int], entries: int, told: int, hours: int, done: int
) -> None:
    """The one of the second day is of an entry of the first."""
    live(here)
    found = json.loads(export(here, *(date(2026, 3, day) for day in days)))
    assert [len(found[table]) for table in DIARY] == [entries, told, hours, done]


def test_a_day_that_was_exported_and_deleted_comes_back_whole(here: Path) -> None:
    live(here)
    text, before = export(here, date(2026, 3, 3), date(2026, 3, 3)), tables_of(here)
    with Log.open(here) as log:
        log.delete(T0.replace(day=2, hour=23), T0.replace(day=3, hour=23), now=at(9 * 86_400))
    assert [tables_of(here)[table] == before[table] for table in DIARY] == [False, False, True, False]
    take_in(here, text)
    assert tables_of(here) == before


def test_a_follow_up_without_its_entry_is_left_out_and_said_so(here: Path, there: Path) -> None:
    live(there)
    text = export(there, date(2026, 3, 3), date(2026, 3, 3))
    with Log.open(here) as log, log.importing() as importing:
        for table, record, _ in records(io.BytesIO(text.encode()).read):
            importing.add(table, record)
    assert (dict(importing.without_entry), importing.left_out["follow_ups"]) == ({"follow_ups": 1}, 0)
    assert tables_of(here)["follow_ups"] == []


def test_hours_before_another_beginning_stay_out(here: Path, there: Path) -> None:
    """The beginning was put right here, later: the hours of the old one are not of this episode."""
    live(there)
    text = export(there)
    write(here, replace(entry(1, 1000.0), written_utc=at(99_999).utc))
    assert "exposures" not in take_in(here, text)
    assert tables_of(here)["exposures"] == []
    assert take_in(here, text) == {}


def test_hours_before_are_kept_of_whichever_log_knows_more(here: Path, there: Path) -> None:
    live(there)
    found = json.loads(export(there))
    take_in(here, json.dumps(found))
    found["exposures"][0] |= {"watched_s": 6000.0, "sitting_s": 10.0}
    found["exposures"][1] |= {"watched_s": 50.0, "sitting_s": 10.0}
    assert take_in(here, json.dumps(found)) == {"exposures": 1}
    assert sorted(row[-2:] for row in tables_of(here)["exposures"]) == [(10.0, 6000.0), (1200.25, 5000.125)]


def test_what_was_practised_on_a_forgotten_day_stays_out(here: Path) -> None:
    live(here)
    text = export(here)
    with Log.open(here) as log:
        log.apply_retention(1, at(3 * 86_400), break_s=60.0)
    assert len(tables_of(here)["practice"]) == 2
    assert "practice" not in take_in(here, text)
    assert len(tables_of(here)["practice"]) == 2


def test_an_export_of_before_the_diary_comes_in_and_the_diary_stays(here: Path, there: Path) -> None:
    live(there)
    found: dict[str, Any] = json.loads(export(there))
    for table in DIARY:
        del found[table]
    found["version"] = 1
    write(here, entry(3, 50.0))
    take_in(here, json.dumps(found))
    assert len(tables_of(here)["minutes"]) == 120
    assert [one.entry for one in episodes(here)] == [entry(3, 50.0)]


@pytest.mark.parametrize(
    ("change", "saying"),
    [
        (put("no key", "diary", 0, "key"), "diary: a key is 32 hexadecimal digits"),
        (put("ache", "diary", 0, "kind"), "diary.kind: 'ache' is none of spasm, pain"),
        (put(["toe"], "diary", 0, "sites"), "diary.sites: 'toe' is none of neck"),
        (put(["neck", "neck"], "diary", 0, "sites"), "diary: sites are some of"),
        (put("neck", "diary", 0, "sites"), "diary.sites: a list is needed"),
        (put(11, "diary", 0, "pain_worst"), "diary: pain_worst is a whole number from 0 to 10, not 11"),
        (put(-1, "diary", 0, "stress"), "diary: stress is a whole number"),
        (put(True, "diary", 0, "stress"), "diary.stress: a whole number is needed"),
        (put(1, "diary", 0, "pain_worst"), "diary: the worst pain (1) cannot be below the pain now (4)"),
        (put(["none", "sit"], "diary", 0, "before"), "diary: none of these stands alone"),
        (put(-1, "diary", 0, "duration_s"), "diary: duration_s is from 0 to"),
        (put(1e14, "diary", 0, "duration_s"), "diary: duration_s is from 0 to"),
        (put("x" * 2001, "diary", 0, "note"), "diary: a note has at most 2000 characters"),
        (put("\ud800", "diary", 0, "note"), "diary.note: a text is needed"),
        (put(0, "diary", 0, "number"), "diary: numbers begin at 1"),
        (put("1", "diary", 0, "number"), "diary.number: a whole number is needed"),
        (drop("diary", 0, "number"), "diary.number: it is missing"),
        (put("2026-03-02T08:00:00.000", "diary", 0, "began_utc"), "diary.began_utc: a time as"),
        (put("0", "follow_ups", 0, "entry_key"), "follow_ups: a key is 32 hexadecimal digits"),
        (put("y" * 2001, "follow_ups", 0, "note"), "follow_ups: a note has at most"),
        (put(None, "follow_ups", 0, "over"), "follow_ups.over: true or false is needed"),
        (put(6601, "exposures", 0, "watched_s"), "exposures: 1200.25 s of sitting in 6601"),
        (put(5001, "exposures", 0, "sitting_s"), "exposures: 5001.0 s of sitting in 5000.125"),
        (put("2026-03-02T05:31:40.001Z", "exposures", 1, "start_utc"), "are not compared with an episode"),
        (put("2026-03-02T08:31:40.000Z", "exposures", 0, "start_utc"), "are not compared with an episode"),
        (put("2020-03-02T08:31:40.000Z", "exposures", 0, "start_utc"), "are not compared with an episode"),
        (put("juggling", "practice", 0, "routine"), "practice.routine: 'juggling' is none of break"),
        (put("", "practice", 0, "exercise"), "practice: this cannot have been done"),
        (put(-2, "practice", 0, "counted"), "practice: this cannot have been done"),
    ],
)
def test_damage_is_refused_with_its_place_and_nothing_is_taken(
    here: Path, small: str, change: Edit, saying: str
) -> None:
    found = json.loads(small)
    change(found)
    with pytest.raises(Damaged) as caught:
        take_in(here, json.dumps(found))
    assert saying in f"{caught.value.place}: {caught.value.finding}"
    assert not any(tables_of(here).values())


def test_a_note_commands_no_terminal_and_is_otherwise_kept_word_for_word(here: Path, there: Path) -> None:
    hostile = "\x1b]0;x\x07<script>alert(1)</script>\u202e\x9b31m'); DROP TABLE diary;--\n\t{note} %s ✓ 背中"
    write(there, replace(entry(1, 0.0), note=hostile))
    take_in(here, export(there))
    (told,) = episodes(here)
    assert told.entry.note == "]0;x<script>alert(1)</script>31m'); DROP TABLE diary;--\n\t{note} %s ✓ 背中"


scores = st.none() | st.integers(0, 10)
moments = st.integers(0, 10**10).map(lambda ms: at(ms / 1000).utc)
keys = st.integers(0, 3).map(lambda n: f"{n:032x}")
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=40)


def some(words: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(words), unique=True, max_size=4).map(tuple)


entries = st.builds(
    DiaryEntry, keys, st.sampled_from(["spasm", "pain"]), moments, st.just(OFFSET_S), moments, some(SITES), scores,
    st.none(), st.none() | st.floats(0, LONGEST_S), st.sampled_from([None, "sudden", "gradual"]),
    some(tuple(word for word in BEFORE if word != "none")) | st.just(("none",)), scores, some(RELIEFS), texts,
)  # fmt: skip
follow_ups = st.builds(
    FollowUp, st.integers(0, 3).map(lambda n: f"f{n:031x}"), keys, moments, st.just(OFFSET_S), scores, scores,
    some(RELIEFS), st.booleans(), texts,
)  # fmt: skip


@settings(deadline=None, max_examples=15)
@given(st.lists(st.lists(entries | follow_ups, max_size=6), min_size=2, max_size=2))
def test_two_diaries_put_together_agree_whichever_took_the_other(told: list[list[DiaryEntry | FollowUp]]) -> None:
    """And once more changes nothing, in either."""
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder) / "one.sqlite3", Path(folder) / "two.sqlite3"
        for path, records_of_it in zip((one, two), told, strict=True):
            with Log.open(path) as log:
                for record in records_of_it:
                    save(log, record)
        first, second = export(one), export(two)
        take_in(one, second)
        take_in(two, first)
        written = [{e.entry.key: e.entry.written_utc for e in episodes(path)} for path in (one, two)]
        assert written[0] == written[1]
        assert len({e.number for e in episodes(one)}) == len(episodes(one))
        assert take_in(one, second) == take_in(two, first) == {}
        back = Path(folder) / "back.sqlite3"
        take_in(back, export(one))
        assert episodes(back) == episodes(one)


def save(log: Log, record: DiaryEntry | FollowUp) -> None:
    if isinstance(record, DiaryEntry):
        log.diary.save(record)
    elif any(one.entry.key == record.entry_key for one in log.diary.episodes()):
        log.diary.save_follow_up(record)


@pytest.mark.parametrize(
    ("make", "saying"),
    [
        (lambda: HoursBefore("0" * 32, T0, True, T0 - REACH, 10.0, LENGTH_S + 1), "cannot be"),
        (lambda: HoursBefore("0" * 32, T0, True, T0, 1.0, 2.0), "are not compared"),
        (lambda: HoursBefore("0" * 32, T0, False, T0 - REACH, 1.0, 2.0), "are not compared"),
        (lambda: NumberedEntry("0" * 32, "pain", T0, 0.0, T0, number=0), "begin at 1"),
        (lambda: NumberedEntry("0", "pain", T0, 0.0, T0), "32 hexadecimal"),
    ],
)
def test_what_cannot_be_is_not_made(make: Callable[[], object], saying: str) -> None:
    with pytest.raises(ValueError, match=saying):
        make()
