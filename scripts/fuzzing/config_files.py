"""Config files: whatever stands in one, it is a Config that makes Settings, or a printable ConfigError; and a file that
is all right still is after one key of it was set."""
# ruff: noqa: PT017 (these are findings, not tests)

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from typing import Any, cast

from fuzzing.mutating import dice_of
from fuzzing.target import Target
from posture_watch.config import (
    Config,
    ConfigError,
    ConfigWatcher,
    build_settings,
    load,
    load_rules_file,
    render_default_config,
)
from posture_watch.config.editing import set_value
from posture_watch.errors import UserError

WORDS = (
    b"nan", b"inf", b"-0.0", b"1e999", b"true", b"'x'", b"[]", b"{}", b"[[1, 2]]", b"0x" + b"f" * 4000, b"-9", b"0",
    b"2020-01-01", b'"""', b"'''", b"1e-320", b'"\\u0000"', b"[[20, 1], [10, 1]]", b"'sitting_s'", b"[camera]",
    b"[[camera]]", b"[rules.a]", b"[rules]", b"a.b.c = 1", b"camera.use = 'open'", b"period_s = 20\n", b"\n", b"\r\n",
    b"# ", b"[rules.head_tilt]\n", b"enabled = false\n", b"\xef\xbb\xbf", b"language = 'de'\n",
)  # fmt: skip
EDITS = (("camera", "period_s", 20.0), ("camera", "use", "open"), ("reminders", "snooze_s", 300.0),
         ("sitting", "break_s", 90.0))  # fmt: skip


class ConfigFiles(Target):
    name = "config"
    words = WORDS

    def good(self) -> Sequence[bytes]:
        default = render_default_config()
        active = re.sub(r"^#(?=\S)", "", default, flags=re.MULTILINE)
        small = "[camera]\nuse = 'open'\n[camera.crop]\n[reminders]\nsnooze_s = 300 # text\n[rules.mine]\n"
        inline = "camera = {use = 'open', period_s = 20}\nrules.head_tilt.enabled = false\n"
        return [text.encode() for text in (default, active, small, inline, active.replace("\n", "\r\n"))]

    def try_one(self, content: bytes) -> str:
        path = self.home / "config.toml"
        path.unlink(missing_ok=True)
        watcher = ConfigWatcher(path)
        path.write_bytes(content)
        ends = [self._read(lambda: load(path)), self._read(lambda: load_rules_file(path, Config()))]
        told = [watcher.poll(mono_s) for mono_s in (0.0, 10.0, 20.0)]
        assert ("refused" in ends) or not any(isinstance(one, ConfigError) for one in told)
        # whatever the file says, a running monitor has settings to go by
        build_settings(watcher.config, camera="x", mode="image", sample_interval_s=1.0)
        if ends[0] == "taken":
            self._edit(content)
        return ends[0]

    def _read(self, read: Callable[[], Config]) -> str:
        try:
            config = read()
        except ConfigError as error:
            assert error.problems, "an error that names nothing"
            assert all(str(problem).isprintable() for problem in error.problems)
            assert str(error).encode()
            return "refused"
        build_settings(config, camera="x", mode="video", sample_interval_s=config.camera.interval_s)
        return "taken"

    def _edit(self, content: bytes) -> None:
        """What was set is set, and nothing else is another."""
        path = self.home / "config.toml"
        before = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
        section, key, value = dice_of(content).choice(EDITS)
        try:
            set_value(path, section, key, value)
        except UserError:
            assert path.read_bytes() == content, "refused, and changed all the same"
            return
        after = tomllib.loads(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
        assert after[section].pop(key) == value
        assert _pruned(after, section) == _pruned(before, section, key)
        load(path)


def _pruned(document: dict[str, Any], section: str, key: str = "") -> dict[str, Any]:
    """Without the key, and without the section if nothing else is in it."""
    found = cast("dict[str, Any]", document.get(section, {}))
    inside = {name: value for name, value in found.items() if name != key}
    rest = {name: value for name, value in document.items() if name != section}
    return rest | ({section: inside} if inside else {})
