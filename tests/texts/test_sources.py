"""What the sources say is what the catalogue has: nothing that is said in a way in which it would never be found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from translating.finding import PACKAGE, literal_of, put_together_in, sentences, text_calls

from posture_watch.texts import catalogue
from posture_watch.texts.templates import PLACE

pytest.importorskip("babel", reason="Babel writes the catalogue; it is a tool of developers")

from translating.files import LANGUAGES, contents, translated_in, translations

LONGEST_MENU_ENTRY = 60


def all_calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from ((path, call) for call in text_calls(ast.parse(path.read_text(encoding="utf-8"))))


def test_text_is_given_sentences_written_out() -> None:
    """No variable, f-string, % or concatenation: it would not be found. What comes from elsewhere is for `retold`."""
    wrong = [f"{path.relative_to(PACKAGE)}:{call.lineno}" for path, call in all_calls() if literal_of(call) is None]
    assert wrong == []


def test_text_is_given_a_value_for_each_place_and_no_other() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, call in all_calls()
        if {k.arg for k in call.keywords} != {place[1] for place in PLACE.finditer(literal_of(call) or "")}
    ]
    assert wrong == []


def test_the_files_are_in_step_with_the_sources() -> None:
    """Else: python scripts/make_texts.py"""
    found = sentences()
    ought = contents(found, {language: translations(language) for language in LANGUAGES})
    assert [path.name for path, made in ought.items() if not path.exists() or path.read_bytes() != made] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str) -> None:
    """A fuzzy entry does not count: nobody has looked at it."""
    done = translations(language)
    assert [sentence for sentence in sentences() if sentence not in done] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_places(language: str) -> None:
    def places(sentence: str) -> list[str]:
        return sorted(place[0] for place in PLACE.finditer(sentence))

    wrong = [english for english, said in translations(language).items() if places(english) != places(said)]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_its_sentence_does(language: str) -> None:
    """Blanks are part of how sentences are put together, and a full stop of what they are."""
    wrong = [
        english
        for english, said in translations(language).items()
        if (english[0] == " ") != (said[0] == " ")
        or (english[-1] == " ") != (said[-1] == " ")
        or (english[-1] in ".?:…") != (said[-1] in ".?:…")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_menu_entry_is_absurdly_long(language: str) -> None:
    done = translations(language)
    buttons = [*menu_entries("window/pages.py"), *menu_entries("window/dialog.py")]
    entries = [*menu_entries("tray/menu.py"), *(entry for entry in buttons if "&" in entry)]
    assert len(entries) > 20
    assert [done[entry] for entry in entries if len(done[entry]) >= LONGEST_MENU_ENTRY] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_to_press_is_one_in_every_language(language: str) -> None:
    done = translations(language)
    entries = [entry for entry in menu_entries("tray/menu.py") if "&" in entry]
    keys = [re.findall(r"&(.)", done[entry]) for entry in entries]
    assert all(len(key) == 1 for key in keys), keys
    assert len(entries) > 20


def menu_entries(module: str) -> list[str]:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    return [sentence for call in text_calls(tree) if (sentence := literal_of(call))]


def test_scolding_words_are_in_no_language() -> None:
    """Never "bad posture", and nothing that claims to heal."""
    words = re.compile(
        r"\bschlecht|falsche haltung|krumm|gesund|heil|(?<!physio)therap|diagnos|\b(?:du\b|dein)", re.IGNORECASE
    )
    allowed = {"macht es schlechter", "Schlechter", "posture_watch ist kein Medizinprodukt."}
    said = {s for s in translations("de").values() if words.search(s) and not any(a in s for a in allowed)}
    assert said == set()


def test_a_fuzzy_or_empty_entry_is_no_translation() -> None:
    po = b'#, fuzzy\nmsgid "guessed"\nmsgstr "geraten"\n\nmsgid "sure"\nmsgstr "sicher"\n\nmsgid "none"\nmsgstr ""\n'
    assert translated_in(po, "de") == {"sure": "sicher"}


def strings_of(source: str, name: str) -> list[str]:
    return list(put_together_in(ast.parse(source), name))


def test_what_is_put_together_in_a_core_module_is_found() -> None:
    source = (
        '"""What this is for."""\n'
        'WHY = "too dark"\n"""A reason."""\n'
        'TABLE = {"some key": "a value here"}\n'
        "def f(n: 'int or so') -> str:\n"
        '    """Says it."""\n'
        '    if n == "not this one":\n        raise ValueError("nor this one")\n'
        '    _log.info("nor that one")\n'
        '    return f"In {n:.2f} of {len(x)} pictures {duration(n)}, {n}" + f"{n} s"\n'
    )
    assert strings_of(source, "core/engine.py") == [
        "too dark",
        "a value here",
        "In {value1} of {len} pictures {time}, {value1}",
    ]
    assert strings_of(source, "store/log.py") == []


def test_what_an_error_says_is_found_anywhere() -> None:
    source = (
        "class LostError(UserError):\n"
        '    """Gone."""\n'
        '    def __init__(self) -> None:\n        super().__init__("it is gone", advice="look for it")\n'
        "def f(path):\n    advice = 'one more'\n    key = 'not a sentence'\n"
        "    raise UserError(f'{path} is broken.', advice)\n"
    )
    assert strings_of(source, "store/anything.py") == ["it is gone", "look for it", "one more", "{path} is broken."]


def test_the_catalogue_that_is_read_is_the_one_that_is_translated() -> None:
    mo = catalogue.read_mo((Path(catalogue.FOLDER) / "de" / "LC_MESSAGES" / "posture_watch.mo").read_bytes())
    assert mo == translations("de")
