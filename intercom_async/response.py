"""An answer with everything around its value."""

from typing import Generic, TypeVar

import attrs

from .errors import Attempt
from .http import Headers

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen(kw_only=True)
class Response(Generic[T_co]):
    """A good answer: its value, and how it came."""

    value: T_co = attrs.field(repr=False)
    status: int
    headers: Headers = attrs.field(repr=False)
    #: The body as received, decompressed.
    body: bytes = attrs.field(repr=False)
    #: The tries before this one, each with what went wrong.
    failed_attempts: tuple[Attempt, ...] = ()
    #: Seconds that the call waited for the rate limit, and from its start to the complete answer.
    waited: float = 0.0
    seconds: float = 0.0

    @property
    def request_id(self) -> str | None:
        """Intercom's name for the request, for its support."""
        return self.headers.get("x-request-id")

    @property
    def attempts(self) -> int:
        """How often the request was sent."""
        return len(self.failed_attempts) + 1
