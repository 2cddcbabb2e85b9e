"""The user's own check: what is noticed, with what margin, and the one change it speaks for. Worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import Refused
from posture_watch.core.checking import SHOWN_BY, Asked, PostureSeen, RuleSeen, look_at, noise_of
from posture_watch.core.landmarks import Scene
from posture_watch.core.own_check import Checked, check, main_view, own_full_slump, postures_for, with_own_scale
from posture_watch.core.own_limits import NewLimits, Suggestion, between, suggest
from posture_watch.core.rescaling import rescaled
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings
from posture_watch.core.signals import SIGNAL_NAMES
from tests.core.stories import baseline_of, settings_of, simple_rule
from tests.sim import GONE, HEIGHT_PX, SLUMPED, UPRIGHT, WIDTH_PX, Phase, Pose, scenes

LIMITS = [
    ("slump", "slump_score", (0.6, 0.4), (0.6, 0.4)),
    ("head_drop", "head_drop_ratio", (0.10, 0.06), (0.15, 0.10)),
    ("lean", "forward_lean_deg", (10.0, 7.0), (20.0, 15.0)),
    ("near_screen", "face_scale_ratio", (0.15, 0.10), (0.30, 0.20)),
    ("head_tilt", "head_tilt_deg", (5.0, 3.0), (10.0, 6.0)),
]
"""Limits of this test's own, so that better defaults do not spoil what is worked out here."""


def _rules() -> Iterator[Rule]:
    for name, signal, watch, act in LIMITS:
        both = name == "head_tilt"
        shows = simple_rule(f"{name}_watch", signal, enter=watch[0], exit_at=watch[1])
        yield replace(shows, level="watch", two_sided=both)
        yield replace(simple_rule(name, signal, enter=act[0], exit_at=act[1]), two_sided=both)


SETTINGS = settings_of(*_rules(), fps=4.0)
SIT: Asked = "upright"


def taken(*poses: Pose, seconds: float = 5.0) -> list[Scene]:
    """So many seconds of these poses in turn, four frames a second."""
    return list(scenes([Phase(0.25, poses[n % len(poses)]) for n in range(round(seconds * 4))], 4.0))


def checked(
    poses: Mapping[Asked, Pose], *known: Baseline, upright: tuple[Pose, ...] = (UPRIGHT,), settings: Settings = SETTINGS
) -> Checked:
    """A check in which these poses were taken after sitting upright."""
    told = check({SIT: taken(*upright), **{name: taken(pose) for name, pose in poses.items()}}, known, settings)
    assert told is not None
    return told


def outcome(asked: Asked, pose: Pose) -> str:
    seen = checked({asked: pose}).seen(asked)
    assert seen is not None
    return seen.outcome


def rule(seen: PostureSeen | None, name: str) -> RuleSeen:
    assert seen is not None
    return next(r for r in seen.rules if r.rule == name)


def suggested(told: Checked, settings: Settings = SETTINGS) -> Suggestion:
    return suggest(told, settings.rules)


# --- what was seen


def test_value_limit_and_margin_by_hand() -> None:
    """SLUMPED lowers the head by 0.2 shoulder widths, 0.14 of them against the shoulders."""
    slumped = checked({"slumped": SLUMPED}).seen("slumped")
    score = rule(slumped, "slump")
    assert (score.value, score.limit) == (1.66, 0.6), "0.2 / 0.12 in steps of a fiftieth"
    assert score.margin == pytest.approx(1.66 / 0.6)
    assert (score.over, score.near) == (True, False)
    assert rule(slumped, "head_drop_watch").over
    low = rule(slumped, "head_drop")
    assert (low.over, low.near) == (False, True), "0.14 against 0.15: within twice the noise of 0.015"


def test_a_clip_of_another_frame_size_is_compared_all_the_same() -> None:
    large = rescaled(baseline_of(), 2 * WIDTH_PX, 2 * HEIGHT_PX)
    assert look_at("slumped", taken(SLUMPED), [large], SETTINGS) == look_at(
        "slumped", taken(SLUMPED), [baseline_of()], SETTINGS
    )


def test_seconds_and_the_share_that_was_judged() -> None:
    half_away = [*taken(SLUMPED, seconds=3), *taken(GONE, seconds=2)]
    seen = look_at("slumped", half_away, [baseline_of()], SETTINGS)
    assert (seen.frames, seen.judged, seen.judged_share) == (20, 12, 0.6)
    assert seen.why_not != ""
    assert look_at("slumped", taken(SLUMPED), [baseline_of()], SETTINGS).seconds == pytest.approx(5.0)
    assert look_at("slumped", [], [baseline_of()], SETTINGS).outcome == "unseen"


