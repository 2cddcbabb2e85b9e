"""The look at what was written knows a picture when it sees one, wherever it is hidden, and who may read a file."""

from __future__ import annotations

import base64
import os
import socket
import sqlite3
import zlib
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from trace_report import Report
from traced_commands import commands, not_traced
from written_files import kind_of, look

from posture_watch.command_line import build_parser

PICTURE = np.random.default_rng(7).integers(0, 255, (48, 64, 3), np.uint8)


def encoded(ending: str) -> bytes:
    done, content = cv2.imencode(ending, PICTURE[:, :, 0] if ending == ".pgm" else PICTURE)
    assert done
    return content.tobytes()


def saved_array() -> bytes:
    stream = BytesIO()
    np.save(stream, PICTURE)
    return stream.getvalue()


def kinds(folder: Path) -> dict[str, str]:
    return {found.path.name: found.kind for found in look(folder) if found.path != folder}


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".bmp", ".tiff", ".ppm", ".pgm"])
def test_a_picture_is_known_by_how_it_begins(ending: str) -> None:
    assert kind_of(encoded(ending)) == "picture"


def test_a_picture_within_a_page_is_found() -> None:
    for ending in (".jpg", ".png", ".webp"):
        text = base64.b64encode(encoded(ending))
        assert kind_of(b"<html><body><p>fine</p>" + text + b"</body>") == "picture"
    assert kind_of(b'<img src="data:image/png;base64,">') == "picture"
    assert kind_of(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>') == "text"


def test_arrays_and_raw_pixels_are_not_passed_over() -> None:
    assert kind_of(saved_array()) == "picture"
    assert kind_of(PICTURE.tobytes()) == "unknown"
    assert kind_of(np.zeros((48, 64), np.uint8).tobytes()) == "unknown"


@pytest.mark.parametrize(
    "cell", [encoded(".jpg"), zlib.compress(encoded(".png")), b"\x01" + zlib.compress(encoded(".jpg"))]
)
def test_a_picture_in_a_cell_of_a_database_is_found(tmp_path: Path, cell: bytes) -> None:
    for name, kept in (("clean", b"\x01" + zlib.compress(b"figures" * 50)), ("bad", cell)):
        with sqlite3.connect(tmp_path / name) as log:
            log.execute("CREATE TABLE kept (cell BLOB)")
            log.execute("INSERT INTO kept VALUES (?)", (kept,))
        log.close()
    assert kinds(tmp_path) == {"clean": "database", "bad": "picture"}


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_who_may_read_is_seen(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "open.txt").write_text("words")
    (tmp_path / "open.txt").chmod(0o644)
    (tmp_path / "shut.txt").touch(0o600)
    (tmp_path / "shut.txt").chmod(0o600)
    (tmp_path / "link").symlink_to("shut.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        (tmp_path / "s").chmod(0o622)
        found = {one.path.name: (one.kind, one.is_private) for one in look(tmp_path)}
    assert found == {
        tmp_path.name: ("folder", True),
        "link": ("link", True),
        "open.txt": ("text", False),
        "shut.txt": ("empty", True),
        "s": ("socket", False),
    }


def test_no_command_is_forgotten() -> None:
    """scripts/trace_commands.py runs a line for each; a new command needs one in scripts/traced_commands.py."""
    assert not_traced(build_parser()) == []
    assert {("status",), ("diary", "follow-up"), ("data", "delete"), ("diary",)} <= set(commands(build_parser()))


def test_a_report_begins_empty() -> None:
    assert Report().written == set()
