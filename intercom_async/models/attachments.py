"""Files to attach to what is written."""

import base64
import mimetypes
import os
from pathlib import Path
from typing import Self

import attrs

from .common import Changes


@attrs.frozen(kw_only=True, repr=False, eq=False)
class AttachmentFile(Changes):
    """A file to attach, from 2.0 on; `data` is its content in base 64."""

    name: str
    content_type: str
    data: str

    @classmethod
    def from_bytes(cls, content: bytes, *, name: str, content_type: str | None = None) -> Self:
        """Make one of *content*; the type is guessed from the *name* unless given."""
        kind = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return cls(name=name, content_type=kind, data=base64.b64encode(content).decode("ascii"))

    @classmethod
    async def from_path(
        cls, path: str | os.PathLike[str], *, name: str | None = None, content_type: str | None = None
    ) -> Self:
        """Read the file *path* in a thread and make one of it, called as the file is unless given a *name*."""
        import asyncio

        file = Path(path)
        content = await asyncio.to_thread(file.read_bytes)
        return cls.from_bytes(content, name=name or file.name, content_type=content_type)
