"""What every model is, and the small objects that many resources hold."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, TypeVar, cast, overload

import attrs

from ..unset import UNSET, Unset

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")

#: An id: text, whatever the server sent.
Id: TypeAlias = Annotated[str, "id"]
#: An instant in a request: an aware datetime or unix seconds; None clears, UNSET leaves out.
InstantChange: TypeAlias = datetime | int | Unset | None
#: Text in a request; None clears, UNSET leaves out.
TextChange: TypeAlias = str | Unset | None
#: An id in a request.
IdChange: TypeAlias = str | int | Unset | None
#: A yes or no in a request.
FlagChange: TypeAlias = bool | Unset | None


class Nothing(Mapping[str, object]):
    """The empty mapping that every model without unknown or unfit fields shares."""

    __slots__ = ()

    def __getitem__(self, key: str) -> object:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "{}"

    def __reduce__(self) -> str:
        return "NOTHING"


NOTHING = Nothing()


@functools.cache
def _compared(cls: Any) -> Callable[[object], object]:
    """Return what gives the fields by which objects of an attrs class are compared."""
    return _getter(field.name for field in attrs.fields(cls) if field.eq)


@functools.cache
def _hashed(cls: Any) -> Callable[[object], object]:
    """Return what gives those of them that make the hash."""
    fields = attrs.fields(cls)
    return _getter(field.name for field in fields if (field.eq if field.hash is None else field.hash))


def _getter(names: Iterable[str]) -> Callable[[object], object]:
    found = tuple(names)
    return attrgetter(*found) if found else type


class _Compared:
    """Equal to another of its class with the same fields.

    Written here once: attrs would write and compile it for every class, which is 28 % of what making a class takes,
    and there are hundreds to make when a program starts.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        cls: Any = type(self)
        fields = _compared(cls)
        return fields(self) == fields(other)

    def __hash__(self) -> int:
        cls: Any = type(self)
        return hash((cls, _hashed(cls)(self)))


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Model(_Compared):
    """Something the API answered: immutable, every field but ids optional, nothing of the answer lost.

    Models with the same fields are equal, whether they were decoded or made; mappings in them count for that, but not
    for the hash, so that every model may stand in a set.
    """

    #: Whether an object without a ``type``, where one of several models may stand, is taken for this one.
    untyped: ClassVar[bool] = False

    #: Fields of the answer that this class does not declare.
    extra: Mapping[str, object] = attrs.field(default=NOTHING, hash=False)
    #: Values that could not become their field's type; the field itself is None, or empty for a required id.
    unfit: Mapping[str, object] = attrs.field(default=NOTHING, hash=False)
    #: The keys of the answer, None for a model that was not decoded; keeps null apart from absent.
    keys_received: tuple[str, ...] | None = attrs.field(default=None, init=False, eq=False)

    def __repr__(self) -> str:
        # Only what cannot be personal data: reprs end in logs.
        shown = [f"{name}={value!r}" for name in ("type", "id") if (value := getattr(self, name, None)) is not None]
        return f"{type(self).__name__}({', '.join(shown)})"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Changes(_Compared):
    """What to write: UNSET leaves a field as it is, None clears it."""

    #: Fields that this class does not declare, sent as they are.
    extra: Mapping[str, object] = attrs.field(default=NOTHING, hash=False)

    def __repr__(self) -> str:
        given = [field.name for field in attrs.fields(type(self)) if getattr(self, field.name) not in (UNSET, NOTHING)]
        return f"{type(self).__name__}({', '.join(given)})"


def check_identity(where: str, **ids: object) -> None:
    """Refuse an identity that is not given by exactly one of *ids*, or by an empty one."""
    found = [name for name, value in ids.items() if value is not UNSET]
    if len(found) != 1 or not ids[found[0]]:
        msg = f"{where}: give exactly one of {', '.join(ids)}, with a value, not {' and '.join(found) or 'none'}"
        raise ValueError(msg)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class UnknownObject(Model):
    """An object whose ``type`` this package does not know; its fields are in `extra`."""

    type: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Reference(Model):
    """A pointer to an object elsewhere."""

    type: str | None = None
    id: Id | None = None
    #: The path under which it can be read.
    url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class References(Model):
    """The first ten of the objects attached to another, and how many there are."""

    type: str | None = None
    data: tuple[Reference, ...] | None = None
    #: The path under which all of them can be read.
    url: str | None = None
    total_count: int | None = None
    has_more: bool | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class SocialProfile(Model):
    """An account elsewhere."""

    type: str | None = None
    id: Id | None = None
    name: str | None = None
    username: str | None = None
    url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Avatar(Model):
    """A picture of somebody."""

    type: Literal["avatar"] = "avatar"
    image_url: str | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DeletedObject(Model):
    """What deleting something answers."""

    id: Id
    #: Its type.
    object: str | None = None
    deleted: bool | None = None


@overload
def either(first: type[A], second: type[B], /) -> type[A | B]: ...


@overload
def either(first: type[A], second: type[B], third: type[C], /) -> type[A | B | C]: ...


def either(first: type[Any], *others: type[Any]) -> type[Any]:
    """Return the union of models as a value, where a class is taken: what is decoded into it goes by its ``type``.

    One whose type none of them has is an `UnknownObject`; so is one without a type, unless a model is `untyped`. Where
    two models have the same type, or both may be without one, the last wins.
    """
    union: Any = first
    for other in others:
        union |= other
    return cast("type[Any]", union)
