"""Plain JSON values to models and back, losing nothing: the cattrs converter and its hook factories."""

import functools
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar, Union, cast, get_args, get_origin

import attrs
import cattrs

from .drift import Drift
from .errors import DecodeError
from .models.common import NOTHING, Model, UnknownObject

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Decode: TypeAlias = Callable[[Any], Any]

_SCALARS: Final[frozenset[type]] = frozenset({str, int, float, bool, type(None)})
_TEXTS: Final[frozenset[type]] = frozenset({str, type(None)})
_REQUIRED: Final[frozenset[type]] = frozenset({str})
_INSTANTS: Final[frozenset[type]] = frozenset({int, type(None)})
_INTERNAL: Final = frozenset({"extra", "unfit", "keys_received"})
#: What a hook raises for a value that cannot become its type.
_UNFIT: Final = (TypeError, ValueError, OverflowError, OSError)
#: After how many objects with the same keys a decoder for exactly those keys is made, and for how many sets of keys.
_WARM_UP: Final = 8
#: Of how many objects one has the types of its scalars checked.
_SAMPLE: Final = 64
_MOST_SHAPES: Final = 256


def instant(value: object, _type: object = None) -> datetime:
    """Return the aware datetime for unix seconds."""
    if type(value) is not int:
        msg = f"not unix seconds: {type(value).__name__}"
        raise TypeError(msg)
    return datetime.fromtimestamp(value, UTC)


def _identifier(value: object, _type: object = None) -> str:
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    msg = f"not an id: {type(value).__name__}"
    raise TypeError(msg)


def _scalar(value: object, _type: object = None) -> object:
    if type(value) not in _SCALARS:
        msg = f"not a scalar: {type(value).__name__}"
        raise TypeError(msg)
    return value


def _mapping(value: object, _type: object = None) -> dict[str, object]:
    if type(value) is not dict:
        msg = f"not an object: {type(value).__name__}"
        raise TypeError(msg)
    return cast("dict[str, object]", value)


def _anything(value: object, _type: object = None) -> object:
    return value


def _refuse() -> None:
    raise TypeError


def _is_union(tp: object) -> bool:
    return get_origin(tp) in {Union, types.UnionType}


def _members(tp: Any) -> tuple[Any, ...]:
    """Return the types that make up *tp*, without None; aliases and literals opened."""
    if _is_union(tp):
        return tuple(inner for member in get_args(tp) for inner in _members(member))
    return () if tp is type(None) else (tp,)


def runtime_types(tp: Any) -> tuple[type, ...]:
    """Return the classes whose instances an annotation takes."""
    if _is_union(tp):
        return tuple(dict.fromkeys(kind for member in get_args(tp) for kind in runtime_types(member)))
    if get_origin(tp) is Annotated:
        return runtime_types(get_args(tp)[0])
    return (get_origin(tp) or tp,)


#: Which JSON types a declared scalar may be.
_ACCEPTED: Final[Mapping[type, frozenset[type]]] = {
    str: frozenset({str}),
    int: frozenset({int}),
    float: frozenset({int, float}),
    bool: frozenset({bool}),
}


@attrs.frozen
class _Field:
    """How one field is decoded."""

    name: str
    #: As declared, without None.
    types: tuple[Any, ...]
    decode: Decode
    required: bool

    @property
    def values_allowed(self) -> frozenset[type] | None:
        """The types that a compiled decoder may store as they are, or turn into an instant; None for all others."""
        if self.decode is _identifier:
            return _REQUIRED if self.required else _TEXTS
        return _SCALARS if self.decode is _scalar else _INSTANTS if self.decode is instant else None

    @property
    def scalars(self) -> frozenset[type]:
        """The JSON types that a declared scalar may have."""
        return frozenset[type]().union(*(_ACCEPTED.get(str if get_origin(t) is Literal else t, ()) for t in self.types))


