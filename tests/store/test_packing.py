"""The history as bytes: what is read back is what was judged, and damage is told, never made up."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.history import Answered, Awoken, Begun, Entry, Given, Hushed, Interrupted, Limits, Rebased
from posture_watch.core.instant import Instant
from posture_watch.core.reading import SIGHTS, Reading, stepped
from posture_watch.core.signals import SIGNAL_NAMES
from posture_watch.core.sitting import Bout
from posture_watch.store.packing import BlockWriter, unpacked
from tests.sim import settings_for

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFSET_S = 3600.0


def instant(mono_ms: int, late_ms: int) -> Instant:
    return Instant(mono_ms / 1000, START + timedelta(milliseconds=mono_ms + late_ms), OFFSET_S)


INSTANTS = st.builds(instant, st.integers(-(10**6), 10**9), st.integers(-(10**7), 10**7))
DEVIATIONS = st.dictionaries(st.sampled_from(sorted(SIGNAL_NAMES)), st.floats(-200, 200)).map(stepped)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    sight = draw(st.sampled_from(SIGHTS))
    deviations = draw(DEVIATIONS) if sight in ("measured", "partial") else {}
    return Reading(draw(INSTANTS), sight, deviations, draw(st.booleans()), draw(st.booleans()))


ORDERS = st.one_of(
    st.builds(Answered, INSTANTS, st.sampled_from(("break", "wrong")), st.none() | st.floats(1, 900), st.just(START)),
    st.builds(Awoken, INSTANTS),
    st.builds(Interrupted, INSTANTS),
    st.builds(Hushed, INSTANTS, st.sampled_from((None, "call", "locked"))),
    st.builds(Rebased, INSTANTS),
    st.builds(Limits, INSTANTS, st.just(settings_for(0.1))),
    st.builds(
        Begun,
        INSTANTS,
        st.just(Bout()) | st.builds(Bout, INSTANTS, INSTANTS, st.floats(0, 9999)),
        st.just((Given(START, "posture", None, 3), Given(START, "move", "left", 4))),
        st.floats(0, 600),
        st.integers(0, 99),
        st.none() | st.just(START),
        st.booleans(),
    ),
)


def packed(entries: Iterable[Entry], *, closed: bool) -> bytes:
    writer: BlockWriter | None = None
    for entry in entries:
        writer = writer or BlockWriter(entry.at)
        writer.add(entry)
    assert writer is not None
    return writer.packed(closed=closed)


@given(st.lists(readings() | ORDERS, min_size=1, max_size=12), st.booleans())
def test_what_is_read_back_is_what_was_written(entries: list[Entry], closed: bool) -> None:
    found = list(unpacked(packed(entries, closed=closed), OFFSET_S))
    assert found == [_without_place(entry) for entry in entries]


def _without_place(entry: Entry) -> Entry:
    """Where the camera stands is not kept."""
    return replace(entry, settings=replace(entry.settings, camera="", mode="")) if isinstance(entry, Limits) else entry


def test_a_still_person_costs_a_few_bytes_a_look() -> None:
    same = stepped({"slump_score": 0.1, "head_tilt_deg": 2.3, "face_scale_ratio": 0.02})
    entries = [Reading(instant(15_000 * n, n % 3), "measured", same) for n in range(20)]
    assert len(packed(entries, closed=False)) < 20 * 5 + 80


def test_a_copy_goes_its_own_way() -> None:
    first, second = Reading(instant(0, 0), "nobody"), Reading(instant(5000, 0), "dark")
    writer = BlockWriter(first.at)
    writer.add(first)
    other = writer.copy()
    other.add(second)
    assert list(unpacked(writer.packed(closed=False), OFFSET_S)) == [first]
    assert list(unpacked(other.packed(closed=False), OFFSET_S)) == [first, second]


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 255))
def test_damage_is_an_error_or_other_entries_never_a_crash(noise: bytes, place: int, value: int) -> None:
    whole = packed(
        [Reading(instant(1000 * n, 0), "measured", {"slump_score": n / 50}) for n in range(30)], closed=False
    )
    hurt = bytearray(whole)
    hurt[place % len(hurt)] = value
    for block in (bytes(hurt), noise, whole[: place % len(whole)]):
        with suppress(ValueError):
            assert all(isinstance(entry, Entry) for entry in unpacked(block, OFFSET_S))


def test_a_block_ends_after_a_quarter_of_an_hour_with_another_offset_or_a_clock_set_back() -> None:
    writer = BlockWriter(instant(0, 0))
    assert writer.takes(instant(899_000, 0))
    assert not writer.takes(instant(900_000, 0))
    assert not writer.takes(instant(1000, -5000))
    assert not writer.takes(Instant(1.0, START, 7200.0))


def test_a_history_of_a_later_version_is_told() -> None:
    with pytest.raises(ValueError, match="later version"):
        list(unpacked(packed([Awoken(instant(0, 0))], closed=False).replace(b"awoken", b"woozle"), OFFSET_S))


def test_a_block_that_swells_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="damaged"):
        list(unpacked(b"\x01" + zlib.compress(bytes(17 * 1024 * 1024)), 0.0))


def test_the_users_midnight_ends_a_block() -> None:
    before = Instant(0.0, datetime(2026, 3, 2, 22, 59, 59, 999_000, tzinfo=UTC), 3600.0)
    assert BlockWriter(before).takes(before)
    assert not BlockWriter(before).takes(before.shifted(0.001))
