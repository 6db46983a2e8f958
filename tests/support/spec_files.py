"""Intercom's OpenAPI files beside our models: every recorded answer decoded, every declared property looked for."""

import functools
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import attrs

from intercom_async import to_dict
from intercom_async.codec import Codec
from intercom_async.models.common import Model
from intercom_async.operation import Operation
from intercom_async.pagination import items_of
from intercom_async.versions import Version

_PARAMETER = re.compile(r"\{[^}]*\}")
_COMPOSED = ("allOf", "oneOf", "anyOf")


@attrs.frozen(eq=False)
class Spec:
    """One OpenAPI file."""

    version: Version
    content: Mapping[str, Any] = attrs.field(repr=False)

    def described(self, row: Operation) -> Mapping[str, Any] | None:
        """Return the description of *row*, whatever its path parameters are called there."""
        shape = _PARAMETER.sub("{}", row.path_at(self.version))
        for path, methods in self.content["paths"].items():
            if _PARAMETER.sub("{}", path) == shape and row.method.lower() in methods:
                return methods[row.method.lower()]
        return None

    def answer(self, row: Operation) -> Mapping[str, Any]:
        """Return the description of the good answer to *row*; empty where it has no content or is not described."""
        content = (self.described(row) or {}).get("responses", {}).get("200", {}).get("content", {})
        return content.get("application/json", {})

    def examples(self, row: Operation) -> Iterator[tuple[str, Any]]:
        """Yield the name and value of every recorded good answer to *row*."""
        for name, example in self.answer(row).get("examples", {}).items():
            yield f"{row.name} at {self.version}, {name!r}", example["value"]

    def _request(self, row: Operation) -> Mapping[str, Any]:
        content = (self.described(row) or {}).get("requestBody", {}).get("content", {})
        return content.get("application/json", {})

    def request(self, row: Operation) -> Mapping[str, Any]:
        """Return the schema of the body that *row* takes; empty where none is described."""
        return self._request(row).get("schema", {})

    def requests(self, row: Operation) -> Iterator[tuple[str, Any]]:
        """Yield the name and value of every recorded request body of *row*."""
        for name, example in self._request(row).get("examples", {}).items():
            yield name, example["value"]

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            # Some files refer to schemas that they do not have.
            schema = self.content["components"]["schemas"].get(schema["$ref"].rpartition("/")[2], {})
        return schema

    def properties(self, schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """Return the properties of an object, those of all that it is composed of among them."""
        schema = self._resolved(schema)
        found: dict[str, Mapping[str, Any]] = {}
        for part in (part for word in _COMPOSED for part in schema.get(word, ())):
            found |= self.properties(part)
        return found | {name: self._resolved(value) for name, value in schema.get("properties", {}).items()}

    def item(self, row: Operation) -> Mapping[str, Any]:
        """Return the schema of what *row* answers: the object, or one item of the list."""
        schema = self.answer(row).get("schema", {})
        key = row.items_at(self.version)
        if key is None:
            return schema
        arrays = {name: value for name, value in self.properties(schema).items() if value.get("type") == "array"}
        return arrays.get(key, next(iter(arrays.values()), {})).get("items", {})

    def lacking(self, schema: Mapping[str, Any], model: type[Model], path: str = "") -> Iterator[str]:
        """Yield the path of every property in *schema* that *model*, or a model in it, has no field for."""
        fields = {a.metadata.get("key", a.name): a.type for a in attrs.fields(attrs.resolve_types(model))}
        for name, value in self.properties(schema).items():
            where = f"{path}{name}"
            if name not in fields:
                yield where
                continue
            inner = self._resolved(value.get("items", {})) if value.get("type") == "array" else value
            below = list(_models_in(fields[name]))
            if below and self.properties(inner):
                yield from set.intersection(*(set(self.lacking(inner, each, f"{where}.")) for each in below))


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    """Yield the models that stand anywhere in an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


@functools.cache
def specs(folder: Path) -> tuple[Spec, ...]:
    """Return every OpenAPI file among the facts, oldest version first."""
    paths = (folder / "spec").glob("*.json")
    read = [Spec(Version(path.stem), json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return tuple(sorted(read, key=lambda spec: spec.version))


def check_answer(
    name: str, body: object, model: Any, key: str | None, *, without_field: Collection[str] = frozenset()
) -> int:
    """Decode *body* and compare every object in it with its model's encoding; return how many there were.

    Every key must have a field, but for *without_field*, such as ``Admin.companies``.
    """
    codec = Codec(check_all=True)
    bodies = items_of(body, key) if key is not None else [body]
    for each in bodies:
        decoded = codec.decode(model, each)
        assert codec.drift.report() == [], name
        assert same(to_dict(decoded), each), f"{name}: {to_dict(decoded)} is not {each}"
        assert set(leftovers(decoded)) <= set(without_field), name
    return len(bodies)


def leftovers(model: Model) -> Iterator[str]:
    """Yield what the model, or a model in it, has no field for or could not fit in."""
    yield from (f"{type(model).__name__}.{name}" for name in (*model.extra, *model.unfit))
    for field in attrs.fields(type(model)):
        value = getattr(model, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Model):
                yield from leftovers(each)


def same(ours: object, theirs: object, *, an_id: bool = False) -> bool:
    """Say whether two JSON values are equal, ids compared as text, keys in the same order."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return list(ours) == list(theirs) and all(
            same(ours[key], theirs[key], an_id=key.removesuffix("s").endswith("id")) for key in ours
        )
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(same(a, b, an_id=an_id) for a, b in zip(ours, theirs, strict=True))
    return str(ours) == str(theirs) if an_id and theirs is not None else (ours, type(ours)) == (theirs, type(theirs))
