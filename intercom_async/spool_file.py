"""A spool that puts what its reader cannot take yet into a temporary file, so that memory stays small."""

import asyncio
import io
import tempfile
import threading
import weakref
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, Generic, TypeVar

from .errors import ScrollSpoolError
from .read_ahead import Spool

R = TypeVar("R")
A = TypeVar("A")
B = TypeVar("B")

#: How many wait as they are, before anything is put away.
_HEAD: Final = 4
#: How many bytes are written and read at a time.
_BATCH: Final = 1 << 18
#: Bytes of a record's length.
_PREFIX: Final = 4


class SpoolFile:
    """Records in a file without a name, first in first out; its space is used again.

    Made with the first record, by one thread at a time; gone when closed or forgotten, whatever else happens.
    """

    __slots__ = ("__weakref__", "_closed", "_end", "_file", "_limit", "_lock", "_read", "_written")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._file: io.FileIO | None = None
        #: Holds the file too: a collected cycle would finalize both in any order, and the file complain.
        self._end: weakref.finalize[[], SpoolFile] | None = None
        self._closed = False
        #: How many bytes so far; where they stand in the file follows from its limit.
        self._written = self._read = 0

    @property
    def unread(self) -> int:
        """How many bytes wait."""
        return self._written - self._read

    def write(self, records: list[bytes]) -> None:
        """Add *records*, all or none."""
        data = b"".join(len(record).to_bytes(_PREFIX) + record for record in records)
        if self.unread + len(data) > self._limit:
            msg = (
                f"more than spool_limit={self._limit:,} bytes of the scroll wait for their reader: "
                "give scroll(spool_limit=...) more, or do the slow work after reading"
            )
            raise ScrollSpoolError(msg)
        with self._using() as file:
            at = self._written % self._limit
            for start, piece in ((at, data[: self._limit - at]), (0, data[self._limit - at :])):
                file.seek(start)
                rest = memoryview(piece)
                while rest:
                    rest = rest[file.write(rest) :]
            self._written += len(data)

    def read(self, most: int) -> list[bytes]:
        """Take records of about *most* bytes, at least one."""
        with self._using() as file:
            data = self._at(file, min(self.unread, most))
            first = _PREFIX + int.from_bytes(data[:_PREFIX])
            if first > len(data):
                data = self._at(file, first)
            records: list[bytes] = []
            start = 0
            while (begin := start + _PREFIX) <= len(data):
                end = begin + int.from_bytes(data[start:begin])
                if end > len(data):
                    break
                records.append(data[begin:end])
                start = end
            self._read += start
            if not self.unread:
                self._written = self._read = 0
                file.truncate(0)
            return records

    def _at(self, file: io.FileIO, size: int) -> bytes:
        """Return the next *size* bytes."""
        at = self._read % self._limit
        file.seek(at)
        data = file.read(min(size, self._limit - at))
        if len(data) < size:
            file.seek(0)
            data += file.read(size - len(data))
        return data

    @contextmanager
    def _using(self) -> Generator[io.FileIO]:
        """Give the file to one thread; when it was closed meanwhile, it is so behind that one."""
        try:
            with self._lock:
                if self._closed:
                    msg = "the spool file is closed: nobody reads the scroll any more"
                    raise ScrollSpoolError(msg)
                if self._file is None:
                    self._file = tempfile.TemporaryFile(buffering=0, prefix="intercom_async-")  # noqa: SIM115  # `close` ends it
                    self._end = weakref.finalize(self, self._file.close)
                yield self._file
        except OSError as error:
            msg = (
                f"the scroll's spool file failed ({error}): make room, let TMPDIR name another place, or spool_limit=0"
            )
            raise ScrollSpoolError(msg) from error
        finally:
            if self._closed:
                self.close()

    def close(self) -> None:
        """Delete the file, from any thread and without waiting for one that uses it."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                self._file = None
                if self._end is not None:
                    self._end()
            finally:
                self._lock.release()


class FileSpool(Spool[R], Generic[R]):
    """A spool that keeps all but a few packed, in a file of at most *limit* bytes; 0 for no file."""

    __slots__ = ("_file", "_io", "_pack", "_packed", "_unpack", "_weight", "limit", "spilled")

    def __init__(self, pack: Callable[[R], bytes], unpack: Callable[[bytes], R], limit: int) -> None:
        super().__init__()
        self._pack = pack
        self._unpack = unpack
        #: What is on its way to the file, or back when the reader is faster.
        self._packed: list[bytes] = []
        self._weight = 0
        self._file = SpoolFile(limit)
        self._io = asyncio.Lock()
        self.limit: int = limit
        #: How many went into the file.
        self.spilled: int = 0

    async def add(self, item: R) -> None:
        """Add *item*, to be called by one task; `ScrollSpoolError` when the file would grow over its limit."""
        if len(self._ready) < _HEAD and not self._behind:
            self.put(item)
            return
        record = self._pack(item)
        self._packed.append(record)
        self._weight += len(record)
        self._changed.set()
        if self.limit and self._weight >= min(_BATCH, self.limit // 4):
            await self._spill()

    @property
    def _behind(self) -> bool:
        """Whether anything waits that is not ready."""
        return bool(self._packed or self._file.unread or self._io.locked())

    async def _spill(self) -> None:
        async with self._io:
            batch = self._taken()
            try:
                await self._in_thread(self._file.write, batch)
            except ScrollSpoolError:
                self._packed = batch  # the reader gets these first
                raise
            self.spilled += len(batch)
        self._changed.set()

    async def _refill(self) -> bool:
        if not self._behind:
            return False
        async with self._io:
            in_file = self._file.unread
            records = await self._in_thread(self._file.read, _BATCH) if in_file else self._taken()
            self._ready.extend(map(self._unpack, records))
        return True

    def _taken(self) -> list[bytes]:
        records, self._packed, self._weight = self._packed, [], 0
        return records

    def _size(self) -> int:
        return len(self._ready) + len(self._packed)

    @staticmethod
    async def _in_thread(call: Callable[[A], B], argument: A) -> B:
        """Call off the loop; the threads are the loop's own, so that thousands of scrolls have no more of them."""
        return await asyncio.get_running_loop().run_in_executor(None, call, argument)

    async def aclose(self) -> None:
        """Delete the file."""
        if self.spilled:
            await asyncio.get_running_loop().run_in_executor(None, self.close)
        self.close()

    def close(self) -> None:
        """Delete the file from wherever the garbage collector runs."""
        self._file.close()
