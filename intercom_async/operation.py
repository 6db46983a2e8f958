"""What an operation of the API is, and a request for one."""

import enum
import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import attrs

from .forms import Form
from .versions import V2_7, Ranged, Version

Query: TypeAlias = Mapping[str, object]


class Paging(enum.StrEnum):
    """How a list gives its next page."""

    #: One answer holds everything.
    NONE = "none"
    #: ``?per_page=&starting_after=``, next cursor under ``pages.next``.
    CURSOR = "cursor_query"
    #: ``?page=&per_page=``, next page as a URL under ``pages.next``.
    PAGE = "page_query"
    #: The cursor goes into the JSON body under ``pagination``.
    SEARCH = "search_body"
    #: The page number goes into the JSON body.
    PAGE_BODY = "page_body"
    #: ``?scroll_param=``, ends on an empty page.
    SCROLL = "scroll"
    #: Only a URL under ``pages.next``, no numbers.
    NEXT_URL = "next_url"
    #: ``?cursor=``, the next one under ``next_cursor`` at the top level.
    NEXT_CURSOR = "next_cursor"
    #: ``?page=&per_page=``, totals at the top level instead of under ``pages``.
    PAGE_TOP_LEVEL = "page_query_top_level"


class Repeat(enum.Enum):
    """Whether a request may be sent again when its outcome is unknown."""

    ALWAYS = "always"
    NEVER = "never"


@attrs.frozen
class Request:
    """One call of an operation: what to send, without where, as whom or in which version."""

    operation: "Operation"
    #: Path parameters by name, as text, not yet quoted.
    params: Mapping[str, str] = attrs.field(repr=False)
    query: Query = attrs.field(repr=False)
    #: JSON-ready except for values that the codec knows (UNSET, datetimes, attrs classes); None for no body.
    json: object = attrs.field(default=None, repr=False)
    #: Sent instead of JSON.
    form: Form | None = attrs.field(default=None, repr=False)

    def path(self, version: Version) -> str:
        """Return the quoted path in *version*."""
        return self.fill(self.operation.path_at(version))

    def fill(self, template: str) -> str:
        """Return a path *template* with the parameters in it, quoted."""
        for name, text in self.params.items():
            # No quoted text holds a brace, so that none is taken for the next parameter.
            template = template.replace(f"{{{name}}}", text if _is_plain(text) else quote(text, safe=""))
        return template


PageSize: TypeAlias = tuple[int | None, int | None]
#: A rule may look at the JSON body as it is sent.
RepeatRule: TypeAlias = Repeat | Callable[[Mapping[str, Any]], bool]

