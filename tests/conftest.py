"""Options of the whole test run."""

from __future__ import annotations

import os

import pytest

os.environ["LANGUAGE"] = "en"  # tests read English, whatever the language of the desktop they run on


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write tests/golden/*.golden anew; then read the diff"
    )
