"""Every answer of the simulator against the schema of its operation in the published file of its version."""

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from support.calls import gathered
from support.json_schema import Mismatch, Schemas
from support.scene import FILES, Scene
from support.simulator_calls import Result
from support.spec_errors import recorded_contradictions

from intercom_async.operations import BY_NAME
from intercom_async.versions import Version

CALLS: Final[Mapping[str, Callable[[Scene], Result]]] = gathered("CALLS")


@functools.cache
def answers(version: Version) -> Mapping[str, Result]:
    """Make every call that exists in *version*: those that read in one workspace, each of the others in its own."""
    shared = Scene(version.text)
    rows = {name: BY_NAME[name] for name in CALLS if BY_NAME[name].available_in(version)}
    return {name: CALLS[name](shared if row.method == "GET" else Scene(version.text)) for name, row in rows.items()}


#: Rows of the table that the files know under the name of another row, or whose answer the schema does not describe.
ELSEWHERE: Final[Mapping[str, str]] = gathered("ELSEWHERE")

#: Schema, path and kind of problem in these files: where no recorded example contradicts the schema, but this does.
WAIVERS: Final[Mapping[tuple[str, str, str], tuple[tuple[str, ...], str]]] = gathered("WAIVERS")


def template(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


@pytest.mark.parametrize("file", FILES)
def test_answers_have_the_shape_of_their_schemas(
    *,
    file: str,
    api_facts: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """OpenAPI files: types, nulls, enumerations, required and undeclared keys; recorded examples win over them."""
    document = json.loads((api_facts / "spec" / f"{file}.json").read_text())
    published = {(m.upper(), template(p)): row for p, item in document["paths"].items() for m, row in item.items()}
    schemas = Schemas(document)
    version = Version(file)
    recorded = recorded_contradictions(api_facts, file)
    waivers = {place for place, (files, _) in WAIVERS.items() if file in files}
    found: list[tuple[str, Mismatch]] = []
    checked = 0
    for name, result in answers(version).items():
        row = BY_NAME[name]
        responses = published[row.method, template(row.path_at(version))]["responses"]
        assert str(result.status) in responses, (name, result.status, result.body)
        assert result.status in {200, 201, 202, 204}, (name, result.body)
        content = responses[str(result.status)].get("content")
        checked += 1
        if content is None:
            assert result.body is None
            continue
        schema = content["application/json"]["schema"]
        found += [(name, each) for each in schemas.mismatches(result.body, schema, name)]
    places = {(each.schema, each.path, each.kind) for _, each in found}
    wrong = [f"{name}: {each}" for name, each in found if (each.schema, each.path, each.kind) not in recorded | waivers]
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert waivers <= places, "a waiver that nothing needs"
    record_property(f"answers of the simulator checked against the schemas of {version}", checked)


def places(value: object, path: str = "") -> Iterator[str]:
    """Yield the place of every key; the items of a list are one place, what is in a free map is none."""
    if isinstance(value, dict):
        for name, member in value.items():
            below = f"{path}.{name}"
            yield below
            if name not in {"custom_attributes", "metadata"}:
                yield from places(member, below)
    elif isinstance(value, list):
        for item in value:
            yield from places(item, f"{path}[]")


#: Where recorded examples have keys that the simulator's answers lack, and below, with the reason.
LACKING: Final[Mapping[tuple[str, str], str]] = gathered("LACKING")


@pytest.mark.parametrize("file", FILES)
def test_answers_have_every_recorded_key(
    *, file: str, api_facts: Path, record_property: Callable[[str, object], None]
) -> None:
    """OpenAPI files: every key of the recorded examples of success stands in the simulator's answer."""
    document = json.loads((api_facts / "spec" / f"{file}.json").read_text())
    published = {(m.upper(), template(p)): row for p, item in document["paths"].items() for m, row in item.items()}
    version = Version(file)
    lacking: set[tuple[str, str]] = set()
    compared = 0
    for name, result in answers(version).items():
        row = BY_NAME[name]
        content = published[row.method, template(row.path_at(version))]["responses"][str(result.status)].get("content")
        for example in content["application/json"].get("examples", {}).values() if content else ():
            compared += 1
            absent = set(places(example["value"])) - set(places(result.body))
            allowed = tuple(place for operation, place in LACKING if operation == name)
            lacking |= {(name, place) for place in absent if not place.startswith(allowed)}
    assert sorted(lacking) == []
    record_property(f"recorded examples of {version} compared with the simulator's answers", compared)


def test_every_published_row_is_called(api_facts: Path) -> None:
    """Every row of the table that an OpenAPI file has is in `CALLS` or says why not; nothing else is."""
    published: set[tuple[str, str]] = set()
    for file in FILES:
        document = json.loads((api_facts / "spec" / f"{file}.json").read_text())
        published |= {(m.upper(), template(p)) for p, item in document["paths"].items() for m in item}
    newest = Version("Preview")
    rows = {
        name
        for name, row in BY_NAME.items()
        if (row.method, template(row.path_at(newest))) in published
        and (row.until is None or row.until > Version("2.6"))
    }
    assert rows == CALLS.keys() | ELSEWHERE.keys()
