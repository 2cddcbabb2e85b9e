"""Whatever stands in the file: a Config that makes Settings, or a printable ConfigError. Never a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posture_watch.config import Config, ConfigError, build_settings, load, load_rules_file, render_default_config

LINES = re.sub(r"^#(?=\S)", "", render_default_config(), flags=re.MULTILINE).split("\n")
BRIEFLY = settings(max_examples=40, deadline=None)
VALUES = ["nan", "inf", "-0.0", "1e999", "true", "'x'", "[]", "{}", "[[1, 2]]", "[[nan, 1]]", "0x" + "f" * 4000, "-9",
          "0", "2020-01-01", '"""', "1e-320", '"\\u0000"', "[[20, 1], [10, 1]]", "'sitting_s'"]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "config.toml"


def survives(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for read in (load, as_rules):
        config = outcome(read, path)
        if isinstance(config, ConfigError):
            assert config.problems
            assert all(str(problem).isprintable() for problem in config.problems)
            assert str(config).encode()
        else:
            build_settings(config, camera="x", mode="video", sample_interval_s=config.camera.interval_s)


def as_rules(path: Path) -> Config:
    return load_rules_file(path, Config())


def outcome(read: Callable[[Path], Config], path: Path) -> Config | ConfigError:
    try:
        return read(path)
    except ConfigError as error:
        return error


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"a = 1\r")
def test_any_bytes(path: Path, content: bytes):
    survives(path, content)


@BRIEFLY
@given(st.data())
def test_the_default_file_with_values_changed(path: Path, data: st.DataObject):
    lines = list(LINES)
    with_keys = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    for number in data.draw(st.lists(st.sampled_from(with_keys), min_size=1, max_size=4)):
        lines[number] = f"{lines[number].partition('=')[0]}= {data.draw(st.sampled_from(VALUES))}"
    survives(path, "\n".join(lines).encode())


@BRIEFLY
@given(st.data())
def test_the_default_file_with_pieces_cut_doubled_and_changed(path: Path, data: st.DataObject):
    raw = bytearray("\n".join(LINES).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(raw) - 1))
        end = at + data.draw(st.integers(0, 40))
        raw[at:end] = data.draw(st.one_of(st.binary(max_size=4), st.just(bytes(raw[at:end]) * 2)))
    survives(path, bytes(raw))


@BRIEFLY
@given(name=st.text(max_size=20), key=st.text(max_size=20), value=st.sampled_from(VALUES))
def test_any_key_in_any_section(path: Path, name: str, key: str, value: str):
    quoted = ['"' + "".join(f"\\U{ord(char):08x}" for char in part) + '"' for part in (name, key)]
    for section in (quoted[0], f"rules.{quoted[0]}", "camera"):
        survives(path, f"[{section}]\n{quoted[1]} = {value}\n".encode())
