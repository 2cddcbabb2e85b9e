"""`completion`: a script for the shell that completes our commands."""

from __future__ import annotations

import argparse

from posture_watch.command_line import build_parser
from posture_watch.completion import completion


def run(options: argparse.Namespace) -> int:
    """Print it."""
    print(completion(build_parser(), options.shell))
    return 0
