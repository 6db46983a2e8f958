"""Files that the API gives: read while they arrive, into a file or piece by piece, never held as a whole."""

import asyncio
import os
import re
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Literal, Self, TypeAlias, cast
from urllib.parse import unquote

from .core import Core
from .errors import DecodeError, ResponseTooLargeError
from .http import HttpResponse
from .operation import Request
from .streamed import Streamed

#: What an archive is, whatever it is called.
Kind: TypeAlias = Literal["zip", "gzip"]

_MAGIC: Final[Mapping[bytes, Kind]] = {b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"\x1f\x8b": "gzip"}
#: How much is written at a time.
_PIECE: Final = 1 << 18
_EXTENDED: Final = re.compile(r"""filename\*\s*=\s*UTF-8'[^']*'([^;\s"]+)""", re.IGNORECASE)
_PLAIN: Final = re.compile(r"""filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""", re.IGNORECASE)
_CHARSET: Final = re.compile(r"""charset\s*=\s*"?([\w.:-]+)""", re.IGNORECASE)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Download:
    """A file that is read once, while it arrives.

    ``await download.save(path)`` writes it to a file. ``async with download`` opens it for ``async for piece in
    download``, and to see what it is first; leaving the block early ends the transfer. A call that fails is tried
    again as any other until the first byte is here; what breaks later is a `TransportError`, and to begin anew is the
    caller's. The client's deadline bounds the whole transfer, its timeout each silence. Where the answer leads to
    another address, that gets no token.
    """

    __slots__ = ("_accept", "_begun", "_core", "_kind", "_request", "_response", "_stream")

    def __init__(self, core: Core, request: Request, accept: str) -> None:
        self._core: Final = core
        self._request: Final = request
        self._accept: Final = accept
        self._response: HttpResponse | None = None
        self._stream: Streamed | None = None
        self._kind: Kind | None = None
        #: Whether some of it was read.
        self._begun = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._request.operation.name}>"

    async def __aenter__(self) -> Self:
        if self._response is not None:
            msg = f"{self!r} was opened before: a download can be read once, make another"
            raise RuntimeError(msg)
        self._response, self._stream = await self._core.open(self._request, self._accept)
        start = self._stream.start
        self._kind = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.aclose()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        stream = self._opened()
        self._begun = True
        if (piece := await stream.read()) is None:
            raise StopAsyncIteration
        return piece

    async def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it to the file *path*, and return that; opens the download unless it is open.

        What arrives is written beside it in a part file, which takes its place at the end, and is gone if this fails
        or is cancelled: *path* holds the whole file or what it held before.
        """
        if self._stream is None:
            async with self:
                return await self._save(Path(path))
        return await self._save(Path(path))

    @property
    def kind(self) -> Kind | None:
        """Which archive it is by its first bytes, None when it is none; a ``.tgz`` is gzip. Known once opened."""
        self._known()
        return self._kind

    @property
    def content_type(self) -> str | None:
        """What the server says that it is, such as ``audio/wav``, without parameters. Known once opened."""
        value = self._header("content-type")
        return None if value is None else value.partition(";")[0].strip().lower()

    @property
    def filename(self) -> str | None:
        """What the server calls it: a name without folders, None when there is none. Known once opened."""
        value = self._header("content-disposition") or ""
        if extended := _EXTENDED.search(value):
            name = unquote(extended[1])
        elif plain := _PLAIN.search(value):
            name = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
        else:
            return None
        name = _CONTROLS.sub("", re.split(r"[/\\]", name)[-1]).strip()
        return name if name.strip(".") else None

    @property
    def size(self) -> int | None:
        """How many bytes there are, None when the server does not say. Known once opened."""
        value = self._header("content-length")
        compressed = self._header("content-encoding") is not None
        return int(value) if value is not None and value.isdecimal() and not compressed else None

    def _header(self, name: str) -> str | None:
        return self._known().headers.get(name)

    def _known(self) -> HttpResponse:
        if self._response is None:
            msg = f"{self!r} was not opened yet: use it inside 'async with', or call save()"
            raise RuntimeError(msg)
        return self._response

    def _opened(self) -> Streamed:
        if self._stream is None:
            msg = f"{self!r} is not open: use it inside 'async with', or call save()"
            raise RuntimeError(msg)
        return self._stream

    def _unread(self) -> None:
        """Refuse to take for the whole what is a rest."""
        if self._begun:
            msg = f"{self!r} was read in part: the rest is no whole file, make another"
            raise RuntimeError(msg)

    async def _save(self, path: Path) -> Path:
        self._unread()
        part, waiting = PartFile(path), bytearray()
        try:
            async for piece in self:
                waiting += piece
                if len(waiting) >= _PIECE:
                    await asyncio.to_thread(part.write, bytes(waiting))
                    waiting.clear()
            await asyncio.to_thread(part.finish, bytes(waiting))
        except BaseException:
            part.discard()
            raise
        return path


class Transcript(Download):
    """What was said in a call, as text or as a list, whichever the server gives."""

    __slots__ = ()

    async def read(self) -> str | tuple[Mapping[str, object], ...]:
        """Return all of it: text, or the entries of the list; opens the download unless it is open."""
        if self._stream is None:
            async with self:
                return await self._read()
        return await self._read()

    async def _read(self) -> str | tuple[Mapping[str, object], ...]:
        self._unread()
        most, body = self._core.config.max_response_bytes, bytearray()
        async for piece in self:
            body += piece
            if len(body) > most:
                msg = f"{self!r} is larger than {most} bytes: save it to a file, or raise max_response_bytes"
                raise ResponseTooLargeError(msg)
        if "json" in (self.content_type or ""):
            return self._entries(bytes(body))
        charset = _CHARSET.search(self._header("content-type") or "")
        try:
            return body.decode(charset[1] if charset else "utf-8", "replace")
        except LookupError:  # no charset that Python knows
            return body.decode("utf-8", "replace")

    def _entries(self, body: bytes) -> tuple[Mapping[str, object], ...]:
        problem = f"{self._request.operation.name}: expected a list of objects in JSON"
        try:
            value = self._core.json.loads(body)
        except (ValueError, RecursionError) as exc:
            raise DecodeError(problem, body=body) from exc
        entries = cast("list[object]", value) if isinstance(value, list) else [value]
        if not all(isinstance(entry, dict) for entry in entries):
            raise DecodeError(problem, body=body)
        return tuple(cast("dict[str, object]", entry) for entry in entries)


class PartFile:
    """The file beside the one that is to be, written by one thread at a time."""

    __slots__ = ("_file", "_lock", "_over", "_part", "_path")

    def __init__(self, path: Path) -> None:
        self._path: Final = path
        self._part: Final = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        self._lock: Final = threading.Lock()
        self._file: IO[bytes] | None = None
        self._over = False

    def write(self, data: bytes) -> None:
        """Add *data*, unless the file was discarded meanwhile."""
        with self._lock:
            self._write(data)

    def finish(self, data: bytes) -> None:
        """Add the last *data* and let the file take its place."""
        with self._lock:
            file = self._write(data)
            if file is not None:
                file.flush()
                os.fsync(file.fileno())
                file.close()
                self._part.replace(self._path)
                self._over = True

    def discard(self) -> None:
        """Remove the file, unless it has taken its place."""
        with self._lock:
            if not self._over and self._file is not None:
                self._file.close()
                self._part.unlink(missing_ok=True)
            self._over = True

    def _write(self, data: bytes) -> IO[bytes] | None:
        if self._over:
            return None
        file = self._file
        if file is None:
            file = self._file = self._part.open("xb")
        file.write(data)
        return file
