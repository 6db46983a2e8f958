"""Conversation attributes: making, changing and archiving them and the options of lists."""

from typing import Any

import pytest
from support.paging_clients import client, simulated
from support.simulator_calls import Api
from support.virtual_time import run

from intercom_async.models.conversation_attributes import AttributeOption, NewConversationAttribute

PATH = "/conversations/attributes"
ALLOWED = (
    "data_type 'invalid_type' is not valid."
    " Allowed types: string, integer, list, decimal, boolean, datetime, relationship, files"
)


def make(api: Api, **fields: object) -> Any:
    return api.post(PATH, {"name": "size", "data_type": "string", **fields})


@pytest.fixture
def sizes(api: Api) -> dict[str, Any]:
    return make(api, data_type="list", options=[{"label": "S"}, {"label": "L"}]).body


def test_an_attribute_lives(api: Api) -> None:
    """Recorded examples: create, update, archive; what is archived is listed only when asked for."""
    made = make(api, description="Created via API test").body
    assert made == {
        "type": "conversation_attribute", "id": 1, "name": "size", "description": "Created via API test",
        "data_type": "string", "required": False, "visible_to_team_ids": [], "archived": False,
        "created_at": 1_700_000_000, "updated_at": 1_700_000_000, "admin_id": "991267459", "multiline": False,
    }  # fmt: skip
    api.clock.time += 9
    change = {"name": "width", "required": True, "multiline": True, "visible_to_team_ids": ["814865"]}
    changed = {**made, **change, "updated_at": 1_700_000_009}
    assert api.put(f"{PATH}/1", change).body == changed
    assert api.put(f"{PATH}/1", {"name": "width", "reference": {"type": "one"}}).body == changed
    assert api.get(PATH).body == {"type": "list", "data": [changed]}
    gone = {**changed, "archived": True}
    assert api.delete(f"{PATH}/1").body == gone
    assert api.get(f"{PATH}/1").body == gone
    assert api.get(PATH).body["data"] == []
    assert api.get(f"{PATH}?include_archived=true").body["data"] == [gone]


@pytest.mark.parametrize("data_type", ["integer", "decimal", "boolean", "datetime", "files"])
def test_other_types_have_nothing_of_their_own(api: Api, data_type: str) -> None:
    made = make(api, data_type=data_type, multiline=True).body
    assert not made.keys() & {"multiline", "options", "reference"}


@pytest.mark.parametrize("reference", [{"type": "many", "object_type_id": "Order"}, {"type": "one"}])
def test_a_relationship_leads_somewhere(api: Api, reference: dict[str, str]) -> None:
    assert make(api, data_type="relationship").problem == (422, "parameter_invalid")
    assert make(api, data_type="relationship", reference=reference).body["reference"] == reference


def test_options_of_a_list(api: Api, sizes: dict[str, Any]) -> None:
    """Recorded examples: add, rename and archive an option, of which two must stay."""
    path = f"{PATH}/{sizes['id']}/options"
    api.clock.time += 5
    three = api.post(path, {"label": "M"}).body
    assert [each["label"] for each in three["options"]] == ["S", "L", "M"]
    assert three["updated_at"] == 1_700_000_005
    small = three["options"][0]["id"]
    assert api.put(f"{path}/{small}", {"label": "XS"}).body["options"][0] == {
        "id": small, "label": "XS", "archived": False,
    }  # fmt: skip
    assert [each["archived"] for each in api.delete(f"{path}/{small}").body["options"]] == [True, False, False]
    assert api.delete(f"{path}/{small}").status == 200, "it is archived already"
    refused = api.delete(f"{path}/{three['options'][1]['id']}")
    assert (refused.problem, refused.message) == (
        (422, "parameter_invalid"), "A list attribute must have at least 2 active options",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "label is required"),
        ({"label": None}, "label is required"),
        ({"label": 5}, "label must be a string"),
        ({"label": "x", "archived": True}, "only 'label' is accepted"),
    ],
)
def test_an_option_has_a_label_alone(*, api: Api, sizes: dict[str, Any], body: dict[str, object], message: str) -> None:
    """behaviour.md 4.3, recorded examples of 422."""
    path = f"{PATH}/{sizes['id']}/options"
    results = [api.post(path, body), api.put(f"{path}/{sizes['options'][0]['id']}", body)]
    assert [(each.problem, each.message) for each in results] == [((422, "parameter_invalid"), message)] * 2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"data_type": "invalid_type"}, ALLOWED),
        ({"name": ""}, "name is required"),
        ({"name": 5}, "name must be a string"),
        ({"description": 5}, "description must be a string"),
        ({"required": "yes"}, "required must be true or false"),
        ({"visible_to_team_ids": "5"}, "visible_to_team_ids must be a list of ids"),
        ({"visible_to_team_ids": [[]]}, "visible_to_team_ids must be a list of ids"),
        ({"data_type": "relationship", "reference": {"type": "x"}}, "reference must have the type one or many"),
        ({"data_type": "relationship", "reference": 5}, "reference must have the type one or many"),
        ({"data_type": "list"}, "A list attribute must have at least 2 active options"),
        ({"data_type": "list", "options": [{"label": "S"}]}, "A list attribute must have at least 2 active options"),
        ({"data_type": "list", "options": [5, {"label": "S"}]}, "label is required"),
    ],
)  # fmt: skip
def test_a_wrong_attribute_is_422(api: Api, fields: dict[str, object], message: str) -> None:
    """Recorded example: invalid data_type; nothing is made."""
    result = make(api, **fields)
    assert (result.problem, result.message) == ((422, "parameter_invalid"), message)
    assert api.get(PATH).body["data"] == []


def test_a_name_is_taken_once(api: Api) -> None:
    make(api)
    other = make(api, name="width").body["id"]
    assert make(api).problem == (422, "parameter_invalid")
    assert api.put(f"{PATH}/{other}", {"name": "size"}).problem == (422, "parameter_invalid")


def test_what_does_not_exist_is_404(api: Api, sizes: dict[str, Any]) -> None:
    """Recorded examples: attribute and option not found, and options of what is no list."""
    plain = make(api, name="plain").body["id"]
    code = "conversation_attribute_not_found"
    missing = [api.get(f"{PATH}/9"), api.put(f"{PATH}/9", {}), api.delete(f"{PATH}/9")]
    missing.append(api.post(f"{PATH}/9/options", {"label": "x"}))
    assert [(each.problem, each.message) for each in missing] == [((404, code), "Conversation attribute not found")] * 4
    path = f"{PATH}/{sizes['id']}/options/9"
    options = [api.put(path, {"label": "x"}), api.delete(path)]
    assert [(each.problem, each.message) for each in options] == [((404, code), "List option not found")] * 2
    refused = api.post(f"{PATH}/{plain}/options", {"label": "x"})
    message = "Options can only be managed on list attributes"
    assert (refused.problem, refused.message) == ((422, "parameter_invalid"), message)


def test_through_the_client() -> None:
    """The two readings of the API agree."""

    async def main() -> None:
        async with client(simulated()) as intercom:
            service = intercom.conversation_attributes
            options = [AttributeOption(label="S"), AttributeOption(label="L")]
            made = await service.create(NewConversationAttribute(name="size", data_type="list", options=options))
            added = await service.create_option(made.id, label="M")
            assert added.options is not None
            left = await service.delete_option(made.id, str(added.options[0].id))
            shown = [(each.label, each.archived) for each in left.options or ()]
            assert shown == [("S", True), ("L", False), ("M", False)]
            assert await service.list().collect() == [left]

    run(main())
