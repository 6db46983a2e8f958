"""What every service is built from."""

from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from attrs import evolve

from ..core import Core
from ..limits import check_argument
from ..models.common import Changes
from ..operation import Operation, Request
from ..pagination import Checkpoint, Paginator, with_page_size
from ..response import Response
from ..unset import UNSET, Unset
from ..versions import V2_6, Version
from ..wire import changes_ready

if TYPE_CHECKING:
    from ..query import Query

T = TypeVar("T")
#: Where models are.
_MODELS: Final = Changes.__module__.rpartition(".")[0]


def given(**fields: object) -> dict[str, object]:
    """Return the fields that were given, for a body or a query; refuse what no id and no instant can be."""
    found = {name: value for name, value in fields.items() if value is not UNSET}
    for name, value in found.items():
        check_argument(name, value)
    return found


def one_of(where: str, **fields: object) -> dict[str, object]:
    """Return the one of *fields* that was given; none, several or an empty one, which may mean all, are refused."""
    found = given(**fields)
    empty = [name for name, value in found.items() if value is None or not str(value).strip()]
    if len(found) != 1 or empty:
        msg = f"{where}: give exactly one of {', '.join(fields)}, not {' and '.join(found) or 'none'}"
        msg += " without a value" if len(found) == 1 else ""
        raise ValueError(msg)
    return found


def at_most_one(where: str, **fields: object) -> dict[str, object]:
    """Return the one of *fields* that was given, if any; several, which exclude each other, are refused."""
    found = given(**fields)
    if len(found) > 1:
        msg = f"{where}: {' and '.join(found)} exclude each other"
        raise ValueError(msg)
    return found


def given_from(since: Version, version: Version, where: str, **fields: object) -> dict[str, object]:
    """Return the fields that were given, refusing them in a *version* before *since*, which would ignore them."""
    found = given(**fields)
    if found and version < since:
        msg = f"{where}: {' and '.join(found)} came with {since}, this is {version}"
        raise ValueError(msg)
    return found


def with_numbers(body: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return *body* with the ids under *names* as the numbers that it takes: answers have all ids as text."""
    return {name: _number(value) if name in names else value for name, value in body.items()}


def _number(value: object) -> object:
    """Return an id of digits as a number, and so those in a list; anything else as it is."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() else value
    if isinstance(value, Sequence):
        return [_number(each) for each in cast("Sequence[object]", value)]
    return value


def named_at(version: Version, person: Any) -> Any:
    """Return who writes or is written to with the type that *version* has: until 2.5 leads were called contacts."""
    if version >= V2_6:
        return person  # from 2.14 on perhaps several
    return {**person, "type": "contact"} if person.get("type") == "lead" else person


class LazyModels:
    """A module of models that is imported when one of them is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        model = getattr(import_module(f"{_MODELS}.{self._name}"), name)
        setattr(self, name, model)
        return model


class Service:
    """Calls the operations of one resource."""

    __slots__ = ("_core",)

    def __init__(self, core: Core) -> None:
        self._core = core

    def _ready(self, changes: Changes) -> dict[str, Any]:
        """Return what *changes* writes, checked, for a body that holds more than that."""
        return changes_ready(changes, version=self._core.config.version)

    def _send(self, request: Request, model: type[T]) -> Awaitable[Response[T]]:
        """Send *request* and decode its answer, keeping what is around the value."""
        codec = self._core.codec
        return self._core.send(request, lambda body: codec.decode(model, body))

    def _fetch(self, request: Request, model: type[T]) -> Awaitable[T]:
        """Send *request* and decode its answer."""
        return self._core.fetch(request, model)

    def _iterate(
        self,
        request: Request,
        model: type[T],
        *,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[T]:
        """Return the list that *request* begins, in pages as large as the server gives unless told."""
        return Paginator(self._core, self._sized(request, per_page), model, resume=resume)

    def _search(
        self,
        request: Request,
        model: type[T],
        *,
        per_page: int | Unset = UNSET,
        resume: Checkpoint | None = None,
    ) -> Paginator[T]:
        """Return what the search that *request* begins finds; what Intercom would refuse is refused.

        A single ``is_in`` on ids or addresses that is too long for one search becomes several, joined.
        """
        from ..search_rules import check_search, parts

        body = cast("Mapping[str, Any]", request.json)
        check_search(body["query"], request.operation.name, self._core.config.version)
        queries = parts(body["query"])
        if len(queries) == 1:
            return self._iterate(request, model, per_page=per_page, resume=resume)
        from ..joined import JoinedPaginator

        requests = [self._sized(evolve(request, json={**body, "query": query}), per_page) for query in queries]
        return JoinedPaginator(self._core, requests, model, resume=resume)

    def _updated_since(
        self,
        operation: Operation,
        model: type[T],
        instant: datetime | int,
        *,
        query: "Query | None",
        overlap: float,
        per_page: int | Unset,
        resume: Checkpoint | None,
    ) -> Paginator[T]:
        """Return what the search *operation* finds that changed at *instant* or later, exact to the second."""
        from ..joined import JoinedPaginator
        from ..search_rules import check_search
        from ..updated_since import SORT, changed_query, changed_since, since

        second = since(operation.name.replace("search", "updated_since"), instant, overlap)
        if query is not None:
            check_search(query, operation.name, self._core.config.version)
        request = self._sized(operation(json={"query": changed_query(query, second), "sort": SORT}), per_page)
        return JoinedPaginator(self._core, [request], model, keep=changed_since(second), resume=resume)

    def _sized(self, request: Request, per_page: int | Unset) -> Request:
        """Return *request* for pages of *per_page*, or as large as the server gives unless told."""
        version = self._core.config.version
        return with_page_size(request, request.operation.paging_at(version), per_page, version)
