"""Writes the locks from pyproject.toml: every package, every version, every hash. Needs uv and the index.

requirements.lock serves Linux, macOS and Windows and every Python from 3.11 on; what differs is marked. The one for
development has more of the same, and the third is for Linux with a glibc from 2.28 on and older than 2.34.

    python scripts/make_lock.py              # newest versions that the present lock and pyproject.toml allow
    python scripts/make_lock.py --upgrade    # newest versions that pyproject.toml allows
    python scripts/make_lock.py --try        # resolves them for three systems, installing nothing
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
FOR_OLD_GLIBC = ROOT / "requirements-glibc-2.28.lock"
OLDEST_PYTHON = "3.11"
NEW_PYTHONS, PYTHONS = ("3.14",), ("3.11", "3.12", "3.13")
SYSTEMS = ("x86_64-manylinux_2_34", "aarch64-apple-darwin", "x86_64-pc-windows-msvc")
# The last Qt with a build for a glibc older than 2.34 (it refuses Python 3.14; uv does not mind, pip does)
OLD_GLIBC = "pyside6-essentials<6.10"
HEAD = "# Made by scripts/make_lock.py from pyproject.toml; do not edit. Installed with --require-hashes.\n"
# The address of the index that happened to be asked is nobody's business, and no other machine's index
QUIET = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")


def compile_lock(uv: str, lock: Path, *more: str) -> None:
    """``lock`` anew: what it pins already stays while it fits, unless ``more`` has --upgrade."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        build, made = Path(folder) / "build.in", Path(folder) / "made.lock"
        build.write_text("\n".join(project["build-system"]["requires"]), encoding="utf-8")
        if lock.exists():
            made.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
        words = [uv, "pip", "compile", "--universal", "--generate-hashes", "--python-version", OLDEST_PYTHON, *QUIET]
        words += [
            *more,
            "--output-file",
            str(made),
            str(ROOT / "pyproject.toml"),
            str(build),
        ]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        lock.write_text(HEAD + made.read_text(encoding="utf-8").removeprefix(HEAD), encoding="utf-8", newline="\n")


def try_everywhere(uv: str) -> int:
    """Resolves every lock as the setup would, for every system and Python; the number that cannot be installed."""
    wanted = [(lock, system, version) for lock in (FOR_USE, FOR_DEVELOPMENT) for system in SYSTEMS
              for version in (*PYTHONS, *NEW_PYTHONS)]  # fmt: skip
    wanted += [(FOR_OLD_GLIBC, "x86_64-manylinux_2_28", version) for version in PYTHONS]
    return sum(not can_be_installed(uv, *one) for one in wanted)


def can_be_installed(uv: str, lock: Path, system: str, version: str) -> bool:
    """Says whether ``lock`` can, on ``system`` with Python ``version``; nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        words = [uv, "pip", "install", "--dry-run", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        words += ["--python-platform", system, "--python-version", version, "--target", folder, "-r", str(lock)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    verdict = "can be installed" if done.returncode == 0 else f"CANNOT: {done.stderr.strip()}"
    print(f"{lock.name}, {system}, Python {version}: {verdict}")
    return done.returncode == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--upgrade", action="store_true", help="take newer versions where pyproject.toml allows them")
    parser.add_argument("--try", dest="try_", action="store_true", help="only look whether they can be installed")
    parser.add_argument("--uv", default="uv", help="the uv to use (default: the one on the PATH)")
    given = parser.parse_args(arguments)
    if given.try_:
        return min(try_everywhere(given.uv), 1)
    more = ("--upgrade",) if given.upgrade else ()
    compile_lock(given.uv, FOR_USE, *more)
    # the same versions for both: what is tested is what is used
    compile_lock(given.uv, FOR_DEVELOPMENT, "--group", "dev", "--constraint", str(FOR_USE), *more)
    with tempfile.TemporaryDirectory() as folder:
        older = Path(folder) / "older.txt"
        older.write_text(OLD_GLIBC, encoding="utf-8")
        compile_lock(given.uv, FOR_OLD_GLIBC, "--constraint", str(older), *more)
    return 0


if __name__ == "__main__":
    sys.exit(main())
