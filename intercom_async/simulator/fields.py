"""The fields of a body, read one by one: what the newer operations refuse with 422, and others with 400."""

from collections.abc import Collection, Mapping
from typing import Final

import attrs

from .call import Problem, is_list, is_object
from .writing import as_id

#: The highest number that is taken where nothing else is said.
_HIGHEST: Final = 2**53


@attrs.frozen
class Fields:
    """A JSON object; wrong values in it end the call with *status*. What is null counts as absent.

    *code* is the one of every problem, where an operation has only one.
    """

    values: Mapping[str, object]
    status: int = 422
    code: str | None = None

    def has(self, name: str) -> bool:
        """Say whether the field is there, null or not."""
        return name in self.values

    def wrong(self, name: str, message: str) -> Problem:
        """Return the problem of a field with a wrong value."""
        return Problem(self.status, self.code or "parameter_invalid", message, name)

    def missing(self, name: str) -> Problem:
        """Return the problem of a field that is needed and absent."""
        return Problem(self.status, self.code or "parameter_not_found", f"{name} is required", name)

    def text(self, name: str) -> str | None:
        """Read text."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, f"{name} must be a string")
        return value

    def needed(self, name: str) -> str:
        """Read text that must be there, and not be blank."""
        value = self.text(name)
        if value is None or not value.strip():
            raise self.missing(name)
        return value

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """Read text that is one of *choices*."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise self.wrong(name, f"{name} must be one of: {', '.join(choices)}")
        return value

    def flag(self, name: str) -> bool | None:
        """Read true or false."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, f"{name} must be true or false")
        return value

    def number(self, name: str) -> int | None:
        """Read a whole number."""
        value = self.values.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or abs(value) > _HIGHEST):
            raise self.wrong(name, f"{name} must be an integer")
        return value

    def identifier(self, name: str) -> str | None:
        """Read an id, which may come as a number."""
        try:
            return as_id(self.values.get(name), name)
        except Problem as problem:
            raise self.wrong(name, problem.message) from None

    def items(self, name: str) -> list[object] | None:
        """Read a list of anything."""
        value = self.values.get(name)
        if value is None:
            return None
        if not is_list(value):
            raise self.wrong(name, f"{name} must be a list")
        return value

    def texts(self, name: str) -> list[str] | None:
        """Read a list of text."""
        items = self.items(name)
        if items is None:
            return None
        found = [item for item in items if isinstance(item, str)]
        if len(found) != len(items):
            raise self.wrong(name, f"{name} must hold strings")
        return found

    def objects(self, name: str) -> "list[Fields] | None":
        """Read a list of objects."""
        items = self.items(name)
        if items is None:
            return None
        found = [Fields(item, self.status, self.code) for item in items if is_object(item)]
        if len(found) != len(items):
            raise self.wrong(name, f"{name} must hold JSON objects")
        return found

    def part(self, name: str) -> "Fields | None":
        """Read an object in the object."""
        value = self.values.get(name)
        if value is None:
            return None
        if not is_object(value):
            raise self.wrong(name, f"{name} must be a JSON object")
        return Fields(value, self.status, self.code)
