"""The simulator takes every field and operator of the tables in the descriptions of searches, in every version."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import attrs
import pytest
from support.simulator_calls import Api
from support.spec_files import Spec, specs

from intercom_async import operations as ops
from intercom_async.operation import Operation
from intercom_async.simulator.attributes import CONTACT_STANDARD
from intercom_async.simulator.people import Person

SEARCHES: Final = (ops.Contacts.search, ops.Companies.search, ops.Conversations.search, ops.Tickets.search)
#: 2020-09-13.
AT: Final = 1_600_000_000
#: A value of each documented type, and how custom attributes of that type are called.
VALUES: Final[Mapping[str, object]] = {
    "String": "x", "Integer": 5, "Float": 1.5, "Boolean": True, "Date": AT, "Datetime": AT,
}  # fmt: skip
TYPES: Final = {"String": "string", "Integer": "integer", "Float": "float", "Boolean": "boolean", "Date": "date"}
TICKET_TYPES: Final = TYPES | {"Float": "decimal", "Date": "datetime"}

UNKNOWN: Final = ("nonsense", "statistics", "custom_attributes.nonsense", "plan.id", "plan.name", "CREATED_AT")

CIARAN: Final = "991267459"
#: Contacts are found by these under the values of others, or by what is attached to them.
DERIVED: Final[Mapping[str, object]] = {
    "id": "p1", "role": "lead", "email": "Ada@Example.com", "email_domain": "example.com", "external_id": "x1",
    "formatted_phone": "phone", "ios_app_device": "ios_device", "andoid_sdk_version": "android_sdk_version",
    "created_at": AT, "updated_at": AT, "owner_id": CIARAN, "tag_id": "1",
}  # fmt: skip

_TYPE: Final = re.compile(rf"\b({'|'.join(VALUES)})\b")
_ROW: Final = re.compile(r"^\s*\|\s*(\S+)\s*\|\s*(.*?)\s*\|", re.MULTILINE)
_LIMITED: Final = re.compile(r"Searching by `(\w+)` supports only the `=` and `!=` operators")
_ALSO: Final = re.compile(r"You may use the `(\S+)` or `(\S+)` operators to search by `(\w+)`")


@attrs.frozen
class Tables:
    """What the description of one search says."""

    #: By name, the types that a field may have.
    fields: Mapping[str, tuple[str, ...]]
    #: By operator, the types that it is for.
    operators: Mapping[str, str]
    #: Fields that two operators are for, and operators that one field has besides.
    limited: frozenset[str]
    also: frozenset[tuple[str, str]]

    def cases(self) -> Iterator[tuple[str, str, str, bool]]:
        """Yield every field, one of its types and an operator, and whether that is one of its operators."""
        for name, types in self.fields.items():
            for each in types:
                for operator, words in self.operators.items():
                    yield name, each, operator, self._takes(name, each, operator, words)
                for operator in (more for more, field in self.also if field == name):
                    yield name, each, operator, True

    def _takes(self, name: str, data_type: str, operator: str, words: str) -> bool:
        if name in self.limited:
            return operator in {"=", "!="}
        if words.startswith("All"):
            return not {data_type, name} & set(re.findall(r"\w+", words))
        return data_type in _TYPE.findall(words)


def tables(description: str) -> Tables:
    """Read the tables of a description; of a field that has one type, what follows the type are examples."""
    accepted, _, operators = description.partition("### Accepted Operators")
    fields = {
        name: tuple(dict.fromkeys(_TYPE.findall(words))) if "{" in name else tuple(_TYPE.findall(words)[:1])
        for name, words in _ROW.findall(accepted.partition("### Accepted Fields")[2])
        if _TYPE.search(words)
    }
    known = dict(_ROW.findall(operators))
    also = {(operator, field) for *both, field in _ALSO.findall(operators) for operator in both}
    return Tables(
        fields,
        {name: words for name, words in known.items() if re.fullmatch(r"IN|NIN|[=!<>~^$]+", name)},
        frozenset(_LIMITED.findall(operators)),
        frozenset(also),
    )


def attribute_fields(api: Api) -> dict[tuple[str, str], str]:
    """Make custom attributes of every type; return what their field is called by the documented one and the type."""
    made: dict[tuple[str, str], str] = {}
    for name, data_type in TYPES.items():
        for model in ("contact", "company"):
            api.attribute(f"{model}_{name}", data_type, model=model)
            made[f"custom_attributes.{model}", name] = f"custom_attributes.{model}_{name}"
        attribute = {"name": name, "description": "", "data_type": TICKET_TYPES[name]}
        result = api.post("/ticket_types/1/attributes", attribute)
        made["ticket_attribute.{id}", name] = f"ticket_attribute.{result.body['id']}"
    return made


Filter: TypeAlias = tuple[str, str, object]


def ask(api: Api, spec: Spec, row: Operation, *asked: Filter) -> tuple[int, str]:
    """Search by any of some filters; return the status and the code of the error."""
    filters = [
        {"field": field, "operator": operator, "value": [value] if operator.endswith("IN") else value}
        for field, operator, value in asked
    ]
    query = filters[0] if len(filters) == 1 else {"operator": "OR", "value": filters}
    result = api.post(row.path_at(spec.version), {"query": query}, version=str(spec.version))
    return (200, "") if result.status == 200 else result.problem


def refused(api: Api, spec: Spec, row: Operation, taken: list[Filter]) -> Iterator[Filter]:
    """Yield those filters that are refused; as many as a group holds are asked for at once."""
    for begin in range(0, len(taken), 15):
        some = taken[begin : begin + 15]
        if ask(api, spec, row, *some) != (200, ""):
            yield from (each for each in some if ask(api, spec, row, each) != (200, ""))


@pytest.fixture(scope="module")
def api() -> Api:
    """A workspace with one of each kind."""
    api = Api(limit=None)
    person = api.contact(external_id="1", email="ada@example.com")
    api.company("acme", person["id"])
    api.simulator.add_conversation(person["id"], "Hello")
    ticket = {"ticket_type_id": "1", "contacts": [{"id": person["id"]}]}
    assert api.post("/tickets", ticket).status == 200
    return api


def test_every_documented_field_is_searched_by_every_operator_of_its_type(
    api_facts: Path, api: Api, record_property: Callable[[str, object], None]
) -> None:
    """behaviour.md 5: the field tables and the operators by type; an operator of another type is a 400."""
    attributes = attribute_fields(api)
    wrong, asked, searches = list[object](), 0, 0
    for spec in specs(api_facts):
        for row in SEARCHES:
            documented = (spec.described(row) or {}).get("description")
            if documented is None:
                continue
            read, searches = tables(documented), searches + 1
            assert (len(read.operators), len(read.fields) >= 11) in {(10, True), (12, True)}
            model = "company" if row is ops.Companies.search else "contact"
            taken, others = list[Filter](), list[Filter]()
            for name, data_type, operator, takes in read.cases():
                key = name.replace("{attribute_name}", model)
                field = attributes.get((key, data_type), name)
                # Of fractions the tables of operators say nothing: they may be compared like whole numbers.
                if takes or data_type != "Float":
                    (taken if takes else others).append((field, operator, VALUES[data_type]))
            asked += len(taken) + len(others)
            wrong += [(str(spec.version), row.name, *each) for each in refused(api, spec, row, taken)]
            for each in others:
                if ask(api, spec, row, each) != (400, "parameter_invalid"):
                    wrong.append((str(spec.version), row.name, *each))
    assert wrong == []
    assert (searches, asked > 12_000) == (28, True)
    record_property("documented fields and operators of searches that the simulator answers as documented", asked)


def test_no_other_field_is_searched(api_facts: Path, api: Api) -> None:
    """behaviour.md 5: an unknown field is 400 invalid_field, in every version and search."""
    for spec in specs(api_facts):
        for row in SEARCHES:
            if spec.described(row) is not None:
                for field in UNKNOWN:
                    assert ask(api, spec, row, (field, "=", "x")) == (400, "invalid_field"), (spec, row.name, field)


@pytest.fixture
def filled() -> Api:
    """A workspace with a lead who has every attribute, each of its own value, and a user who has none."""
    api = Api(limit=None)
    world = api.simulator.world
    kept = {name: _filled(data_type.capitalize(), name) for name, _, _, data_type, _ in CONTACT_STANDARD}
    kept["owner_id"] = CIARAN
    world.add_person(Person("p1", AT, AT, "lead", external_id="x1", email="ada@example.com", fields=kept))
    world.add_person(Person("p2", 1, 1, external_id="x2"))
    world.put_tag("p1", world.tags.create("VIP"), at=1, by=CIARAN)
    return api


def _filled(data_type: str, name: str) -> object:
    return name if data_type == "String" else VALUES[data_type]


def test_every_documented_field_finds_the_contact_that_has_it(api_facts: Path, filled: Api) -> None:
    """behaviour.md 5: the field table of contacts: equality finds who has the value, and nobody else."""
    for spec in specs(api_facts):
        documented = spec.described(ops.Contacts.search)
        assert documented is not None
        for name, types in tables(documented["description"]).fields.items():
            if name != "segment_id" and "{" not in name:
                value = DERIVED.get(name, _filled(types[0], name))
                query = {"field": name, "operator": "=", "value": value}
                found = filled.post("/contacts/search", {"query": query}, version=str(spec.version)).body["data"]
                assert [each["id"] for each in found] == ["p1"], (spec, name)
