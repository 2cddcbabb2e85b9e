"""Brings the catalogue of texts up to date with the code: .pot, .po and .mo. Says what is still to be translated.

python scripts/make_texts.py            write the files
python scripts/make_texts.py --check    write nothing; exit code 1 if a file is out of step or a sentence missing
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from translating.files import LANGUAGES, contents, translations
from translating.finding import ROOT, sentences


def main(words: list[str]) -> int:
    """Write or check; exit code 1 if something is left to do."""
    found = sentences()
    known = {language: translations(language) for language in LANGUAGES}
    stale = {path: made for path, made in contents(found, known).items() if not _is(path, made)}
    for path, made in stale.items():
        print(f"{'out of step' if '--check' in words else 'written'}: {path.relative_to(ROOT)}")
        if "--check" not in words:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
    missing = [(language, s) for language in LANGUAGES for s in found if s not in known[language]]
    for language, sentence in missing:
        print(f"to be translated ({language}): {sentence}  [{', '.join(found[sentence])}]")
    print(f"{len(found)} sentences")
    return 1 if missing or ("--check" in words and stale) else 0


def _is(path: Path, made: bytes) -> bool:
    return path.exists() and path.read_bytes() == made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
