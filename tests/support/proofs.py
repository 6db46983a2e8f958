"""Our methods beside Intercom's OpenAPI files: what each answers, takes and sends."""

import functools
import importlib
import inspect
import json
import types
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs

from intercom_async import Intercom
from intercom_async.errors import ConnectionLostError, IntercomError
from intercom_async.http import HttpRequest, HttpResponse
from intercom_async.models.common import Changes, Model
from intercom_async.operation import Operation, Paging
from intercom_async.transports.memory import MemoryTransport
from intercom_async.unset import Unset
from intercom_async.versions import Version

#: Query parameters that say which page; `Paginator` gives them.
PAGING = {"page", "per_page", "starting_after", "cursor", "scroll_param"}


@attrs.frozen
class Method:
    """The service method of a row."""

    row: Operation
    function: Any
    hints: Mapping[str, Any]

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """What it takes, but for the service itself."""
        found = dict(inspect.signature(self.function).parameters)
        del found["self"]
        return found

    @property
    def models(self) -> tuple[type[Model], ...]:
        """The models that it may answer, of one object or of the items of a list."""
        return tuple(dict.fromkeys(_models(self.hints["return"])))

    @property
    def names(self) -> set[str]:
        """Every field and parameter that can be given, also inside changes."""
        inner = (cls for name in self.parameters for cls in _changes(self.hints[name]))
        return {*self.parameters, *(key for cls in inner for key in _keys(cls))}

    def arguments(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments that should send *body*: by name, and the rest as changes."""
        parameters = self.parameters
        rest = dict(body)
        found: dict[str, Any] = {name: "1" for name in parameters if name in self.row.parameters}
        for name in parameters:
            if name in rest and name not in found and not _whole(self.hints[name], rest[name]):
                found[name] = construct(self.hints[name], rest.pop(name))
        for name in parameters:
            if rest and name not in found and _changes(self.hints[name]):
                found[name] = construct(self.hints[name], rest)
                rest = {}
        for name, parameter in parameters.items():
            if name not in found and parameter.default is parameter.empty:
                found[name] = construct(self.hints[name], {}) if _changes(self.hints[name]) else "1"
        if rest:
            msg = f"{self.row.name} takes no {sorted(rest)}"
            raise TypeError(msg)
        return found


def _whole(annotation: Any, value: Any) -> bool:
    """Say whether a parameter takes changes of which *value* is only one field."""
    return bool(_changes(annotation)) and not isinstance(value, dict | list)


@functools.cache
def method_of(row: Operation) -> Method:
    """Find the method that a row has."""
    service, name = row.name.split(".")
    module = importlib.import_module(f"intercom_async.services.{service}")
    function = getattr(getattr(module, service.title().replace("_", "")), name)
    return Method(row, function, get_type_hints(function, include_extras=True))


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union, without aliases and annotations around them."""
    if get_origin(annotation) is Annotated:
        return _parts(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return tuple(part for each in get_args(annotation) for part in _parts(each))
    return (annotation,)


def _models(annotation: Any) -> Iterator[type[Model]]:
    """Yield the models that stand in an annotation, by themselves or in a list or iterator."""
    for part in _parts(annotation):
        if isinstance(part, type) and issubclass(part, Model):
            yield part
        for inner in get_args(part):
            yield from _models(inner)


def _changes(annotation: Any) -> list[type[Changes]]:
    return [part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, Changes)]


def _keys(cls: type) -> dict[str, str]:
    """Return the attributes of a class by the keys that they are in JSON."""
    return {field.metadata.get("key", field.name): field.name for field in attrs.fields(cls)}


def construct(annotation: Any, value: Any) -> Any:
    """Return *value* with mappings turned into the changes that *annotation* names."""
    if isinstance(value, list):
        for part in _parts(annotation):
            inner = get_args(part)
            if inner and isinstance(get_origin(part), type) and issubclass(get_origin(part), Sequence):
                return [construct(inner[0], each) for each in value]
        return value
    if not isinstance(value, dict):
        return value
    problems: list[Exception] = []
    for cls in _changes(annotation):
        try:
            return _constructed(cls, value)
        except (TypeError, ValueError) as error:
            problems.append(error)
    if problems and all(part in {*_changes(annotation), Unset, type(None)} for part in _parts(annotation)):
        raise problems[0]
    return value


def _constructed(cls: type[Changes], value: Mapping[str, Any]) -> Changes:
    hints = get_type_hints(cls, include_extras=True)
    names = _keys(cls)
    unknown = sorted(set(value) - set(names))
    if unknown:
        msg = f"{cls.__name__} has no {unknown}"
        raise TypeError(msg)
    return cls(**{names[key]: construct(hints[names[key]], each) for key, each in value.items()})


class Sender:
    """A client that sends nothing: its requests are kept, and no answer comes."""

    def __init__(self, version: Version) -> None:
        self.requests: list[HttpRequest] = []
        transport = MemoryTransport(self._lose)
        self.client = Intercom("t", version=version, transport=transport, rate_limit=None, retry=None)

    def _lose(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        msg = "nobody answers"
        raise ConnectionLostError(msg)

    async def sent(self, value: Any) -> Any:
        """Return the JSON body that a call sends first."""
        try:
            if hasattr(value, "__aiter__"):
                iterator: AsyncIterator[Any] = aiter(value)
                await anext(iterator)
            else:
                await value
        except IntercomError:
            pass
        assert self.requests, "nothing was sent"
        body = self.requests[0].body
        return json.loads(body) if isinstance(body, bytes) and body else None


def produce(client: Intercom, row: Operation, body: Mapping[str, Any]) -> Any:
    """Call the method of *row* so that it sends *body*."""
    service, name = row.name.split(".")
    method = method_of(row)
    if row.paging_at(client.core.config.version) is Paging.SEARCH:
        return getattr(getattr(client, service), name)(**_search(body))
    return getattr(getattr(client, service), name)(*(), **method.arguments(body))


def _search(body: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(body) - {"query", "sort", "pagination"}
    assert not unknown, unknown
    sort = body.get("sort") or {}
    names = {"sort_by": sort.get("field"), "order": sort.get("order")}
    names["per_page"] = (body.get("pagination") or {}).get("per_page")
    return {"query": body.get("query"), **{name: value for name, value in names.items() if value is not None}}


def comparable(row: Operation, version: Version, body: Any) -> Any:
    """Return a request body without what only says which page, as a paginator chooses it."""
    paging = {Paging.SEARCH: {"pagination"}, Paging.PAGE_BODY: {"page", "per_page"}}.get(row.paging_at(version), set())
    return {name: each for name, each in body.items() if name not in paging} if isinstance(body, dict) else body


def alike(ours: Any, theirs: Any) -> bool:
    """Say whether two JSON values are equal, whatever the order of keys, ids as text or numbers."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(alike(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool) or ours is None or theirs is None:
        return ours is theirs
    return str(ours) == str(theirs)
