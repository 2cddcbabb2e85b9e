"""Asks a person at a terminal. On stdout: input() writes its own prompt to the native stderr, which is silenced."""

from __future__ import annotations


def ask(question: str) -> str:
    """What is typed after ``question``, without the end of the line. Raises EOFError at an end of input."""
    print(f"{question} ", end="", flush=True)
    return input()


def agrees(question: str) -> bool:
    """Whether ``question``, which ends with [y/N], is answered with a yes. An end of input is a no, garbage too."""
    try:
        said = ask(question)
    except (EOFError, UnicodeDecodeError):
        return False
    return said.strip().lower() in ("y", "yes", "j", "ja")
