"""The console script: hands each command to its module of commands/. Imports nothing that `status` does not need."""

from __future__ import annotations

import codecs
import errno
import importlib
import io
import os
import sys

from posture_watch.errors import UserError, nothing_changed
from posture_watch.places import user_places
from posture_watch.texts import choose, configured_language, retold, text

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

USER_ERROR = 2
"""Exit code for something the user can mend, as argparse has it."""
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code. A user's mistake is a message, never a traceback."""
    _have_an_output()
    module, options = _understood(sys.argv[1:] if arguments is None else arguments)
    # programs read --json: it is English in every language
    choose("en" if getattr(options, "json", False) else configured_language(user_places().config_file))
    try:
        with nothing_changed():
            command = importlib.import_module(f"posture_watch.commands.{module}")
        code = int(command.run(options) or 0)
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"posture-watch: {retold(error.message)}", file=sys.stderr)
        if error.advice:
            print(retold(error.advice), file=sys.stderr)
        return USER_ERROR
    except BrokenPipeError:
        # `posture-watch report | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC or error.filename is not None:
            raise
        # `posture-watch report > FILE` on a full disk
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        said = text("The output cannot be written: {reason}.", reason=error.strerror)
        print(f"posture-watch: {said}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt as interrupt:
        if str(interrupt):
            print(retold(str(interrupt)), file=sys.stderr)
        return INTERRUPTED


def _understood(arguments: Sequence[str]) -> tuple[str, argparse.Namespace | StatusOptions]:
    """The module of commands/ to run, and what was asked of it."""
    # a parser of all commands takes longer than the whole of `status`, which bars and prompts ask for all day
    if list(arguments) in (["status"], ["status", "--json"]):
        return "status", StatusOptions(as_json="--json" in arguments)
    from posture_watch.command_line import build_parser  # noqa: PLC0415  # as above

    options = build_parser().parse_args(arguments)
    return options.module, options


class StatusOptions:
    """What the parser makes of `status`, without one. ``json``: print the answer as it came."""

    def __init__(self, *, as_json: bool) -> None:
        self.json = as_json


def _have_an_output() -> None:
    """A program started without one (`>&-`) says what it says to nobody, and opens no log in its place."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]  # it may be
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # for as long as the program runs
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # as above
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # as above
    codecs.register_error("posture_watch.spelled", _spelled)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper) and output.errors in ("strict", "backslashreplace", "surrogateescape"):
            output.reconfigure(errors="posture_watch.spelled")


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """An output that lacks a letter is no reason to end: what was asked for may be done already."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from posture_watch.report.layout import in_ascii  # noqa: PLC0415  # only for an output that lacks a letter

    return in_ascii(error.object[error.start : error.end]), error.end


if __name__ == "__main__":
    sys.exit(main())
