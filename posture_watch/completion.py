"""Shell completion scripts out of the command line's own parser. The only home of shtab."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false

from __future__ import annotations

import argparse
from collections.abc import Iterator

import shtab

from posture_watch.errors import UserError

_METAVARS_OF_FILES = ("FILE", "SOURCE", "FOLDER")


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for ``shell`` (bash, zsh, fish, …). UserError for a shell that shtab does not know."""
    if shell not in shtab.SUPPORTED_SHELLS:
        known = ", ".join(shtab.SUPPORTED_SHELLS)
        raise UserError(f"there is no completion for the shell {shell!r}", f"Choose one of: {known}.")
    for action in _all_actions(parser):
        if action.metavar in _METAVARS_OF_FILES and not action.choices:
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # how shtab wants to be told
    return shtab.complete(parser, shell)


def _all_actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in set(action.choices.values()):
                yield from _all_actions(command)
