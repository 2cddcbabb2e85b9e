"""Films can be repeated, both ways of looking see the same person, and the page has a row for everything told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from simulate_bursts import main
from simulation.bursts import ALIKE, BURSTS, FRAME_S, NOISELESS, OPEN, WAYS, Film, Part, filmed, frame, look, watched
from simulation.bursts_page import page, tables
from simulation.bursts_stories import STORIES, WELL, Outcome, absence, outcome_of, posture
from simulation.landmarks import START
from simulation.people import draw_people


def film(*parts: Part, noise: str = "stated") -> Film:
    return filmed(draw_people(2, 3), parts, 4, noise=noise)


def nose(story: Film, number: int) -> tuple[float, float]:
    point = frame(story, 0, number, START).people[0].points["nose"]
    return point.x_px, point.y_px


def test_the_same_film_gives_the_same_frames_and_another_noise_others() -> None:
    at = START.shifted(1.0)
    one, again, clean = film(Part(5)), film(Part(5)), film(Part(5), noise=NOISELESS)
    assert frame(one, 0, 4, at) == frame(again, 0, 4, at)
    assert frame(one, 0, 4, at) != frame(clean, 0, 4, at)
    assert nose(clean, 4) == pytest.approx(nose(clean, 12)), "nobody moves without noise"


def test_looks_come_a_second_or_a_period_apart_and_none_is_missed() -> None:
    story = film(Part(120))
    times = {way.name: [j.at.gap_since(START) for j in watched(story, 0, way, 1).judgements] for way in WAYS}
    assert len(times[OPEN.name]) >= 115
    for way in (BURSTS, ALIKE):
        assert 6 <= len(times[way.name]) <= 9
        assert all(12 < b - a < 18 for a, b in pairwise(times[way.name]))


def test_a_burst_is_less_noisy_than_one_of_its_frames() -> None:
    story, dice = film(Part(300)), np.random.default_rng(0)
    heights = {
        way.name: [look(story, 0, way, due_s, dice)[0].people[0].points["nose"].y_px for due_s in range(0, 290, 5)]
        for way in (BURSTS, ALIKE)
    }
    steps = {name: float(np.std(np.diff(column))) for name, column in heights.items()}
    assert steps[BURSTS.name] < 0.85 * steps[ALIKE.name]


def test_who_is_gone_is_away_and_a_busy_camera_is_busy() -> None:
    for way in (OPEN, BURSTS):
        gone = outcome_of(watched(film(*absence(70).parts), 0, way, 1), absence(70), way)
        assert len(gone.bouts) == 1
        assert gone.shown_away_s is not None
        assert gone.shown_away_s <= 17
    story = film(Part(60), Part(60, camera="busy"), Part(60))
    told = watched(story, 0, BURSTS, 1)
    assert {j.posture for j in told.judgements if 62 < j.at.gap_since(START) < 120} == {"busy"}
    unplugged = watched(film(Part(60), Part(200, camera="unplugged"), Part(60)), 0, BURSTS, 1)
    assert any(j.why_unknown.startswith("no pictures") for j in unplugged.judgements)


def test_somebody_behind_is_smaller_and_walks() -> None:
    story = film(Part(10, walker=True), noise=NOISELESS)
    first, later = (frame(story, 0, n, START).people for n in (0, round(3 / FRAME_S)))
    assert len(first) == 2
    assert first[1].points["nose"].x_px != later[1].points["nose"].x_px
    assert nose(story, 0) == pytest.approx(nose(story, 12))


def test_the_page_has_every_story() -> None:
    quiet = Outcome({}, {}, 0, 0, 60.0, 1.0, (), (), (), None, None, 0.0, None)
    loud = Outcome({"slump": 310.0}, {}, 1, 0, 60.0, 1.0, (("learnt", 60.0),), (), (1.0,), 2.0, 72.0, 0.0, 0.01)
    results = {(story.name, way.name): [quiet, loud] for story in STORIES for way in WAYS}
    later = {**results, (posture("slump", 4).name, BURSTS.name): [quiet, replace(loud, act_s={"slump": 325.0})]}
    text = page(later, "the command")
    assert "the command" in text
    assert "+15 / +15" in text
    assert sum(len(table.rows) for table in tables(results)) >= len(STORIES)
    assert WELL.name in text


@pytest.mark.parametrize("arguments", [["--people", "0"], ["--seed", "-1"]])
def test_nonsense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "--people" in capsys.readouterr().err