@pytest.mark.parametrize(
    ("asked", "pose", "expected"),
    [
        ("slumped", SLUMPED, "noticed"),
        ("slumped", Pose(head_drop=0.11, sink=-0.08), "shown"),
        ("slumped", Pose(sink=0.06), "unnoticed"),
        ("slumped", Pose(sink=0.02), "not_taken"),
        ("slumped", UPRIGHT, "not_taken"),
        ("slumped", Pose(head_tilt_deg=12), "not_taken"),
        ("slumped", GONE, "unseen"),
        ("slumped", Pose(turn_deg=60), "unseen"),
        ("tilted", Pose(head_tilt_deg=-12), "noticed"),
        ("tilted", Pose(head_tilt_deg=7), "shown"),
        ("tilted", Pose(head_tilt_deg=4), "unnoticed"),
        ("leaning", Pose(near=1.5), "noticed"),
        ("leaning", Pose(near=1.1, head_tilt_deg=12), "unnoticed"),
        ("reclining", Pose(near=0.85), "quiet"),
        ("reclining", Pose(near=0.85, sink=0.3), "alarmed"),
    ],
)
def test_what_became_of_a_posture(asked: Asked, pose: Pose, expected: str) -> None:
    assert outcome(asked, pose) == expected


def test_noise_is_half_the_spread_of_single_frames_and_never_nothing() -> None:
    """Tilts of 0 and 12° in turn: the median absolute deviation is 6°, the spread 8.9°."""
    still, restless = checked({}).upright, checked({}, upright=(UPRIGHT, Pose(head_tilt_deg=12))).upright
    assert noise_of("head_tilt_deg", still) == 1.0
    assert noise_of("head_tilt_deg", restless) == pytest.approx(1.4826 * 6 / 2)
    assert noise_of("head_drop_ratio", still) == 0.015


def test_upright_is_quiet_near_a_limit_or_an_alarm() -> None:
    said = [checked({}, baseline_of(Pose(head_tilt_deg=t))).upright.rules for t in (0.0, 3.5)]
    assert [rule(PostureSeen(SIT, 5, 20, 20, rules=r), "head_tilt_watch").near for r in said] == [False, True]
    assert [checked({}, baseline_of(Pose(head_tilt_deg=t))).upright.outcome for t in (0.0, 3.5)] == ["quiet", "near"]


def test_every_signal_that_shows_a_posture_exists() -> None:
    assert {name for names in SHOWN_BY.values() for name in names} <= SIGNAL_NAMES


# --- what it is measured from


def test_measured_from_the_calibrated_posture_if_it_still_fits() -> None:
    assert checked({}, baseline_of()).measured_from == "calibrated"
    assert checked({}, baseline_of(provisional=True)).measured_from == "upright", "the user never asked for that one"
    assert checked({}).measured_from == "upright"
    assert (
        checked({}, replace(baseline_of(), place=replace(baseline_of().place, camera="b"))).measured_from == "upright"
    )
    stale = checked({"slumped": SLUMPED}, baseline_of(Pose(sink=-0.3)))
    assert (stale.measured_from, stale.upright.outcome) == ("upright_instead", "quiet")
    assert suggested(stale).change == "calibrate"
    assert rule(stale.seen("slumped"), "slump").value == pytest.approx(0.2 / 0.12, abs=0.01), "from how they sit now"


def test_the_own_scale_known_before_is_used() -> None:
    """A slump of 0.2 shoulder widths is half of a full slump of 0.4."""
    own = replace(baseline_of(), full_slump_ratio=0.4)
    assert rule(checked({"slumped": SLUMPED}, own).seen("slumped"), "slump").value == pytest.approx(0.5)
    in_other_light = replace(own, light=0.05)
    told = checked({"slumped": SLUMPED}, in_other_light)
    assert (told.measured_from, told.baseline.full_slump_ratio) == ("upright", 0.4)


def test_an_upright_that_moved_is_not_one_to_keep() -> None:
    restless = checked({}, upright=tuple(Pose(shift_x=x / 10) for x in range(6)))
    assert isinstance(restless.refused, Refused)
    assert checked({}).refused is None


def test_nobody_there() -> None:
    assert check({SIT: taken(GONE)}, (), SETTINGS) is None
    assert check({SIT: []}, (), SETTINGS) is None
    assert main_view(taken(UPRIGHT), SETTINGS) == "front"


