"""The noise has the measured quantiles, wanders as slowly as it says, and shoulders leave the frame as measured."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from simulation import frame_edge as edge
from simulation.body import points_of, upright
from simulation.camera import aim, middle, project
from simulation.distributions import NOISES, STATED, WANDER_S, Noise
from simulation.landmarks import pictures
from simulation.noise import draw_noise, fitted
from simulation.people import Floats, draw_people


def figures(places: Mapping[str, Floats]) -> dict[str, Floats]:
    def apart(a: Floats, b: Floats) -> Floats:
        return np.linalg.norm(a - b, axis=-1)

    ears = places["left_ear"] - places["right_ear"]
    width = apart(places["left_shoulder"], places["right_shoulder"])
    return {
        "shoulder_width": width,
        "head_height": apart(middle(places, "ear"), middle(places, "shoulder")) / width,
        "ear_line": np.degrees(np.arctan2(ears[..., 1], np.abs(ears[..., 0]))),
        "face_size": apart(places["left_ear"], places["right_ear"]),
    }


@pytest.mark.parametrize("noise", NOISES)
def test_quantiles_of_single_frames_are_the_measured_ones(noise: str) -> None:
    people = draw_people(3000, 1)
    seated = points_of(people, upright(people))
    camera = aim(people, seated)
    clean = figures(project(camera, seated))
    noisy = figures({n: xy[:, 0] for n, xy in pictures(people, [seated], [camera], NOISES[noise], 3).places.items()})
    inside = middle(project(camera, seated), "shoulder")[:, 1] / people.camera["height_px"] < 0.9
    for name in ("shoulder_width", "head_height", "ear_line"):
        off = noisy[name] / clean[name] - 1 if name == "shoulder_width" else noisy[name] - clean[name]
        q95, q99 = np.quantile(np.abs(off[inside]), (0.95, 0.99))
        assert q95 == pytest.approx(NOISES[noise][name].q95, rel=0.12), name
        assert q99 == pytest.approx(NOISES[noise][name].q99, rel=0.15), name


def test_the_stated_figures_are_the_issues() -> None:
    assert (STATED["head_height"].q95, STATED["head_height"].q99) == (0.056, 0.082)
    assert (STATED["shoulder_width"].q95, STATED["shoulder_width"].q99) == (0.09, 0.12)
    assert (STATED["ear_line"].q95, STATED["ear_line"].q99) == (6.6, 10.3)


@pytest.mark.parametrize("row", [Noise(1.0, 1.6, 0.3, ""), Noise(1.0, 1.32, 0.5, "")])
def test_fitted_shapes_have_the_tails_asked_for(row: Noise) -> None:
    shape = fitted(row.q95, row.q99, row.wander_share)
    drawn = np.abs(draw_noise(shape, 200_000, 1, np.random.default_rng(5), 1.0))
    assert np.quantile(drawn, 0.95) == pytest.approx(row.q95, rel=0.03)
    assert np.quantile(drawn, 0.99) == pytest.approx(row.q99, rel=0.06)


def test_the_slow_part_forgets_within_its_time_constant() -> None:
    shape = fitted(1.0, 1.32, 1.0 - 1e-9)
    series = draw_noise(shape, 4000, int(WANDER_S) + 1, np.random.default_rng(6), 1.0)[:, :, 0]
    after_one = np.corrcoef(series[:, 0], series[:, 1])[0, 1]
    after_all = np.corrcoef(series[:, 0], series[:, int(WANDER_S)])[0, 1]
    assert after_one == pytest.approx(np.exp(-1 / WANDER_S), abs=0.01)
    assert after_all == pytest.approx(np.exp(-1), abs=0.05)
    assert series[:, -1].std() == pytest.approx(series[:, 0].std(), rel=0.06)


def test_pictures_show_shoulders_as_the_model_puts_them() -> None:
    people = draw_people(300, 1)
    low = points_of(people, upright(people).plus(hip_z_cm=-12.0))
    camera = aim(people, points_of(people, upright(people)))
    silent = {name: Noise(1e-9, 1.32e-9, row.wander_share, "") for name, row in STATED.items()}
    clean, seen = project(camera, low), pictures(people, [low], [camera], silent, 3)
    below = edge.below_edge(middle(clean, "shoulder")[:, 1], people.camera["height_px"])
    up_px = (middle(clean, "shoulder") - middle(seen.places, "shoulder")[:, 0])[:, 1]
    outside, inside = below > 0.02, below < -0.1
    assert outside.sum() > 20
    assert inside.sum() > 20
    assert (up_px[outside] > 0.03 * np.abs(clean["left_shoulder"] - clean["right_shoulder"])[outside, 0]).all()
    assert np.allclose(up_px[inside], 0, atol=1e-3)
    assert (seen.shoulders_sure[inside] > 0.98).all()


def test_shoulders_below_the_frame_are_put_too_high_and_too_narrow() -> None:
    below = np.array([-0.5, 0.0, 0.1, 1.0])
    assert edge.too_high(below).tolist() == pytest.approx([0, 0.036, 0.072, 0.138])
    assert edge.too_narrow(below).tolist() == pytest.approx([0, 0.036, 0.111, 0.19])
    assert edge.sureness(below, np.full(4, 0.1)).tolist() == pytest.approx([1, 0.95, 0.53, 0.3])
    assert edge.sureness(below, np.full(4, 0.9)).tolist() == pytest.approx([1, 0.99, 0.99, 0.9])
