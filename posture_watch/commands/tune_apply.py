"""`tune --apply`: the limits written into the settings file; the change is shown first, and asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from posture_watch.commands.asking import agrees
from posture_watch.config.rule_editing import Edit, edited
from posture_watch.core.rules import Rule
from posture_watch.errors import UserError
from posture_watch.texts import text
from posture_watch.tuning.answer import Answer
from posture_watch.tuning.limits import changes


@dataclass(frozen=True, slots=True)
class Applying:
    """A change of the settings file that is to be agreed to."""

    edit: Edit

    @property
    def diff(self) -> str:
        """As `diff -u` shows it."""
        return self.edit.diff

    def write_if(self, *, agreed: bool, quietly: bool) -> bool:
        """Show it, ask unless ``agreed``, write it. Raises UserError if the answer is no."""
        if not quietly:
            print()
            if self.edit.is_new:
                print(text("There is no settings file yet; it is written with every key explained, and this change:"))
            print(self.diff)
            print()
            sys.stdout.flush()
        if not agreed and not agrees(text("Write this to {path}? [y/N]", path=self.edit.path)):
            raise UserError("Nothing was written.")
        self.edit.write()
        if not quietly:
            print(text("Written to {path}. A running monitor takes it up by itself.", path=self.edit.path))
        return True


def require_applicable(*, agreed: bool, as_json: bool) -> None:
    """Raises UserError where nobody could be asked."""
    if not agreed and (as_json or not sys.stdin.isatty()):
        raise UserError("--apply changes your settings file.", "Say --yes to agree.")


def apply(answer: Answer, config_file: Path) -> Applying:
    """The change that the answer stands for. Raises UserError if it has none."""
    if not answer.chosen:
        raise UserError(answer.not_chosen, answer.advice)
    return Applying(edited(config_file, _changes(answer.chosen)))


def _changes(chosen: Sequence[tuple[Rule, Rule]]) -> dict[str, dict[str, object]]:
    return {now.name: changes(now, new) for now, new in chosen if changes(now, new)}
