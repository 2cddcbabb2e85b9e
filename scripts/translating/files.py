"""The catalogue's files: .pot (all sentences), .po (to translate), .mo (to read). The only place that knows Babel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from translating.finding import PACKAGE

FOLDER = PACKAGE / "texts" / "locale"
POT = FOLDER / "posture_watch.pot"
LANGUAGES = ("de",)
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every header: dates that change say nothing, and a file is to be the same if its sentences are."""


def po_file(language: str) -> Path:
    """Where a language is translated."""
    return FOLDER / language / "LC_MESSAGES" / "posture_watch.po"


def translations(language: str) -> dict[str, str]:
    """What is translated already."""
    file = po_file(language)
    return translated_in(file.read_bytes(), language) if file.exists() else {}


def translated_in(po: bytes, language: str) -> dict[str, str]:
    """English to the other language; fuzzy entries do not count."""
    catalog = read_po(BytesIO(po), locale=language)
    return {str(m.id): str(m.string) for m in catalog if m.id and m.string and not m.fuzzy}


def contents(found: Mapping[str, list[str]], known: Mapping[str, Mapping[str, str]]) -> dict[Path, bytes]:
    """Every file as it ought to be, for these sentences and their translations by language."""
    made = {POT: _po(_catalog(found, {}, None))}
    for language in LANGUAGES:
        catalog = _catalog(found, known[language], language)
        mo = BytesIO()
        write_mo(mo, catalog)
        made[po_file(language)] = _po(catalog)
        made[po_file(language).with_suffix(".mo")] = mo.getvalue()
    return made


def _catalog(found: Mapping[str, list[str]], known: Mapping[str, str], language: str | None) -> Catalog:
    catalog = Catalog(
        locale=language,
        project="posture_watch",
        version="1",
        creation_date=_FIRST,
        revision_date=_FIRST,
        last_translator="the posture_watch authors",
        language_team="none",
        msgid_bugs_address="see README.md",
        header_comment="# The sentences of posture_watch. Made by scripts/make_texts.py; see docs/translating.md.",
        fuzzy=False,
    )
    for sentence, files in found.items():
        catalog.add(sentence, known.get(sentence, ""), locations=[(file, None) for file in files])  # type: ignore[misc]
        catalog[sentence].flags.discard("python-format")  # places are {named}; a % is a per cent sign
    return catalog


def _po(catalog: Catalog) -> bytes:
    po = BytesIO()
    write_po(po, catalog, width=120, include_lineno=False, sort_by_file=False)
    return po.getvalue()
