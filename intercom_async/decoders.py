"""Decoders of plain JSON values: one hook for each kind of field, one compiled function for each shape of object."""

import types
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, TypeAlias, Union, cast, get_args, get_origin

import attrs

from .drift import Drift
from .instants import BLOCK_BITS, BLOCK_MASK, BLOCKS, OFFSETS, to_datetime
from .models.common import NOTHING, Model

Decode: TypeAlias = Callable[[Any], Any]
Keys: TypeAlias = tuple[str, ...]

SCALARS: Final[frozenset[type]] = frozenset({str, int, float, bool})
INTERNAL: Final = frozenset({"extra", "unfit", "keys_received"})
#: What a hook raises for a value that cannot become its type.
UNFIT: Final = (TypeError, ValueError, OverflowError, OSError)
#: After how many objects with the same keys a decoder for exactly those keys is made; of how many sets of keys, and
#: how many keys in one. What is beyond goes the plain way for ever, so that no answer makes this grow.
_WARM_UP: Final = 8
_MOST_SHAPES: Final = 256
_MOST_KEYS: Final = 256
#: Of more keys than this a compiled decoder compares the whole list.
_FEW_KEYS: Final = 12


def instant(value: object, _type: object = None) -> datetime:
    """Return the aware datetime for unix seconds, before 1970 too."""
    if type(value) is not int:
        msg = "not unix seconds"
        raise TypeError(msg)
    return to_datetime(value)


def identifier(value: object, _type: object = None) -> str:
    """Return an id as text."""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    msg = "not an id"
    raise TypeError(msg)


def scalar(value: object, _type: object = None) -> object:
    """Return a scalar of whatever type."""
    if type(value) not in SCALARS:
        msg = "not a scalar"
        raise TypeError(msg)
    return value


def mapping(value: object, _type: object = None) -> dict[str, object]:
    """Return an object as it is."""
    if type(value) is not dict:
        msg = "not an object"
        raise TypeError(msg)
    return cast("dict[str, object]", value)


def anything(value: object, _type: object = None) -> object:
    """Return any value as it is."""
    return value


def is_union(tp: object) -> bool:
    """Say whether *tp* is a union."""
    return get_origin(tp) in {Union, types.UnionType}


def members(tp: Any) -> tuple[Any, ...]:
    """Return the types that make up *tp*, without None."""
    if is_union(tp):
        return tuple(inner for member in get_args(tp) for inner in members(member))
    return () if tp is type(None) else (tp,)


#: Which JSON types a declared scalar may be.
ACCEPTED: Final[Mapping[type, frozenset[type]]] = {
    str: frozenset({str}),
    int: frozenset({int}),
    float: frozenset({int, float}),
    bool: frozenset({bool}),
}


def _scalar_types(tp: Any) -> frozenset[type]:
    """Return the JSON types of the scalars that *tp* declares, those in its lists too."""
    accepted: set[type] = set()
    for member in members(tp):
        if get_origin(member) is tuple:
            accepted |= _scalar_types(get_args(member)[0])
        elif member is object:
            accepted |= SCALARS
        else:
            accepted |= ACCEPTED.get(str if get_origin(member) in {Literal, Annotated} else member, frozenset())
    return frozenset(accepted)


def type_name(tp: Any) -> str:
    """Return *tp* as it is read: ``Avatar | str``, ``tuple[Reference, ...]``, ``id``."""
    if get_origin(tp) is tuple:
        return f"tuple[{type_name(get_args(tp)[0])}, ...]"
    if get_origin(tp) in {Literal, Annotated}:
        return "str" if get_origin(tp) is Literal else "id"
    if is_union(tp):
        return " | ".join(type_name(member) for member in members(tp))
    return getattr(tp, "__name__", None) or str(tp)


@attrs.frozen
class _Field:
    """How one field is decoded."""

    name: str
    key: str
    decode: Decode
    required: bool
    blank: object
    #: The declared type as text, and the JSON types that its scalars should have.
    expected: str
    scalars: frozenset[type]