class ObjectDecoder:
    """Decodes the objects of one model class.

    The keys of an answer's objects come in few orders, so a function for exactly those keys is compiled once it is
    worth it: it unpacks all values at once. Whatever that cannot take goes through the plain way, which defines
    what is right.
    """

    __slots__ = ("_blank", "_compiled", "_drift", "_model", "_seen", "_twin", "fields")

    def __init__(self, model: type[Model], codec: "Codec") -> None:
        self._model = model
        self._drift = codec.drift
        self._twin = _mutable_twin(model)
        declared = [a for a in attrs.fields(attrs.resolve_types(model, include_extras=True)) if a.name not in _INTERNAL]
        self._blank = [(a.name, "" if a.default is attrs.NOTHING else a.default) for a in declared]
        #: By key of the body.
        self.fields = {
            a.metadata.get("key", a.name): _Field(
                a.name, _members(a.type), codec.decoder(a.type), a.default is attrs.NOTHING
            )
            for a in declared
        }
        self._compiled: dict[tuple[str, ...], Decode] = {}
        self._seen: dict[tuple[str, ...], int] = {}

    def __call__(self, body: Any, _type: object = None) -> Any:
        """Return *body* as the model."""
        keys = tuple(body)
        compiled = self._compiled.get(keys)
        if compiled is None:
            return self._plain(body, keys)
        try:
            return compiled(body.values())
        except _UNFIT:
            return self._plain(body, keys)

    def _plain(self, body: Any, keys: tuple[str, ...]) -> Any:
        """Decode field by field."""
        values = _mapping(body)
        twin = object.__new__(self._twin)
        for name, value in self._blank:
            setattr(twin, name, value)
        extra: dict[str, object] = {}
        unfit: dict[str, object] = {}
        for key, value in values.items():
            field = self.fields.get(key)
            if field is None:
                extra[key] = value
            elif value is not None:
                try:
                    setattr(twin, field.name, field.decode(value))
                except _UNFIT:
                    unfit[key] = value
                    self._drift.record(self._model, key, field.types, value)
        self._warm_up(keys)
        for key, field in self.fields.items():
            if field.required and values.get(key) is None:
                self._drift.record(self._model, key, field.types, None)
        twin.extra, twin.unfit, twin.keys_received = extra or NOTHING, unfit or NOTHING, keys
        twin.__class__ = self._model
        return twin

    def _warm_up(self, keys: tuple[str, ...]) -> None:
        if keys not in self._seen and len(self._seen) >= _MOST_SHAPES:
            return
        self._seen[keys] = self._seen.get(keys, 0) + 1
        complete = all(key in keys for key, field in self.fields.items() if field.required)
        if self._seen[keys] == _WARM_UP and complete:
            self._compiled[keys] = self._compile(keys)

    def _compile(self, keys: tuple[str, ...]) -> Decode:
        """Make the decoder for bodies with exactly these keys in this order."""
        scope: dict[str, Any] = {"keys": keys, "new": object.__new__, "Twin": self._twin, "Model": self._model}
        scope |= {"NOTHING": NOTHING, "refuse": _refuse, "from_unix": datetime.fromtimestamp, "UTC": UTC}
        checks: dict[frozenset[type], list[str]] = {}
        stores: list[str] = []
        extra: list[str] = []
        for index, key in enumerate(keys):
            value, field = f"v{index}", self.fields.get(key)
            if field is None:
                extra.append(f"{key!r}: {value}")
                continue
            allowed = field.values_allowed
            if allowed is None:
                scope[f"decode{index}"] = field.decode
                stores.append(f"m.{field.name} = None if {value} is None else decode{index}({value})")
                continue
            checks.setdefault(allowed, []).append(value)
            converted = f"None if {value} is None else from_unix({value}, UTC)" if allowed is _INSTANTS else value
            stores.append(f"m.{field.name} = {converted}")
        received = {field.name for key, field in self.fields.items() if key in keys}
        absent = [f"m.{name} = {value!r}" for name, value in self._blank if name not in received]
        tests = [
            f"set{n}.issuperset(map(type, ({', '.join(vs)},))) or refuse()" for n, vs in enumerate(checks.values())
        ]
        scope |= {f"set{n}": allowed for n, allowed in enumerate(checks)}
        unpack = "".join(f"v{index}, " for index in range(len(keys))) + "= values" if keys else "pass"
        last = [f"m.extra = {'{' + ', '.join(extra) + '}' if extra else 'NOTHING'}", "m.unfit = NOTHING"]
        last += ["m.keys_received = keys", "m.__class__ = Model", "return m"]
        lines = ["def decode(values):", unpack, *tests, "m = new(Twin)", *stores, *absent, *last]
        source = compile("\n    ".join(lines), f"<decoder of {self._model.__name__}>", "exec")
        exec(source, scope)  # noqa: S102  # our own text: names of fields, positions and quoted keys
        return cast("Decode", scope["decode"])

    def inspect(self, body: object) -> None:
        """Count every scalar in *body* whose type is not the declared one."""
        if type(body) is not dict:
            return
        for key, value in cast("dict[str, object]", body).items():
            field = self.fields.get(key)
            if field is None or value is None:
                continue
            if type(value) in _SCALARS:
                if field.decode is _scalar and type(value) not in field.scalars:
                    self._drift.record(self._model, key, field.types, value)
            elif isinstance(field.decode, ObjectDecoder | _ListDecoder):
                field.decode.inspect(value)


