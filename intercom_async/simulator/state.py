"""A whole workspace as JSON and back: every object that can be reached from it, each once, whatever its class is."""

import base64
import importlib
import json
import math
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date
from pathlib import Path
from random import Random
from types import FunctionType, MethodType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import attrs

from ..http import Headers
from .call import is_list, is_object
from .ordered import Ordered
from .world import World

#: Changes with what the file means, so that a file of another kind is refused.
FORMAT: Final = 1
#: Attributes of a world that are not written: what was found lately, and what happened during a call.
_PASSING: Final = frozenset({"searches", "happened", "lacks"})
_PACKAGE: Final = __name__.rpartition(".")[0].rpartition(".")[0]
#: Members of the JSON that say what an object is; a dictionary that has one of its own is written as pairs.
_MARK, _ID, _SEEN = "$", "$id", "$seen"
#: What is not written: credentials that a call carried.
_SECRET: Final = frozenset({"authorization", "cookie", "proxy-authorization"})
_PLAIN: Final = (str, int, float, bool, type(None))
#: What may be shared by two others, so that a change is seen by both.
_UNSHARED: Final = (*_PLAIN, bytes, tuple, frozenset, type, FunctionType, MethodType)


def save(world: World) -> dict[str, object]:
    """Return *world* as JSON-ready data."""
    parts = {name: getattr(world, name) for name in _names()}
    return {"format": FORMAT, "world": _Writer(parts).written(parts)}


def load(world: World, state: object) -> None:
    """Put in the place of everything in *world* what `save` returned; *world* stays as it is when that fails."""
    if not is_object(state) or state.get("format") != FORMAT or "world" not in state:
        msg = f"this is no saved workspace of format {FORMAT}: give what saving returned"
        raise ValueError(msg)
    try:
        parts = _Reader().read(state["world"])
        unknown = parts.keys() - _names()
        if unknown:
            raise KeyError(*unknown)
    except (AttributeError, ImportError, LookupError, TypeError, ValueError) as error:
        msg = f"the saved workspace cannot be read, was it changed or made by another release? {error!r}"
        raise ValueError(msg) from error
    _put(world, parts)


def replace(world: World, other: World) -> None:
    """Put everything of *other* in the place of what is in *world*."""
    _put(world, {name: getattr(other, name) for name in _names()})


def read_file(world: World, path: Path) -> None:
    """Load the workspace that *path* holds; when there is no such file, *world* stays as it is."""
    if path.exists():
        load(world, json.loads(path.read_bytes()))


