"""The page has every movement, size and recording; half a campaign is enough to see that the figures come together."""

from __future__ import annotations

from counting.acts import ACTS
from counting.campaign import Crowd, Idle, by_rate, confusion, done, timing
from counting.judging import Score, Told, score
from counting.page import Figures, page

from posture_watch.care.counting import COUNTED
from posture_watch.care.counting.movements import MOVEMENTS

ONE = Score(4, 3, 1)


def test_scores() -> None:
    how = timing("side_bend")
    told = Told((7.5, 8.0, 60.0), (1, 1, 1), 1.0, 1.0)  # the first counted twice, and one after the end
    assert score(told, how, 2) == Score(2, 1, 2)
    assert (ONE.recall, ONE.precision, Score().recall, Score().precision) == (0.75, 0.75, 0.0, 1.0)


def test_the_page() -> None:
    sizes = {name: [(size, ONE) for size in act.sizes] for name, act in ACTS.items()}
    rows = {name: [ONE] * 4 for name in COUNTED}
    idle = [Idle("at work", 60.0, dict.fromkeys(COUNTED, 0))]
    text = page(Figures(8, {"stated": dict(sizes)}, dict(rows), dict(rows), [[4.0] * 6] * 6, idle, []), "python x")
    assert "{" not in text
    assert "`python x`" in text
    for name in COUNTED:
        assert f"| {name.replace('_', ' ')} | {MOVEMENTS[name].enter:g} |" in text
    assert "| at work | 60 |" in text


def test_a_small_campaign() -> None:
    crowd = Crowd(2, 11)
    assert done("neck_rotation", 50.0, crowd.film("none"), timing("neck_rotation")) == Score(8, 8, 0)
    assert [one.found for one in by_rate(crowd, "standing_up", "none")] == [8] * 4
    table = confusion(crowd, "none")
    assert table[COUNTED.index("neck_rotation")][COUNTED.index("neck_rotation")] == 4
    assert table[COUNTED.index("neck_rotation")][COUNTED.index("side_bend")] == 0
