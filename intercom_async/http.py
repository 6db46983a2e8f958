"""Bytes-level values that travel between the core and a transport."""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from math import isnan
from typing import Any, Final, Protocol, TypeAlias, TypeVar, overload

import attrs

T = TypeVar("T")

#: Replaces the value of a header that holds a secret wherever headers are shown.
REDACTED: Final = "[redacted]"
#: What the name of a header holds whose value is a secret, of ours or of a proxy on the way.
_SECRET: Final = re.compile(r"authorization|cookie|token|secret|api-?key|password", re.IGNORECASE)


class HeaderSource(Protocol):
    """Headers as an HTTP library has them: names in any case, the first value of a name."""

    def get(self, name: str, default: object, /) -> object:
        """Return the first value of *name*, else *default*."""
        ...

    def items(self) -> Iterable[tuple[str, str]]:
        """Return every name and value, in wire order."""
        ...


class Headers(Mapping[str, str]):
    """Immutable HTTP headers: names in any case, a name may come more than once, secrets never shown.

    As a mapping it gives the first value of each name; `get_all` gives every one and `pairs` the wire order.
    """

    __slots__ = ("_first", "_pairs", "_source")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs: tuple[tuple[str, str], ...] | None = tuple(pairs)
        self._source: HeaderSource | None = None
        #: The first value of each name.
        self._first: dict[str, str] | None = None

    @classmethod
    def of(cls, source: HeaderSource) -> "Headers":
        """Return what an HTTP library parsed, without a copy until more than single values are wanted."""
        headers = cls()
        headers._pairs, headers._source = None, source
        return headers

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every name and value, in wire order."""
        if self._pairs is None:
            self._pairs = () if self._source is None else tuple(self._source.items())
        return self._pairs

    @overload
    def get(self, key: str, default: None = None, /) -> str | None: ...

    @overload
    def get(self, key: str, default: str, /) -> str: ...

    @overload
    def get(self, key: str, default: T, /) -> str | T: ...

    def get(self, key: str, default: object = None, /) -> object:
        """Return the first value of the name *key*; *default* when there is none."""
        if self._source is not None:
            return self._source.get(key, default)
        first = self._first
        if first is None:
            first = self._first = {name.lower(): value for name, value in reversed(self.pairs)}
        return first.get(key.lower(), default)

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def get_all(self, name: str) -> tuple[str, ...]:
        """Return every value of *name*, in wire order."""
        wanted = name.lower()
        return tuple(value for key, value in self.pairs if key.lower() == wanted)

    def with_values(self, values: Mapping[str, str]) -> "Headers":
        """Return these headers with *values* set, replacing what had their names."""
        names = {name.lower() for name in values}
        return Headers((*(pair for pair in self.pairs if pair[0].lower() not in names), *values.items()))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.lower() for key, _ in self.pairs))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __eq__(self, other: object) -> bool:
        return self._comparable() == other._comparable() if isinstance(other, Headers) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._comparable())

    def _comparable(self) -> tuple[tuple[str, str], ...]:
        return tuple((key.lower(), value) for key, value in self.pairs)

    def __reduce__(self) -> "tuple[type[Headers], tuple[tuple[tuple[str, str], ...]]]":
        return Headers, (self.redacted,)

    @property
    def redacted(self) -> tuple[tuple[str, str], ...]:
        """The pairs with every secret value replaced; what a repr, a log or a pickle may hold."""
        return tuple((key, REDACTED if _SECRET.search(key) else value) for key, value in self.pairs)

    def __repr__(self) -> str:
        return f"Headers({list(self.redacted)!r})"


@attrs.frozen
class BodyStream:
    """A request body that is produced while it is sent."""

    #: Called once per try; a body that cannot be produced twice is not `replayable`.
    open: Callable[[], AsyncIterator[bytes]]
    #: Its size in bytes, None when unknown (sent chunked).
    length: int | None = None
    replayable: bool = True


Body: TypeAlias = bytes | BodyStream | None


def check_seconds(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Refuse what is no number of seconds above 0; None stands for no bound."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"{attribute.name} must be seconds or None, not {type(value).__name__}"
        raise TypeError(msg)
    if value <= 0 or isnan(value):
        msg = f"{attribute.name} must be more than 0 seconds, not {value!r}"
        raise ValueError(msg)


@attrs.frozen
class Timeout:
    """Seconds to wait for one try; None waits for ever."""

    #: To get a connection, from the pool or new.
    connect: float | None = attrs.field(default=10.0, validator=check_seconds)
    #: Between two reads of the answer.
    read: float | None = attrs.field(default=60.0, validator=check_seconds)


@attrs.frozen
class HttpRequest:
    """One HTTP request, complete."""

    method: str
    #: Absolute and percent-encoded.
    url: str = attrs.field(repr=False)
    headers: Headers
    #: May hold personal data: never shown.
    body: Body = attrs.field(default=None, repr=False)


@attrs.frozen
class HttpResponse:
    """One HTTP answer with its whole body, decompressed."""

    status: int
    headers: Headers
    #: May hold personal data: never shown.
    body: bytes = attrs.field(default=b"", repr=False)