def write_file(world: World, path: Path) -> None:
    """Save *world* in *path*, whose former content stays until the new one is whole."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(save(world), separators=(",", ":")), encoding="utf-8")
    part.replace(path)


def _names() -> list[str]:
    """Return the attributes of a world that are written: all but what passes."""
    return [field.name for field in attrs.fields(World) if field.name not in _PASSING]


def _put(world: World, parts: Mapping[str, object]) -> None:
    for name, value in parts.items():
        setattr(world, name, value)
    world.searches.clear()
    world.happened.clear()


def _attributes(value: object) -> Iterator[str]:
    """Yield the names of the attributes of an object that are set."""
    for kind in reversed(type(value).__mro__):
        slots: object = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else cast("tuple[str, ...]", slots):
            if name not in {"__weakref__", "__dict__"} and hasattr(value, name):
                yield name
    yield from getattr(value, "__dict__", ())


def _located(value: type | FunctionType) -> str:
    """Return under which name the reader finds a class or a function of this package."""
    name = f"{value.__module__}:{value.__qualname__}"
    if not value.__module__.startswith(f"{_PACKAGE}.") or "<" in name:
        msg = f"{name} is code of your own, which a state cannot hold: add it again after loading instead"
        raise ValueError(msg)
    return name.removeprefix(f"{_PACKAGE}.")


def _found(name: object) -> Any:
    """Return the class or the function of this package that `_located` named."""
    module, _, path = str(name).partition(":")
    found: Any = importlib.import_module(f"{_PACKAGE}.{module}")
    for part in path.split("."):
        found = getattr(found, part)
    if not isinstance(found, type | FunctionType) or not found.__module__.startswith(f"{_PACKAGE}."):
        msg = f"{name} is no class or function of the simulator"
        raise ValueError(msg)
    return found


class _Writer:
    """Writes objects, those that are met several times under a number."""

    __slots__ = ("_kept", "_met", "_numbers")

    def __init__(self, root: object) -> None:
        self._met: Counter[int] = Counter()
        self._numbers: dict[int, int] = {}
        #: What is made on the way is kept, so that no other object gets its address.
        self._kept: list[object] = []
        self._count(root)

    def _count(self, root: object) -> None:
        """Count how often each object is met from *root*."""
        left = [root]
        while left:
            value = left.pop()
            if isinstance(value, _PLAIN):
                continue
            self._met[id(value)] += not isinstance(value, _UNSHARED)
            if self._met[id(value)] <= 1:
                inner = list(_inside(value))
                self._kept.append(inner)
                left += inner

    def written(self, value: object) -> object:
        """Return *value* as JSON-ready data."""
        if isinstance(value, float) and not math.isfinite(value):
            return {_MARK: "float", "items": repr(value)}
        if type(value) in _PLAIN:
            return value
        if self._met[id(value)] < 2:
            return self._written(value)
        if id(value) in self._numbers:
            return {_SEEN: self._numbers[id(value)]}
        number = self._numbers[id(value)] = len(self._numbers) + 1
        written = self._written(value)
        whole = written if is_object(written) else {_MARK: "list", "items": written}
        return {_ID: number, **whole}

    def _written(self, value: object) -> object:
        kind = type(value)
        if kind is list:
            return self._all(value)
        if kind is dict and _is_simple(cast("dict[object, object]", value)):
            return {name: self.written(each) for name, each in cast("dict[str, object]", value).items()}
        if kind in _SPECIAL:
            name, write, _ = _SPECIAL[kind]
            return {_MARK: name, "items": self.written(write(value))}
        if isinstance(value, FunctionType | type):
            return {_MARK: "code", "items": _located(value)}
        members = {name: self.written(getattr(value, name)) for name in _attributes(value)}
        if isinstance(value, BaseException):
            members["args"] = self.written(list(value.args))
        return {_MARK: _located(kind), **members}

    def _all(self, values: object) -> list[object]:
        return [self.written(each) for each in cast("list[object]", values)]


def _is_simple(value: dict[object, object]) -> bool:
    return all(isinstance(key, str) and not key.startswith(_MARK) for key in value)


def _inside(value: object) -> Iterator[object]:
    """Yield what an object holds."""
    kind = type(value)
    if kind is list or (kind is dict and _is_simple(cast("dict[object, object]", value))):
        held = value if kind is list else cast("dict[str, object]", value).values()
        yield from cast("list[object]", held)
    elif kind in _SPECIAL:
        yield _SPECIAL[kind][1](value)
    elif not isinstance(value, FunctionType | type):
        yield from (getattr(value, name) for name in _attributes(value))


class _Reader:
    """Reads what a `_Writer` wrote."""

    __slots__ = ("_numbered",)

    def __init__(self) -> None:
        self._numbered: dict[object, Any] = {}

    def read(self, value: object) -> Any:
        """Return what was written as *value*."""
        if is_list(value):
            return [self.read(each) for each in value]
        if not is_object(value):
            return value
        if _SEEN in value:
            return self._numbered[value[_SEEN]]
        number, name = value.get(_ID), value.get(_MARK)
        name = None if name is None else str(name)
        if name is None or name == "list":
            made: Any = {} if name is None else []
            self._numbered[number] = made
            if name == "list":
                made += self.read(value["items"])
            else:
                made.update({key: self.read(each) for key, each in value.items() if key != _ID})
            return made
        if name == "code":
            return _found(value["items"])
        made = _MAKERS[name](self.read(value["items"])) if name in _MAKERS else self._object(value, number)
        self._numbered[number] = made
        return made

    def _object(self, value: Mapping[str, object], number: object) -> Any:
        kind = _found(value[_MARK])
        made = kind.__new__(kind)
        self._numbered[number] = made
        for name, each in value.items():
            if name not in {_MARK, _ID}:
                object.__setattr__(made, name, tuple(self.read(each)) if name == "args" else self.read(each))
        return made


def _as_pairs(value: Mapping[object, object]) -> list[object]:
    return [[key, each] for key, each in value.items()]


def _in_order(value: Iterable[object]) -> list[object]:
    return sorted(value, key=repr)  # of whatever kind: the same set gives the same text


def _from_random(value: Random) -> list[object]:
    version, numbers, gauss = value.getstate()
    return [version, list(numbers), gauss]


def _to_random(value: list[Any]) -> Random:
    version, numbers, gauss = value
    made = Random()  # noqa: S311 - ids of a simulator, no secrets
    made.setstate((version, tuple(numbers), gauss))
    return made


def _to_ordered(value: list[Any]) -> Ordered[Any]:
    by, items = value
    made: Ordered[Any] = Ordered(by)
    for item in items:
        made.add(item)
    return made


#: Classes that are not written by their attributes: the name of each, what is written, and how it is made of that.
_SPECIAL: Final[dict[type, tuple[str, Callable[[Any], object], Callable[[Any], Any]]]] = {
    dict: ("dict", _as_pairs, dict),
    OrderedDict: ("ordered_dict", _as_pairs, OrderedDict),
    Counter: ("counter", _as_pairs, lambda pairs: Counter(dict(pairs))),
    tuple: ("tuple", list, tuple),
    set: ("set", _in_order, set),
    frozenset: ("frozenset", _in_order, frozenset),
    deque: ("deque", lambda value: [value.maxlen, *value], lambda items: deque(items[1:], maxlen=items[0])),
    bytes: ("bytes", lambda value: base64.b64encode(value).decode(), base64.b64decode),
    type(UTC): ("utc", lambda _: None, lambda _: UTC),
    date: ("date", date.isoformat, date.fromisoformat),
    ZoneInfo: ("zone", lambda value: value.key, ZoneInfo),
    Random: ("random", _from_random, _to_random),
    Ordered: ("ordered", lambda value: [value.by, list(value)], _to_ordered),
    MethodType: (
        "method",
        lambda value: [value.__self__, value.__name__],
        lambda value: getattr(value[0], value[1]),
    ),
    Headers: (
        "headers",
        lambda value: [list(pair) for pair in value.pairs if pair[0].lower() not in _SECRET],
        Headers,
    ),
}
_MAKERS: Final = {"float": float, **{name: make for name, _, make in _SPECIAL.values()}}
