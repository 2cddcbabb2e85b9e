"""The README's first command: sets everything up (once), then becomes `posture-watch run`.

Without arguments a machine that has no camera gets the demo instead; arguments are passed on to `posture-watch run`.
"""

from __future__ import annotations

import sys

from bootstrap import ROOT, become, ending_kindly, prepare


def main() -> int:
    """Exit code of the monitor; 2 when setup cannot go on."""
    environment = prepare(ROOT, groups=())
    return become([str(environment.program), "run", *(sys.argv[1:] or ["--or-demo"])])


if __name__ == "__main__":
    sys.exit(ending_kindly(main))
