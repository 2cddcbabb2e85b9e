"""What the parts of the command line share. Imports nothing heavy."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]
else:
    Commands = object


def add(commands: Commands, name: str, text: str, module: str | None = None) -> argparse.ArgumentParser:
    """The command ``name``, which ``module`` of commands/ carries out (None: the one of its name)."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(module=module or name)
    return parser


def number(text: str) -> float:
    """A number on the command line; which ones make sense is the command's to say."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number; for example 5 or 2.5") from None


def add_source(parser: argparse.ArgumentParser) -> None:
    """Where frames come from."""
    parser.add_argument(
        "--source", help='where frames come from: "auto", a camera\'s number, camera:NAME, a file or a stream address'
    )
