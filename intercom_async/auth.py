"""The token: given as text, or by a provider that is asked again when a token is refused."""

import asyncio
import hashlib
import inspect
import itertools
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias
from weakref import WeakKeyDictionary

import attrs

from .config import checked_token

#: Returns the access token, now or when awaited.
TokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]


@attrs.frozen(eq=False)
class Token:
    """An access token as it was given once; given again, it is another one even with the same text."""

    text: str = attrs.field(repr=False)


#: The name of each provider's quota; by its address, a new one could get the quota of one that is gone.
_names: Final[WeakKeyDictionary[object, str]] = WeakKeyDictionary()
_numbers: Final = itertools.count(1)

_Asking: TypeAlias = WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]
#: Of all fixed tokens, of which there may be thousands.
_NEVER: Final = _Asking()


class Auth:
    """Knows the token to send; asks a provider first when it is needed and once more after a 401."""

    __slots__ = ("_asking", "_given", "_provider", "key", "known")

    def __init__(self, token: str | TokenProvider) -> None:
        self._provider = None if isinstance(token, str) else token
        self._given = checked_token(token) if isinstance(token, str) else None
        #: The token, None while the provider was not asked.
        self.known = None if self._given is None else Token(self._given)
        #: A name for the quota of these credentials that does not tell them.
        self.key: str = hashlib.sha256(self._given.encode()).hexdigest() if self._given else _name_of(token)
        self._asking = _NEVER if self._provider is None else _Asking()

    def __repr__(self) -> str:
        return "Auth(token provider)" if self._provider else "Auth(fixed token)"

    async def token(self) -> Token:
        """Return the token, asking the provider when there is none yet; many callers ask it once."""
        return self.known or await self._ask(None)

    async def renewed(self, refused: Token) -> bool:
        """Say whether there is another token than the *refused* one; a provider is asked once for all who ask here."""
        if self._provider is None:
            return False
        return (await self._ask(refused)).text != refused.text

    async def _ask(self, refused: Token | None) -> Token:
        """Return what the provider gave after *refused*, to anybody."""
        lock = self._asking.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        async with lock:
            if self.known is None or self.known is refused:
                answer = self._provider() if self._provider is not None else ""
                self.known = Token(_checked(await answer if inspect.isawaitable(answer) else answer))
            return self.known


def _name_of(provider: object) -> str:
    fresh = f"provider-{next(_numbers)}"
    try:
        return _names.setdefault(provider, fresh)
    except TypeError:  # it has no hash or takes no weak reference: nobody else's is told to be the same
        return fresh


def _checked(answer: object) -> str:
    if not isinstance(answer, str):
        msg = f"the token provider returned {type(answer).__name__}: it must return the access token as text"
        raise TypeError(msg)
    return checked_token(answer)
