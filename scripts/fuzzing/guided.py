"""The same doors, with inputs that atheris draws by what code each of them reached. Needs: pip install atheris."""
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportAttributeAccessIssue=false
# pyright: reportMissingModuleSource=false

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

import atheris


def guided(door: str, inputs: int, keep: Path) -> int:
    """Exit code: 1 if something was found; it is then in ``keep``. Ends with the process, as libFuzzer does."""
    with atheris.instrument_imports(include=["posture_watch"]):
        from fuzzing.doors import opened  # noqa: PLC0415  # what it loads is watched

        home = Path(tempfile.mkdtemp(prefix="fuzz-"))
        target = opened(door, home)
    corpus = home / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    for number in range(200):
        (corpus / f"drawn-{number}").write_bytes(target.drawn(number))

    def once(content: bytes) -> None:
        try:
            target.try_one(content)
        except Exception:
            keep.mkdir(parents=True, exist_ok=True)
            name = keep / f"{door}-guided-{len(list(keep.iterdir()))}"
            name.write_bytes(content)
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)

    longest = max(len(seed) for seed in target.seeds) * 2
    atheris.Setup([sys.argv[0], f"-runs={inputs}", f"-max_len={longest}", "-verbosity=0", "-rss_limit_mb=3000",
                   "-timeout=60", f"-artifact_prefix={home}/", str(corpus)], once)  # fmt: skip
    atheris.Fuzz()
    return 0
