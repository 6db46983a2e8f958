"""How exported objects become lines of a file: JSON as it came, or CSV in a fixed order of columns."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias, cast, get_args

import attrs

from ..instants import to_datetime
from ..models.common import Model
from .columns import CUSTOM

#: An object as Intercom answered it.
RawObject: TypeAlias = dict[str, Any]

#: The column of what has none of its own, as a JSON object.
OTHER: Final = "other"
_INTERNAL: Final = frozenset({"extra", "unfit", "keys_received", CUSTOM})
_FORMATS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
_DATES: Final = frozenset({"date", "datetime"})


@attrs.frozen
class FileKind:
    """What the end of a file's name says of its content."""

    #: ``jsonl`` or ``csv``.
    layout: str
    #: Whether it is compressed with gzip.
    compressed: bool

    @property
    def text(self) -> str:
        """Both in one word."""
        return f"{self.layout}.gz" if self.compressed else self.layout


def file_kind(path: Path) -> FileKind:
    """Return what *path* is by its name: .jsonl, .ndjson or .csv, with .gz behind it when compressed."""
    compressed = path.suffix.lower() == ".gz"
    layout = _FORMATS.get((path.with_suffix("") if compressed else path).suffix.lower())
    if layout is None:
        msg = f"the name {path.name!r} does not say the format: end it with .jsonl or .csv, and .gz to compress"
        raise ValueError(msg)
    return FileKind(layout, compressed)


@attrs.frozen
class ExportColumn:
    """One column of a CSV file."""

    #: The name of the field, or ``custom_attributes.`` and that of the attribute.
    name: str
    #: Whether its whole numbers are Unix seconds, written as ISO 8601.
    instant: bool
    #: The custom attribute that it holds.
    attribute: str | None = None


def field_columns(model: type[Model]) -> Iterator[ExportColumn]:
    """Yield the columns of the fields of *model*, in its order."""
    for field in attrs.fields(cast("Any", model)):
        if field.name not in _INTERNAL:
            instant = field.type is datetime or datetime in get_args(field.type)
            yield ExportColumn(field.metadata.get("key", field.name), instant)


def attribute_column(name: str, data_type: str | None) -> ExportColumn:
    """Return the column of a custom attribute."""
    return ExportColumn(f"{CUSTOM}.{name}", data_type in _DATES, name)


class Layout(Protocol):
    """Turns objects into bytes of a file."""

    @property
    def columns(self) -> tuple[ExportColumn, ...]:
        """The columns, none where each line names its own fields."""
        ...

    def header(self) -> bytes:
        """Return what stands before the first object."""
        ...

    def lines(self, objects: Iterable[RawObject]) -> bytes:
        """Return the lines of *objects*."""
        ...


@attrs.frozen
class JsonLinesLayout:
    """One object a line, with everything that came."""

    columns: tuple[ExportColumn, ...] = ()

    def header(self) -> bytes:
        """Return nothing: a line says what its values are."""
        return b""

    def lines(self, objects: Iterable[RawObject]) -> bytes:
        """Return a line for each of *objects*."""
        return b"".join(_json_line(each) for each in objects)


@attrs.frozen
class CsvLayout:
    """A column for each field and custom attribute; what has none stands in `OTHER`.

    Nothing and null are empty cells, nested values JSON, instants ISO 8601 in UTC.
    """

    columns: tuple[ExportColumn, ...]

    def header(self) -> bytes:
        """Return the names of the columns."""
        return _csv_rows([[*(column.name for column in self.columns), OTHER]])

    def lines(self, objects: Iterable[RawObject]) -> bytes:
        """Return a row for each of *objects*."""
        return _csv_rows(self._cells(each) for each in objects)

    def _cells(self, body: RawObject) -> list[str]:
        rest = dict(body)
        given = rest.pop(CUSTOM, None)
        custom = dict(cast("RawObject", given)) if isinstance(given, dict) else {}
        cells = [
            _cell(
                rest.pop(column.name, None) if column.attribute is None else custom.pop(column.attribute, None),
                instant=column.instant,
            )
            for column in self.columns
        ]
        left = custom or (given if not isinstance(given, dict) else None)
        if left is not None:
            rest[CUSTOM] = left
        return [*cells, _json(rest) if rest else ""]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json_line(body: RawObject) -> bytes:
    try:
        return f"{_json(body)}\n".encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can say
        return f"{json.dumps(body, separators=(',', ':'))}\n".encode("ascii")


def _csv_rows(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: object, *, instant: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if instant and type(value) is int:
        return _iso(value)
    return _json(value)


def _iso(seconds: int) -> str:
    try:
        return to_datetime(seconds).isoformat().replace("+00:00", "Z")
    except OverflowError:  # beyond the year 9999: as it came
        return str(seconds)
