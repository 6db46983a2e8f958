"""Every exception of the package with arguments as they occur, and texts that must never be shown."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from hypothesis import strategies as st

from intercom_async.errors import Attempt, ErrorDetail
from intercom_async.http import Headers
from intercom_async.operations import Contacts
from intercom_async.versions import V2_0, V2_16
from support.source import MODULES

ATTEMPTS: Final = (Attempt(None, "ReadTimeoutError", 0.0, 1.5), Attempt(409, "ConflictError", 2.0, 0.1, "r1"))
REQUEST: Final = Contacts.create(query={"a": 1}, json={"email": "ada@example.com"})


def exceptions() -> Iterator[type[BaseException]]:
    """Yield every exception class that a module of the package defines."""
    for module in MODULES.values():
        for _, cls in inspect.getmembers(module.load(), inspect.isclass):
            if issubclass(cls, BaseException) and cls.__module__ == module.full_name:
                yield cls


#: A value for each parameter of a constructor, by its name.
ARGUMENTS: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "problem": st.text(max_size=20),
    "operation": st.sampled_from(["contacts.create", "users.list"]),
    "version": st.sampled_from([V2_0, V2_16]),
    "since": st.none() | st.just(V2_0),
    "until": st.none() | st.just(V2_16),
    "instead": st.none() | st.just("contacts.list"),
    "path": st.just("$.data[3]"),
    "status": st.sampled_from([400, 409, 429, 503]),
    "body": st.binary(max_size=20),
    "retry_at": st.none() | st.just(datetime(2024, 1, 1, tzinfo=UTC)),
    "attempts": st.lists(st.sampled_from(ATTEMPTS), max_size=2),
    "request": st.just(REQUEST),
    "errors": st.lists(st.builds(ErrorDetail, st.text(max_size=5), st.text(max_size=5), st.none()), max_size=2),
    "request_id": st.none() | st.text(max_size=5),
    "job_identifier": st.none() | st.text(max_size=5),
    "names": st.lists(st.text(max_size=5), max_size=2),
    "differs": st.lists(st.text(max_size=5), max_size=2),
    "code": st.sampled_from([1, 2]),
    "headers": st.none() | st.just(Headers([("Link", "</contacts/1>")])),
}


#: Exceptions that are no errors of this package to a caller: they never leave it.
INTERNAL: Final = {"bulk.cells.CellError", "simulator.call.Problem", "transports.aiohttp._BrokenError"}


@st.composite
def instances(draw: st.DrawFn, cls: type[BaseException]) -> BaseException:
    """Make one of *cls* with arguments for the parameters that it has."""
    names = [parameter for parameter in _parameters(cls) if parameter.name in ARGUMENTS]
    unknown = [p.name for p in _parameters(cls) if p.name not in ARGUMENTS and p.default is inspect.Parameter.empty]
    if unknown:
        msg = f"{cls.__name__} takes {unknown}: give them values in ARGUMENTS of {__file__}"
        raise LookupError(msg)
    given = {parameter.name: draw(ARGUMENTS[parameter.name]) for parameter in names}
    positional = [given.pop(p.name) for p in names if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    return cls(*(positional or ["something went wrong"] * (not given)), **given)


def _parameters(cls: type[BaseException]) -> list[inspect.Parameter]:
    init: Callable[..., None] = cls.__init__
    if not inspect.isfunction(init):
        return []
    own = list(inspect.signature(init).parameters.values())[1:]
    return [p for p in own if p.kind not in {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}]