class ObjectDecoder:
    """Decodes the objects of one model class.

    The keys of an answer's objects come in few orders, so a function for exactly those keys is compiled once it is
    worth it: it unpacks all values at once. Whatever that cannot take goes through the plain way, which defines
    what is right.
    """

    __slots__ = (
        "_decoder_of",
        "_drift",
        "_inspected",
        "_required",
        "_seen",
        "blank",
        "compiled",
        "fields",
        "latest",
        "model",
        "twin",
    )

    def __init__(self, model: type[Model], decoder_of: Callable[[Any], Any], drift: Drift) -> None:
        self.model: type[Model] = model
        self._decoder_of = decoder_of
        self._drift = drift
        self.twin: Any = _mutable_twin(model)
        #: What a field is when its key is absent, by name.
        self.blank: dict[str, object] = {}
        #: By key of the body; found when first needed, so that a model may hold others of its own class.
        self.fields: dict[str, _Field] = {}
        self._required: list[_Field] = []
        self._inspected: list[_Field] = []
        #: By keys of the body, in order.
        self.compiled: dict[Keys, Decode] = {}
        self._seen: dict[Keys, _Shape] = {}
        #: Decodes bodies with the keys met last and hands over others: neighbours mostly have the same keys.
        self.latest: Decode = self.by_shape

    def _prepare(self) -> None:
        """Find how to decode each field; threads that do so at the same time find the same."""
        declared = attrs.fields(attrs.resolve_types(self.model, include_extras=True))
        fields = [_field(a, self._decoder_of) for a in declared if a.name not in INTERNAL]
        self._required = [field for field in fields if field.required]
        # Ids and instants are checked when they are decoded.
        self._inspected = [field for field in fields if field.decode not in {identifier, instant, mapping}]
        self.blank = {field.name: field.blank for field in fields}
        self.fields = {field.key: field for field in fields}

    def __call__(self, body: Any, _type: object = None) -> Any:
        """Return *body* as the model."""
        if type(body) is not dict:
            msg = "not an object"
            raise TypeError(msg)
        return self.latest(body)

    def by_shape(self, body: dict[str, object]) -> Any:
        """Decode a body whose keys are not those of the one before."""
        compiled = self.compiled.get(tuple(body))
        if compiled is None:
            return self.plain(body)
        self.latest = compiled
        return compiled(body)

    def plain(self, body: dict[str, object]) -> Any:
        """Decode field by field."""
        if not self.fields:
            self._prepare()
        twin = self.twin()
        for name, value in self.blank.items():
            setattr(twin, name, value)
        extra: dict[str, object] = {}
        unfit: dict[str, object] = {}
        for key, value in body.items():
            field = self.fields.get(key)
            if field is None:
                extra[key] = value
            elif value is not None:
                try:
                    setattr(twin, field.name, field.decode(value))
                except UNFIT:
                    unfit[key] = value
                    self._record(field, value)
            elif not field.required:
                setattr(twin, field.name, None)
        for field in self._required:
            if body.get(field.key) is None:
                self._record(field, None)
                unfit |= {field.key: None} if field.key in body else {}
        twin.extra, twin.unfit, twin.keys_received = extra or NOTHING, unfit or NOTHING, self._note(tuple(body))
        twin.__class__ = self.model
        return twin

    def _record(self, field: _Field, value: object) -> None:
        self._drift.record(self.model, field.key, field.expected, value)

    def _note(self, keys: Keys) -> Keys:
        """Return *keys* as all objects of the same shape share them; compile what decodes those when it is time."""
        shape = self._seen.get(keys)
        if shape is None:
            if len(self._seen) >= _MOST_SHAPES or len(keys) > _MOST_KEYS:
                return keys
            complete = all(field.key in keys for field in self._required)
            shape = self._seen.setdefault(keys, _Shape(keys, complete))
        shape.objects += 1
        if shape.objects >= _WARM_UP and shape.complete and keys not in self.compiled:
            self.compiled[shape.keys] = _compile(self, shape.keys)
        return shape.keys

    def inspect(self, model: Model) -> None:
        """Count every scalar in *model* whose type is not the declared one."""
        for field in self._inspected:
            value: object = getattr(model, field.name)
            for each in cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,):
                kind = type(each)
                if kind in SCALARS:
                    if kind not in field.scalars:
                        self._record(field, each)
                elif isinstance(each, Model):
                    self._decoder_of(kind).inspect(each)


@attrs.define
class _Shape:
    """Objects with the same keys in the same order, as far as they were seen."""

    keys: Keys
    #: Whether every required key is there; an object without one is counted as drift each time.
    complete: bool
    objects: int = 0


