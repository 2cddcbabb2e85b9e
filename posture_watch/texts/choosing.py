"""Which language to speak: what the settings say, else the environment as gettext reads it, else the system."""

from __future__ import annotations

import os
import re
import sys

from posture_watch.texts.catalogue import FOLDER, use_language

TYPE_CHECKING = False  # typing takes 3 ms, pathlib 5
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEY = r"""language\s*=\s*["'](\w+)["']"""
_ENDINGS = str.maketrans("_@-", "...")
"""What a language ends before: "de" of "de_DE.UTF-8@euro"."""


def choose(configured: str = "auto", environ: Mapping[str, str] = os.environ) -> str:
    """Speak ``configured`` ("auto", "en", "de") from now on; return which language that is. Never raises."""
    language = configured if configured in languages() else _of_environment(environ)
    use_language(language)
    return language


def configured_language(file: str | Path) -> str:
    """The key ``language`` of the settings file, "auto" without one. It is only looked for, not checked: `config check`
    does that, and a command that must be instant does not read all the settings."""
    try:
        with open(file, encoding="utf-8", errors="replace") as settings:  # noqa: PTH123  # no pathlib, as above
            lines = settings.read().splitlines()
    except OSError:
        return "auto"
    for line in map(str.strip, lines):
        if line.startswith("["):  # a key of the top level stands above all sections
            break
        if line.startswith("language") and (found := re.match(_KEY, line)):
            return found[1]
    return "auto"


def languages() -> tuple[str, ...]:
    """English, and every language with a catalogue."""
    return ("en", *sorted(folder.name for folder in os.scandir(FOLDER) if folder.is_dir()))


def _of_environment(environ: Mapping[str, str]) -> str:
    """LC_ALL, LC_MESSAGES, LANG: the first that is set; LANGUAGE is a list of wishes that goes before, but not where
    the plain C is asked for."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if _language(locale) in ("C", "POSIX"):
        return "en"
    wishes = [wish for wish in environ.get("LANGUAGE", "").split(":") if wish]
    if not wishes and not locale:
        return _first_known(_of_system())
    return _first_known([*wishes, locale])


def _first_known(wishes: list[str]) -> str:
    known = languages()
    return next((_language(wish) for wish in wishes if _language(wish) in known), "en")


def _language(locale: str) -> str:
    """ "de" of "de_DE.UTF-8" or "de-AT"."""
    return locale.translate(_ENDINGS).partition(".")[0]


def _of_system() -> list[str]:
    """What a program without these variables is shown in, where desktops keep it elsewhere (written, not run)."""
    try:
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415  # only there
            import locale  # noqa: PLC0415

            return [locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")]
        if sys.platform == "darwin":
            import subprocess  # noqa: PLC0415

            asked = ["/usr/bin/defaults", "read", "-g", "AppleLanguages"]
            said = subprocess.run(asked, capture_output=True, text=True, timeout=2, check=False).stdout  # noqa: S603
            return re.findall(r"[A-Za-z]{2,3}(?:-\w+)*", said)
    except Exception:  # whatever a foreign system does, English is there
        return []
    return []
