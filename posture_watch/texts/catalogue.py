"""Looks a sentence up in the chosen language. A sentence that has no translation is said in English, never dropped."""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "posture_watch"
FOLDER = Path(__file__).with_name("locale")

_chosen: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str) -> None:
    """Speak ``language`` from now on ("en", "de"). One that has no catalogue is English."""
    global _chosen  # noqa: PLW0603  # one process speaks one language
    _chosen = gettext.translation(DOMAIN, FOLDER, languages=[language], fallback=True)


def text(sentence: str, /, **values: object) -> str:
    """``sentence`` in the language of the user, then formatted with ``values`` as str.format does."""
    said = _chosen.gettext(sentence) if sentence else ""
    return said.format(**values) if values else said
