"""Forms with a file, multipart/form-data: produced while they are sent, so that no file is held as a whole."""

import os
import secrets
from collections.abc import AsyncGenerator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from .http import BodyStream

#: How much of a file is read at a time.
_PIECE: Final = 1 << 18


@attrs.frozen
class FormFile:
    """A file in a form: bytes, or a path that is read again for every try."""

    #: The field that it is in.
    field: str
    name: str
    content: bytes | Path = attrs.field(repr=False)
    #: In bytes.
    size: int
    content_type: str = "application/octet-stream"

    @classmethod
    async def of(
        cls, field: str, content: "bytes | str | os.PathLike[str]", name: str, content_type: str
    ) -> "FormFile":
        """Return *content* as a file, called *name*, or the file at a path, called as it is."""
        if isinstance(content, bytes):
            return cls(field, name, content, len(content), content_type)
        import asyncio

        path = Path(content)
        stat = await asyncio.to_thread(path.stat)
        return cls(field, path.name, path, stat.st_size, content_type)


@attrs.frozen
class Form:
    """What one request sends instead of JSON."""

    fields: Mapping[str, str] = attrs.field(repr=False)
    file: FormFile | None = None

    @property
    def content_type(self) -> str:
        """What the body is."""
        return f"multipart/form-data; boundary={_boundary()}"

    def body(self) -> BodyStream:
        """Return the body, which may be sent more than once."""
        head, tail = self._head(), f"\r\n--{_boundary()}--\r\n".encode()
        content, size = (b"", 0) if self.file is None else (self.file.content, self.file.size)

        async def produce() -> AsyncGenerator[bytes]:
            yield head
            if isinstance(content, bytes):
                yield content
            else:
                for offset in range(0, size, _PIECE):
                    yield await _in_thread(content, offset, min(_PIECE, size - offset))
            yield tail

        return BodyStream(produce, len(head) + size + len(tail))

    def _head(self) -> bytes:
        """Return what stands before the content of the file, which comes last."""
        parts = [f'form-data; name="{_quoted(name)}"\r\n\r\n{value}' for name, value in self.fields.items()]
        if (file := self.file) is not None:
            names = f'name="{_quoted(file.field)}"; filename="{_quoted(file.name)}"'
            parts.append(f"form-data; {names}\r\nContent-Type: {file.content_type}\r\n\r\n")
        return "\r\n".join(f"--{_boundary()}\r\nContent-Disposition: {part}" for part in parts).encode()


@cache
def _boundary() -> str:
    """Return what stands between parts: of 128 random bits, so that no file holds it; one for the whole process."""
    return f"intercom-async-{secrets.token_hex(16)}"


def _quoted(name: str) -> str:
    """Return *name* as it may stand between quotes, as browsers send it."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


async def _in_thread(path: Path, offset: int, size: int) -> bytes:
    import asyncio

    return await asyncio.to_thread(_read, path, offset, size)


def _read(path: Path, offset: int, size: int) -> bytes:
    """Return a piece of a file; nothing stays open in between, for a body may be left in the middle."""
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(size)
