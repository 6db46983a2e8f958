"""A checker of JSON against the schemas of an OpenAPI file: as much of the language as Intercom's files use."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


@attrs.frozen
class Mismatch:
    """One place where a value is not what the schema says."""

    #: The innermost schema with a name, and the path from it.
    schema: str
    path: str
    problem: str

    @property
    def kind(self) -> str:
        """The problem without what was found."""
        return self.problem.partition(" (")[0]


class Schemas:
    """The schemas of one OpenAPI file."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._named: Mapping[str, Any] = document["components"]["schemas"]

    def mismatches(self, value: object, schema: Mapping[str, Any], where: str = "inline") -> Iterator[Mismatch]:
        """Yield where *value* does not fit *schema*; *where* names an inline schema."""
        name, flat = self._flat(schema, where)
        yield from self._value(value, flat, name, "")

    def _flat(self, schema: Mapping[str, Any], name: str) -> tuple[str, dict[str, Any]]:
        """Follow references and put the parts of an ``allOf`` together."""
        flat: dict[str, Any] = {}
        for part in schema.get("allOf", ()):
            inner, found = self._flat(part, name)
            name = inner
            properties = {**flat.get("properties", {}), **found.get("properties", {})}
            flat = {**flat, **found, "properties": properties}
        if "$ref" in schema:
            referred = schema["$ref"].rpartition("/")[2]
            inner, found = self._flat(self._named.get(referred, {}), referred)
            return inner, {**found, **{key: value for key, value in schema.items() if key == "nullable"}}
        own = {key: value for key, value in schema.items() if key != "allOf"}
        if flat:
            own["properties"] = {**flat.get("properties", {}), **own.get("properties", {})}
        return name, {**flat, **own}

    def _value(self, value: object, schema: Mapping[str, Any], name: str, path: str) -> Iterator[Mismatch]:
        if value is None:
            if not schema.get("nullable") and schema.get("type"):
                yield Mismatch(name, path, "null but not nullable")
            return
        choices = schema.get("oneOf") or schema.get("anyOf")
        if choices and not schema.get("properties"):
            found = [list(self._inner(value, choice, name, path)) for choice in choices]
            if all(found):
                yield min(found, key=len)[0]
            return
        yield from self._typed(value, schema, name, path)

    def _inner(self, value: object, schema: Mapping[str, Any], name: str, path: str) -> Iterator[Mismatch]:
        inner, flat = self._flat(schema, name)
        yield from self._value(value, flat, inner, "" if inner != name else path)

    def _typed(self, value: object, schema: Mapping[str, Any], name: str, path: str) -> Iterator[Mismatch]:
        expected = schema.get("type") or ("object" if schema.get("properties") else None)
        wrong = expected in TYPES and not isinstance(value, TYPES[expected])
        if wrong or (isinstance(value, bool) and expected in {"integer", "number"}):
            yield Mismatch(name, path, f"{_type_of(value)} but schema {expected}")
        elif "enum" in schema and value not in schema["enum"]:
            yield Mismatch(name, path, f"not in the enumeration ({value!r})")
        elif isinstance(value, dict):
            yield from self._object(value, schema, name, path)
        elif isinstance(value, list) and "items" in schema:
            for item in value:
                yield from self._inner(item, schema["items"], name, path)

    def _object(self, value: dict[str, Any], schema: Mapping[str, Any], name: str, path: str) -> Iterator[Mismatch]:
        properties = schema.get("properties")
        for key in schema.get("required", ()):
            if key not in value:
                yield Mismatch(name, _joined(path, key), "required but absent")
        if properties is None:
            return
        for key, item in value.items():
            below = _joined(path, key)
            if key in properties:
                yield from self._inner(item, properties[key], name, below)
            elif not schema.get("additionalProperties"):
                yield Mismatch(name, below, f"undeclared ({_type_of(item)})")


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _type_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return next(name for name, types in TYPES.items() if isinstance(value, types))
