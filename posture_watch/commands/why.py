"""`why`: in words, what the monitor sees right now and how far each rule is from a reminder."""

from __future__ import annotations

import argparse
import json

from posture_watch.control.client import ask
from posture_watch.paths import user_paths
from posture_watch.texts import retold


def run(options: argparse.Namespace) -> int:
    """Ask and print."""
    lines = list(ask(user_paths().runtime_folder, "status").get("why", ()))  # an older version running says nothing
    print(json.dumps({"why": lines}, indent=2) if options.json else "\n".join(map(retold, lines)))
    return 0
