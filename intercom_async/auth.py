"""The token: given as text, or by a provider that is asked again when a token is refused."""

import asyncio
import hashlib
import inspect
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from weakref import WeakKeyDictionary

from .config import checked_token

#: Returns the access token, now or when awaited.
TokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]


class Auth:
    """Knows the token to send; asks a provider first when it is needed and once more after a 401."""

    __slots__ = ("_asking", "_given", "_provider", "_token")

    def __init__(self, token: str | TokenProvider) -> None:
        self._provider = None if isinstance(token, str) else token
        self._token = checked_token(token) if isinstance(token, str) else None
        self._given = self._token
        self._asking: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    def __repr__(self) -> str:
        return "Auth(token provider)" if self._provider else "Auth(fixed token)"

    @property
    def key(self) -> str:
        """A name for the quota of these credentials that does not tell them."""
        return hashlib.sha256(self._given.encode()).hexdigest() if self._given else f"provider-{id(self._provider)}"

    @property
    def renewable(self) -> bool:
        """Whether a refused token can be replaced."""
        return self._provider is not None

    @property
    def known(self) -> str | None:
        """The token, None while the provider was not asked."""
        return self._token

    async def token(self, *, refused: str | None = None) -> str:
        """Return the token, asking the provider when there is none but *refused*; many callers ask it once."""
        if self._token is not None and self._token != refused:
            return self._token
        if self._provider is None:
            msg = "a fixed token cannot be renewed"
            raise RuntimeError(msg)
        lock = self._asking.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        async with lock:
            if self._token is None or self._token == refused:
                answer = self._provider()
                text = await answer if inspect.isawaitable(answer) else answer
                self._token = checked_token(text)
        return self._token
