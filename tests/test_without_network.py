"""The whole chain in a network namespace without any interface, traced: the short form of scripts/trace_commands.py.

That one runs every command and takes minutes; this runs the demo, which has model, log, reminder and report in it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from trace_sockets import trace
from written_files import look

from tests.program import PROGRAM, assert_quiet, program_environment

ALONE = ("unshare", "--map-root-user", "--net", "--")
HAS_INTERFACES = "import sys; sys.exit(any('lo:' not in line for line in open('/proc/net/dev').readlines()[2:]))"


@pytest.fixture(scope="module", autouse=True)
def _namespace() -> None:
    for program in ("strace", "unshare"):
        if not shutil.which(program):
            pytest.skip(f"not installed: {program}")
    tried = subprocess.run([*ALONE, sys.executable, "-c", HAS_INTERFACES], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"no network namespace can be had here: {tried.stderr.decode().strip()}")


@pytest.mark.model
def test_the_whole_chain_needs_no_network_and_leaves_no_picture(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "demo"
    (tmp_path / "tmp").mkdir()
    names = {**program_environment(home, {"TMPDIR": str(tmp_path / "tmp")}), "HOME": str(tmp_path)}
    settings = [f"{name}={value}" for name, value in names.items()]
    before = os.umask(0)  # a mode that nobody asked for would be seen
    try:
        with (tmp_path / "printed").open("w+b") as printed:
            words = ["env", "-i", *settings, *PROGRAM, "demo", "--folder", str(folder)]
            report, code = trace([*ALONE, *words], seconds=None, keep=None, output=printed.fileno())
            printed.seek(0)
            text = printed.read().decode()
    finally:
        os.umask(before)
    assert_quiet(text)
    assert code == 0, text
    assert report.lines > 1000
    assert report.findings == []
    assert [address for address in report.local if address.startswith(("127.", "[::1]"))] == []
    assert [path for path in report.written if not path.startswith((str(tmp_path), "/dev/", "/proc/"))] == []
    found = [one for one in look(folder) if one.kind != "link"]
    assert "database" in {one.kind for one in found}
    assert [one for one in found if one.kind in {"picture", "unknown"}] == []
    assert [(one.path.name, oct(one.mode)) for one in found if not one.is_private] == []
