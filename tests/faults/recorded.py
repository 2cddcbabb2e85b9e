"""What a process did to the files below one folder, in order, read from strace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,open,creat,write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,ftruncate,truncate,"
    "unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,mkdir,mkdirat,close,dup,dup2,dup3,lseek,fallocate,"
    "copy_file_range,sendfile,fcntl"
)
"""Everything that changes a file or a folder, and what a file's descriptors need to be followed."""
COMMAND = ("strace", "-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}")

_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<((?:\\x[0-9a-f]{2})*)>(?:\(deleted\))?)?")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(-?\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True, slots=True)
class Make:
    """A folder has got its name."""

    path: str


@dataclass(frozen=True, slots=True)
class Create:
    """A file is there from now on; ``path`` is None for one without a name. ``file`` is what it is called by here."""

    file: int
    path: str | None


@dataclass(frozen=True, slots=True)
class Write:
    """``content`` at ``offset`` of a file."""

    file: int
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file is so long from now on."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """All that was written to a file is on the disk, once this is done."""

    file: int


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """All names in a folder are on the disk, once this is done."""

    path: str


@dataclass(frozen=True, slots=True)
class Link:
    """A file has got (another) name."""

    file: int
    path: str


@dataclass(frozen=True, slots=True)
class Rename:
    """A name has become another one."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A name is gone: of a file or an empty folder."""

    path: str


@dataclass(frozen=True, slots=True)
class Said:
    """The process has told something to the file beside the folder: that a call has returned, for example."""

    line: str


Deed = Make | Create | Write | Cut | Sync | SyncFolder | Link | Rename | Remove | Said


@dataclass(slots=True)
class _Open:
    """An open file: which, how far it has been written, and whether writes go to its end."""

    file: int
    at: int = 0
    appends: bool = False


class Reader:
    """Of strace's lines. Calls that failed are left out; one that it does not know, below the folder, is an error."""

    def __init__(self, root: Path, told: Path) -> None:
        self._root, self._told = str(root), str(told)
        self._open: dict[int, _Open | str] = {}
        self._files: dict[str, int] = {}
        self._sizes: list[int] = []

    def deeds(self, lines: Iterator[str]) -> Iterator[Deed]:
        """In order."""
        for line in lines:
            found = _CALL.match(line)
            assert found or "<unfinished" not in line, f"several threads at once: {line[:200]}"
            if found and int(found[3]) >= 0:
                yield from self._deed(found[1], found[2], int(found[3]), _text(found[4] or ""))

    def _deed(self, call: str, arguments: str, result: int, opened: str) -> Iterator[Deed]:
        paths = [self._absolute(text, arguments) for text in _TEXT.findall(arguments)] if "write" not in call else []
        match call:
            case "open" | "openat" | "creat":
                yield from self._opened(arguments, result, opened, paths)
            case "close":
                self._open.pop(_first(arguments), None)
            case "dup" | "dup2" | "dup3" | "fcntl":
                if (call != "fcntl" or "F_DUPFD" in arguments) and _first(arguments) in self._open:
                    self._open[result] = self._open[_first(arguments)]
            case "lseek":
                opened_file = self._open.get(_first(arguments))
                if isinstance(opened_file, _Open):
                    opened_file.at = result
            case "write" | "pwrite64":
                yield from self._written(call, arguments, result)
            case "fsync" | "fdatasync":
                synced = self._open.get(_first(arguments))
                if isinstance(synced, _Open):
                    yield Sync(synced.file)
                elif synced is not None:
                    yield SyncFolder(synced)
            case "ftruncate":
                cut = self._open.get(_first(arguments))
                if isinstance(cut, _Open):
                    size = int(arguments.rpartition(",")[2])
                    self._sizes[cut.file] = size
                    yield Cut(cut.file, size)
            case "mkdir" | "mkdirat":
                yield from (Make(path) for path in paths if self._is_below(path))
            case "unlink" | "unlinkat" | "rmdir":
                yield from self._removed(paths[0])
            case "link" | "linkat":
                yield from self._linked(arguments, *paths)
            case "rename" | "renameat" | "renameat2":
                yield from self._renamed(*paths)
            case _:
                below = any(self._is_below(path) for path in paths) or _first(arguments) in self._open
                assert not below, f"no way to play {call}({arguments[:200]}"

    def _opened(self, arguments: str, result: int, opened: str, paths: list[str]) -> Iterator[Deed]:
        self._open.pop(result, None)
        path = paths[0]
        if path == self._told:
            self._open[result] = "told"
        if not self._is_below(path):
            return
        if "O_TMPFILE" in arguments:
            self._open[result] = _Open(self._new())
            yield Create(len(self._sizes) - 1, None)
        elif "O_DIRECTORY" in arguments or (path not in self._files and "O_CREAT" not in arguments):
            self._open[result] = path  # a folder
        else:
            if path not in self._files:
                self._files[path] = self._new()
                yield Create(self._files[path], path)
            file = self._files[path]
            self._open[result] = _Open(file, appends="O_APPEND" in arguments)
            if "O_TRUNC" in arguments and self._sizes[file]:
                self._sizes[file] = 0
                yield Cut(file, 0)
        assert not opened or opened.removesuffix(" (deleted)").startswith(path), (opened, path)

    def _written(self, call: str, arguments: str, result: int) -> Iterator[Deed]:
        target = self._open.get(_first(arguments))
        if target is None:
            return
        found = _TEXT.search(arguments)
        assert found
        content = bytes.fromhex(found[1].replace("\\x", ""))
        if target == "told":
            yield from (Said(line) for line in content.decode().splitlines())
            return
        assert isinstance(target, _Open)
        assert len(content) >= result, "strace has cut it"
        if call == "pwrite64":
            offset = int(arguments.rpartition(",")[2])
        else:
            offset = self._sizes[target.file] if target.appends else target.at
            target.at = offset + result
        self._sizes[target.file] = max(self._sizes[target.file], offset + result)
        yield Write(target.file, offset, content[:result])

    def _removed(self, path: str) -> Iterator[Deed]:
        if self._is_below(path):
            self._files.pop(path, None)
            yield Remove(path)

    def _linked(self, arguments: str, old: str, new: str) -> Iterator[Deed]:
        if not self._is_below(new):
            return
        if old.startswith("/proc/self/fd/"):
            opened = self._open[int(old.rpartition("/")[2])]
            assert isinstance(opened, _Open), arguments[:200]
            file = opened.file
        else:
            file = self._files[old]
        self._files[new] = file
        yield Link(file, new)

    def _renamed(self, old: str, new: str) -> Iterator[Deed]:
        if not (self._is_below(old) or self._is_below(new)):
            return
        moved = {path: new + path[len(old) :] for path in self._files if path == old or path.startswith(f"{old}/")}
        for before, after in moved.items():
            self._files[after] = self._files.pop(before)
        yield Rename(old, new)

    def _new(self) -> int:
        self._sizes.append(0)
        return len(self._sizes) - 1

    def _is_below(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root}/")

    def _absolute(self, coded: str, arguments: str) -> str:
        path = _text(coded)
        if path.startswith("/"):
            return path
        folder = _DESCRIPTOR.match(arguments)
        return f"{_text(folder[2]) if folder else ''}/{path}"


def _first(arguments: str) -> int:
    found = re.match(r"-?\d+", arguments)
    return int(found[0]) if found else -1


def _text(coded: str) -> str:
    return bytes.fromhex(coded.replace("\\x", "")).decode(errors="surrogateescape")