_PARAM: Final = re.compile(r"\{(\w+)\}")
#: What would end the part of the path, controls and line breaks, and halves of characters, which have no bytes.
_REFUSED_IN_PATH: Final = re.compile(r"[/?#\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CAMEL: Final = re.compile(r"(?<!^)(?=[A-Z])")


def _is_plain(text: str) -> bool:
    """Say whether *text* is an id as Intercom makes them, which needs neither a check nor quoting."""
    return text.isascii() and text.isalnum()


def _path_value(operation: str, name: str, value: object) -> str:
    """Check one path parameter, which must stay one part of the path."""
    if type(value) is str and _is_plain(value):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        msg = f"{operation}: {name} must be text or an int, not {type(value).__name__}"
        raise TypeError(msg)
    text = str(value)
    if not text.strip() or text in {".", ".."}:
        msg = f"{operation}: {name} must not be {text!r}: give the id of one object"
        raise ValueError(msg)
    if found := _REFUSED_IN_PATH.search(text):
        msg = f"{operation}: {name} must not hold {found[0]!r}: find such an object with search or list"
        raise ValueError(msg)
    return text


@functools.cache
def _parameters(path: "str | Ranged[str]") -> frozenset[str]:
    return frozenset(_PARAM.findall(path.first if isinstance(path, Ranged) else path))


@functools.cache
def _service_name(owner: type) -> str:
    return _CAMEL.sub("_", owner.__name__).lower()


@attrs.frozen(repr=False, unsafe_hash=False)
class Operation:
    """One operation of the API under one name; calling it with its path parameters gives a `Request`."""

    method: str
    path: str | Ranged[str]
    #: First and last version that have it; None leaves that side open.
    since: Version | None = None
    until: Version | None = None
    paging: Paging | Ranged[Paging] = Paging.NONE
    #: The key of the body under which the items of a list stand; None when it answers one object.
    items: str | Ranged[str] | None = None
    #: The server's default page size and the largest it takes, None where unknown.
    page_size: PageSize | Ranged[PageSize] = (None, None)
    repeat: RepeatRule = Repeat.NEVER
    #: What to call where this is not available.
    instead: str | None = None
    #: Whether `since` and `until` come from a source; the client refuses only on a sourced bound.
    since_known: bool = True
    until_known: bool = True
    #: Its names in the documentation of API 1.x.
    documented_as: tuple[str, ...] = ()
    #: Whether one list of operations of 1.x alone has it: no page of Intercom's, no recording and no other client.
    experimental: bool = False
    #: Whether Intercom's OpenAPI files, which begin at 2.7, describe it in its versions from then on.
    published: bool = True
    name: str = attrs.field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", f"{_service_name(owner)}.{name}")

    @property
    def parameters(self) -> frozenset[str]:
        """The names in the path template; the same in every version."""
        return _parameters(self.path)

    def __call__(
        self, *, query: Query | None = None, json: object = None, form: Form | None = None, **params: object
    ) -> Request:
        """Return a request with its path filled from *params*, refusing what would leave the path."""
        names = self.parameters
        if params.keys() != names:
            wrong = sorted(params.keys() ^ names)
            msg = f"{self.name} takes the path parameters {sorted(names)}: missing or unexpected {wrong}"
            raise TypeError(msg)
        checked = {name: _path_value(self.name, name, value) for name, value in params.items()}
        return Request(self, checked, query or {}, json, form)

    def path_at(self, version: Version) -> str:
        """Return the path template in *version*."""
        return self.path.at(version) if isinstance(self.path, Ranged) else self.path

    def paging_at(self, version: Version) -> Paging:
        """Return how this list pages in *version*."""
        return self.paging.at(version) if isinstance(self.paging, Ranged) else self.paging

    def items_at(self, version: Version) -> str | None:
        """Return the key of the items in *version*."""
        return self.items.at(version) if isinstance(self.items, Ranged) else self.items

    def page_size_at(self, version: Version) -> PageSize:
        """Return the default and the largest page size in *version*."""
        return self.page_size.at(version) if isinstance(self.page_size, Ranged) else self.page_size

    def may_repeat(self, body: Mapping[str, Any] | None) -> bool:
        """Whether sending a request with *body* twice does what sending it once does."""
        repeat = self.repeat
        if isinstance(repeat, Repeat):
            return repeat is Repeat.ALWAYS
        return repeat(body if isinstance(body, Mapping) else {})

    def available_in(self, version: Version) -> bool:
        """Whether *version* has this operation; an unsourced bound does not count."""
        too_early = self.since is not None and self.since_known and version < self.since
        too_late = self.until is not None and self.until_known and version > self.until
        return not (too_early or too_late)

    @property
    def in_specs(self) -> bool:
        """Whether Intercom's OpenAPI files, which begin at 2.7, describe it."""
        return self.published and (self.until is None or self.until >= V2_7)

    def __hash__(self) -> int:
        return hash(self.name)  # of all fields it takes 20 times as long, once for each call

    def __repr__(self) -> str:
        return f"<Operation {self.name or self.method}: {self.method} {self.path}>"

    def __reduce__(self) -> "str | tuple[Callable[..., Operation], tuple[object, ...]]":
        if not self.name:
            return Operation, tuple(getattr(self, field.name) for field in attrs.fields(Operation) if field.init)
        from .operations import find

        return find, (self.name,)


GET: Final = functools.partial(Operation, "GET", repeat=Repeat.ALWAYS)
POST: Final = functools.partial(Operation, "POST")
PUT: Final = functools.partial(Operation, "PUT", repeat=Repeat.ALWAYS)
PATCH: Final = functools.partial(Operation, "PATCH")
DELETE: Final = functools.partial(Operation, "DELETE", repeat=Repeat.ALWAYS)