def _field(attribute: "attrs.Attribute[Any]", decoder_of: Callable[[Any], Any]) -> _Field:
    tp: Any = attribute.type
    return _Field(
        name=attribute.name,
        key=attribute.metadata.get("key", attribute.name),
        decode=decoder_of(tp),
        required=attribute.default is attrs.NOTHING,
        blank="" if attribute.default is attrs.NOTHING else attribute.default,
        expected=type_name(tp),
        scalars=_scalar_types(tp),
    )


class ListDecoder:
    """Decodes a list whose items are all of one type."""

    __slots__ = ("_types", "item")

    def __init__(self, item: Decode) -> None:
        self.item: Decode = item
        self._types = _takes(item)

    def __call__(self, value: Any, _type: object = None) -> tuple[Any, ...]:
        """Return the items of *value*."""
        if not self.fits(value):
            msg = "not an array of such items"
            raise TypeError(msg)
        return self.items(value)

    def fits(self, value: object) -> bool:
        """Say whether all items are of JSON types that they may be."""
        if type(value) is not list:
            return False
        values, item = cast("list[object]", value), self.item
        return self._types.issuperset(map(type, values)) and (
            not isinstance(item, ListDecoder) or all(map(item.fits, values))
        )

    def items(self, values: list[Any]) -> tuple[Any, ...]:
        """Return the items of a list that fits."""
        item = self.item
        if isinstance(item, ObjectDecoder):
            return tuple([item.latest(value) for value in values])
        return tuple(map(item, values))


@attrs.frozen(eq=False)
class TaggedDecoder:
    """Decodes an object by its ``type``, or a scalar where one may stand instead of the object."""

    _by_type: Mapping[str, Decode]
    #: For a type that is unknown, and for no type at all.
    _otherwise: Decode
    _untyped: Decode
    scalars: bool

    def __call__(self, value: Any, _type: object = None) -> Any:
        """Return *value* as what its tag says."""
        if self.scalars and type(value) in SCALARS:
            return value
        content = mapping(value)
        if "type" not in content:
            return self._untyped(content)
        tag = content["type"]
        decode = self._by_type.get(tag, self._otherwise) if type(tag) is str else self._otherwise
        return decode(content)


def _takes(decode: Decode) -> frozenset[type]:
    """Return the JSON types that *decode* takes."""
    if isinstance(decode, TaggedDecoder):
        return SCALARS | {dict} if decode.scalars else frozenset({dict})
    if isinstance(decode, ObjectDecoder):
        return frozenset({dict})
    if isinstance(decode, ListDecoder):
        return frozenset({list})
    return _TAKEN.get(decode, SCALARS | {dict, list})


#: Which JSON types the hooks of plain values take.
_TAKEN: Final[Mapping[Decode, frozenset[type]]] = {
    identifier: frozenset({str, int}),
    mapping: frozenset({dict}),
    scalar: SCALARS,
    instant: frozenset({int}),
}
#: The type that a value most likely has is the first of these that the field declares, else takes.
_USUAL: Final = (str, bool, int, float, dict, list)
#: What the text of every compiled decoder names.
_NAMED: Final[Mapping[str, Any]] = {"NOTHING": NOTHING, "UNFIT": UNFIT, "blocks": BLOCKS, "offsets": OFFSETS}
#: How a compiled decoder hands over a body with other keys.
_OTHER: Final = "return by_shape(body)"
#: How a compiled decoder turns the value ``v`` of a field into what is stored, by the field's hook; ``{n}`` numbers it.
_STORED: Final[Mapping[Decode, str]] = {
    anything: "v{n}",
    identifier: "str(v{n}) if type(v{n}) is int else v{n}",
    mapping: "v{n}",
    scalar: "v{n}",
    instant: f"None if v{{n}} is None else blocks[v{{n}} >> {BLOCK_BITS}] + offsets[v{{n}} & {BLOCK_MASK}]",
}


