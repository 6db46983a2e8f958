"""The file of an export: a part file that grows page by page, and a note beside it that says how far it is."""

import asyncio
import errno
import gzip
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Final, Self, TypeVar, cast

import attrs

from ..pagination import Checkpoint
from .errors import ExportError, ExportLockedError, ExportMismatchError
from .export_layouts import ExportColumn, FileKind, JsonLinesLayout, Layout, RawObject

T = TypeVar("T")

#: What the note begins with, so that another file is not taken for one.
_KIND: Final = "intercom-async export 1"
_ADVICE: Final = "discard it with restart (--restart) or choose another file"
#: Where an object says which workspace it is of.
_WORKSPACE: Final = ("workspace_id", "app_id")
#: What differs without its values being shown: they may be personal data, or say nothing.
_HIDDEN: Final = frozenset({"filter"})


@attrs.frozen(kw_only=True)
class Note:
    """How far the part file is."""

    binding: Mapping[str, str] = attrs.field(validator=attrs.validators.instance_of(dict))
    columns: tuple[ExportColumn, ...] = ()
    #: Where the list goes on; None where it cannot: before the first page, and by scroll.
    checkpoint: Checkpoint | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(dict))
    )
    workspace: str | None = None
    rows: int = attrs.field(default=0, validator=attrs.validators.instance_of(int))
    #: Bytes of the part file; what is behind them was written by an export that was killed.
    size: int = attrs.field(default=0, validator=attrs.validators.instance_of(int))

    def dump(self) -> bytes:
        """Return it as JSON."""
        return json.dumps({"kind": _KIND, **attrs.asdict(self)}, indent=1).encode("ascii")

    @classmethod
    def load(cls, text: bytes) -> "Note":
        """Read it; what is no note is a `ValueError`, `KeyError` or `TypeError`."""
        body: dict[str, Any] = dict(json.loads(text))
        if body.pop("kind") != _KIND:
            raise ValueError(_KIND)
        columns = tuple(ExportColumn(**column) for column in body.pop("columns"))
        return cls(columns=columns, **body)


class _Files:
    """The files themselves; every method is called in the export's thread."""

    __slots__ = ("_compressed", "_file", "_note_path", "_part", "_path")

    def __init__(self, path: Path, *, compressed: bool) -> None:
        self._path = path
        self._compressed = compressed
        self._part = path.with_name(path.name + ".part")
        self._note_path = path.with_name(path.name + ".part.json")
        self._file: IO[bytes] | None = None

    def open(self, binding: Mapping[str, str], *, restart: bool) -> Note | None:
        """Return what an earlier export noted, None when there is none or *restart* discards it."""
        if self._path.is_dir() or not self._path.parent.is_dir():
            msg = f"{self._path} cannot be written: it is a folder, or its folder does not exist"
            raise ExportError(msg)
        try:
            self._file = self._part.open("r+b")
        except FileNotFoundError:
            return None  # a note alone is what an export leaves that was killed as it began or ended
        self._lock(self._file)
        if restart:
            return None
        note = self._read_note()
        differs = [
            f"the {name} is another" if name in _HIDDEN else f"{name} was {note.binding.get(name)}, is now {value}"
            for name, value in binding.items()
            if note.binding.get(name) != value
        ]
        if differs:
            raise self.mismatch(differs)
        if self._file.seek(0, os.SEEK_END) < note.size:
            msg = f"{self._part} is shorter than its export noted: {_ADVICE}"
            raise ExportError(msg)
        return note

    def _read_note(self) -> Note:
        try:
            return Note.load(self._note_path.read_bytes())
        except FileNotFoundError as exc:
            msg = f"{self._part} exists, and no note beside it says that an export wrote it: {_ADVICE}"
            raise ExportError(msg) from exc
        except (ValueError, KeyError, TypeError) as exc:
            msg = f"{self._note_path} is no note of an export, or damaged: {_ADVICE}"
            raise ExportError(msg) from exc

    def resume(self, size: int) -> None:
        """Cut the part file to what was noted."""
        file = cast("IO[bytes]", self._file)
        file.truncate(size)
        file.seek(size)

    def begin(self, note: Note, header: bytes) -> Note:
        """Begin the part file anew; its note is there first, so that a part without one is nobody's of ours."""
        self.write_note(note)
        if self._file is not None:
            self._file.close()
            self._part.unlink()
        try:
            self._file = self._part.open("xb")
        except FileExistsError as exc:
            raise self._locked() from exc
        self._lock(self._file)
        return self.append(note, header)

    def append(self, note: Note, data: bytes) -> Note:
        """Write *data* and, when it is on the disk, *note* with the new size."""
        file = cast("IO[bytes]", self._file)
        if self._compressed:
            data = gzip.compress(data, mtime=0)  # one member a page: a file of whole members can be cut and goes on
        file.write(data)
        _sync(file)
        note = attrs.evolve(note, size=note.size + len(data))
        self.write_note(note)
        return note

    def write_note(self, note: Note) -> None:
        """Replace the note in one step."""
        fresh = self._note_path.with_name(self._note_path.name + ".new")
        with fresh.open("wb") as file:
            file.write(note.dump())
            _sync(file)
        fresh.replace(self._note_path)

    def finish(self) -> None:
        """Put the file in its place."""
        self.close()
        self._part.replace(self._path)
        self._note_path.unlink()

    def close(self) -> None:
        """Close what is open; may be called again."""
        if self._file is not None:
            self._file.close()

    def _lock(self, file: IO[bytes]) -> None:
        """Keep other exports out; the lock goes with the process. Windows keeps no file from them."""
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as exc:
                if exc.errno in {errno.EAGAIN, errno.EACCES}:
                    raise self._locked() from exc
                # else the file system has no locks

    def mismatch(self, differs: Sequence[str]) -> ExportMismatchError:
        """Return the error for another export's part file."""
        return ExportMismatchError(self._part, differs=differs)

    def _locked(self) -> ExportLockedError:
        return ExportLockedError(f"{self._part} is in use: another export is writing it")


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


