"""Reads every field of every contact and of all that it holds, whatever the class, as cheaply as Python can."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, TypeAlias

import attrs

Get: TypeAlias = Callable[[Any], Sequence[Any]]

_OBJECTS: Final = ("avatar", "location")
_LISTS: Final = (
    "social_profiles", "tags", "notes", "companies", "opted_out_subscription_types", "opted_in_subscription_types",
)  # fmt: skip


def reader(contacts: Sequence[Any]) -> Callable[[Iterable[Any]], None]:
    """Return what reads contacts of the same kind as *contacts*, which together must hold one of everything."""
    declared = _names(type(contacts[0]))  # what is not is a plain dict, or absent
    objects, lists = ([name for name in names if name in declared] for names in (_OBJECTS, _LISTS))
    fields = _getter(type(contacts[0]), (*objects, *lists))
    of_objects = [(index, _getter(_kind(contacts, name))) for index, name in enumerate(objects)]
    of_lists = [
        (index, _getter(_kind(contacts, name), ("data",)), _getter(_kind(contacts, name, "data")))
        for index, name in enumerate(lists, start=len(objects))
    ]

    def read(several: Iterable[Any]) -> None:
        for contact in several:
            values = fields(contact)
            for index, of_object in of_objects:
                if (value := values[index]) is not None:
                    of_object(value)
            for index, of_list, of_item in of_lists:
                if (value := values[index]) is not None:
                    for item in of_list(value)[0] or ():
                        of_item(item)

    return read


def _kind(contacts: Sequence[Any], name: str, inner: str | None = None) -> type:
    """Return the class of what the field *name* holds, or of the items under *inner* there; dict where nothing is."""
    found = [value for contact in contacts if (value := getattr(contact, name)) is not None]
    if inner is not None:
        found = [item for value in found for item in getattr(value, inner) or ()]
    return type(found[0]) if found else dict


def _getter(kind: type, first: Sequence[str] = ()) -> Get:
    """Return what gets every field of a *kind*, *first* ones first."""
    if kind is dict:
        return _values
    names = (*first, *(name for name in _names(kind) if name not in first))
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def _values(value: dict[str, Any]) -> Sequence[Any]:
    return [*value.values()]


def _names(kind: Any) -> Sequence[str]:
    if attrs.has(kind):
        return [field.name for field in attrs.fields(kind)]
    return [*(kind.model_fields if hasattr(kind, "model_fields") else kind.__struct_fields__)]
