"""A disk that keeps only what it was told to flush: what may stand on it if the power goes after each deed.

Stricter than any file system in use: each write that was not flushed is there or not, by itself, perhaps a part of it;
so is each change of a name. What was flushed is there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.faults.recorded import Create, Cut, Deed, Link, Make, Remove, Rename, Said, Sync, SyncFolder, Write

SECTOR_BYTES = 512
"""What a disk writes whole."""


@dataclass(slots=True)
class _File:
    """``durable`` has been flushed, ``pending`` not."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write | Cut] = field(default_factory=list[Write | Cut])

    def flush(self) -> None:
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()


@dataclass(slots=True)
class _Folder:
    """Names: ``durable`` ones, and changes that are not flushed, each of one or two names (a renaming) at once."""

    durable: dict[str, _File | _Folder] = field(default_factory=dict[str, "_File | _Folder"])
    now: dict[str, _File | _Folder] = field(default_factory=dict[str, "_File | _Folder"])
    pending: list[dict[str, _File | _Folder | None]] = field(default_factory=list[dict[str, "_File | _Folder | None"]])

    def change(self, names: dict[str, _File | _Folder | None]) -> None:
        self.pending.append(names)
        _rename(self.now, names)

    def flush(self) -> None:
        for names in self.pending:
            _rename(self.durable, names)
        self.pending.clear()


class Keep:
    """What of the unflushed the disk has kept: everything, nothing, or each thing by a throw of the dice."""

    def __init__(self, share: float, chance: random.Random | None = None) -> None:
        self._share, self._chance = share, chance or random.Random(0)

    def takes(self) -> bool:
        """Whether this one is kept."""
        return self._chance.random() < self._share

    def part(self, write: Write) -> Write:
        """As much of a kept write as the disk has finished."""
        if self._share == 1.0 or len(write.content) <= SECTOR_BYTES or self._chance.random() < 0.7:
            return write
        sectors = self._chance.randrange(1, len(write.content) // SECTOR_BYTES + 1)
        return Write(write.file, write.offset, write.content[: sectors * SECTOR_BYTES])


class Disk:
    """The folder at ``root``, which is there and empty at the beginning."""

    def __init__(self, root: Path) -> None:
        self._root, self._top, self._files = PurePosixPath(root), _Folder(), dict[int, _File]()

    def do(self, deed: Deed) -> None:
        """One deed more."""
        match deed:
            case Make(path):
                self._put(path, _Folder())
            case Create(file, path):
                self._files[file] = _File()
                if path is not None:
                    self._put(path, self._files[file])
            case Write(file) | Cut(file):
                self._files[file].pending.append(deed)
            case Sync(file):
                self._files[file].flush()
            case SyncFolder(path):
                self._folder(PurePosixPath(path)).flush()
            case Link(file, path):
                self._put(path, self._files[file])
            case Rename(old, new):
                self._rename(PurePosixPath(old), PurePosixPath(new))
            case Remove(path):
                gone = PurePosixPath(path)
                self._folder(gone.parent).change({gone.name: None})
            case Said():
                pass

    def stands(self, target: Path, keep: Keep) -> None:
        """Write what the power cut leaves into the new folder ``target``."""
        _write(self._top, target, keep)

    def _put(self, path: str, what: _File | _Folder) -> None:
        name = PurePosixPath(path)
        if name != self._root:
            self._folder(name.parent).change({name.name: what})

    def _rename(self, old: PurePosixPath, new: PurePosixPath) -> None:
        there, here = self._folder(old.parent), self._folder(new.parent)
        moved = there.now[old.name]
        if there is here:
            there.change({old.name: None, new.name: moved})
        else:  # of which a disk may keep one
            here.change({new.name: moved})
            there.change({old.name: None})

    def _folder(self, path: PurePosixPath) -> _Folder:
        folder = self._top
        for name in path.relative_to(self._root).parts:
            inner = folder.now[name]
            assert isinstance(inner, _Folder)
            folder = inner
        return folder


def _rename(names: dict[str, _File | _Folder], changes: dict[str, _File | _Folder | None]) -> None:
    for name, what in changes.items():
        if what is None:
            names.pop(name, None)
        else:
            names[name] = what


def _apply(content: bytearray, change: Write | Cut) -> None:
    if isinstance(change, Cut):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(0, change.offset - len(content))))
    content[change.offset : change.offset + len(change.content)] = change.content


def _write(folder: _Folder, target: Path, keep: Keep) -> None:
    target.mkdir(mode=0o700)
    names = dict(folder.durable)
    for change in folder.pending:
        if keep.takes():
            _rename(names, change)
    for name, what in names.items():
        if isinstance(what, _Folder):
            _write(what, target / name, keep)
            continue
        content = bytearray(what.durable)
        for one in what.pending:
            if keep.takes():
                _apply(content, keep.part(one) if isinstance(one, Write) else one)
        (target / name).write_bytes(content)
