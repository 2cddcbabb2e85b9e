"""Changes one key of the user's file and nothing else: comments, order and line ends stay. Whole or not at all."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any, cast

from posture_watch.config.fields import toml_value
from posture_watch.config.lines import key_lines
from posture_watch.config.loading import load, load_text
from posture_watch.config.writing import render_default_config
from posture_watch.errors import UserError
from posture_watch.on_disk import make_folder, put


def set_value(path: Path, section: str, key: str, value: object) -> None:
    """Make ``[section] key = value`` so in the file at ``path``; without a file the default one is written with it.

    Raises UserError if the file has mistakes, the value is not allowed, or it cannot be written: it is then unchanged.
    """
    path = Path(os.path.realpath(path))  # a link to a file kept elsewhere stays a link
    try:
        there = path.exists()
        if there:
            load(path)  # a file with mistakes is the user's to mend first
        new_text = text = path.read_bytes().decode("utf-8") if there else render_default_config()
        try:
            new_text = with_value(text, section, key, value)
            found = tomllib.loads(new_text.removeprefix("\ufeff"))
            is_set = cast("dict[str, Any]", found.get(section, {})).get(key) == value
        except (ValueError, KeyError, TypeError):  # line ends like \r\r\n: we read them, tomlkit does not
            is_set = False
        if not is_set:  # or a header inside of a text of many lines
            raise UserError(f"{section}.{key} could not be set in {path}.", "Set it there by hand.")
    except OSError as error:
        raise _not_written(path, error) from None
    replace_text(path, new_text)


def replace_text(path: Path, text: str) -> None:
    """The file says ``text`` from now on, whole or not at all. Raises UserError: mistakes in it, or not writable."""
    try:
        content = text.encode()
        load_text(path, content)
        make_folder(path.parent)
        put(path, content)
    except OSError as error:
        raise _not_written(path, error) from None


def _not_written(path: Path, error: OSError) -> UserError:
    return UserError(
        f"The config file {path} cannot be written: {error.strerror or error}.",
        "Check the folder's owner and the free space.",
    )


def with_value(text: str, section: str, key: str, value: object) -> str:
    """The TOML ``text`` with the key set: over an old value, else in place of its commented default, else on top of its
    section. Only the line ends of the key's own line may change."""
    lines = key_lines(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if (section, key) in lines or ((section,) in lines and not _header(text, section)):
        return _with_tomlkit(text, section, key, value)
    return _inserted(text, section, f"{key} = {toml_value(value)}", re.compile(rf"#\s?{re.escape(key)}\s*="))


def _header(text: str, section: str) -> re.Match[str] | None:
    return re.search(rf"^\ufeff?\s*\[\s*{re.escape(section)}\s*\]", text, flags=re.MULTILINE)


def _inserted(text: str, section: str, line: str, commented: re.Pattern[str]) -> str:
    """With a new ``line`` where the commented default stands, or below the header, or in a new section at the end."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    header = next((number for number, old in enumerate(lines) if _header(old, section)), None)
    if header is None:
        gap = "" if not text or text.endswith("\n") else end
        return f"{text}{gap}{end}[{section}]{end}{line}{end}"
    for number in range(header + 1, len(lines)):
        if lines[number].startswith("["):
            break
        if commented.match(lines[number]):
            lines[number] = line + end
            return "".join(lines)
    if not lines[header].endswith("\n"):
        lines[header] += end
    lines.insert(header + 1, line + end)
    return "".join(lines)


def _with_tomlkit(text: str, section: str, key: str, value: object) -> str:
    """Dotted keys, inline tables and old values of several lines are left to somebody who knows them all."""
    import tomlkit  # noqa: PLC0415  # 30 ms, and only for writing

    mark = "\ufeff" if text.startswith("\ufeff") else ""
    document: Any = tomlkit.parse(text.removeprefix("\ufeff"))
    cast("dict[str, Any]", document[section])[key] = value
    return mark + tomlkit.dumps(document)