@attrs.define
class _Source:
    """The parts of the text of a compiled decoder, and what it names."""

    scope: dict[str, Any]
    tests: list[str] = attrs.field(factory=list[str])
    flat: list[str] = attrs.field(factory=list[str])
    nested: list[str] = attrs.field(factory=list[str])
    extra: list[str] = attrs.field(factory=list[str])

    def add_unknown(self, key: str, n: int) -> None:
        """Keep value number *n*, whose *key* the model does not declare."""
        self.scope[f"key{n}"] = key
        self.extra.append(f"key{n}: v{n}")

    def add(self, field: _Field, n: int) -> None:
        """Test and store value number *n*."""
        decode, scope = field.decode, self.scope
        stored = _STORED.get(decode, "None if v{n} is None else decode{n}(v{n})")
        scope[f"decode{n}"] = decode
        if decode is not anything:
            self.tests.append(self._type_test(field, n))
        if isinstance(decode, ObjectDecoder):
            stored = "None if v{n} is None else decode{n}.latest(v{n})"
        elif isinstance(decode, ListDecoder):
            scope[f"fits{n}"], scope[f"items{n}"] = decode.fits, decode.items
            self.tests.append(f"(not v{n} or fits{n}(v{n}))")
            stored = "items{n}(v{n}) if v{n} else None if v{n} is None else ()"
        while isinstance(decode, ListDecoder):
            decode = decode.item
        (self.flat if decode in _STORED else self.nested).append(f"m.{field.name} = {stored.format(n=n)}")

    def _type_test(self, field: _Field, n: int) -> str:
        """Return the test of a value's type: the usual ones by identity, in half of the time of a set's look-up."""
        taken = _takes(field.decode)
        self.scope[f"types{n}"] = taken
        usual = next(kind for kind in _USUAL if kind in (field.scalars & taken or taken))
        tests = [f"type(v{n}) is {usual.__name__}"]
        if not field.required:
            tests.append(f"v{n} is None")
        if len(taken) > 1:
            tests.append(f"type(v{n}) in types{n}")
        return f"({' or '.join(tests)})"

    def unpacking(self, keys: Keys) -> list[str]:
        """Return the lines that name the values of a body with exactly these *keys*, and hand over any other.

        Up to some dozen keys asking for each takes half of the time of comparing them all and unpacking (0.12 instead
        of 0.23 us for five), beyond that twice (2.5 instead of 1.0 us for sixty).
        """
        if len(keys) <= _FEW_KEYS:
            self.scope |= {f"key{n}": key for n, key in enumerate(keys)}
            found = [f"    v{n} = body[key{n}]" for n in range(len(keys))]
            return [
                "try:",
                f"    if len(body) != {len(keys)}: return by_shape(body)",
                *found,
                f"except KeyError: {_OTHER}",
            ]
        self.scope["in_order"] = [*keys]
        return [f"if [*body] != in_order: {_OTHER}", ", ".join(f"v{n}" for n in range(len(keys))) + " = body.values()"]


def _compile(decoder: ObjectDecoder, keys: Keys) -> Decode:
    """Make the function that decodes bodies with exactly these keys in this order.

    A body of which anything does not fit goes the plain way before anything of it was counted: nested objects, which
    count their drift and never fail, are decoded last. Keys come from the server, so the text names them by number.
    """
    own = {"keys": keys, "by_shape": decoder.by_shape, "plain": decoder.plain}
    source = _Source({**_NAMED, **own, "Twin": decoder.twin, "Model": decoder.model})
    absent = dict(decoder.blank)
    for n, key in enumerate(keys):
        field = decoder.fields.get(key)
        if field is None:
            source.add_unknown(key, n)
        else:
            source.add(field, n)
            del absent[field.name]
    lines = [
        "def decode(body):",
        *source.unpacking(keys),
        f"if not ({' and '.join(source.tests) or True}): return plain(body)",
        "m = Twin()",
        "try:",
        *(f"    {line}" for line in source.flat or ["pass"]),
        "except UNFIT: return plain(body)",
        *source.nested,
        *(f"m.{name} = {value!r}" for name, value in absent.items()),
        f"m.extra = {'{' + ', '.join(source.extra) + '}' if source.extra else 'NOTHING'}",
        "m.unfit, m.keys_received, m.__class__ = NOTHING, keys, Model",
        "return m",
    ]
    code = compile("\n    ".join(lines), f"<decoder of {decoder.model.__name__}>", "exec")
    exec(code, source.scope)  # noqa: S102  # our own text: names of fields and numbers
    return cast("Decode", source.scope["decode"])


def _mutable_twin(model: type[Model]) -> Any:
    """Return a subclass with the same layout whose fields can be set.

    Its instance becomes one of the frozen class by setting ``__class__``. Storing the fields through the frozen
    class's ``__init__`` instead costs 0.9 times orjson.loads of a page more, this nothing. The special methods must
    be object's own: only then does the interpreter store without a call (0.5 instead of 6 us for 50 fields), and
    make an instance without one (0.07 instead of 0.1 us through ``object.__new__``).
    """
    own = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type(model.__name__, (model,), {"__slots__": (), **own})
