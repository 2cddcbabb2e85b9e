"""The script for bash is sourced by a real bash, which then completes."""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path

import pytest

from posture_watch.command_line import build_parser
from posture_watch.completion import completion
from posture_watch.errors import UserError

ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
function_name=$(complete -p "$1" | sed 's/.*-F \\([^ ]*\\).*/\\1/')
"$function_name" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def bash_completes(parser: argparse.ArgumentParser, folder: Path, *words: str) -> list[str]:
    """What bash offers for the last of ``words``."""
    if shutil.which("bash") is None:
        pytest.skip("not installed: bash")
    script = folder / "completion.bash"
    script.write_text(completion(parser, "bash"))
    command = ["bash", "--norc", "-c", ASK, "bash", str(script), *words]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=20)
    assert answer.stderr == ""
    return sorted(answer.stdout.split())


@pytest.fixture
def sample() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sample-watch")
    commands = parser.add_subparsers()  # shtab leaves out commands without a help text
    commands.add_parser("status", help="it's 100 % [quoted] $HOME `x`").add_argument("--json", action="store_true")
    commands.add_parser("stop", help="end").add_argument("--level", choices=("soft", "hard"))
    commands.add_parser("replay", help="a clip").add_argument("source", metavar="SOURCE")
    return parser


def test_bash_completes_commands(sample: argparse.ArgumentParser, tmp_path: Path) -> None:
    assert bash_completes(sample, tmp_path, "sample-watch", "st") == ["status", "stop"]


def test_bash_completes_options_and_choices(sample: argparse.ArgumentParser, tmp_path: Path) -> None:
    assert bash_completes(sample, tmp_path, "sample-watch", "status", "--j") == ["--json"]
    assert bash_completes(sample, tmp_path, "sample-watch", "stop", "--level", "") == ["hard", "soft"]


def test_bash_completes_files(sample: argparse.ArgumentParser, tmp_path: Path) -> None:
    (tmp_path / "talk.mp4").touch()
    assert bash_completes(sample, tmp_path, "sample-watch", "replay", "tal") == ["talk.mp4"]


def test_bash_completes_the_real_command_line(tmp_path: Path) -> None:
    assert "status" in bash_completes(build_parser(), tmp_path, "posture-watch", "sta")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_accept_their_script(shell: str, tmp_path: Path) -> None:
    script = tmp_path / f"completion.{shell}"
    script.write_text(completion(build_parser(), shell))
    assert "calibrate" in script.read_text()
    if shutil.which(shell) is None:
        pytest.skip(f"not installed: {shell} (its script was made, and not read by it)")
    subprocess.run([shell, "-n", str(script)], check=True, timeout=20)


def test_an_unknown_shell_is_a_clear_error(sample: argparse.ArgumentParser) -> None:
    with pytest.raises(UserError, match="'cmd'"):
        completion(sample, "cmd")
