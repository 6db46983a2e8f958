"""Where rows come from: CSV and JSON-lines files, read in batches off the event loop, and any iterable."""

import asyncio
import codecs
import csv
import hashlib
import io
import itertools
import json
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol, Self, TypeAlias, cast, runtime_checkable

import attrs

from ..models.contacts import ContactChanges
from ..unset import UNSET
from .errors import SourceError

#: How many rows of a file are read at a time.
BATCH: Final = 500
DELIMITERS: Final = (",", ";", "\t")
_SNIFFED_BYTES: Final = 1 << 16
_SNIFFED_RECORDS: Final = 20
_BOM: Final = codecs.BOM_UTF8


@attrs.frozen
class SourceRow:
    """One row as it came, numbered from 1."""

    number: int
    #: By column name; None when the row cannot be read, as `problem` says.
    values: Mapping[str, object] | ContactChanges | None = attrs.field(repr=False)
    original: object = attrs.field(repr=False)
    problem: str | None = None

    def named_values(self) -> Iterable[tuple[str, object]]:
        """Return the values by column name, of a `ContactChanges` those that it sets."""
        if isinstance(self.values, Mapping):
            return [(str(name), value) for name, value in self.values.items()]
        if self.values is None:
            return []
        names = (field.name for field in attrs.fields(ContactChanges) if field.name != "extra")
        return [(name, value) for name in names if (value := getattr(self.values, name)) is not UNSET]


@attrs.frozen
class SourceFacts:
    """What one reading of a file found out, before anything is written."""

    #: SHA-256 of the file.
    digest: str
    #: The names of the columns, in order.
    columns: tuple[str, ...]
    rows: int


Observer: TypeAlias = Callable[[SourceRow], None]


@runtime_checkable
class FileSource(Protocol):
    """Rows that can be read more than once, by blocking calls."""

    @property
    def layout(self) -> str:
        """How the file is read, in words; the same file read in another way has other rows."""
        ...

    def scan(self, observe: Observer) -> SourceFacts:
        """Read everything once, showing each row to *observe*; raise `SourceError` for what cannot be read."""
        ...

    def read(self) -> Iterator[SourceRow]:
        """Read the rows again."""
        ...


RowSource: TypeAlias = (
    FileSource | Iterable[Mapping[str, object] | ContactChanges] | AsyncIterable[Mapping[str, object] | ContactChanges]
)


async def numbered(rows: RowSource) -> AsyncGenerator[SourceRow]:
    """Yield the rows of *rows* one by one; a file is read in a thread, `BATCH` rows ahead at most."""
    if isinstance(rows, FileSource):
        source = rows.read()
        while batch := await asyncio.to_thread(lambda: list(itertools.islice(source, BATCH))):
            for row in batch:
                yield row
    elif isinstance(rows, AsyncIterable):
        number = 0
        async for item in rows:
            number += 1
            yield SourceRow(number, item, item)
    else:
        for number, item in enumerate(rows, 1):
            yield SourceRow(number, item, item)


