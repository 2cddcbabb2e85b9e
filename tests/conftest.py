"""Options of the whole test run."""

from __future__ import annotations

import os
import signal

import pytest

os.environ["LANGUAGE"] = "en"  # tests read English, whatever the language of the desktop they run on

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # run in the background: tests press Ctrl-C all the same
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write tests/golden/*.golden anew; then read the diff"
    )
