"""Inputs that mean harm, for as long as you like: python scripts/fuzz.py DOOR [--inputs 10000] [--first 0] [--guided]

Doors: config, recording, message, stranger, impostor, answer, "key file", export, picture, array, bus, screen;
or "all". Input number N is the same every time. --guided draws them with atheris (pip install atheris), which looks at
what code each of them reached; its inputs are not numbered. What breaks something is kept in --keep; exit code 1.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from fuzzing.doors import DOORS, opened  # noqa: E402  # after the path
from fuzzing.target import Found, tried  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 1 if something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("door", choices=(*DOORS, "all"))
    parser.add_argument("--inputs", type=int, default=10_000, metavar="N", help="how many of each")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first")
    parser.add_argument("--keep", type=Path, default=Path("findings"), help="folder for what broke something")
    parser.add_argument("--guided", action="store_true", help="by atheris; one door")
    options = parser.parse_args(arguments)
    logging.getLogger("posture_watch").addHandler(logging.NullHandler())
    if options.guided:
        from fuzzing.guided import guided  # noqa: PLC0415  # needs atheris

        return guided(options.door, options.inputs, options.keep)
    code = 0
    for name in DOORS if options.door == "all" else (options.door,):
        with tempfile.TemporaryDirectory(prefix="fuzz-") as home:
            target = opened(name, Path(home))
            try:
                found = tried(target, options.first, options.inputs)
            finally:
                target.close()
        _tell(name, found, options.keep)
        code = code or bool(found.findings)
    return int(code)


def _tell(name: str, found: Found, keep: Path) -> None:
    ends = ", ".join(f"{count} {end}" for end, count in found.ends.most_common())
    print(f"{name}: {found.inputs} inputs, {len(found.findings)} findings; {ends}", flush=True)
    for number, content, error in found.findings:
        keep.mkdir(exist_ok=True, parents=True)
        (keep / f"{name.replace(' ', '-')}-{number}").write_bytes(content)
        print(f"  number {number}:", *traceback.format_exception(error)[-8:], flush=True)


if __name__ == "__main__":
    sys.exit(main())
