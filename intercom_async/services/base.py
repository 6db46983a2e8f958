"""What every service is built from."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, TypeVar, cast

from ..core import Core
from ..limits import check_argument
from ..models.common import Changes
from ..operation import Request
from ..pagination import Checkpoint, Paginator, with_page_size
from ..response import Response
from ..unset import UNSET, Unset
from ..versions import Version
from ..wire import changes_ready

T = TypeVar("T")


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
        version = self._core.config.version
        paging = request.operation.paging_at(version)
        return Paginator(self._core, with_page_size(request, paging, per_page, version), model, resume=resume)
