"""Every model of the package, and bodies invented for them: fitting, unfit, unknown and hostile."""

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import attrs
from hypothesis import strategies as st

from intercom_async import models
from intercom_async.decoders import INTERNAL, is_union, members
from intercom_async.models.common import Changes, Model


def _classes(base: type) -> Iterator[type[Any]]:
    for found in pkgutil.iter_modules(models.__path__):
        module = importlib.import_module(f"{models.__name__}.{found.name}")
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, base) and cls is not base and cls.__module__ == module.__name__:
                yield cls


#: Every model class, and every class of changes.
MODELS: Final[tuple[type[Model], ...]] = tuple(_classes(Model))
CHANGES: Final[tuple[type[Changes], ...]] = tuple(_classes(Changes))

#: Keys that would break out of a generated function, or meet its own names.
HOSTILE_KEYS: Final = (
    *('"', "'", '"""', "\\", "\\'", "a\nb", "\r", "\0", "{n}", "{}", "%s", "#", "'); raise SystemExit  #", "v0", "v1"),
    *("extra", "unfit", "keys_received", "m", "body", "plain", "keys", "Model", "Twin", "NOTHING", "self", "__class__"),
    *(
        "__init__",
        "__dict__",
        "class",
        "def",
        "None",
        "type",
        "id",
        "é",
        "e\u0301",
        "\u2028",
        "\U0001f600",
        "\ud83d",
        "",
    ),
)

SCALARS: Final = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
JSON: Final = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS: Final = st.sampled_from(HOSTILE_KEYS) | st.text(max_size=8)
INSTANTS: Final = st.integers(-62_135_596_800, 253_402_300_799)


def least(cls: type[Any]) -> dict[str, Any]:
    """Return what *cls* needs to be made at all; that somebody is meant where it must say so."""
    required = {a.alias: "1" for a in attrs.fields(cls) if a.default is attrs.NOTHING}
    try:
        cls(**required)
    except ValueError:
        required["email"] = "1"
    return required


def fields(model: type[Model]) -> Mapping[str, Any]:
    """Return the annotation of each declared field by its key."""
    declared = attrs.fields(attrs.resolve_types(model))
    return {a.metadata.get("key", a.name): a.type for a in declared if a.name not in INTERNAL}


def fitting(tp: Any) -> st.SearchStrategy[Any]:
    """Return values as the API should send them for the type *tp*."""
    if is_union(tp):
        return st.one_of(*(fitting(member) for member in members(tp)), st.none())
    origin = get_origin(tp)
    if origin is tuple:
        return st.lists(fitting(get_args(tp)[0]).filter(lambda item: item is not None), max_size=3)
    by_origin = {
        Annotated: st.text(max_size=8) | st.integers(),
        Literal: st.sampled_from(get_args(tp) or ("",)) | st.text(max_size=8),
        Mapping: st.dictionaries(KEYS, JSON, max_size=3),
    }
    if origin in by_origin:
        return by_origin[origin]
    if attrs.has(tp):
        return bodies(tp, wrong=False)
    scalars = {str: st.text(max_size=8), int: st.integers(), float: st.floats(allow_nan=False), bool: st.booleans()}
    return INSTANTS if tp is datetime else JSON if tp is object else scalars[tp]


@functools.cache
def _parts(model: type[Model], *, wrong: bool) -> tuple[st.SearchStrategy[list[str]], dict[str, Any]]:
    """Return what draws the keys of a body, and what draws the value of each declared one; made once, as that costs."""
    right = {key: fitting(tp) for key, tp in fields(model).items()}
    keys = st.lists(st.sampled_from(sorted(right) or HOSTILE_KEYS) | KEYS, unique=True, max_size=12)
    return keys, {key: each | JSON if wrong else each for key, each in right.items()}


@st.composite
def bodies(draw: st.DrawFn, model: type[Model], *, wrong: bool = True) -> dict[str, Any]:
    """Invent a body for *model*: any of its keys in any order, unknown ones among them, values *wrong* or not."""
    keys, values = _parts(model, wrong=wrong)
    return {key: draw(values.get(key, JSON)) for key in draw(keys)}


def with_text_ids(model: type[Model], body: Any) -> Any:
    """Return *body* with the ids that *model* declares as text, the one change that a round trip makes."""
    if not isinstance(body, dict):
        return body
    declared = fields(model)
    return {key: _text_id(declared[key], value) if key in declared else value for key, value in body.items()}


def _text_id(tp: Any, value: Any) -> Any:
    for member in members(tp):
        origin = get_origin(member)
        if origin is Annotated and type(value) is int:
            return str(value)
        if origin is tuple and isinstance(value, list) and _is_whole(value):
            return [_text_id(get_args(member)[0], item) for item in value]
        if attrs.has(member) and isinstance(value, dict):
            return with_text_ids(member, value)
    return value


def _is_whole(items: list[Any]) -> bool:
    """Whether no item makes the list as a whole unfit."""
    return all(isinstance(item, dict) for item in items) or all(type(item) in {str, int} for item in items)
