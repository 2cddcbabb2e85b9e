"""A camera that sends nothing for hours is told of: the day would look like one spent elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from posture_watch.core.intervals import Interval
from posture_watch.core.logged import LoggedNotice
from posture_watch.report.outages import Outage, outage_words, outages

MORNING = datetime(2026, 10, 21, 6, 0, tzinfo=UTC)
DAY = date(2026, 10, 21)


def at(hours: float) -> datetime:
    return MORNING + timedelta(hours=hours)


def seen(from_h: float, to_h: float) -> Interval:
    return Interval(at(from_h), at(to_h), "good", True, 7200.0)


def stopped(hours: float) -> LoggedNotice:
    return LoggedNotice(at(hours), 7200.0, "frames_stopped", "")


def test_it_lasts_until_somebody_or_an_empty_chair_is_seen_again() -> None:
    found = outages([stopped(2), stopped(5)], [seen(0, 2), seen(4, 5)], DAY)
    assert [(o.from_local.hour, o.to_local and o.to_local.hour) for o in found] == [(10, 12), (13, None)]
    assert outage_words(found) == ["No pictures from the camera: 10:00–12:00, from 13:00 on."]


def test_moments_and_other_days_and_other_news_are_left_out() -> None:
    moment = outages([stopped(2)], [seen(0, 2), seen(2.1, 4)], DAY)
    other_day = outages([stopped(2)], [seen(0, 2)], DAY + timedelta(days=1))
    other_news = outages([LoggedNotice(at(2), 7200.0, "learnt", "")], [seen(0, 2)], DAY)
    assert (moment, other_day, other_news) == ((), (), ())
    assert outage_words(()) == []


def test_an_outage_on_its_own_is_one_sentence() -> None:
    assert outage_words([Outage(at(7))]) == ["No pictures from the camera: from 13:00 on."]
