"""Every key has a default in its range, a reason, and builds Settings that the core accepts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.config import Config, build_settings
from posture_watch.config.fields import KeySpec, converted, keys_of, toml_value
from posture_watch.config.schema import SECTIONS
from posture_watch.core.hush import ALL_DAYS, QuietHours
from tests.config.texts import loaded

SOURCES = ("engineering choice", "starting guess", "measured", "Ancker", "Radwan")


def every_key() -> Iterator[tuple[str, KeySpec]]:
    for name, section in SECTIONS.items():
        for spec in keys_of(section).values():
            yield name, spec


@pytest.mark.parametrize(("section", "spec"), list(every_key()), ids=lambda part: getattr(part, "name", part))
def test_each_default_is_allowed_and_has_a_reason(section: str, spec: KeySpec):
    assert converted(spec, tomllib.loads(f"x = {toml_value(spec.default)}")["x"]) == spec.default
    assert len(spec.why) > 8
    if spec.form == "number":
        assert spec.unit
        assert None not in (spec.least, spec.most)
        assert any(source in spec.why for source in SOURCES), spec.why


def test_the_defaults_make_settings():
    settings = build_settings(Config(), camera="camera:x", mode="video", sample_interval_s=1.0)
    assert settings.reminders.posture_gap_s == 600
    assert settings.gate.max_turn_deg == 25
    assert not settings.baseline.frozen
    assert settings.rules == Config().rules


def test_a_frozen_baseline_is_asked_for():
    assert build_settings(Config(), camera="x", mode="image", sample_interval_s=1, frozen_baseline=True).baseline.frozen


def allowed_values(spec: KeySpec) -> st.SearchStrategy[object]:
    match spec.form:
        case "number":
            return st.floats(spec.least, spec.most) | st.sampled_from([spec.least, spec.most])
        case "whole":
            return st.integers(int(spec.least or 0), int(spec.most or 0))
        case "switch":
            return st.booleans()
        case "choice":
            return st.sampled_from(spec.choices)
        case "hours":
            minute = st.integers(0, 1439)
            pair = st.tuples(minute, minute).filter(lambda pair: pair[0] != pair[1])
            return st.lists(pair.map(lambda pair: QuietHours(*pair)), max_size=3).map(tuple)
        case "days":
            return st.sets(st.sampled_from(ALL_DAYS), min_size=1).map(lambda s: tuple(d for d in ALL_DAYS if d in s))
        case _:
            return st.just("text")


@settings(deadline=None)
@given(st.data())
def test_whatever_the_schema_allows_the_core_accepts(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject):
    section, spec = data.draw(st.sampled_from(list(every_key())))
    value = data.draw(allowed_values(spec))
    config = loaded(tmp_path_factory.getbasetemp(), f"{section}.{spec.name} = {toml_value(value)}")
    assert getattr(getattr(config, section), spec.name) == (pytest.approx(value) if isinstance(value, float) else value)
    build_settings(config, camera="x", mode="video", sample_interval_s=config.camera.interval_s)
