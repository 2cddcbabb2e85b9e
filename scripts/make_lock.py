"""Writes requirements.lock and requirements-dev.lock from pyproject.toml: every package, every version, every hash.

One file serves Linux, macOS and Windows and every Python from 3.11 on; what differs is marked. Needs uv and the index.

    python scripts/make_lock.py              # newest versions that the present lock and pyproject.toml allow
    python scripts/make_lock.py --upgrade    # newest versions that pyproject.toml allows
    python scripts/make_lock.py --try        # resolves both for three systems, installing nothing
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOR_USE, FOR_DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
OLDEST_PYTHON = "3.11"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("x86_64-manylinux_2_28", "x86_64-manylinux_2_34", "aarch64-apple-darwin", "x86_64-pc-windows-msvc")
# Later ones have no build for a glibc older than 2.34, and these refuse Python 3.14 (uv does not mind, pip does)
HELD = """\
pyside6-essentials<6.10 ; sys_platform == 'linux' and python_full_version < '3.14'
pyside6-essentials>=6.10 ; sys_platform != 'linux' or python_full_version >= '3.14'
"""
HEAD = "# Made by scripts/make_lock.py from pyproject.toml; do not edit. Installed with --require-hashes.\n"
# The address of the index that happened to be asked is nobody's business, and no other machine's index
QUIET = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")


def compile_lock(uv: str, lock: Path, *more: str) -> None:
    """``lock`` anew: what it pins already stays while it fits, unless ``more`` has --upgrade."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        build, held, made = (Path(folder) / name for name in ("build.in", "held.txt", "made.lock"))
        held.write_text(HELD, encoding="utf-8")
        build.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
        if lock.exists():
            made.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
        words = [uv, "pip", "compile", "--universal", "--generate-hashes", "--python-version", OLDEST_PYTHON, *QUIET]
        words += [
            *more,
            "--constraint",
            str(held),
            "--output-file",
            str(made),
            str(ROOT / "pyproject.toml"),
            str(build),
        ]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        lock.write_text(HEAD + made.read_text(encoding="utf-8").removeprefix(HEAD), encoding="utf-8", newline="\n")


def try_everywhere(uv: str) -> int:
    """Resolves both locks as the setup would, for every system and Python; the number that cannot be installed."""
    failed = 0
    for lock in (FOR_USE, FOR_DEVELOPMENT):
        for system in SYSTEMS:
            for version in PYTHONS:
                with tempfile.TemporaryDirectory() as folder:
                    words = [uv, "pip", "install", "--dry-run", "--quiet", "--require-hashes", "--only-binary", ":all:"]
                    words += ["--python-platform", system, "--python-version", version, "--target", folder]
                    done = subprocess.run([*words, "-r", str(lock)], capture_output=True, text=True, check=False)
                failed += done.returncode != 0
                verdict = "can be installed" if done.returncode == 0 else f"CANNOT: {done.stderr.strip()}"
                print(f"{lock.name}, {system}, Python {version}: {verdict}")
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upgrade", action="store_true", help="take newer versions where pyproject.toml allows them")
    parser.add_argument("--try", dest="try_", action="store_true", help="only look whether both can be installed")
    parser.add_argument("--uv", default="uv", help="the uv to use (default: the one on the PATH)")
    given = parser.parse_args(arguments)
    if given.try_:
        return min(try_everywhere(given.uv), 1)
    more = ("--upgrade",) if given.upgrade else ()
    compile_lock(given.uv, FOR_USE, *more)
    # the same versions for both: what is tested is what is used
    compile_lock(given.uv, FOR_DEVELOPMENT, "--group", "dev", "--constraint", str(FOR_USE), *more)
    return 0


if __name__ == "__main__":
    sys.exit(main())
