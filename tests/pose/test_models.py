"""Only the official bundles pass, and every other file is named with what to do."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from posture_watch.errors import UserError
from posture_watch.pose.models import BUNDLES, ModelName, model_path, read_model, verify_model

NAMES: tuple[ModelName, ...] = ("lite", "full")


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_bundles_are_official(name: ModelName) -> None:
    content = read_model(model_path(name))
    assert len(content) == BUNDLES[name].size_bytes
    assert hashlib.sha256(content).hexdigest() == BUNDLES[name].sha256


def test_the_list_for_people_says_the_same() -> None:
    lines = (model_path("lite").parent / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    assert {tuple(line.split()) for line in lines} == {(bundle.sha256, bundle.file) for bundle in BUNDLES.values()}


def _refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        verify_model(path)
    assert str(path) in caught.value.message
    assert "Install posture-watch again" in caught.value.advice
    return caught.value


def test_missing(tmp_path: Path) -> None:
    assert "is missing" in _refusal(tmp_path / "pose_landmarker_lite.task").message


def test_a_folder(tmp_path: Path) -> None:
    assert "cannot be read" in _refusal(tmp_path).message


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (b"PK\x03\x04", "not a pose"), (b"A text.", "not a pose")]
)
def test_not_a_model(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "pose_landmarker_lite.task"
    path.write_bytes(content)
    assert words in _refusal(path).message


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kept", [5, 0.5, -1])
def test_truncated(tmp_path: Path, name: ModelName, kept: float) -> None:
    whole = read_model(model_path(name))
    path = tmp_path / BUNDLES[name].file
    path.write_bytes(whole[: int(kept * len(whole)) if kept == 0.5 else int(kept)])
    assert f"of {len(whole)} bytes" in _refusal(path).message


@pytest.mark.parametrize("place", [0.1, 0.5, 0.999])
def test_one_bit_altered_even_with_a_matching_list_beside_it(tmp_path: Path, place: float) -> None:
    content = bytearray(read_model(model_path("lite")))
    content[int(place * len(content))] ^= 1
    path = tmp_path / BUNDLES["lite"].file
    path.write_bytes(content)
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(content).hexdigest()}  {path.name}\n", encoding="ascii")
    assert "has been altered" in _refusal(path).message


def test_the_wrong_bundle_under_an_official_name(tmp_path: Path) -> None:
    path = tmp_path / BUNDLES["full"].file
    path.write_bytes(read_model(model_path("lite")))
    assert "cut short" in _refusal(path).message


def test_an_official_bundle_under_a_name_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "my pösture.task"
    path.write_bytes(read_model(model_path("lite")))
    verify_model(path)


def test_checking_takes_no_time_worth_saving() -> None:
    start_s = time.perf_counter()
    verify_model(model_path("full"))
    assert time.perf_counter() - start_s < 1.0