def test_what_is_asked_for_depends_on_the_view() -> None:
    assert postures_for("front") == ("upright", "slumped", "leaning", "tilted")
    assert postures_for("side") == ("upright", "slumped", "leaning", "reclining")


# --- the user's own full slump


def test_the_own_full_slump_is_how_far_the_head_went_down() -> None:
    assert own_full_slump(checked({"slumped": SLUMPED})) == pytest.approx(0.2)
    kept = with_own_scale(baseline_of(provisional=True), 0.2, taken(UPRIGHT)[-1].at)
    assert (kept.full_slump_ratio, kept.provisional) == (0.2, False)
    assert kept.made_utc > baseline_of().made_utc, "newer than the one it takes the place of"


@pytest.mark.parametrize(
    ("pose", "words"),
    [(Pose(sink=0.07), "0.07"), (Pose(sink=0.62), "0.62"), (UPRIGHT, "0.00"), (GONE, "could not be judged")],
)
def test_a_slump_that_is_no_scale_is_refused_with_the_reason(pose: Pose, words: str) -> None:
    told = own_full_slump(checked({"slumped": pose}))
    assert isinstance(told, str)
    assert words in told
    assert "not asked" in str(own_full_slump(checked({})))


# --- the one suggestion


def test_nothing_to_change() -> None:
    told = checked({"slumped": SLUMPED, "leaning": Pose(near=1.5), "tilted": Pose(head_tilt_deg=12)}, baseline_of())
    assert suggested(told).change == "nothing"


def test_a_limit_is_lowered_half_way_between_noise_and_the_users_own_posture() -> None:
    """Upright reaches 0 + 2 × 1°, the tilt is 8°: 5° is between. The exit keeps its share of 60 %."""
    settings = settings_of(simple_rule(enter=10.0), fps=4.0)
    told = checked({"tilted": Pose(head_tilt_deg=-8)}, settings=settings)
    assert suggested(told, settings).limits == (NewLimits("tilt", 5.0, 3.0),)
    assert suggested(told, settings).change == "lower"
    assert "comes to 8, under the limit of 10" in suggested(told, settings).reason


def test_both_rules_of_a_signal_are_lowered_if_both_missed_it() -> None:
    """A sinking of 0.06 is score 0.5; upright reaches 2 × 0.1: 0.35. The head's height itself did not change."""
    told = suggested(checked({"slumped": Pose(sink=0.06)}))
    assert [(limit.rule, limit.enter_above) for limit in told.limits] == [("slump_watch", 0.35), ("slump", 0.35)]


def test_a_posture_that_is_only_shown_lowers_what_would_remind() -> None:
    """7° and a reach of 2°: 4.5° would remind; what only shows it comes no later (5° until now)."""
    told = suggested(checked({"tilted": Pose(head_tilt_deg=7)}))
    assert [(limit.rule, limit.enter_above) for limit in told.limits] == [("head_tilt_watch", 4.5), ("head_tilt", 4.5)]
    further = suggested(checked({"tilted": Pose(head_tilt_deg=9.8)}))
    assert [(limit.rule, limit.enter_above) for limit in further.limits] == [("head_tilt", 6.0)]


def test_a_limit_within_the_noise_of_upright_is_raised() -> None:
    """3.5° off against 5°: reaches 5.5°; the tilt of 15.5° + 3.5° shall still be noticed: 12° is between."""
    told = checked({"tilted": Pose(head_tilt_deg=-15.5)}, baseline_of(Pose(head_tilt_deg=3.5)))
    assert suggested(told).limits == (NewLimits("head_tilt_watch", 12.0, 7.2),)
    assert suggested(told).change == "raise"


def test_no_limit_helps_where_both_look_alike() -> None:
    settings = settings_of(simple_rule(enter=10.0), fps=4.0)
    told = checked({"tilted": Pose(head_tilt_deg=3.5)}, settings=settings)
    assert (suggested(told, settings).change, suggested(told, settings).limits) == ("camera", ())


def test_what_was_not_seen_or_not_taken_is_said_first() -> None:
    assert suggested(checked({"slumped": GONE, "tilted": Pose(head_tilt_deg=4)})).change == "look"
    assert suggested(checked({"slumped": UPRIGHT, "tilted": Pose(head_tilt_deg=12)})).change == "again"


def test_half_way_is_a_round_figure() -> None:
    assert between(2.0, 9.1, "head_tilt_deg") == 5.5
    assert between(0.2, 0.56, "slump_score") == 0.4
    assert between(0.03, 0.053, "head_sink_side_ratio") == 0.04
