"""The models of this package as other libraries would have them, made from its own: same fields, nested the same way.

They do less: none but pydantic's makes datetimes or keeps unknown fields, and msgspec refuses a page in which one value
does not fit.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args, get_origin

import attrs

from intercom_async.models.common import Avatar, Model, Reference, References, SocialProfile
from intercom_async.models.contacts import Contact, ContactLocation, SocialProfiles

#: Makes a class of a name and its fields, each optional.
Make: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
#: Each class after those that it holds.
_MODELS: Final[tuple[type[Model], ...]] = (
    Avatar, Reference, References, SocialProfile, SocialProfiles, ContactLocation, Contact,
)  # fmt: skip
_INTERNAL: Final = frozenset({"extra", "unfit", "keys_received"})


def fields(model: type[Model]) -> dict[str, Any]:
    """Return the type of each field of *model* that the API answers, without None."""
    declared = attrs.fields(attrs.resolve_types(model, include_extras=True))
    return {attribute.name: attribute.type for attribute in declared if _answered(attribute.name)}


def _answered(name: str) -> bool:
    return not name.startswith("_") and name not in _INTERNAL


def models(make: Make, *, instants: type = int) -> dict[str, Any]:
    """Return the classes for a contact and all that it holds, by name, as *make* makes them."""
    made: dict[str, Any] = {}
    for model in _MODELS:
        plain = {name: _plain(name, tp, made, instants) for name, tp in fields(model).items()}
        made[model.__name__] = make(model.__name__, plain)
    return made


def _plain(name: str, tp: Any, made: Mapping[str, Any], instants: type) -> Any:
    """Return *tp* as it is in a contact of the benchmark: one type, no union."""
    if name == "owner_id":
        return int
    if name == "avatar":
        return made["Avatar"]
    found = next((each for each in (get_args(tp) or (tp,)) if each is not type(None)), tp)
    origin = get_origin(found)
    if origin is tuple:
        inner = get_args(found)[0]
        return list[made[inner.__name__]] if inner.__name__ in made else list[Any]
    if origin in {Annotated, Literal} or not isinstance(found, type):
        return dict[str, Any] if origin is not None and issubclass(origin, Mapping) else str
    return instants if found is datetime else made.get(found.__name__, found)


def of_attrs(name: str, types: Mapping[str, Any]) -> Any:
    """Make an immutable class of attrs with slots."""
    return attrs.make_class(
        name, {field: attrs.field(type=tp | None, default=None) for field, tp in types.items()}, slots=True, frozen=True
    )


def of_msgspec(name: str, types: Mapping[str, Any]) -> Any:
    """Make an immutable struct of msgspec."""
    import msgspec

    return msgspec.defstruct(name, [(field, tp | None, None) for field, tp in types.items()], frozen=True)


def of_pydantic(name: str, types: Mapping[str, Any]) -> Any:
    """Make an immutable model of pydantic that keeps unknown fields."""
    import pydantic

    config = pydantic.ConfigDict(extra="allow", frozen=True)
    given: dict[str, Any] = {field: (tp | None, None) for field, tp in types.items()}
    return pydantic.create_model(name, __config__=config, **given)