@attrs.frozen
class _ListDecoder:
    """Decodes a list whose items are all of one type."""

    _item: Decode

    def __call__(self, value: Any, _type: object = None) -> tuple[Any, ...]:
        if type(value) is not list:
            msg = f"not an array: {type(value).__name__}"
            raise TypeError(msg)
        item = self._item
        return tuple([item(each) for each in cast("list[object]", value)])

    def inspect(self, value: object) -> None:
        """Count every scalar in the items whose type is not the declared one."""
        if isinstance(self._item, ObjectDecoder) and type(value) is list:
            for each in cast("list[object]", value):
                self._item.inspect(each)


@attrs.frozen
class _TaggedDecoder:
    """Decodes an object by its ``type``, or a scalar where one may stand instead of the object."""

    _by_type: Mapping[str, Decode]
    _otherwise: Decode
    _scalars: bool

    def __call__(self, value: Any, _type: object = None) -> Any:
        if self._scalars and type(value) in _SCALARS:
            return value
        tag = _mapping(value).get("type")
        decode = self._by_type.get(tag, self._otherwise) if type(tag) is str else self._otherwise
        return decode(value)


def _mutable_twin(model: type[Model]) -> Any:
    """Return a subclass with the same layout whose fields can be set.

    Its instance becomes one of the frozen class by setting ``__class__``. Storing the fields through the frozen
    class's ``__init__`` instead costs 0.9 times orjson.loads of a page more, this nothing. Both special methods must
    be object's own: only then does the interpreter store without a call (0.5 instead of 6 us for 50 fields).
    """
    return type(
        model.__name__,
        (model,),
        {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__},
    )


def _tags(model: type[Any]) -> tuple[str, ...]:
    """Return the values of ``type`` that mark *model*: the literals in the field's annotation."""
    declared = attrs.fields_dict(attrs.resolve_types(model)).get("type")
    literals = (member for member in _members(declared.type if declared else None) if get_origin(member) is Literal)
    return tuple(tag for literal in literals for tag in get_args(literal))


