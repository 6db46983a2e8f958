"""Plain JSON values to models and back, losing nothing; types that are not ours by cattrs."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar, cast, get_args, get_origin

import attrs

from .decoders import (
    ACCEPTED,
    INTERNAL,
    UNFIT,
    ListDecoder,
    ObjectDecoder,
    TaggedDecoder,
    anything,
    identifier,
    instant,
    is_union,
    mapping,
    members,
    scalar,
    type_name,
)
from .drift import Drift, json_type
from .errors import DecodeError
from .instants import to_seconds
from .models.common import Model, UnknownObject

if TYPE_CHECKING:
    import cattrs

T = TypeVar("T")
M = TypeVar("M", bound=Model)

#: Of how many objects one has the types of its scalars checked.
_SAMPLE: Final = 64
#: What decodes a type, or a type with parameters.
_HOOKS: Final[Mapping[Any, Callable[..., Any]]] = {
    **dict.fromkeys(ACCEPTED, scalar),
    object: anything,
    datetime: instant,
    Literal: scalar,
    Annotated: identifier,
    Mapping: mapping,
}


def _tags(model: type[Any]) -> tuple[str, ...]:
    """Return the values of ``type`` that mark *model*: the literals in the field's annotation."""
    declared = attrs.fields_dict(attrs.resolve_types(model)).get("type")
    literals = (member for member in members(declared.type if declared else None) if get_origin(member) is Literal)
    return tuple(tag for literal in literals for tag in get_args(literal))


class Codec:
    """Decodes answers into models and counts what does not fit."""

    __slots__ = ("_converter", "_count", "_decoders", "_every", "drift")

    def __init__(self, *, check_all: bool = False) -> None:
        self.drift: Drift = Drift()
        self._count = 0
        self._every = 1 if check_all else _SAMPLE
        #: Those in use by type: the converter's own look-up takes ten times as long.
        self._decoders: dict[Any, Any] = {}
        self._converter: cattrs.Converter | None = None

    def _new_converter(self) -> "cattrs.Converter":
        """Return what decodes all other types, such as one of the caller's own; what is ours in them stays ours."""
        import cattrs

        converter = cattrs.Converter(detailed_validation=False)
        converter.register_structure_hook_func(lambda tp: self._own(tp) is not None, self._structured)
        return converter

    def _structured(self, value: object, tp: Any) -> Any:
        return self.decoder(tp)(value)

    def decoder(self, tp: Any) -> Any:
        """Return what decodes values of the type *tp*; made once."""
        found = self._decoders.get(tp)
        if found is None:
            make = self._own(tp)
            if make is None:  # the first who needs it waits for cattrs: contacts and the like are there sooner
                self._converter = self._converter or self._new_converter()
                make = self._converter.get_structure_hook
            found = self._decoders[tp] = make(tp)
        return found

    def _own(self, tp: Any) -> Callable[[Any], Any] | None:
        """Return what makes the decoder of a type that models are made of, None for any other type."""
        hook = _HOOKS.get(tp) or _HOOKS.get(get_origin(tp))
        if hook is not None:
            return lambda _: hook
        if get_origin(tp) is tuple:
            return lambda tp: ListDecoder(self.decoder(get_args(tp)[0]))
        if is_union(tp):
            return self._union
        return (lambda tp: ObjectDecoder(tp, self.decoder, self.drift)) if attrs.has(tp) else None

    def _union(self, tp: Any) -> Any:
        kinds = members(tp)
        if len(kinds) == 1:
            return self.decoder(kinds[0])
        objects: list[Any] = [kind for kind in kinds if attrs.has(kind)]
        if not objects:
            return scalar
        decoders = {kind: self.decoder(kind) for kind in objects}
        by_type = {tag: decoders[kind] for kind in objects for tag in _tags(kind)}
        # A single model takes everything, and so does one of several that names no types of its own.
        rest = objects if len(objects) == 1 else [kind for kind in objects if not _tags(kind)]
        otherwise = decoders[rest[0]] if rest else self.decoder(UnknownObject)
        untyped = next((decoders[kind] for kind in reversed(objects) if kind.untyped), otherwise)
        return TaggedDecoder(by_type, otherwise, untyped, len(objects) < len(kinds))

    def decode(self, tp: type[T], body: object, *, path: str = "$") -> T:
        """Return *body* as a *tp*; `DecodeError` when it is nothing of that kind at all."""
        try:
            value = self.decoder(tp)(body)
        except UNFIT as exc:
            raise _refused(tp, body, path) from exc
        if self._count % self._every == self._every - 1:
            self._inspect_sample((value,))
        else:
            self._count += 1
        return value  # type: ignore[no-any-return]  # what decodes a T makes one

    def decode_items(self, tp: type[T], bodies: Iterable[object], *, path: str = "$") -> Sequence[T]:
        """Return every one of *bodies* as a *tp*."""
        items, decoder = list(bodies), ListDecoder(self.decoder(tp))
        for index, body in enumerate(() if decoder.fits(items) else items):
            if not decoder.fits([body]):
                raise _refused(tp, body, f"{path}[{index}]")
        values = decoder.items(items)
        self._inspect_sample(values)
        return values

    def _inspect_sample(self, values: Sequence[object]) -> None:
        for value in values[self._every - 1 - self._count % self._every :: self._every]:
            if isinstance(value, Model):
                self.decoder(type(value)).inspect(value)
        self._count += len(values)


def _refused(tp: Any, body: object, path: str) -> DecodeError:
    return DecodeError(f"expected {type_name(tp)}, got {json_type(body)}", path=path)


@functools.cache
def _default_codec() -> Codec:
    return Codec()


def from_dict(model: type[M], data: Mapping[str, object]) -> M:
    """Return *data*, a decoded JSON object, as a *model*, as if the API had answered it."""
    return _default_codec().decode(model, _plain_value(data))


def to_dict(model: Model) -> dict[str, object]:
    """Return *model* as a JSON-ready dict: what was decoded comes back with every key, unknown and unfit ones too."""
    names = _names(cast("Any", type(model)))
    received = model.keys_received
    if received is None:
        given = {key: _plain_value(value) for key, name in names.items() if (value := getattr(model, name)) is not None}
        kept = {**model.extra, **model.unfit}
        return given | {key: _plain_value(value) for key, value in kept.items() if key not in given}
    result: dict[str, object] = {}
    for key in received:
        if key in model.unfit:
            value = model.unfit[key]
        else:
            value = getattr(model, names[key]) if key in names else model.extra[key]
        result[key] = _plain_value(value)
    return result


@functools.cache
def _names(model: Any) -> dict[str, str]:
    """Return the name of each declared field of a model class by its key in JSON."""
    return {a.metadata.get("key", a.name): a.name for a in attrs.fields(model) if a.name not in INTERNAL}


def _plain_value(value: object) -> Any:
    """Return *value* as JSON has it, sharing no list or dict with it."""
    if isinstance(value, Model):
        return to_dict(value)
    if isinstance(value, datetime):
        return to_seconds(value)
    if isinstance(value, Mapping):
        return {key: _plain_value(each) for key, each in cast("Mapping[object, object]", value).items()}
    if isinstance(value, tuple | list):
        return [_plain_value(each) for each in cast("Sequence[object]", value)]
    return value
