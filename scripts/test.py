"""The README's second command: sets everything up, the tests' system packages too where it may, then checks and tests.

Arguments are passed on to scripts/check.py.
"""

from __future__ import annotations

import sys

from bootstrap import ROOT, become, ending_kindly, prepare
from system_packages import provide_test_packages


def main() -> int:
    """Exit code of the checks; 2 when setup cannot go on."""
    provide_test_packages()
    environment = prepare(ROOT, groups=("dev",))
    return become([str(environment.python), str(ROOT / "scripts" / "check.py"), *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(ending_kindly(main))
