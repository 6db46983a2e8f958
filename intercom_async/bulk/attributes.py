"""The custom attributes that rows need: which ones, of what type, and whether the workspace has them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

import attrs

from ..errors import BadRequestError, OutcomeUnknownError
from . import cells
from .columns import CUSTOM, Columns
from .errors import MissingAttributesError

if TYPE_CHECKING:
    from ..client import Intercom
    from .sources import SourceRow

DataType: TypeAlias = Literal["string", "integer", "float", "boolean", "date"]

#: A type is inferred when this share of the values fits it; the others are then rejected with their reason.
_ENOUGH: Final = 0.95
_LARGEST_INTEGER: Final = 2**31 - 1
_WORDS: Final = frozenset({"true", "false", "yes", "no"})


@attrs.define
class _Counts:
    values: int = 0
    boolean: int = 0
    integer: int = 0
    float: int = 0
    date: int = 0

    def add(self, value: object) -> None:
        self.values += 1
        if _fits_boolean(value):
            self.boolean += 1
        elif _fits_integer(value):
            self.integer += 1
        elif _fits_float(value):
            self.float += 1
        elif _fits_date(value):
            self.date += 1

    def data_type(self) -> DataType:
        enough = max(1.0, self.values * _ENOUGH)
        if self.boolean >= enough:
            return "boolean"
        if self.integer >= enough:
            return "integer"
        if self.integer + self.float >= enough:
            return "float"
        return "date" if self.date >= enough else "string"


def _fits_boolean(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.strip().lower() in _WORDS)


def _fits_integer(value: object) -> bool:
    if isinstance(value, str):
        digits = value.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 10 or (digits[0] == "0" and digits != "0"):
            return False
    return _parses(cells.integer, value) and abs(cells.integer(value)) <= _LARGEST_INTEGER


def _fits_float(value: object) -> bool:
    if isinstance(value, str):
        return any(sign in value for sign in ".eE") and value.strip()[:1] != "+" and _parses(cells.number, value)
    return isinstance(value, float)


def _fits_date(value: object) -> bool:
    if isinstance(value, str):
        return "-" in value[4:] and _parses(cells.moment, value)
    return isinstance(value, date)


def _parses(parser: Callable[[object], object], value: object) -> bool:
    try:
        parser(value)
    except cells.CellError:
        return False
    return True


class Tally:
    """Looks at rows to find the custom attributes that they fill and the type that fits their values."""

    __slots__ = ("_counts", "columns")

    def __init__(self, columns: Columns) -> None:
        self.columns: Columns = columns
        self._counts: dict[str, _Counts] = {}

    def expect(self, attributes: Iterable[str]) -> None:
        """Count attributes as needed even if no row fills them."""
        for attribute in attributes:
            self._counts.setdefault(attribute, _Counts())

    def see(self, row: "SourceRow") -> None:
        """Count one row's values."""
        for name, value in row.named_values():
            column = self.columns[name]
            if column.attribute is not None:
                self._count(column.attribute, value)
            elif column.field == CUSTOM and isinstance(value, Mapping):
                for attribute, inner in cast("Mapping[object, object]", value).items():
                    self._count(str(attribute), inner)

    def _count(self, attribute: str, value: object) -> None:
        counts = self._counts.setdefault(attribute, _Counts())
        if value is not None and not cells.is_blank(value):
            counts.add(value)

    def types(self) -> dict[str, DataType]:
        """Return the attributes that were seen and the type inferred for each."""
        return {name: counts.data_type() for name, counts in self._counts.items()}


async def workspace_types(client: "Intercom") -> dict[str, str]:
    """Return the custom attributes of people that the workspace has, each with its type."""
    types: dict[str, str] = {}
    async for attribute in client.data_attributes.list(model="contact"):
        if attribute.custom and not attribute.archived and attribute.name is not None:
            types[attribute.name] = attribute.data_type or "string"
    return types


async def ensure(client: "Intercom", needed: Mapping[str, DataType], *, create: bool) -> dict[str, str]:
    """Return the type of every attribute of the workspace; create those of *needed* that it lacks, or refuse.

    Raises `MissingAttributesError` with all the names at once when *create* is false.
    """
    existing = await workspace_types(client)
    missing: dict[str, DataType] = {name: data_type for name, data_type in needed.items() if name not in existing}
    if missing and not create:
        raise MissingAttributesError(_missing_text(missing, existing), names=tuple(missing))
    for name, data_type in missing.items():
        existing[name] = await _create(client, name, data_type)
    return existing


async def _create(client: "Intercom", name: str, data_type: DataType) -> str:
    """Create one attribute; one that turns out to exist, after an answer was lost, is as good."""
    try:
        await client.data_attributes.create(name=name, model="contact", data_type=data_type)
    except (OutcomeUnknownError, BadRequestError):
        found = (await workspace_types(client)).get(name)
        if found is None:
            raise
        return found
    return data_type


def _missing_text(missing: Mapping[str, str], existing: Iterable[str]) -> str:
    by_folded = {name.casefold(): name for name in existing}
    names = ", ".join(_with_hint(name, by_folded.get(name.casefold())) for name in missing)
    return (
        f"the workspace has no such custom attributes: {names}; create them there, let the import create them "
        "(--create-attributes), or map the columns to something else"
    )


def _with_hint(name: str, similar: str | None) -> str:
    return f"{name!r} (it has {similar!r})" if similar else repr(name)
