"""A request's body as pyreqwest takes it: piece by piece, each piece in a task of its own."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final, Self

from ..http import BodyStream
from .base import pieces


class Upload:
    """Hands a body's pieces to pyreqwest, which takes each in a task of its own, and keeps what its producer raised."""

    __slots__ = ("_left", "_pieces", "_task", "failure", "length")

    def __init__(self, body: BodyStream) -> None:
        self.length: Final = body.length
        self._pieces: Final = pieces(body) if body.length is None else _one_late(body)
        #: Who waits for the producer.
        self._task: asyncio.Task[Any] | None = None
        self._left = False
        #: What the producer raised: pyreqwest may give it as an error of its own.
        self.failure: Exception | None = None

    @classmethod
    async def of(cls, body: BodyStream) -> Self:
        """Make one of *body*; one that says it is empty is looked at here, as pyreqwest does not."""
        upload = cls(body)
        if body.length == 0:
            async for _ in upload._pieces:
                pass
        return upload

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._left:  # an end would make what was sent so far a whole body
            msg = "the call is over"
            raise ConnectionAbortedError(msg)
        self._task = asyncio.current_task()
        try:
            return await anext(self._pieces)
        except StopAsyncIteration:
            raise
        except Exception as error:
            self.failure = error
            raise
        finally:
            self._task = None

    async def aclose(self) -> None:
        """Let nobody wait for the producer any more, and the request fail that still wants a piece."""
        self._left = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._pieces.aclose()


async def _one_late(body: BodyStream) -> AsyncGenerator[bytes]:
    """Produce *body* one piece late: pyreqwest does not ask for more once it has the length, which may be wrong."""
    held = b""
    async with aclosing(pieces(body)) as produced:
        async for piece in produced:
            if held and piece:
                yield held
            held = piece or held
    yield held
