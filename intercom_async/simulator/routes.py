"""From a method, a path and a version to the operation and what answers it."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import unquote

import attrs

from ..operation import Operation
from ..operations import find
from ..versions import PREVIEW, Version
from .call import Call, Problem, Reply
from .world import World

Handler: TypeAlias = Callable[[World, Call], Reply]
Condition: TypeAlias = Callable[[Call], bool]

#: The versions that Intercom knows; 2.17 is served, as its documentation shows, and answers like 2.16.
KNOWN_VERSIONS: Final = frozenset(
    {f"1.{minor}" for minor in range(5)} | {f"2.{minor}" for minor in range(18)} | {PREVIEW.text}
)
_VERSIONS: Final = {text: Version(text) for text in KNOWN_VERSIONS}


@attrs.frozen
class Route:
    """What answers one operation."""

    operation: Operation
    handler: Handler
    #: Whether it changes the workspace.
    writes: bool = False
    #: Tells apart operations that share method and path.
    when: Condition | None = None
    #: The media type of its answers.
    answers: str = "application/json"
    #: Whether it takes a form, which its handler reads.
    form: bool = False


class Routes:
    """What a resource module registers its handlers with, by the names of their operations."""

    __slots__ = ("handlers",)

    def __init__(self) -> None:
        self.handlers: dict[str, tuple[Handler, bool, Condition | None, str, bool]] = {}

    def __call__(
        self,
        name: str,
        *,
        writes: bool = False,
        when: Condition | None = None,
        answers: str = "application/json",
        form: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Let the decorated function answer the operation called *name*."""

        def register(handler: Handler) -> Handler:
            self.handlers[name] = (handler, writes, when, answers, form)
            return handler

        return register


#: Path parts with None for each parameter, the parameters' names, the route.
_Pattern: TypeAlias = tuple[tuple[str | None, ...], tuple[str, ...], Route]
#: What answers paths of one look, and which parts of them are the parameters of which names.
_Found: TypeAlias = tuple[Route, tuple[tuple[str, int], ...]]
#: The version, the method, and the parts of a path with None for those that no pattern names.
_Look: TypeAlias = tuple[str | None, ...]
#: By what patterns are found: the method, how many parts there are, and the first of them, which is never a parameter.
_Start: TypeAlias = tuple[str, int, str | None]


def parts_of(template: str) -> tuple[str | None, ...]:
    """Split a path template; a parameter is None."""
    return tuple(None if part.startswith("{") else part for part in template.strip("/").split("/"))


def _fits(pattern: tuple[str | None, ...], parts: tuple[str, ...]) -> bool:
    for expected, part in zip(pattern, parts, strict=True):  # noqa: SIM110 - a generator costs more, for every call
        if expected is not None and expected != part:
            return False
    return True


class Router:
    """Finds the route of a call in its version."""

    __slots__ = ("_ever", "_found", "_named", "_tables", "routes")

    def __init__(self, modules: tuple[Routes, ...]) -> None:
        handlers = {name: entry for module in modules for name, entry in module.handlers.items()}
        self.routes: Final = tuple(Route(find(name), *entry) for name, entry in handlers.items())
        self._tables: dict[str, Mapping[_Start, tuple[_Pattern, ...]]] = {}
        #: The patterns of all versions.
        self._ever: dict[_Start, set[tuple[str | None, ...]]] = {}
        for operation in (route.operation for route in self.routes):
            for pattern in {parts_of(operation.path_at(Version(text))) for text in KNOWN_VERSIONS}:
                self._ever.setdefault((operation.method, len(pattern), pattern[0]), set()).add(pattern)
        #: Every part that a pattern names: paths that have the same of them in the same places fit the same patterns.
        self._named: Final = frozenset(
            part for patterns in self._ever.values() for pattern in patterns for part in pattern if part is not None
        )
        #: The routes of the looks that calls had: not many, since ids are no part of a look.
        self._found: dict[_Look, tuple[_Found, ...]] = {}

    def find(self, call: Call) -> Route:
        """Return the route of *call* and note its path parameters there; 404 or 400 when there is none."""
        parts, named = call.path.strip("/").split("/"), self._named
        look = (call.version.text, call.method, *[part if part in named else None for part in parts])
        found = self._found.get(look)
        if found is None:
            found = self._fitting(call.version, call.method, tuple(parts))
            if found:
                self._found[look] = found
        for route, parameters in found:
            if route.when is None or route.when(call):
                call.params = {name: unquote(parts[at]) for name, at in parameters}
                return route
        if self._most_literal(call.method, tuple(parts)) <= len(parts):
            message = "Requested resource is not available in current API version."
            raise Problem(400, "intercom_version_invalid", message)
        raise Problem(404, "not_found", "The requested resource does not exist")

    def _fitting(self, version: Version, method: str, parts: tuple[str, ...]) -> tuple[_Found, ...]:
        """Return what may answer a path in *version*, and which of its parts are parameters."""
        literal = self._most_literal(method, parts)
        return tuple(
            (route, tuple(zip(names, (at for at, part in enumerate(pattern) if part is None), strict=True)))
            for pattern, names, route in self._table(version).get((method, len(parts), parts[0]), ())
            if len(names) <= literal and _fits(pattern, parts)  # else another version knows this path by its own name
        )

    def _most_literal(self, method: str, parts: tuple[str, ...]) -> int:
        """Return how few parameters a path of any version needs to fit; more than there are parts when none does."""
        candidates = self._ever.get((method, len(parts), parts[0]), ())
        return min((pattern.count(None) for pattern in candidates if _fits(pattern, parts)), default=len(parts) + 1)

    def _table(self, version: Version) -> Mapping[_Start, tuple[_Pattern, ...]]:
        """Return the patterns of *version*, the most particular first."""
        if version.text in self._tables:
            return self._tables[version.text]
        table: dict[_Start, list[_Pattern]] = {}
        for route in self.routes:
            operation = route.operation
            if not operation.available_in(version):
                continue
            template = operation.path_at(version)
            pattern = parts_of(template)
            names = tuple(part[1:-1] for part in template.strip("/").split("/") if part.startswith("{"))
            table.setdefault((operation.method, len(pattern), pattern[0]), []).append((pattern, names, route))
        found = {
            key: tuple(sorted(rows, key=lambda row: (len(row[1]), row[2].when is None))) for key, rows in table.items()
        }
        self._tables[version.text] = found
        return found


def version_of(text: str | None, default: Version) -> Version:
    """Return the version that the header asks for; 400 for one that Intercom does not know."""
    if text is None:
        return default
    if (known := _VERSIONS.get(text)) is not None:
        return known
    try:
        version = Version(text)
    except ValueError:
        version = None
    if version is None or version.text not in KNOWN_VERSIONS:
        raise Problem(400, "intercom_version_invalid", "The requested version could not be found")
    return version
