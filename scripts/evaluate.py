"""How right the monitor is about posture, beside other programs' rules, on labelled pictures or landmark recordings.

    python scripts/evaluate.py MANIFEST [--baseline-frames 5] [--landmarks] [--json] [--shared FOLDER]

MANIFEST is a CSV file with the columns file, label, subject, view and session (others are ignored). Each session's
baseline is taken from its first upright frames, which are not scored. Reads pictures, writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evaluation.comparing import Judged, compare, judged, worse_baselines  # noqa: E402  # after the path
from evaluation.judging import settings_alone  # noqa: E402
from evaluation.manifest import read_manifest, usable  # noqa: E402
from evaluation.seen import Eyes, Session  # noqa: E402
from evaluation.tables import Measured, as_json, as_text  # noqa: E402

from posture_watch.config import Config  # noqa: E402
from posture_watch.core.settings import Settings  # noqa: E402
from posture_watch.errors import UserError  # noqa: E402
from posture_watch.native_output import silence_native_output  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the manifest or a file cannot be used."""
    options = _parser().parse_args(arguments)
    if options.baseline_frames < 1:
        print("--baseline-frames is at least 1.", file=sys.stderr)
        return 2
    try:
        measured = measure(
            options.manifest,
            options.shared or options.manifest.parent,
            baseline_frames=options.baseline_frames,
            stored=options.landmarks,
        )
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    print(as_json(measured) if options.json else as_text(measured))
    return 0


def measure(manifest: Path, folder: Path, *, baseline_frames: int, stored: bool) -> Measured:
    """Everything about the files of ``manifest``, which lie in ``folder``. Raises UserError."""
    groups, left_out = usable(read_manifest(manifest, folder))
    if not groups:
        raise UserError(f"{manifest} has no session with upright frames.", "Label some of them upright or good.")
    config = Config()
    with Eyes(config, stored=stored) as eyes:
        sessions = [eyes.session(rows) for rows in groups]
    settings = settings_alone(config)
    return _measure(sessions, left_out, baseline_frames, settings)


def _measure(sessions: Sequence[Session], left_out: list[str], baseline_frames: int, settings: Settings) -> Measured:
    done: dict[str, list[Judged]] = {}
    for session in sessions:
        one = judged(session, baseline_frames, settings)
        if one is None:
            left_out.append(f"{session.view} {session.subject} {session.name}: fewer than {baseline_frames} upright")
        else:
            done.setdefault(session.view, []).append(one)
    both = [compare(view, ones, settled=settled) for view, ones in done.items() for settled in (False, True)]
    baselines = [
        line
        for view in dict.fromkeys(session.view for session in sessions)
        for line in worse_baselines(view, [s for s in sessions if s.view == view], settings)
    ]
    found = tuple(comparison for comparison in both if comparison is not None)
    return Measured(baseline_frames, found, tuple(baselines), tuple(left_out))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path, metavar="MANIFEST")
    parser.add_argument("--baseline-frames", type=int, default=5, metavar="N", help="upright frames (default: 5)")
    parser.add_argument("--landmarks", action="store_true", help="use landmarks.npz beside the pictures where it is")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.add_argument("--shared", type=Path, metavar="FOLDER", help="where the files are (default: by the manifest)")
    return parser


if __name__ == "__main__":
    silence_native_output()
    raise SystemExit(main())
