"""Reading CSV and JSON-lines files and iterables."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from intercom_async.bulk.errors import SourceError
from intercom_async.bulk.sources import BATCH, CsvFile, JsonLinesFile, SourceRow, numbered
from intercom_async.models.contacts import ContactChanges


def rows_of(source: CsvFile | JsonLinesFile) -> list[SourceRow]:
    """Scan and read; both must see the same."""
    seen: list[SourceRow] = []
    facts = source.scan(seen.append)
    read = list(source.read())
    assert seen == read
    assert facts.rows == len(read)
    return read


def csv_rows(path: Path, data: bytes, **options: str) -> list[SourceRow]:
    path.write_bytes(data)
    return rows_of(CsvFile(path, **options))


def problem_of(path: Path, data: bytes, **options: str) -> str:
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        CsvFile(path, **options).scan(lambda row: None)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def test_csv_as_a_crm_exports_it(path: Path) -> None:
    """A byte order mark, line breaks in quotes, doubled quotes, non-ASCII text, empty cells and blank lines."""
    data = '\ufeffE-mail,Name,Note\r\na@x.org,"Zoë ""Z"" Ö","two\r\nlines"\r\n\r\nb@x.org,,\r\n'.encode()
    first, second = csv_rows(path, data)
    assert first == SourceRow(
        1,
        {"E-mail": "a@x.org", "Name": 'Zoë "Z" Ö', "Note": "two\r\nlines"},
        ["a@x.org", 'Zoë "Z" Ö', "two\r\nlines"],
    )
    assert second.number == 2
    assert second.values == {"E-mail": "b@x.org", "Name": "", "Note": ""}


def test_facts_are_the_digest_of_the_whole_file_and_the_columns(path: Path) -> None:
    data = b"\xef\xbb\xbfemail, name \na@x.org,A\n"
    path.write_bytes(data)
    facts = CsvFile(path).scan(lambda row: None)
    assert facts.digest == hashlib.sha256(data).hexdigest()
    assert facts.columns == ("email", "name")
    assert facts.rows == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"email,name\na@x.org,A;B\n", "A;B"),
        (b"email;name\na@x.org;A,B\n", "A,B"),
        (b"email\tname\na@x.org\tA,B;C\n", "A,B;C"),
        (b"email;name;note, please\na@x.org;A;x\nb@x.org;B;y, z\nc@x.org;C;z\n", "A"),
    ],
    ids=["comma", "semicolon", "tab", "by consistency"],
)
def test_delimiter_is_found_out(path: Path, data: bytes, name: str) -> None:
    values = csv_rows(path, data)[0].values
    assert isinstance(values, dict)
    assert values["name"] == name


def test_single_column_needs_no_delimiter(path: Path) -> None:
    assert [row.values for row in csv_rows(path, b"email\na@x.org\n")] == [{"email": "a@x.org"}]


def test_delimiter_that_could_be_either_is_not_guessed(path: Path) -> None:
    message = problem_of(path, b"email;a,b\nx@x.org;1,2\n")
    assert "',' and ';'" in message
    assert "--delimiter" in message


def test_delimiter_no_candidate_fits_is_not_guessed(path: Path) -> None:
    assert "--delimiter" in problem_of(path, b"email;a,b\nx@x.org;1;3,2,5\n")


def test_delimiter_can_be_given(path: Path) -> None:
    assert csv_rows(path, b"email;a,b\nx@x.org;1,2\n", delimiter=";")[0].values == {"email": "x@x.org", "a,b": "1,2"}
    assert csv_rows(path, b"email|b\nx@x.org|1\n", delimiter="|")[0].values == {"email": "x@x.org", "b": "1"}


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n"])
def test_impossible_delimiter_is_refused(path: Path, delimiter: str) -> None:
    with pytest.raises(ValueError, match="one character"):
        CsvFile(path, delimiter=delimiter)


def test_delimiter_is_judged_by_whole_records_only(path: Path) -> None:
    """The last record of the sniffed piece may be cut off and must not count."""
    line = b"someone@example.org;" + b"x" * 60 + b";a,b\n"
    rows = csv_rows(path, b"email;note;c\n" + line * 1000)
    assert len(rows) == 1000
    assert all(row.problem is None for row in rows)


def test_cell_that_is_too_long_to_be_one_names_the_row(path: Path) -> None:
    """An opening quote without its partner ends here at the latest, not at the end of a large file."""
    big = b"y" * 140_000
    message = problem_of(path, b'email,b\na@x.org,"' + big + b'"\n')
    assert "row 1" in message
    assert "field larger than field limit" in message


def test_byte_that_is_no_text_is_named_with_its_offset(path: Path) -> None:
    data = b"\xef\xbb\xbfemail,name\n" + b"a@x.org,A\n" * 20_000 + b"b@x.org,Zo\xeb\n"
    message = problem_of(path, data)
    assert f"byte {data.index(0xEB)} (0xeb)" in message
    assert "--encoding" in message


def test_utf_16_is_recognised_in_the_message_and_read_when_asked(path: Path) -> None:
    data = "email,name\na@x.org,Zoë\n".encode("utf-16")
    assert "UTF-16" in problem_of(path, data)
    assert csv_rows(path, data, encoding="utf-16")[0].values == {"email": "a@x.org", "name": "Zoë"}


def test_utf_16_without_a_mark_is_refused(path: Path) -> None:
    assert "NUL" in problem_of(path, "email,name\na@x.org,B\n".encode("utf-16-le"))


def test_other_encodings_are_read_when_asked(path: Path) -> None:
    data = "email,name\na@x.org,Zoë\n".encode("cp1252")
    assert csv_rows(path, data, encoding="cp1252")[0].values == {"email": "a@x.org", "name": "Zoë"}


def test_encoding_that_does_not_exist_is_refused(path: Path) -> None:
    assert "unknown encoding 'utf-9'" in problem_of(path, b"email\n", encoding="utf-9")


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*missing\.csv: No such file"):
        CsvFile(tmp_path / "missing.csv").scan(lambda row: None)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n1,2,3\n"])
def test_empty_file_has_no_header(path: Path, data: bytes) -> None:
    assert "must name the columns" in problem_of(path, data)


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"a@x.org,Ann\nb@x.org,Ben\n", "an e-mail address"), (b"17,Ann\n18,Ben\n", "the number '17'")],
)
def test_data_where_the_header_should_be_is_told(path: Path, data: bytes, what: str) -> None:
    message = problem_of(path, data)
    assert "has no header" in message
    assert what in message


def test_header_may_begin_with_a_digit_or_hold_a_sign(path: Path) -> None:
    assert csv_rows(path, b"email,2nd phone,@handle\na@x.org,1,2\n")[0].problem is None


@pytest.mark.parametrize(
    ("data", "row", "line"),
    [
        (b'email,name\na@x.org,A\nb@x.org,"B\nc@x.org,C\n', 2, 3),
        (b'email,name\n\na@x.org,"A\nB"\nb@x.org,"B"x\n', 2, 5),
        (b'email,"name\na@x.org,A\n', 0, 1),
    ],
)
def test_broken_quoting_names_the_row(path: Path, data: bytes, row: int, line: int) -> None:
    message = problem_of(path, data)
    assert (f"row {row}" if row else "the header") in message
    assert f"begins at line {line}" in message


def test_ragged_rows_are_those_rows_problem(path: Path) -> None:
    short, good, long = csv_rows(path, b"email,name\na@x.org\nb@x.org,B\nc@x.org,C,D\n")
    assert short.problem == "the row has 1 cells, the header 2"
    assert short.values is None
    assert list(short.named_values()) == []
    assert good.problem is None
    assert long.problem == "the row has 3 cells, the header 2"
    assert long.original == ["c@x.org", "C", "D"]


def test_columns_without_a_name_must_be_empty(path: Path) -> None:
    good, bad = csv_rows(path, b"email,,\na@x.org,,\nb@x.org,,x\n")
    assert good.values == {"email": "a@x.org"}
    assert good.problem is None
    assert bad.problem == "column 3 has no name in the header, yet the row has a value there"


def test_layout_says_how_the_file_is_read(path: Path) -> None:
    assert CsvFile(path).layout != CsvFile(path, encoding="cp1252").layout
    assert CsvFile(path).layout != CsvFile(path, delimiter=";").layout
    assert JsonLinesFile(path).layout != JsonLinesFile(path, encoding="cp1252").layout


def test_json_lines(path: Path) -> None:
    """Objects are rows, blank lines are not, and what is no object is that row's problem."""
    lines = [
        '{"email": "a@x.org", "seats": 3}',
        "",
        "[1]",
        "{broken",
        '{"email": "b@x.org", "score": NaN}',
        "[" * 100_000,
        '{"email": "c@x.org", "plan": null}',
    ]
    path.write_text("\n".join(lines), "utf-8")
    facts = JsonLinesFile(path).scan(lambda row: None)
    first, array, broken, constant, deep, last = rows_of(JsonLinesFile(path))
    assert first.values == {"email": "a@x.org", "seats": 3}
    assert first.original == first.values
    assert array.problem == "the line holds list, not an object"
    assert array.original == "[1]\n"
    assert "not JSON" in (broken.problem or "")
    assert "NaN" in (constant.problem or "")
    assert "nested too deeply" in (deep.problem or "")
    assert last.number == 6
    assert facts.columns == ("email", "seats", "plan")


async def collected(rows: Any) -> list[SourceRow]:
    return [row async for row in numbered(rows)]


async def test_iterables_are_numbered_from_one() -> None:
    changes = ContactChanges(email="b@x.org", name=None)

    async def feed() -> AsyncIterator[object]:
        yield {"email": "a@x.org"}
        yield changes

    expected = [(1, [("email", "a@x.org")]), (2, [("email", "b@x.org"), ("name", None)])]
    for rows in ([{"email": "a@x.org"}, changes], feed()):
        found = await collected(rows)
        assert [(row.number, list(row.named_values())) for row in found] == expected
        assert found[1].original is changes


@pytest.fixture
def long_file(path: Path) -> Path:
    path.write_text("email\n" + "".join(f"p{n}@x.org\n" for n in range(2 * BATCH + 1)))
    return path


async def test_file_is_read_off_the_loop_in_batches(long_file: Path) -> None:
    """The loop is free while a batch is read."""
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticker = asyncio.create_task(tick())
    found = await collected(CsvFile(long_file))
    ticker.cancel()
    assert [row.number for row in found] == list(range(1, 2 * BATCH + 2))
    assert ticks >= 3
