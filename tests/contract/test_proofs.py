"""Every operation that Intercom's OpenAPI files describe, beside its row, its method, its models and what it sends.

Exceptions stand, each with its reason, in the modules of `support.calls`:

- ``UNFIELDED``: (row, dotted property) that has no field;
- ``UNENCODED``: (row, name of the recorded answer) that does not decode whole;
- ``SENT``: row to ``(client, body) -> call``, where a recorded body is not made by arguments of the same names;
- ``UNSENT``: (row, name of the recorded request) that cannot be sent;
- ``UNASKED``: (row, query parameter or property of a request) that cannot be given.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from support.calls import gathered
from support.proofs import PAGING, Sender, alike, comparable, method_of, produce
from support.spec_files import Spec, check_answer, specs

from intercom_async.operation import Operation, Paging
from intercom_async.operations import all_operations
from intercom_async.pagination import items_of
from intercom_async.versions import V2_7, Version

UNFIELDED: Final[Mapping[tuple[str, str], str]] = gathered("UNFIELDED")
UNENCODED: Final[Mapping[tuple[str, str], str]] = gathered("UNENCODED")
SENT: Final[Mapping[str, Callable[..., Any]]] = gathered("SENT")
UNSENT: Final[Mapping[tuple[str, str], str]] = gathered("UNSENT")
UNASKED: Final[Mapping[tuple[str, str], str]] = gathered("UNASKED")

ROWS: Final = [row for row in all_operations() if row.in_specs]
each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
METHODS: Final = {"GET", "POST", "PUT", "PATCH", "DELETE"}
Count = Callable[[str, object], None]


def shape(method: str, path: str) -> tuple[str, str]:
    return method.upper(), re.sub(r"\{\w+\}", "{}", path)


def sharing(row: Operation, version: Version) -> list[Operation]:
    """Return the rows that are the same call in *version*, *row* first."""
    key = shape(row.method, row.path_at(version))
    found = (each for each in ROWS if each.available_in(version) and shape(each.method, each.path_at(version)) == key)
    return sorted(found, key=lambda each: each is not row)


def described(row: Operation, facts: Path) -> Iterator[Spec]:
    """Yield every file that describes *row* in a version that has it."""
    return (spec for spec in specs(facts) if row.available_in(spec.version) and spec.described(row) is not None)


def test_the_table_and_the_files_agree(api_facts: Path, record_property: Count) -> None:
    """Method, path, first and last version of all 264, both ways."""
    with (api_facts / "operations_v2.csv").open(newline="", encoding="utf-8") as file:
        published = {shape(row["method"], row["path"]): row for row in csv.DictReader(file)}
    ours: dict[tuple[str, str], list[Operation]] = {}
    for row in ROWS:
        for spec in specs(api_facts):
            if row.available_in(spec.version):
                ours.setdefault(shape(row.method, row.path_at(spec.version)), []).append(row)
    assert set(published) - set(ours) == set()
    wrong = []
    for key, row in published.items():
        first, last = Version(row["first_version"]), Version(row["last_version"])
        for spec in specs(api_facts):
            here = any(
                each.available_in(spec.version) and shape(each.method, each.path_at(spec.version)) == key
                for each in ours[key]
            )
            if here is not (first <= spec.version <= last):
                wrong.append(f"{key} at {spec.version}")
        if first > V2_7 and {each.since for each in ours[key]} != {first}:
            wrong += [f"{key} since {first}"] if first not in {each.since for each in ours[key]} else []
    assert wrong == []
    record_property("operations of the published table compared with ours", len(published))


def test_the_files_describe_nothing_else(api_facts: Path, record_property: Count) -> None:
    """Every path and method of every file is a row in its version, and every row is in every file of its versions."""
    counts: dict[str, int] = {}
    for spec in specs(api_facts):
        theirs = {shape(method, path) for path, item in spec.content["paths"].items() for method in item}
        theirs = {each for each in theirs if each[0] in METHODS}
        ours = {shape(row.method, row.path_at(spec.version)) for row in ROWS if row.available_in(spec.version)}
        assert theirs == ours, spec.version
        counts[spec.version.text] = len(theirs)
    record_property("operations of each file that are rows", counts)


@each_row
def test_every_query_parameter_can_be_given(row: Operation, api_facts: Path) -> None:
    """As a parameter of the method, or as a field of what it takes."""
    asked = set()
    for spec in described(row, api_facts):
        names = {name for each in sharing(row, spec.version) for name in method_of(each).names}
        for parameter in (spec.described(row) or {}).get("parameters", ()):
            if parameter.get("in") == "query" and parameter["name"] not in {*names, *PAGING, *row.parameters}:
                asked.add((row.name, parameter["name"]))
    assert asked <= set(UNASKED)


@each_row
def test_every_property_of_a_request_can_be_given(row: Operation, api_facts: Path, record_property: Count) -> None:
    """As a parameter of the method, or as a field of what it takes; arguments of other names stand in `SENT`."""
    lacking, count = set(), 0
    for spec in described(row, api_facts):
        rows = sharing(row, spec.version)
        names = {name for each in rows for name in method_of(each).names}
        properties = spec.properties(spec.request(row))
        count += len(properties)
        renamed = any(each.name in SENT or each.paging_at(spec.version) is Paging.SEARCH for each in rows)
        lacking |= set() if renamed else properties.keys() - names - PAGING
    assert lacking == {name for owner, name in UNASKED if owner == row.name and name in lacking}
    record_property("properties of requests compared with arguments", count)


@each_row
def test_every_property_has_a_field(row: Operation, api_facts: Path, record_property: Count) -> None:
    """Of every response schema of every version."""
    compared, lacking = 0, set()
    for spec in described(row, api_facts):
        schema = spec.item(row)
        rows = sharing(row, spec.version)
        models = [model for each in rows for model in method_of(each).models]
        if not spec.properties(schema) or not models:
            continue
        compared += len(spec.properties(schema))
        lacking |= set.intersection(*(set(spec.lacking(schema, model)) for model in models))
    assert lacking == {name for owner, name in UNFIELDED if owner == row.name}
    record_property("properties of response schemas compared with fields", compared)


def answers(row: Operation, facts: Path) -> Iterator[tuple[Spec, str, Any]]:
    """Yield every recorded good answer, with the file and its name."""
    for spec in described(row, facts):
        for status, answer in (spec.described(row) or {}).get("responses", {}).items():
            examples = answer.get("content", {}).get("application/json", {}).get("examples", {})
            for name, example in examples.items() if status.startswith("2") else ():
                yield spec, name, example.get("value")


def _fits(row: Operation, spec: Spec, body: Any) -> bool:
    """Try the models of all rows that are this call; one that fits is enough."""
    problems = []
    for each in sharing(row, spec.version):
        for model in method_of(each).models:
            try:
                check_answer(f"{each.name} at {spec.version}", body, model, each.items_at(spec.version))
            except Exception as problem:  # noqa: BLE001 - whatever is wrong with the answer
                problems.append(problem)
            else:
                return True
    if not problems:
        key = row.items_at(spec.version)
        return all(isinstance(item, str) for item in items_of(body, key)) if key else body in (None, {})
    raise problems[0]


@each_row
def test_every_recorded_answer_decodes_and_encodes_back(
    row: Operation, api_facts: Path, record_property: Count
) -> None:
    """Through the models that the method answers: no drift, nothing left over, equal when encoded."""
    count, failed, problems = 0, set(), []
    for spec, name, body in answers(row, api_facts):
        try:
            count += 1
            if not _fits(row, spec, body):
                failed.add((row.name, name))
        except Exception as problem:  # noqa: BLE001 - as above
            failed.add((row.name, name))
            problems.append(f"{spec.version} {name}: {problem}"[:600])
    waived = {place for place in UNENCODED if place[0] == row.name}
    assert failed <= waived, "\n".join(problems)
    assert waived <= failed, "a waiver that nothing needs"
    record_property("recorded answers decoded and encoded back", count)


def requests(row: Operation, facts: Path) -> Iterator[tuple[Spec, str, Any]]:
    """Yield every recorded request body, with the file and its name."""
    for spec in described(row, facts):
        for name, body in spec.requests(row):
            if body is not None:
                yield spec, name, body


def _refusals(row: Operation, spec: Spec) -> set[str]:
    """Return the names of the recorded requests that Intercom answered with an error."""
    named: dict[bool, set[str]] = {True: set(), False: set()}
    for status, answer in (spec.described(row) or {}).get("responses", {}).items():
        examples = answer.get("content", {}).get("application/json", {}).get("examples", {})
        named[status.startswith("2")] |= {_words(name) for name in examples}
    refused = named[False] - named[True]
    return {name for name, _ in spec.requests(row) if _words(name) in refused}


def _words(name: str) -> str:
    return name.lower().replace("_", " ")


async def _sends(row: Operation, spec: Spec, body: Any) -> bool:
    problems = []
    for each in sharing(row, spec.version):
        sender = Sender(spec.version)
        try:
            make = SENT.get(each.name, lambda client, body, each=each: produce(client, each, body))
            sent = await sender.sent(make(sender.client, body))
        except Exception as problem:  # noqa: BLE001 - whatever keeps it from being sent
            problems.append(problem)
            continue
        if alike(comparable(each, spec.version, sent), comparable(each, spec.version, body)):
            return True
        problems.append(AssertionError(f"{sent} is not {body}"))
    raise problems[0]


@each_row
async def test_every_recorded_request_can_be_sent(row: Operation, api_facts: Path, record_property: Count) -> None:
    """By calling the method: the bodies are equal."""
    count, refused, failed, problems = 0, 0, set(), []
    for spec, name, body in requests(row, api_facts):
        try:
            await _sends(row, spec, body)
            count += 1
        except Exception as problem:  # noqa: BLE001 - as above
            if isinstance(problem, TypeError | ValueError) and name in _refusals(row, spec):
                refused += 1
                continue
            failed.add((row.name, name))
            problems.append(f"{spec.version} {name}: {type(problem).__name__}: {problem}"[:600])
    waived = {place for place in UNSENT if place[0] == row.name}
    assert failed <= waived, "\n".join(problems)
    assert waived <= failed, "a waiver that nothing needs"
    record_property("recorded requests sent by calling the method", count)
    record_property("recorded requests that Intercom refused, refused before sending", refused)