class ExportFile:
    """Written beside its final name and put there at the end; what was written outlives a kill. Use ``async with``.

    A page and its note reach the disk together, in a thread: the note never says more than the file holds.
    """

    __slots__ = ("_begun", "_files", "_layout", "_restart", "_thread", "discarded", "note", "resumed")

    def __init__(self, path: Path, kind: FileKind, binding: Mapping[str, str], *, restart: bool) -> None:
        self._files = _Files(path, compressed=kind.compressed)
        self._restart = restart
        self._layout: Layout = JsonLinesLayout()
        self._thread = ThreadPoolExecutor(1, "intercom-export")
        self._begun = False
        #: How far it is; what an earlier export noted when that is gone on with.
        self.note: Note = Note(binding=dict(binding))
        #: Whether an earlier export is gone on with.
        self.resumed: bool = False
        #: The rows of an earlier export that cannot be gone on with, since its list has no checkpoints.
        self.discarded: int = 0

    async def __aenter__(self) -> Self:
        try:
            await self._call(self._open)
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._close()

    async def _close(self) -> None:
        """Let the thread finish what it writes, then close the file."""
        closing = self._thread.submit(self._files.close)
        self._thread.shutdown(wait=False)
        await asyncio.wrap_future(closing)

    def _open(self) -> None:
        found = self._files.open(self.note.binding, restart=self._restart)
        if found is None:
            return
        if found.checkpoint is None:
            self.discarded = found.rows
            return
        self._files.resume(found.size)
        self.note, self._begun, self.resumed = found, True, True

    def use(self, layout: Layout) -> None:
        """Write by *layout*; a new file is not begun before there is a page to write."""
        self._layout = layout

    async def append(self, objects: Sequence[RawObject], checkpoint: Checkpoint | None) -> None:
        """Add a page, on the disk when this returns; *checkpoint* says where the list goes on after it."""
        await self._call(lambda: self._append(objects, checkpoint))

    def _append(self, objects: Sequence[RawObject], checkpoint: Checkpoint | None) -> None:
        workspace, known = _workspace(objects), self.note.workspace
        if known is not None and workspace not in {None, known}:
            raise self._files.mismatch([f"the workspace was {known}, is now {workspace}"])
        self._begin()
        note = attrs.evolve(
            self.note, rows=self.note.rows + len(objects), checkpoint=checkpoint, workspace=known or workspace
        )
        self.note = self._files.append(note, self._layout.lines(objects))

    def _begin(self) -> None:
        if not self._begun:
            note = attrs.evolve(self.note, columns=self._layout.columns)
            self.note = self._files.begin(note, self._layout.header())
            self._begun = True

    async def finish(self) -> None:
        """Put the file in its place: the list is at its end."""
        await self._call(self._finish)

    def _finish(self) -> None:
        self._begin()
        self._files.finish()

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)


def _workspace(objects: Sequence[RawObject]) -> str | None:
    """Return the workspace that *objects* are of, None when they do not say."""
    found = (each.get(name) for each in objects for name in _WORKSPACE)
    return next((str(value) for value in found if value), None)
