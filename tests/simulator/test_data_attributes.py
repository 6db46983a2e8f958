"""Data attributes: the lists of both versions, making, changing and archiving them."""

from typing import Any

import pytest
from support.simulator_calls import Api


def by_name(api: Api, query: str = "", version: str = "2.16") -> dict[str, Any]:
    body = api.get(f"/data_attributes{query}", version=version).body
    key = "data" if version[0] != "1" else "data_attributes"
    return {(item["model"], item["full_name"]): item for item in body[key]}


def test_a_new_attribute_is_as_recorded(api: Api) -> None:
    """behaviour.md 9 (ids): create a data attribute, the example."""
    body = api.post("/data_attributes", {"name": "Mithril Shirt", "model": "company", "data_type": "string"}).body
    assert body == {
        "id": 1, "type": "data_attribute", "name": "Mithril Shirt", "full_name": "custom_attributes.Mithril Shirt",
        "label": "Mithril Shirt", "data_type": "string", "api_writable": True, "ui_writable": False,
        "messenger_writable": False, "custom": True, "archived": False, "admin_id": "991267459",
        "created_at": 1_700_000_000, "updated_at": 1_700_000_000, "model": "company",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model": None}, "The Data Attribute model field must be either contact or company"),
        ({"model": "conversation"}, "The Data Attribute model field must be either contact or company"),
        ({"data_type": "mithril"}, "Data Type isn't an option"),
        ({"name": "!nv@l!d n@me"}, "Your name for this attribute must only contain alphanumeric"),
        ({"name": " "}, "Your name for this attribute must only contain alphanumeric"),
        ({"name": "x" * 191}, "Your name for this attribute is longer"),
        ({"name": 5}, "name must be a string"),
        ({"data_type": "options"}, "Options isn't an array"),
        ({"data_type": "options", "options": [{"value": "a"}]}, "Options must hold at least two"),
        ({"data_type": "options", "options": [{"value": "a"}, "b"]}, "Options must hold at least two"),
        ({"messenger_writable": "yes"}, "messenger_writable must be"),
        ({"description": 5}, "description must be a string"),
    ],
)
def test_what_cannot_be_made_is_400(api: Api, changes: dict[str, object], message: str) -> None:
    """behaviour.md 4.3, recorded examples: create a data attribute."""
    result = api.post("/data_attributes", {"name": "x", "model": "contact", "data_type": "string", **changes})
    assert result.problem == (400, "parameter_invalid")
    assert result.message.startswith(message)
    assert not [item for item in by_name(api).values() if item["custom"]]


@pytest.mark.parametrize("name", ["paid_subscriber", "The One-Ring 2", "prix €", "Größe", "$spent"])
def test_names_may_hold_letters_digits_currency_and_hyphens(api: Api, name: str) -> None:
    """behaviour.md 1.4: 1.4."""
    assert api.attribute(name)["name"] == name


def test_a_name_is_used_once_over_both_models(api: Api) -> None:
    """behaviour.md 4.3 and 4.5, recorded examples: a name clash is a 400."""
    body = {"name": "The One Ring", "model": "company", "data_type": "string"}
    api.post("/data_attributes", body)
    same, other = (api.post("/data_attributes", {**body, "model": model}) for model in ("company", "contact"))
    start = "You already have 'The One Ring' in your company data. To save this as new"
    assert same.message == f"{start} company data, use a different name."
    assert other.message == f"{start} people data, use a different name."


def test_there_are_at_most_100_for_companies(api: Api) -> None:
    """behaviour.md 4.3 and v1.md 6: custom_data_limit_reached."""
    results = [
        api.post("/data_attributes", {"name": str(number), "model": "company", "data_type": "string"})
        for number in range(101)
    ]
    assert {result.status for result in results[:100]} == {200}
    assert results[100].problem == (400, "custom_data_limit_reached")