class Codec:
    """Decodes answers into models and counts what does not fit."""

    __slots__ = ("_converter", "_count", "_every", "drift")

    def __init__(self, *, check_all: bool = False) -> None:
        self.drift = Drift()
        self._count = 0
        self._every = 1 if check_all else _SAMPLE
        self._converter = cattrs.Converter(detailed_validation=False)
        factories: list[tuple[Callable[[Any], bool], Callable[[Any], Any]]] = [
            (lambda tp: get_origin(tp) is Literal, lambda _: _scalar),
            (lambda tp: tp is object, lambda _: _anything),
            (lambda tp: tp is datetime, lambda _: instant),
            (lambda tp: get_origin(tp) is Annotated, lambda _: _identifier),
            (lambda tp: get_origin(tp) is Mapping, lambda _: _mapping),
            (lambda tp: get_origin(tp) is tuple, lambda tp: _ListDecoder(self.decoder(get_args(tp)[0]))),
            (_is_union, self._union),
            (attrs.has, lambda tp: ObjectDecoder(tp, self)),
        ]
        for scalar in _ACCEPTED:
            self._converter.register_structure_hook(scalar, _scalar)
        for predicate, factory in factories:
            self._converter.register_structure_hook_factory(predicate, factory)

    def decoder(self, tp: Any) -> Decode:
        """Return what decodes values of the type *tp*; made once."""
        return cast("Decode", self._converter.get_structure_hook(tp))

    def _union(self, tp: Any) -> Decode:
        members = _members(tp)
        if len(members) == 1:
            return self.decoder(members[0])
        objects = [member for member in members if attrs.has(member)]
        if not objects:
            return _scalar
        decoders = {member: self.decoder(member) for member in objects}
        by_type = {tag: decoders[member] for member in objects for tag in _tags(member)}
        otherwise = decoders[objects[0]] if len(objects) == 1 else self.decoder(UnknownObject)
        return _TaggedDecoder(by_type, otherwise, len(objects) < len(members))

    def decode(self, tp: type[T], body: object, *, path: str = "$") -> T:
        """Return *body* as a *tp*; `DecodeError` when it is nothing of that kind at all."""
        decode = self.decoder(tp)
        try:
            value = decode(body)
        except _UNFIT as exc:
            msg = f"expected {_name(tp)}, got {exc}"
            raise DecodeError(msg, path=path) from exc
        self._count += 1
        if self._count % self._every == 0 and isinstance(decode, ObjectDecoder):
            decode.inspect(body)
        return cast("T", value)

    def decode_items(self, tp: type[T], bodies: Iterable[object], *, path: str = "$") -> list[T]:
        """Return every one of *bodies* as a *tp*."""
        return [self.decode(tp, body, path=f"{path}[{index}]") for index, body in enumerate(bodies)]


def _name(tp: Any) -> str:
    return getattr(tp, "__name__", None) or str(tp)


@functools.cache
def _default_codec() -> Codec:
    return Codec()


def from_dict(model: type[M], data: Mapping[str, object]) -> M:
    """Return *data*, a decoded JSON object, as a *model*, as if the API had answered it."""
    return _default_codec().decode(model, dict(data))


def to_dict(model: Model) -> dict[str, object]:
    """Return *model* as a JSON-ready dict: what was decoded comes back with every key, unknown and unfit ones too."""
    keys = _keys(cast("Any", type(model)))
    received = model.keys_received
    if received is None:
        values = {key: _plain_value(value) for key, name in keys.items() if (value := getattr(model, name)) is not None}
        return {**values, **model.extra, **model.unfit}
    result: dict[str, object] = {}
    for key in received:
        if key in model.unfit:
            result[key] = model.unfit[key]
        elif key in keys:
            result[key] = _plain_value(getattr(model, keys[key]))
        else:
            result[key] = model.extra[key]
    return result


@functools.cache
def _keys(model: Any) -> dict[str, str]:
    """Return the name of each declared field of a model class by its key in JSON."""
    return {a.metadata.get("key", a.name): a.name for a in attrs.fields(model) if a.name not in _INTERNAL}


def _plain_value(value: object) -> object:
    if isinstance(value, Model):
        return to_dict(value)
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, tuple):
        return [_plain_value(each) for each in cast("tuple[object, ...]", value)]
    return value
