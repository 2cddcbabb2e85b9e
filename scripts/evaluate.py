"""How right the monitor is about posture, beside other programs' rules, on labelled pictures or landmark recordings.

    python scripts/evaluate.py MANIFEST [--baseline-frames 5] [--landmarks] [--clips] [--json] [--write PAGE]

MANIFEST is a CSV file with the columns file, label, subject, view and session (others are ignored, but kind: "video"
is a clip). Each session's baseline is taken from its first upright frames, which are not scored. Reads pictures and
writes nothing but the page that --write asks for, which has figures in it and file names.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from stopping import stop_kindly  # noqa: E402  # after the path

if __name__ == "__main__":
    stop_kindly()  # the imports take a while

from evaluation.measured import Asked, as_json, measure  # noqa: E402  # after the path
from evaluation.page import as_plain_text, write_page  # noqa: E402
from evaluation.vocabulary import nearest_label  # noqa: E402

from posture_watch.errors import UserError  # noqa: E402
from posture_watch.native_output import silence_native_output  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 2 if the manifest or a file cannot be used."""
    options = _parser().parse_args(arguments)
    if options.baseline_frames < 1:
        print("--baseline-frames is at least 1.", file=sys.stderr)
        return 2
    asked = Asked(
        options.manifest,
        options.shared or options.manifest.parent,
        baseline_frames=options.baseline_frames,
        stored=options.landmarks,
        clips=options.clips,
        again=options.landmarks and options.write is not None,
    )
    try:
        measured = measure(asked)
        for label in measured.unknown_labels:
            print(f"Nobody knows the label {label!r}: counted as a deviation. {nearest_label(label)}", file=sys.stderr)
        if measured.none_stored:
            print("No landmarks.npz lies beside the pictures: they go through the pose model.", file=sys.stderr)
        if options.write:
            write_page(options.write, measured, asked)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    print(as_json(measured) if options.json else as_plain_text(measured))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path, metavar="MANIFEST")
    parser.add_argument("--baseline-frames", type=int, default=5, metavar="N", help="upright frames (default: 5)")
    parser.add_argument("--landmarks", action="store_true", help="use landmarks.npz beside the pictures where it is")
    parser.add_argument("--clips", action="store_true", help="loop the manifest's clips to ten minutes each, too")
    parser.add_argument("--json", action="store_true", help="as one JSON object")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the Markdown page and its drawings, too")
    parser.add_argument("--shared", type=Path, metavar="FOLDER", help="where the files are (default: by the manifest)")
    return parser


if __name__ == "__main__":
    silence_native_output()
    raise SystemExit(main())