def test_an_update_changes_description_options_and_archived(api: Api) -> None:
    """API docs: update a data attribute."""
    made = api.attribute("ring", "options", options=[{"value": "a"}, {"value": "b"}])
    assert made["data_type"] == "string"
    api.clock.time += 5
    changes = {
        "description": "Just a plain old ring",
        "options": [{"value": "1-10"}, {"value": "11-20"}],
        "archived": False,
    }
    body = api.put(
        f"/data_attributes/{made['id']}", {**changes, "data_type": "integer", "messenger_writable": True}
    ).body
    assert body["options"] == ["1-10", "11-20"]
    assert body["description"] == "Just a plain old ring"
    assert (body["data_type"], body["messenger_writable"]) == ("string", True)
    assert body["updated_at"] == body["created_at"] + 5
    wrong = api.put(f"/data_attributes/{made['id']}", {"options": {"value": "1-10"}})
    assert wrong.message == "Options isn't an array"
    assert api.put(f"/data_attributes/{made['id']}", {"description": "x"}).body["options"] == ["1-10", "11-20"]


@pytest.mark.parametrize("attribute_id", ["99", "x", "²"])
def test_an_unknown_attribute_is_404(api: Api, attribute_id: str) -> None:
    """API docs: update a data attribute."""
    result = api.put(f"/data_attributes/{attribute_id}", {"description": "x"})
    assert result.problem == (404, "field_not_found")
    assert result.message == "We couldn't find that data attribute to update"


def test_archived_attributes_are_hidden_and_take_no_values(api: Api) -> None:
    """API docs: list data attributes; include_archived shows them."""
    made = api.attribute("old")
    body = api.put(f"/data_attributes/{made['id']}", {"archived": True}).body
    assert body["archived"] is True
    assert ("contact", "custom_attributes.old") not in by_name(api)
    assert ("contact", "custom_attributes.old") in by_name(api, "?include_archived=true")
    assert api.post("/contacts", {"email": "a@b.c", "custom_attributes": {"old": "x"}}).status == 400
    assert api.post("/contacts", {"email": "a@b.c", "custom_attributes": {"old": None}}).status == 400


def test_models_are_listed_alone_or_together(api: Api) -> None:
    """API docs: list data attributes."""
    api.attribute("plan")
    contact, company, both = (by_name(api, query) for query in ("?model=contact", "?model=company", ""))
    assert {model for model, _ in contact} == {"contact"}
    assert {model for model, _ in company} == {"company"}
    assert both == {**contact, **company}
    assert ("company", "plan.name") in company
    assert company["company", "plan.name"]["name"] == "name"
    assert contact["contact", "external_id"]["api_writable"] is True
    assert "id" not in contact["contact", "external_id"]
    assert api.get("/data_attributes?model=nonsense").problem == (400, "parameter_invalid")


def test_conversations_left_the_list_in_2_16(api: Api) -> None:
    """behaviour.md 1.4: 422 from 2.16 on."""
    result = api.get("/data_attributes?model=conversation")
    assert result.problem == (422, "parameter_invalid")
    assert result.message == "model=conversation is no longer supported. Use GET /conversations/attributes instead"
    assert by_name(api, "?model=conversation", "2.15") == {}


def test_1_4_calls_people_customers(api: Api) -> None:
    """API docs: list data attributes in 1.4."""
    api.attribute("plan")
    assert api.get("/data_attributes", version="1.4").body["type"] == "data_attribute.list"
    old = by_name(api, "?model=customer", "1.4")
    assert {model for model, _ in old} == {"customer"}
    assert ("customer", "user_id") in old
    assert ("customer", "location_data.city_name") in old
    assert ("customer", "role") not in old
    assert ("customer", "custom_attributes.plan") in old
    assert {model for model, _ in by_name(api, "", "1.4")} == {"customer", "company"}
    assert api.get("/data_attributes?model=contact", version="1.4").status == 400


def test_preview_has_datetimes(api: Api) -> None:
    """API docs: search contacts in Preview; standard timestamps report datetime."""
    assert by_name(api)["contact", "created_at"]["data_type"] == "date"
    assert by_name(api, "", "Preview")["contact", "created_at"]["data_type"] == "datetime"
    assert by_name(api, "", "Preview")["company", "created_at"]["data_type"] == "date"
