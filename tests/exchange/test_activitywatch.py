"""What ActivityWatch imports: the form of its own export, as its schemas and both of its servers want it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.intervals import POSTURES, Interval
from posture_watch.exchange.activitywatch import at_desk, document, postures

T0 = datetime(2026, 3, 2, 7, tzinfo=UTC)


def span(start: float, end: float, posture: Any, *, sitting: bool = True) -> Interval:
    return Interval(T0 + timedelta(seconds=start), T0 + timedelta(seconds=end), posture, sitting, 3600.0)


def exported(*intervals: Interval) -> dict[str, Any]:
    return json.loads("".join(document(lambda: intervals, hostname="desk-1", at_utc=T0)))


def assert_importable(found: dict[str, Any]) -> None:
    """What aw-server reads (`import_all`: id, type, client, hostname, created, events) and what aw-server-rust's types
    and aw-core's schemas ask for: texts, an aware timestamp, seconds that are no less than 0, an object as data."""
    assert set(found) == {"buckets"}
    for name, bucket in found["buckets"].items():
        assert set(bucket) == {"id", "type", "client", "hostname", "created", "events"}
        assert bucket["id"] == name
        assert all(isinstance(bucket[key], str) for key in ("id", "type", "client", "hostname", "created"))
        assert datetime.fromisoformat(bucket["created"]).utcoffset() is not None
        for event in bucket["events"]:
            # an id would be taken for a row of the server's own
            assert set(event) == {"timestamp", "duration", "data"}
            assert datetime.fromisoformat(event["timestamp"]).utcoffset() == timedelta(0)
            assert isinstance(event["duration"], int | float)
            assert event["duration"] >= 0
            assert isinstance(event["data"], dict)
            assert all(isinstance(key, str) for key in event["data"])


def test_two_buckets_of_the_form_that_is_imported() -> None:
    found = exported(span(0, 60, "good"), span(60, 90.5, "away", sitting=False))
    assert_importable(found)
    posture, desk = found["buckets"].values()
    assert (posture["id"], posture["type"]) == ("aw-watcher-posture-watch_desk-1", "app.posture")
    assert (desk["id"], desk["type"]) == ("aw-watcher-posture-watch-afk_desk-1", "afkstatus")
    assert posture["events"][0] == {
        "timestamp": "2026-03-02T07:00:00.000+00:00",
        "duration": 60.0,
        "data": {"title": "good", "posture": "good", "sitting": True},
    }
    assert [(event["duration"], event["data"]) for event in desk["events"]] == [
        (60.0, {"status": "not-afk"}),
        (30.5, {"status": "afk"}),
    ]


def test_an_empty_log_is_two_empty_buckets() -> None:
    found = exported()
    assert_importable(found)
    assert [bucket["events"] for bucket in found["buckets"].values()] == [[], []]


def test_ones_own_afk_watcher_comes_first() -> None:
    """Where several buckets say who is away, its views take the first by name: the user's own must stay that one."""
    (_, ours) = exported()["buckets"]
    assert sorted([ours, "aw-watcher-afk_desk-1"])[0] == "aw-watcher-afk_desk-1"


def test_what_goes_on_is_one_event_and_a_gap_ends_it() -> None:
    told = [span(0, 10, "good"), span(10, 20, "poor"), span(20, 30, "standing", sitting=False), span(40, 50, "good")]
    assert [(e["timestamp"], e["duration"]) for e in at_desk(told)] == [
        ("2026-03-02T07:00:00.000+00:00", 30.0),
        ("2026-03-02T07:00:40.000+00:00", 10.0),
    ]


def test_unknown_and_busy_are_neither() -> None:
    told = [
        span(0, 10, "away", sitting=False),
        span(10, 20, "unknown", sitting=False),
        span(20, 30, "away", sitting=False),
    ]
    assert [e["duration"] for e in at_desk([*told, span(30, 40, "busy", sitting=False)])] == [10.0, 10.0]
    assert [e["data"] for e in at_desk([span(0, 5, "unknown")])] == [{"status": "not-afk"}]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5000), st.sampled_from(POSTURES), st.booleans()), max_size=30)
)
def test_no_second_is_lost_and_none_counts_twice(told: list[tuple[int, int, Any, bool]]) -> None:
    then, intervals = 0, list[Interval]()
    for gap, length, posture, sitting in told:
        then += gap
        intervals.append(span(then, then + length, posture, sitting=sitting and posture != "away"))
        then += length
    found = exported(*intervals)
    assert_importable(found)
    known = [i for i in intervals if i.sitting or i.posture not in ("unknown", "busy")]
    assert sum(e["duration"] for e in postures(intervals)) == sum(i.duration_s for i in intervals)  # pyright: ignore
    assert sum(e["duration"] for e in at_desk(intervals)) == sum(i.duration_s for i in known)  # pyright: ignore