class _HashedFile(io.BufferedReader):
    """A binary file that hashes what is read and knows how far it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path), _SNIFFED_BYTES)
        self.digest = hashlib.sha256()
        self.position = 0

    def read1(self, size: int = -1, /) -> bytes:
        data = super().read1(size)
        self.digest.update(data)
        self.position += len(data)
        return data


class _TextFile:
    """A text file opened for lines; the first byte that is not text is named with its place."""

    __slots__ = ("_path", "_raw", "_text", "encoding")

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._path = path
        self.encoding = _known_encoding(encoding)
        try:
            self._raw = _HashedFile(path)
        except OSError as exc:
            msg = f"cannot read {path}: {exc.strerror}"
            raise SourceError(msg) from exc
        if self.encoding == "utf-8" and self._raw.peek(len(_BOM)).startswith(_BOM):
            self._raw.read1(len(_BOM))
        self._text = io.TextIOWrapper(self._raw, encoding=self.encoding, newline="")

    @property
    def digest(self) -> str:
        return self._raw.digest.hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._text.close()

    def head(self) -> str:
        """Return the beginning of the text without moving on; a piece that is cut off at the end is dropped."""
        data = self._raw.peek(_SNIFFED_BYTES)[:_SNIFFED_BYTES]
        return codecs.getincrementaldecoder(self.encoding)("replace").decode(data)

    def lines(self) -> Iterator[str]:
        """Yield the lines with their ends."""
        try:
            yield from self._text
        except UnicodeDecodeError as exc:
            offset = self._raw.position - len(exc.object) + exc.start
            byte = exc.object[exc.start : exc.start + 1].hex()
            msg = (
                f"{self._path}: byte {offset} (0x{byte}) is not {self.encoding} text{_hint(exc.object, offset)}; "
                "give the file's encoding, such as --encoding cp1252"
            )
            raise SourceError(msg) from exc


def _known_encoding(encoding: str | None) -> str:
    name = encoding or "utf-8"
    try:
        normal = codecs.lookup(name).name
    except LookupError as exc:
        msg = f"unknown encoding {encoding!r}: give one that Python knows, such as utf-8, cp1252 or utf-16"
        raise SourceError(msg) from exc
    return "utf-8" if normal == "utf-8-sig" else normal


def _hint(data: bytes, offset: int) -> str:
    return " (it begins like UTF-16)" if not offset and data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else ""


class CsvFile:
    """A CSV file with a header; blank lines are no rows, and the first row after the header is row 1.

    The encoding is UTF-8 (with or without a byte order mark) unless given. The delimiter is a comma, semicolon or tab,
    found out when it is safe: the one that every one of the first records splits by into as many cells as the header.
    """

    __slots__ = ("_delimiter", "encoding", "path")

    def __init__(self, path: str | Path, *, encoding: str | None = None, delimiter: str | None = None) -> None:
        self.path: Path = Path(path)
        self.encoding: str | None = encoding
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
            msg = f"the delimiter must be one character, not {delimiter!r}"
            raise ValueError(msg)
        self._delimiter = delimiter

    @property
    def layout(self) -> str:
        """The encoding and the delimiter, as far as they were given."""
        return f"CSV, encoding {self.encoding or 'UTF-8'}, delimiter {self._delimiter or 'found out'!r}"

    def header(self) -> tuple[str, ...]:
        """Return the header as it stands, columns without a name included."""
        with _TextFile(self.path, self.encoding) as file:
            return self._header(self._records(file))

    def scan(self, observe: Observer) -> SourceFacts:
        """Read the whole file once: encoding, quoting, header, digest and rows."""
        with _TextFile(self.path, self.encoding) as file:
            records = self._records(file)
            header = self._header(records)
            count = 0
            for row in self._rows(records, header):
                observe(row)
                count += 1
            return SourceFacts(file.digest, tuple(filter(None, header)), count)

    def read(self) -> Iterator[SourceRow]:
        """Yield the rows."""
        with _TextFile(self.path, self.encoding) as file:
            records = self._records(file)
            yield from self._rows(records, self._header(records))

    def _records(self, file: _TextFile) -> Iterator[list[str]]:
        delimiter = self._delimiter or _sniffed(file.head(), self.path)
        reader = csv.reader(file.lines(), delimiter=delimiter, strict=True)
        number = 0
        while True:
            line = reader.line_num + 1
            try:
                record = next(reader, None)
            except csv.Error as exc:
                msg = f"{self.path}: broken quoting in {_place(number)}, which begins at line {line}: {exc}"
                raise SourceError(msg) from exc
            if record is None:
                return
            yield record
            number += bool(record)

    def _header(self, records: Iterator[list[str]]) -> tuple[str, ...]:
        header = tuple(name.strip() for name in next(filter(None, records), ()))
        if not any(header):
            msg = f"{self.path} is empty: the first line must name the columns"
            raise SourceError(msg)
        if any("\0" in name for name in header):
            msg = f"{self.path} holds NUL characters, probably UTF-16 text: give --encoding utf-16-le or utf-16-be"
            raise SourceError(msg)
        if data := next((name for name in header if _looks_like_data(name)), None):
            msg = f"{self.path} has no header: its first line holds {_shape(data)} where column names must stand"
            raise SourceError(msg)
        return header

    def _rows(self, records: Iterator[list[str]], header: tuple[str, ...]) -> Iterator[SourceRow]:
        for number, cells in enumerate(filter(None, records), 1):
            if len(cells) != len(header):
                problem = f"the row has {len(cells)} cells, the header {len(header)}"
                yield SourceRow(number, None, cells, problem)
                continue
            values = dict(zip(header, cells, strict=True))
            yield SourceRow(
                number, values, cells, _nameless(header, cells) if values.pop("", None) is not None else None
            )


def _nameless(header: Sequence[str], cells: Sequence[str]) -> str | None:
    """Say which cell stands in a column without a name: spreadsheets leave such columns behind, but empty."""
    place = next((place for place, name in enumerate(header) if not name and cells[place].strip()), None)
    return None if place is None else f"column {place + 1} has no name in the header, yet the row has a value there"


def _place(number: int) -> str:
    return f"row {number}" if number else "the header"


def _looks_like_data(name: str) -> bool:
    return "@" in name[1:-1] or (name[:1].isdigit() and not any(character.isalpha() for character in name))


def _shape(data: str) -> str:
    return "an e-mail address" if "@" in data else f"the number {data!r}"


def _sniffed(head: str, path: Path) -> str:
    """Choose the delimiter, or refuse to guess."""
    consistent: dict[str, int] = {}
    present: list[str] = []
    for delimiter in DELIMITERS:
        widths = _widths(head, delimiter)
        if widths and widths[0] > 1:
            present.append(delimiter)
            if set(widths) == {widths[0]}:
                consistent[delimiter] = widths[0]
    if len(present) <= 1:
        return present[0] if present else ","
    if len(consistent) == 1:
        return next(iter(consistent))
    names = " and ".join(repr(delimiter) for delimiter in consistent or present)
    msg = f"{path}: cannot tell whether {names} separates the columns; give --delimiter"
    raise SourceError(msg)


def _widths(head: str, delimiter: str) -> Sequence[int]:
    records = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    widths = [len(record) for record in records if record]
    complete = widths[:-1] if len(widths) > 1 and not head.endswith(("\n", "\r")) else widths
    return complete[:_SNIFFED_RECORDS]


class JsonLinesFile:
    """A file with one JSON object on each line, UTF-8; blank lines are no rows."""

    __slots__ = ("encoding", "path")

    def __init__(self, path: str | Path, *, encoding: str | None = None) -> None:
        self.path: Path = Path(path)
        self.encoding: str | None = encoding

    @property
    def layout(self) -> str:
        """The encoding, as far as it was given."""
        return f"JSON lines, encoding {self.encoding or 'UTF-8'}"

    def scan(self, observe: Observer) -> SourceFacts:
        """Read the whole file once."""
        columns: dict[str, None] = {}
        count = 0
        with _TextFile(self.path, self.encoding) as file:
            for row in self._rows(file):
                if isinstance(row.values, Mapping):
                    columns.update(dict.fromkeys(row.values))
                observe(row)
                count += 1
            return SourceFacts(file.digest, tuple(columns), count)

    def read(self) -> Iterator[SourceRow]:
        """Yield the rows."""
        with _TextFile(self.path, self.encoding) as file:
            yield from self._rows(file)

    @staticmethod
    def _rows(file: _TextFile) -> Iterator[SourceRow]:
        for number, line in enumerate(filter(str.strip, file.lines()), 1):
            values, problem = _json_object(line)
            yield SourceRow(number, values, line if values is None else values, problem)


def _json_object(line: str) -> tuple[dict[str, object] | None, str | None]:
    try:
        value: object = json.loads(line, parse_constant=_refuse_constant)
    except ValueError as exc:
        return None, f"the line is not JSON: {exc}"
    except RecursionError:
        return None, "the line is not JSON that can be read: nested too deeply"
    if not isinstance(value, dict):
        return None, f"the line holds {type(value).__name__}, not an object"
    return cast("dict[str, object]", value), None


def _refuse_constant(name: str) -> object:
    msg = f"{name} is no JSON"
    raise ValueError(msg)
