"""Real landmarks through the real replay: whatever changes in what is said about them shows as a diff to be explained.

Recordings and goldens are committed. ``pytest tests/golden --rewrite-golden`` writes the goldens anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from posture_watch.cli import main

HERE = Path(__file__).resolve().parent
NAMES = sorted(p.name.removesuffix(".upright.jsonl") for p in HERE.glob("*.upright.jsonl"))
WAYS = {"alone": ["--no-smoothing"], "watched": []}
"""Each frame judged by itself against the upright recording; and as the monitor does, over time."""


@pytest.fixture
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))


def replayed(name: str, way: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What replay says about each frame, without what is only passed through."""
    upright = str(HERE / f"{name}.upright.jsonl")
    code = main(["replay", str(HERE / f"{name}.jsonl"), "--json", "--baseline-from", upright, *WAYS[way]])
    assert code == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [compact(line, deviations=way == "alone") for line in lines]


def compact(line: dict[str, Any], *, deviations: bool) -> dict[str, Any]:
    """Posture, rules and rounded deviations: degrees to a tenth, ratios to a thousandth."""
    out: dict[str, Any] = {"t": line["t_s"], "posture": line["posture"], "view": line["view"], "over": line["over"]}
    if not deviations:
        return {**out, "active": line["active_rules"], "events": [e["type"] for e in line["events"]]}
    known = {n: v for n, v in line["deviations"].items() if v is not None}
    return {**out, "dev": {n: round(v, 1 if n.endswith("_deg") else 3) for n, v in known.items()}}


def dumped(frames: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(frame, separators=(",", ":")) + "\n" for frame in frames)


@pytest.mark.usefixtures("_own_home")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_recording_is_judged_as_its_golden_says(
    name: str, way: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    path = HERE / f"{name}.{way}.golden"
    now = replayed(name, way, capsys)
    if request.config.getoption("--rewrite-golden"):
        path.write_text(dumped(now), encoding="utf-8")
    golden = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(now) == len(golden)
    for frame, before in zip(now, golden, strict=True):
        new, old = frame.pop("dev", {}), before.pop("dev", {})
        assert frame == before, f"{name} at {before['t']} s"
        # another machine's rounding may fall to the other side of the last digit
        assert set(new) == set(old)
        assert all(abs(new[n] - old[n]) <= (0.11 if n.endswith("_deg") else 0.0011) for n in old), (new, old)


def test_there_are_front_and_side_recordings_and_they_stay_small() -> None:
    assert {"front_a", "front_d", "front_e", "side_s1"} <= set(NAMES)
    assert sum(p.stat().st_size for p in HERE.iterdir() if p.suffix in (".jsonl", ".golden")) < 150_000
