"""The first run by questions and answers; a folder of pictures is the camera."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from posture_watch.window.first_run import FirstRun
from posture_watch.window.in_terminal import run_terminal
from tests.portraits import empty_desk, sitting, write_folder

pytestmark = pytest.mark.model


class Terminal(io.StringIO):
    """Standard input that somebody sits at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))


def first_run(tmp_path: Path, *, here: bool) -> FirstRun:
    frames = write_folder(tmp_path / "frames", [sitting() if here else empty_desk()] * 45)
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(f"[camera]\nsource = '{frames}'\n[notifications]\nbackend = 'console'\n")
    return FirstRun(paths_below(home), {})


def answers(*said: str) -> Callable[[str], str]:
    left: Iterator[str] = iter(said)

    def ask(_question: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return ask


def baselines(run: FirstRun) -> int:
    if not run.paths.database_file.exists():
        return 0
    with Log.open_readonly(run.paths.database_file) as log:
        return len(log.baselines())


@pytest.mark.usefixtures("at_terminal")
def test_enter_all_the_way_takes_the_posture_and_leaves_the_login_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = first_run(tmp_path, here=True)
    before = run.paths.config_file.read_text()
    assert run_terminal(run, answers("", "", "", "")) == 0
    said = "".join(capsys.readouterr())
    for words in ("No picture is kept", "You are seen well", "upright posture from now on", "only a test", "Ready."):
        assert words in said
    assert baselines(run) == 1
    assert run.paths.config_file.read_text() == before
    assert not run.starts_at_login()


@pytest.mark.usefixtures("at_terminal")
def test_an_empty_chair_can_be_tried_again_and_given_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = first_run(tmp_path, here=False)
    assert run_terminal(run, answers("nonsense", "", "maybe", "yes", "y", "n", "n", "y")) == 0
    assert capsys.readouterr().out.count("This will not do yet: nobody was seen.") == 2
    assert baselines(run) == 0
    assert run.starts_at_login()


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize("given", [(), ("1",), ("1", "n"), ("1", "n", "n")])
def test_an_end_of_input_keeps_what_was_done(tmp_path: Path, given: tuple[str, ...]) -> None:
    run = first_run(tmp_path, here=True)
    with pytest.raises(KeyboardInterrupt, match="stays"):
        run_terminal(run, answers(*given))
    assert (run.config.camera.source == "auto") == (given[:1] == ("1",))
    assert baselines(run) == 0
    assert not run.starts_at_login()


def test_nobody_is_asked_who_cannot_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n"))
    assert run_terminal(FirstRun(paths_below(tmp_path), {}), answers()) == 0
    assert "posture-watch calibrate" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
